"""Judging what people say about roles, shifts and venues."""

from django import forms
from django.utils.translation import gettext_lazy as _

from careerlink.taxonomy.models import CredentialType
from careerlink.web.days import DayField
from events.forms.events import skipped_words
from events.forms.times import SpanField, words_of
from events.models import Event, Role, Shift, Venue
from events.queries.audience import codes_of
from events.queries.moments import Skipped, moment, wall
from partners.forms.hosts import CountField
from partners.models import Host
from partners.queries.hosts import zone_choices


class RoleForm(forms.Form):
    """One kind of work at an event."""

    name = forms.CharField(label=_("What is to be done?"), max_length=80, help_text=_("For example Welcome desk."))
    most = CountField(label=_("How many people at once, at most?"), min_value=1, max_value=200, initial=2)
    least = CountField(label=_("At least"), min_value=0, max_value=200, initial=1, required=False)
    duties = forms.CharField(
        label=_("What exactly?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    credential = forms.ChoiceField(label=_("Required credential"), required=False)
    words = forms.CharField(
        label=_("Required expertise, one of"),
        max_length=200,
        required=False,
        help_text=_("In ordinary words, such as: nursing, accounting. Leave it empty when everybody may."),
    )
    is_instant = forms.TypedChoiceField(
        label=_("Signing up"),
        choices=[("1", _("is enough: whoever fits has the place at once")), ("", _("is a request: you say yes first"))],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
        initial="1",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = CredentialType.objects.values_list("acronym", "name")
        self.fields["credential"].choices = [
            ("", _("No credential")),
            *((mark, f"{mark}, {name}") for mark, name in kinds),
        ]

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_words(self):
        words = " ".join(self.cleaned_data["words"].split())
        self.codes = codes_of(words)
        if words and not self.codes:
            raise forms.ValidationError(_("We found no major or occupation of that name. Try another word."))
        return words

    def clean(self):
        cleaned = super().clean()
        most, least = cleaned.get("most"), cleaned.get("least")
        if least is None:
            cleaned["least"] = least = min(1, most or 1)
        if most and least > most:
            self.add_error("least", _("At least must not be more than at most."))
        return cleaned

    @property
    def facts(self) -> dict:
        """Fields of the role."""
        names = ("name", "most", "least", "duties", "credential", "is_instant")
        return {name: self.cleaned_data[name] for name in names}


def role_initial(role: Role) -> dict:
    """What a form about this role begins with, but for the words of its expertise."""
    names = ("name", "most", "least", "duties", "credential")
    return {name: getattr(role, name) for name in names} | {"is_instant": "1" if role.is_instant else ""}


class NewRoleForm(RoleForm):
    """A role with its first shift; without times it lasts as long as the event."""

    times = SpanField(
        label=_("From when until when?"), required=False, help_text=_("Empty: as long as the event lasts.")
    )

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.event = event

    def clean(self):
        cleaned = super().clean()
        event, times = self.event, cleaned.get("times")
        self.shifts = [(event.starts_at, event.ends_at)] if event.starts_at else []
        if times and not event.starts_at:
            self.add_error("times", _("Say first when the event is."))
        elif times:
            self.shifts = _moments(self, wall(event.starts_at, event.zone).date(), times, event.zone)
        return cleaned


class ShiftForm(forms.Form):
    """One block of time."""

    times = SpanField(label=_("From when until when?"), help_text=_("For example 10:00 am to 12:00 noon."))
    day = DayField(label=_("Day"), required=False, help_text=_("Empty: the day of the event."))

    def __init__(self, *args, event: Event, shift: Shift | None = None, **kwargs):
        self.event = event
        if shift is not None:
            first, last = (wall(at, event.zone) for at in (shift.starts_at, shift.ends_at))
            kwargs["initial"] = {"times": words_of(first, last), "day": first.date()}
        super().__init__(*args, **kwargs)

    def clean(self):
        cleaned = super().clean()
        self.moments: tuple | None = None
        if not self.event.starts_at:
            raise forms.ValidationError(_("Say first when the event is."))
        if cleaned.get("times") and "day" not in self.errors:
            day = cleaned.get("day") or wall(self.event.starts_at, self.event.zone).date()
            found = _moments(self, day, cleaned["times"], self.event.zone)
            self.moments = found[0] if found else None
        return cleaned


def _moments(form: forms.Form, day, times, zone: str) -> list[tuple]:
    """The two moments as a shift; none, with an error at the field, when clocks skip one."""
    try:
        return [(moment(day, times[0], zone), moment(day, times[1], zone))]
    except Skipped:
        form.add_error("times", skipped_words())
        return []


class VenueForm(forms.Form):
    """Where events are held."""

    name = forms.CharField(label=_("What is the place called?"), max_length=100)
    room = forms.CharField(label=_("Room"), max_length=100, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    directions = forms.CharField(
        label=_("How to get there"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only who takes part is told: which door, who opens it."),
    )
    parking = forms.CharField(label=_("Where to park"), max_length=300, required=False)
    zone = forms.ChoiceField(label=_("Time zone"))
    travel_minutes = CountField(
        label=_("Minutes kept free before and after for the way"),
        min_value=0,
        max_value=240,
        initial=0,
        help_text=_("Counts for places that are given from now on."),
    )

    def __init__(self, *args, host: Host, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = zone_choices(host)
        self.fields["zone"].initial = host.zone

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())


def venue_initial(venue: Venue) -> dict:
    """What a form about this venue begins with."""
    return {name: getattr(venue, name) for name in VenueForm.base_fields}
