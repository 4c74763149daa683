"""Judging a message to whoever comes."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from careerlink.web.keys import new_key
from events.models import Event
from events.queries.announcements import audiences


class AnnouncementForm(forms.Form):
    to = forms.ChoiceField(
        label=_("To whom"), error_messages={"invalid_choice": _("Choose one of these: the plan has changed.")}
    )
    text = forms.CharField(
        label=_("Your message"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Plain words. When and where are added by themselves."),
    )
    key = forms.CharField(
        required=False, max_length=24, validators=[RegexValidator(r"\A[A-Za-z0-9]{12,24}\Z")], widget=forms.HiddenInput
    )

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.audiences = {one.value: one for one in audiences(event)}
        self.fields["to"].choices = [(value, one.words) for value, one in self.audiences.items()]

    def clean_key(self):
        return self.cleaned_data["key"] or new_key()

    @property
    def audience(self):
        return self.audiences[self.cleaned_data["to"]]
