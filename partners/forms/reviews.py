"""What a moderator fills in to decide."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from careerlink.accounts.models import SuspensionReason
from careerlink.web import clock
from careerlink.web.days import DayField
from partners.models import HostCheck
from partners.models.reasons import kind_words

LONGEST_NOTE = 1000
MODERATORS_ZONE = "America/New_York"


class NoteForm(forms.Form):
    """A decision that needs no reason; the moderator may add a sentence."""

    note = forms.CharField(
        label=_("Your own words in the mail (optional)"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


class ApproveHostForm(NoteForm):
    """What was looked at goes into the record with the moderator's name."""

    checks = forms.MultipleChoiceField(
        label=_("I have seen that"),
        choices=HostCheck.What.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["checks", "note"]


class CheckCredentialForm(NoteForm):
    """The last day as the issuer has it."""

    expires_on = DayField(years=None, label=_("Good until, as the issuer says (empty for no end)"), required=False)
    field_order = ["expires_on", "note"]

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("It ran out on that day. Say that it could not be confirmed instead."))
        return day


class ReasonForm(NoteForm):
    """A typed reason; beside each stands the sentence that the mail says for it."""

    reason = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect)
    field_order = ["reason", "note"]

    def __init__(self, *args, reasons: type[models.TextChoices], is_note_needed: bool = False, **options):
        self.reasons = reasons
        super().__init__(*args, **options)
        self.fields["reason"].choices = [(value, self._label(value, label)) for value, label in reasons.choices]
        if is_note_needed:
            self.fields["note"].label = _("Your question, as the writer reads it")
            self.fields["note"].required = True

    def _label(self, value: str, label: str) -> str:
        words = kind_words(self.reasons, value)
        return f"{label}: “{words}”" if words else str(label)

    def clean(self):
        data = super().clean()
        says_nothing = data.get("reason") == "other" and not data.get("note") and "note" not in self.errors
        if says_nothing:
            self.add_error("note", _("Say in your own words why, so that the mail can."))
        return data


class SuspendForm(ReasonForm):
    """Until the beginning of a day, in the moderators' zone."""

    until = DayField(years=None, label=_("Suspended until the morning of"))
    field_order = ["reason", "until", "note"]

    def __init__(self, *args, **options):
        super().__init__(*args, reasons=SuspensionReason, **options)

    def clean_until(self) -> datetime:
        day = self.cleaned_data["until"]
        zone = ZoneInfo(MODERATORS_ZONE)
        if day <= clock.today(MODERATORS_ZONE):
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return datetime(day.year, day.month, day.day, tzinfo=zone)
