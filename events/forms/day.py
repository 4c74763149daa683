"""Judging what people type about the day and its hours."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from events.models import Assignment
from partners.models import Writer

S = Assignment.State
WORDS = forms.Textarea(attrs={"rows": 2})


class MomentField(forms.TimeField):
    """An hour and minute on the day of a shift; as an aware moment by `on_day_of`."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%H:%M", "%I:%M %p", "%I:%M%p", "%I %p", "%I%p"], **kwargs)


def on_day_of(place: Assignment, value) -> datetime:
    """The moment of that hour in the shift: where it runs over midnight, on the day after when that is within it."""
    here = ZoneInfo(place.event.zone)
    day = place.shift.starts_at.astimezone(here).date()
    moment = datetime.combine(day, value, tzinfo=here)
    later = datetime.combine(place.shift.ends_at.astimezone(here).date(), value, tzinfo=here)
    return later if moment < place.shift.starts_at and later > place.shift.starts_at else moment


class RecordForm(forms.Form):
    """How it was, said or put right by the host."""

    event = forms.ChoiceField(label=_("How was it?"), widget=forms.RadioSelect)
    left_at = MomentField(
        label=_("When was it?"), required=False, help_text=_("Only for leaving early; empty means now.")
    )
    words = forms.CharField(
        label=_("Why it is put right"),
        max_length=500,
        required=False,
        widget=WORDS,
        help_text=_("The writer reads it when you stay with it."),
    )

    def __init__(self, *args, place: Assignment, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [
            ("complete", _("Was there")),
            ("leave_early", _("Was there and left early")),
            ("no_show", _("Did not come")),
            ("clear", _("Nobody knows")),
        ]
        if place.contested_at and not place.contest_settled_at and place.state == S.NO_SHOW:
            choices.append(("keep", _("Stay with it: did not come")))
        allowed = [(event, words) for event, words in choices if event == "keep" or place.may_move(event)]
        if place.state == S.LEFT_EARLY:
            allowed.append(("leave_early", _("Left early, at another time")))
        self.fields["event"].choices = allowed
        self.place = place

    def clean(self):
        cleaned = super().clean()
        if value := cleaned.get("left_at"):
            cleaned["left_at"] = on_day_of(self.place, value)
        return cleaned


class StandInForm(forms.Form):
    """Who came in her stead."""

    writer = forms.ModelChoiceField(
        label=_("Who came instead?"),
        queryset=Writer.objects.none(),
        to_field_name="slug",
        help_text=_("Writers you work with. Somebody new signs up first."),
    )

    def __init__(self, *args, writers: QuerySet[Writer], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["writer"].queryset = writers


class SentenceForm(forms.Form):
    """One sentence."""

    words = forms.CharField(label=_("In a sentence"), max_length=1000, widget=WORDS)


class CodeForm(forms.Form):
    """The code on the wall."""

    code = forms.CharField(
        label=_("The code on the wall"),
        max_length=12,
        help_text=_("Six digits, on a sheet where you check in."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class TimeWorkedForm(forms.Form):
    """Hours and minutes, with a word."""

    hours = forms.IntegerField(label=_("Hours"), min_value=0, max_value=24)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=59, required=False)
    words = forms.CharField(label=_("In a sentence"), max_length=500, widget=WORDS)

    def total(self) -> int:
        return self.cleaned_data["hours"] * 60 + (self.cleaned_data["minutes"] or 0)

    def add_minutes_error(self, error: ValidationError) -> None:
        """Show what the action said about the minutes where they were typed."""
        named = getattr(error, "error_dict", {})
        for name, errors in named.items() or {None: error}.items():
            self.add_error("hours" if name == "minutes" else name, errors)


class AnswerClaimForm(TimeWorkedForm):
    """Approve what was claimed, or other minutes, or refuse in words."""

    answer = forms.ChoiceField(
        label=_("Your answer"), choices=[("yes", _("Approve")), ("no", _("Not approved"))], widget=forms.RadioSelect
    )

    field_order = ["answer", "hours", "minutes", "words"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].required = False
        self.fields["words"].help_text = _("Needed when you do not approve: the writer reads it.")
