"""A day in a form: picked, typed, or said ("in two weeks")."""

import calendar
import re
from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock

NUMBERS = dict(
    zip(
        ["a", "an", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        [1, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
        strict=True,
    )
)
WEEKDAYS = [name.lower() for name in calendar.day_name]
IN_SOME_TIME = re.compile(r"(?:in )?(\w+) (day|week|month|year)s?(?: from (?:now|today))?")
A_WEEKDAY = re.compile(r"(next |this |on )?(\w{3,9})")
MOST = 1000  # of whatever is counted
WRITTEN = ["%Y-%m-%d", "%m/%d/%Y", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%a %d %b %Y"]


def read_day(words: str, today: date) -> date | None:
    """The day that English words name, reckoned from `today`: "tomorrow", "in two weeks", "next Friday".
    None for anything else. "Friday" is the next one that comes, "next Friday" the same.
    """
    words = " ".join(words.lower().replace(",", " ").split())
    named = {"today": 0, "tomorrow": 1, "the day after tomorrow": 2, "next week": 7}
    if words in named:
        return today + timedelta(days=named[words])
    if words in ("next month", "next year"):
        return _months_later(today, 1 if words == "next month" else 12)
    if found := IN_SOME_TIME.fullmatch(words):
        return _later(today, found[1], found[2])
    if found := A_WEEKDAY.fullmatch(words):
        days = [number for number, name in enumerate(WEEKDAYS) if name.startswith(found[2])]
        if days:
            return today + timedelta(days=(days[0] - today.weekday() - 1) % 7 + 1)
    return None


def _later(today: date, number: str, unit: str) -> date | None:
    many = NUMBERS.get(number) or (int(number) if number.isascii() and number.isdigit() and len(number) <= 4 else None)
    if many is None or many > MOST:
        return None
    if unit in ("day", "week"):
        return today + timedelta(days=many * (7 if unit == "week" else 1))
    return _months_later(today, many * (12 if unit == "year" else 1))


def _months_later(today: date, months: int) -> date:
    """The same day of a later month, or its last day when it is shorter."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


class DayInput(forms.DateInput):
    """A text box; with scripts, a button beside it opens the browser's calendar."""

    template_name = "web/widgets/day.html"

    def __init__(self, attrs=None):
        super().__init__({"class": "w-mid", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value):
        return date_format(value, "j F Y") if isinstance(value, date) else value

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        attributes = {"maxlength": "60", **context["widget"]["attrs"]}
        return {**context, "attributes": flatatt({**attributes, "required": context["widget"]["required"]})}

    def _render(self, template_name, context, renderer=None):
        return mark_safe(render_to_string(template_name, context))  # noqa: S308 a rendered, escaped template


class DayField(forms.DateField):
    """A day that can be picked, typed or said. `years` is how far from today it may lie, both ways."""

    widget = DayInput

    def __init__(self, *, years: int | None = 3, **options):
        self.years = years
        messages = {"invalid": _("Write the day such as 12 May 2027, 5/12/2027 or “in two weeks”.")}
        super().__init__(input_formats=WRITTEN, error_messages=messages, **options)

    def to_python(self, value):
        if isinstance(value, str):
            value = read_day(value, clock.today(timezone.get_current_timezone_name())) or value
        return super().to_python(value)

    def clean(self, value):
        day = super().clean(value)
        if day and self.years is not None and abs(day.year - clock.today().year) > self.years:
            raise ValidationError(_("Choose a day within the next %(years)s years."), params={"years": self.years})
        return day
