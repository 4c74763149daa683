"""Judging what people say about a class that needs a stand-in."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock
from careerlink.web.days import DayField
from partners.forms.hosts import CountField
from partners.models import ClassRequest, Host, Need
from partners.queries.classes import class_moment

USUAL = timedelta(minutes=50)
LEAST, MOST = timedelta(minutes=15), timedelta(hours=8)
WHERE = [choice for choice in Need.Where.choices if choice[0] != Need.Where.EITHER]
_AT = r"(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.|noon)?"
TIMES = re.compile(rf"(?:from )?{_AT}(?:\s*(?:to|until|till|-|–|—)\s*{_AT})?", re.IGNORECASE)


class SayHalf(ValueError):  # noqa: N818 it is a question back
    """It could be morning or evening."""


def read_times(words: str) -> tuple[time, time] | None:
    """When class begins and ends by its words: "2 to 3:15 pm", "14:00-15:15", "10 am" (then 50 minutes).

    None for anything else. Without am or pm eight to twelve is before noon and one to six after it; raises
    SayHalf for seven, which may be either.
    """
    found = TIMES.fullmatch(" ".join(words.split()))
    if found is None:
        return None
    first, last = found.groups()[:3], found.groups()[3:]
    if last[0] is None:
        begin = _time(*first)
        return begin and (begin, (datetime.combine(clock.today(), begin) + USUAL).time())
    end = _time(*last)
    begin = _time(first[0], first[1], first[2] or last[2] or "") if end else None
    if begin and end and not first[2] and begin >= end:  # "11 to 1 pm"
        begin = _time(first[0], first[1], "am")
    return (begin, end) if begin and end else None


def _time(hours: str, minutes: str | None, half: str | None) -> time | None:
    hour, minute, half = int(hours), int(minutes or 0), (half or "").lower().replace(".", "")
    if hour > 23 or minute > 59 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half in ("pm", "noon") else 0)
    elif hour == 7 and len(hours) == 1:
        raise SayHalf
    elif 1 <= hour <= 6 and len(hours) == 1:
        hour += 12
    return time(hour, minute)


def times_words(begin: time, end: time) -> str:
    """The same words that `read_times()` reads: "2:00 pm to 3:15 pm"."""
    return f"{_clock(begin)} to {_clock(end)}"


def _clock(at: time) -> str:
    return f"{at.hour % 12 or 12}:{at.minute:02} {'am' if at.hour < 12 else 'pm'}"


class TimesField(forms.CharField):
    """Begin and end of a class in one box; gives a pair of times."""

    def __init__(self, **options):
        super().__init__(max_length=60, **options)

    def clean(self, value):
        words = super().clean(value)
        try:
            times = read_times(words)
        except SayHalf:
            raise forms.ValidationError(_("Say am or pm.")) from None
        if times is None:
            raise forms.ValidationError(_("Write it such as 2:00 pm to 3:15 pm."))
        length = datetime.combine(clock.today(), times[1]) - datetime.combine(clock.today(), times[0])
        if length <= timedelta(0):
            raise forms.ValidationError(_("Class must end after it begins, on the same day."))
        if not LEAST <= length <= MOST:
            raise forms.ValidationError(_("A class lasts between 15 minutes and 8 hours."))
        return times


class ClassForm(forms.Form):
    """A class in six fields; wishes stay folded."""

    course = forms.CharField(label=_("Which course?"), max_length=100, help_text=_("For example English 101."))
    size = CountField(label=_("How many students?"), min_value=1, max_value=2000)
    words = forms.CharField(
        label=_("Which major do most of them study?"),
        required=False,
        max_length=200,
        help_text=_("In ordinary words, such as: English, nursing. Leave it empty when it is for everybody."),
    )
    day = DayField(label=_("On which day?"), help_text=_("For example 12 May 2027, or “Thursday”."))
    times = TimesField(
        label=_("At what time?"),
        help_text=_("For example 2:00 pm to 3:15 pm. With the begin alone we take 50 minutes."),
    )
    where = forms.ChoiceField(label=_("Where?"), choices=WHERE, widget=forms.RadioSelect, initial=Need.Where.CAMPUS)
    room = forms.CharField(
        label=_("Room, or how to join online"),
        max_length=200,
        required=False,
        help_text=_("Only the writer whom you pick is told."),
    )
    wishes = forms.CharField(
        label=_("What you would like done"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args, host: Host, **kwargs):
        super().__init__(*args, **kwargs)
        self.host = host
        self.fields["day"].widget.attrs["min"] = clock.today(host.zone).isoformat()

    def clean_words(self):
        return " ".join(self.cleaned_data["words"].split())

    def clean(self):
        """Day and times become moments where the host is."""
        cleaned = super().clean()
        day, times = cleaned.pop("day", None), cleaned.pop("times", None)
        if day is None or times is None:
            return cleaned
        starts_at, ends_at = (class_moment(day, at, self.host.zone) for at in times)
        if starts_at is None or ends_at is None:
            self.add_error("times", _("Clocks go forward on that day and skip this time. Choose another."))
        elif starts_at <= clock.now():
            self.add_error("day", _("This class has begun already. Choose a day and time to come."))
        return {**cleaned, "starts_at": starts_at, "ends_at": ends_at}


class AgainForm(ClassForm):
    """The same class on another day: all but the day is there already."""

    field_order = ["day"]

    def __init__(self, *args, last: ClassRequest, **kwargs):
        zone = kwargs["host"].zone
        local = [moment.astimezone(ZoneInfo(zone)).time() for moment in (last.starts_at, last.ends_at)]
        initial = {name: getattr(last, name) for name in ("course", "size", "room", "wishes")}
        initial |= {"words": last.need.words, "where": last.need.where, "times": times_words(*local)}
        super().__init__(*args, initial=initial, **kwargs)


class YesForm(forms.Form):
    """Yes or no to one class; the reason of a no goes to the professor."""

    answer = forms.ChoiceField(
        label=_("Your answer"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect, required=False
    )
    refusal = forms.CharField(label=_("Why not, for the professor (optional)"), max_length=300, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"auto_id": "id-%s", **kwargs})


class RefusalForm(forms.Form):
    """What a moderator says with a no."""

    refusal = forms.CharField(label=_("Why not, for the professor"), max_length=300)
