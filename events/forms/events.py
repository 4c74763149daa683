"""Judging what people say about an event."""

from datetime import time, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock
from careerlink.web.days import DayField
from careerlink.web.templatetags.web import clock_words, day
from events.clocks import CUT_OFF, usual_cut_off
from events.forms.times import SpanField, words_of
from events.models import Event, EventKind, Venue
from events.queries.audience import competency_choices
from events.queries.moments import Skipped, comes_twice, moment, wall
from events.queries.moves import Change, move_along
from partners.models import Host, Member
from partners.queries.hosts import zone_choices

ONLINE, NEW = "online", "new"


def skipped_words() -> str:
    return _("Clocks go forward on that day and skip this time. Choose another.")


class EventForm(forms.Form):
    """An event in five fields; the rest is folded and has usual answers."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=EventKind.choices)
    title = forms.CharField(
        label=_("What do you call it?"), max_length=120, help_text=_("For example Spring job fair.")
    )
    day = DayField(label=_("On which day?"), help_text=_("For example 12 May 2027, or “in six weeks”."))
    times = SpanField(label=_("From when until when?"), help_text=_("For example 10:00 am to 3:00 pm."))
    where = forms.ChoiceField(label=_("Where?"), widget=forms.RadioSelect)
    place = forms.CharField(
        label=_("Name of the new place"), max_length=100, required=False, help_text=_("For example Student Union.")
    )
    room = forms.CharField(label=_("Room"), max_length=100, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Link to join online"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Only who takes part is shown it."),
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    words = forms.CharField(
        label=_("For which majors?"),
        required=False,
        max_length=200,
        help_text=_("In ordinary words, such as: English, nursing. Leave it empty when it is for everybody."),
    )
    description = forms.CharField(
        label=_("What should people know?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("A blank line begins a paragraph, - a list, **two stars** bold words."),
    )
    competencies = forms.TypedMultipleChoiceField(
        label=_("What do students practise? (NACE)"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    opens_on = DayField(label=_("Sign-up from"), required=False, help_text=_("Empty: as soon as it is published."))
    closes_on = DayField(
        label=_("Sign-up until"),
        required=False,
        help_text=_("The end of that day. Empty: 24 hours before it begins; after that only stand-ins are asked."),
    )
    zone = forms.ChoiceField(label=_("Time zone"))
    coordinator = forms.ChoiceField(label=_("Who coordinates it?"), required=False)

    def __init__(self, *args, host: Host, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.host, self.user = host, user
        self.venues = {str(venue.pk): venue for venue in Venue.objects.filter(host=host)[:100]}
        places = [(key, str(venue)) for key, venue in self.venues.items()]
        self.fields["where"].choices = [*places, (NEW, _("A new place")), (ONLINE, _("Online"))]
        self.fields["where"].initial = next(iter(self.venues), NEW)
        self.fields["zone"].choices = zone_choices(host)
        self.fields["zone"].initial = host.zone
        self.fields["zone"].help_text = _(
            "Of the event when it is online or in a new place; a known place has its own."
        )
        self.fields["competencies"].choices = competency_choices()
        people = Member.objects.filter(host=host, ended_at=None).select_related("user")
        self.people = {str(member.user_id): member.user for member in people if member.role != Member.Role.VIEWER}
        self.fields["coordinator"].choices = [(key, str(person)) for key, person in self.people.items()]
        self.fields["coordinator"].initial = str(user.pk)
        self.notes: list[str] = []

    @property
    def has_more(self) -> bool:
        """Whether the folded part has something to look at."""
        more = ("words", "description", "opens_on", "closes_on", "competencies", "zone", "coordinator")
        return any(name in self.errors for name in more)

    @property
    def show_place(self) -> bool:
        """Whether a new place has to be named, as far as the page can know."""
        return self["where"].value() == NEW or "place" in self.errors

    @property
    def show_link(self) -> bool:
        return self["where"].value() == ONLINE or "link" in self.errors

    def clean_title(self):
        return _plain(self.cleaned_data["title"])

    def clean_words(self):
        return _plain(self.cleaned_data["words"])

    def clean(self):
        cleaned = super().clean()
        self._judge_place(cleaned)
        zone = self._zone(cleaned)
        if cleaned.get("day") and cleaned.get("times") and zone:
            self._judge_times(cleaned, zone)
        return cleaned

    def _judge_place(self, cleaned: dict) -> None:
        if cleaned.get("where") != NEW:
            return
        if not cleaned.get("place"):
            self.add_error("place", _("Say what the place is called."))
        elif (there := self._there(cleaned)) and not _is_same(there, cleaned):
            self.add_error("place", _("You have this place already, and not quite as you wrote it. Choose it above."))

    def _there(self, cleaned: dict) -> Venue | None:
        """The known place of the name and room that were typed for a new one."""
        typed = (_plain(cleaned["place"]).lower(), _plain(cleaned.get("room", "")).lower())
        return next((one for one in self.venues.values() if (one.name.lower(), one.room.lower()) == typed), None)

    def _zone(self, cleaned: dict) -> str:
        venue = self.venues.get(cleaned.get("where"))
        return venue.zone if venue else cleaned.get("zone", "")

    def _judge_times(self, cleaned: dict, zone: str) -> None:
        """Day and times become moments where the event is; what is ambiguous is said."""
        found = {}
        for name, at in zip(("starts_at", "ends_at"), cleaned["times"], strict=True):
            try:
                found[name] = moment(cleaned["day"], at, zone)
            except Skipped:
                self.add_error("times", skipped_words())
                return
            if comes_twice(found[name], zone):
                self.notes.append(_("%(time)s comes twice on that day; we took the first.") % {"time": clock_words(at)})
        self._judge_day(cleaned, found)
        self._judge_window(cleaned, found, zone)
        cleaned.update(found)

    def _judge_day(self, cleaned: dict, found: dict) -> None:
        if found["starts_at"] <= clock.now():
            self.add_error("day", _("This is past. Choose a day and time to come."))

    def _judge_window(self, cleaned: dict, found: dict, zone: str) -> None:
        opens_on, closes_on = cleaned.get("opens_on"), cleaned.get("closes_on")
        found["opens_at"] = found["closes_at"] = None
        if opens_on:
            found["opens_at"] = _midnight(opens_on, zone)
        if closes_on:
            found["closes_at"] = min(_midnight(closes_on + timedelta(days=1), zone), found["starts_at"])
            if closes_on > wall(found["starts_at"], zone).date():
                self.add_error("closes_on", _("Sign-up ends at the latest when the event begins."))
        closes_at = found["closes_at"] or usual_cut_off(found["starts_at"], clock.now())
        if found["opens_at"] and found["opens_at"] >= closes_at:
            self.add_error(
                "opens_on", _("Sign-up must begin before it ends, on %(day)s.") % {"day": day(closes_at, zone)}
            )

    @property
    def venue(self) -> Venue | None:
        """The place that was chosen; a new one as it was typed, which the action keeps; None where there is none."""
        said = self.cleaned_data
        if said["where"] != NEW:
            return self.venues.get(said["where"])
        if not said["place"]:
            return None
        facts = {"name": _plain(said["place"]), "room": _plain(said["room"]), "address": _plain(said["address"])}
        return self._there(said) or Venue(host=self.host, zone=said["zone"], **facts)

    @property
    def facts(self) -> dict:
        """Fields of the event, without its venue."""
        said = self.cleaned_data
        names = ("kind", "title", "link", "words", "description", "competencies", "starts_at", "ends_at")
        found = {name: said[name] for name in names}
        for name in ("opens_at", "closes_at"):
            if said.get(name):
                found[name] = said[name]
        found["is_online"] = said["where"] == ONLINE
        found["zone"] = self._zone(said)
        found["coordinator"] = self.people.get(said["coordinator"], self.user)
        return found


def _plain(typed: str) -> str:
    return " ".join(typed.split())


def _is_same(venue: Venue, cleaned: dict) -> bool:
    """Whether a place is what was typed, as when somebody presses twice."""
    return (venue.address, venue.zone) == (_plain(cleaned.get("address", "")), cleaned.get("zone"))


def _midnight(on, zone: str):
    """The beginning of a day; where clocks skip midnight, an hour later."""
    try:
        return moment(on, time(0), zone)
    except Skipped:
        return moment(on, time(1), zone)


class ChangeEventForm(EventForm):
    """The same for an event that is there: what differs becomes a Change."""

    shifts_move = forms.BooleanField(
        label=_("Move the shifts along when it begins at another time"), required=False, initial=True
    )

    def __init__(self, *args, event: Event, **kwargs):
        self.event = event
        super().__init__(*args, host=event.host, initial=self._initial(event), **kwargs)
        if event.coordinator_id and str(event.coordinator_id) not in self.people:
            self.people[str(event.coordinator_id)] = event.coordinator
            self.fields["coordinator"].choices = [(key, str(person)) for key, person in self.people.items()]

    @staticmethod
    def _initial(event: Event) -> dict:
        names = ("kind", "title", "link", "words", "description", "competencies", "zone")
        initial = {name: getattr(event, name) for name in names}
        initial["where"] = ONLINE if event.is_online else str(event.venue_id or NEW)
        initial["coordinator"] = str(event.coordinator_id or "")
        if event.starts_at:
            first, last = wall(event.starts_at, event.zone), wall(event.ends_at, event.zone)
            initial |= {"day": first.date(), "times": words_of(first, last)}
        if event.opens_at:
            initial["opens_on"] = wall(event.opens_at, event.zone).date()
        if event.closes_at and event.closes_at != event.starts_at - CUT_OFF:
            initial["closes_on"] = (wall(event.closes_at, event.zone) - timedelta(microseconds=1)).date()
        return initial

    def _judge_window(self, cleaned: dict, found: dict, zone: str) -> None:
        """An end of sign-up that nobody touched moves along with the event."""
        is_same = "closes_on" not in self.changed_data
        super()._judge_window(cleaned | {"closes_on": None} if is_same else cleaned, found, zone)

    def _judge_place(self, cleaned: dict) -> None:
        stays = not cleaned.get("place") and not self.event.is_online and not self.event.venue_id
        if not stays:
            super()._judge_place(cleaned)

    def _judge_day(self, cleaned: dict, found: dict) -> None:
        if found["starts_at"] != self.event.starts_at:
            super()._judge_day(cleaned, found)

    def clean(self):
        cleaned = super().clean()
        self.times: dict = {}
        event, starts_at = self.event, cleaned.get("starts_at")
        if not self.errors and starts_at and event.starts_at and cleaned["shifts_move"]:
            try:
                self.times = move_along(event, starts_at, self._zone(cleaned))
            except Skipped:
                self.add_error("times", _("Clocks skip the time of one of the shifts on that day. Choose another."))
        return cleaned

    @property
    def change(self) -> Change:
        """What differs."""
        facts = self.facts | {"venue": None if self.facts["is_online"] else self.venue}
        if "closes_on" not in self.changed_data:
            facts.pop("closes_at", None)
        elif not self.cleaned_data["closes_on"]:
            facts["closes_at"] = usual_cut_off(facts["starts_at"], clock.now())
        if "opens_on" not in self.changed_data:
            facts.pop("opens_at", None)
        elif not self.cleaned_data["opens_on"]:
            facts["opens_at"] = None
        event = self.event
        return Change(event, {name: new for name, new in facts.items() if new != getattr(event, name)}, self.times)


class AgainForm(forms.Form):
    """The same event on another day."""

    day = DayField(label=_("On which day?"), help_text=_("All times move along as clocks show them."))

    def __init__(self, *args, zone: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean_day(self):
        on = self.cleaned_data["day"]
        if on <= clock.today(self.zone):
            raise forms.ValidationError(_("This day is past. Choose one from tomorrow on."))
        return on


class TemplateForm(forms.Form):
    """What a template is called."""

    name = forms.CharField(label=_("What do you call the template?"), max_length=120)

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())


class ShowForm(forms.Form):
    """Who is to see the event."""

    who = forms.ChoiceField(
        label=_("Who may see it?"),
        choices=[
            ("publish", _("Everybody: writers sign up, it has a public page")),
            ("invite_only", _("Only writers whom you invite")),
            ("hide", _("Nobody but you and who has a place")),
        ],
        widget=forms.RadioSelect,
        initial="publish",
    )


class CancelForm(forms.Form):
    """Why it is called off; everybody who comes is told."""

    why = forms.CharField(
        label=_("Why? Everybody who comes is told"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
