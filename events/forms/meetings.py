"""Judging what belongs to a board meeting."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms.podcasts import PaperField
from events.models import Attendance, Meeting


class AgendaForm(forms.ModelForm):
    class Meta:
        model = Meeting
        fields = ["agenda"]
        widgets = {"agenda": forms.Textarea(attrs={"rows": 8})}
        help_texts = {"agenda": _("Members of the board read it.")}


class MinutesForm(forms.Form):
    minutes = forms.CharField(
        label=_("Minutes"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Members of the board read them."),
    )
    file = PaperField(label=_("Or as a file"), required=False, help_text=_("PDF, JPEG or PNG, up to 5 MB."))
    drop_file = forms.BooleanField(label=_("Take the file out"), required=False)

    def __init__(self, *args, has_file: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_file:
            del self.fields["drop_file"]

    def clean(self):
        cleaned = super().clean()
        keeps = self.initial.get("has_file") and not cleaned.get("drop_file")
        if not self.errors and not cleaned.get("minutes") and not cleaned.get("file") and not keeps:
            self.add_error("minutes", _("Write the minutes, or add a file."))
        return cleaned


class AttendanceForm(forms.Form):
    """One question for each of the roster; nothing chosen says nothing."""

    def __init__(self, *args, seated, **kwargs):
        super().__init__(*args, **kwargs)
        for one in seated:
            self.fields[f"seat-{one.seat.pk}"] = forms.ChoiceField(
                label=one.seat.writer.name,
                choices=[("", _("Nobody said")), *Attendance.Answer.choices],
                initial=one.answer,
                required=False,
            )

    @property
    def answers(self) -> dict[int, str]:
        return {int(name.removeprefix("seat-")): answer for name, answer in self.cleaned_data.items()}
