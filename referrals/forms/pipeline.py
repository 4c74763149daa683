"""Judging what the people of an office say about one request."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock
from careerlink.web.days import DayField
from partners.forms.writers import without_contact_details
from partners.models import Host, Need, Writer
from partners.models.choices import Service
from partners.permissions.directory import listed_writers
from referrals import clocks


class RequestForm(forms.Form):
    """What an alumnus who is in the records needs; everything else is said behind the link."""

    words = forms.CharField(
        label=_("What is needed"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[without_contact_details],
        help_text=_("In a sentence or two, without names. A writer who is asked reads it."),
    )
    service = forms.ChoiceField(
        label=_("Kind of help"), choices=[("", _("Not said")), *Service.choices], required=False
    )
    where = forms.ChoiceField(label=_("Where"), choices=Need.Where.choices, initial=Need.Where.EITHER)
    wants_pro_bono = forms.BooleanField(label=_("Only free of charge"), required=False)


class PinForm(forms.Form):
    """A writer whom the office puts on the list of an alumnus, and why."""

    writer = forms.CharField(
        label=_("Which writer?"),
        max_length=200,
        help_text=_("The whole name as it stands in the list of writers, or the address of the writer's page."),
    )
    reason = forms.CharField(
        label=_("Why this writer?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The alumnus reads it, and it stays on record."),
    )

    def __init__(self, *args, host: Host, **kwargs):
        super().__init__(*args, **kwargs)
        self.host = host

    def clean_writer(self) -> Writer:
        words = " ".join(self.cleaned_data["writer"].split())
        slug = words.rstrip("/").rsplit("/", 1)[-1]
        found = list(listed_writers(self.host).filter(Q(name=words) | Q(slug=slug)).select_related("user")[:2])
        if not found:
            raise forms.ValidationError(_("We find no writer of this name who takes part."))
        if len(found) > 1:
            raise forms.ValidationError(_("Several writers have this name. Give the address of the page instead."))
        return found[0]


class HoldForm(forms.Form):
    """Until when a request waits."""

    until = DayField(label=_("Until"), help_text=_("On this day it goes on by itself."))

    def __init__(self, *args, host: Host, **kwargs):
        super().__init__(*args, **kwargs)
        self.host = host

    def clean_until(self):
        until = self.cleaned_data["until"]
        if not 0 < (until - clock.today(self.host.zone)).days <= clocks.HOLD_DAYS:
            said = _("Choose a day within the next %(days)s days.")
            raise forms.ValidationError(said, params={"days": clocks.HOLD_DAYS})
        return until
