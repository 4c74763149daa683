"""Judging whom a host chooses for a shift."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock
from partners.forms.asking import AskForm as SuggestedForm


class InviteForm(forms.Form):
    """Which writers are asked, and until when they may answer."""

    expires_on = forms.DateField(
        label=_("Answer by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Seven days when you leave it open, at the latest the end of sign-up."),
    )

    def __init__(self, *args, shift, **kwargs):
        super().__init__(*args, **kwargs)
        self.shift = shift

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        zone = self.shift.role.event.zone
        if day and day < clock.today(zone):
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day

    @property
    def expires_at(self) -> datetime | None:
        """The last minute of the day, where the event is; the action bounds it by the end of sign-up."""
        day = self.cleaned_data.get("expires_on")
        if not day:
            return None
        return datetime.combine(day, time(23, 59), tzinfo=ZoneInfo(self.shift.role.event.zone)).astimezone(UTC)


class AskForm(SuggestedForm, InviteForm):
    """Which of the suggested writers are asked, and until when they may answer."""


class EnterForm(forms.Form):
    """Why somebody is entered against a rule."""

    reason = forms.CharField(
        label=_("Why all the same?"),
        max_length=300,
        required=False,
        help_text=_("Only needed when a rule stands in the way. It is kept on record."),
    )

    def ask_reason(self, rules: str) -> None:
        """Say at the field which rule stands in the way."""
        self.add_error("reason", _("A rule stands in the way: %(rules)s Say why all the same.") % {"rules": rules})
