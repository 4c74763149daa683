"""Days can be picked, typed or said."""

from datetime import UTC, date, datetime

import pytest
from django import forms

from careerlink.web import clock
from careerlink.web.days import DayField, read_day

TODAY = date(2026, 11, 23)  # a Monday


class When(forms.Form):
    day = DayField(label="When?")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", date(2026, 11, 23)),
        ("Tomorrow", date(2026, 11, 24)),
        ("the day after tomorrow", date(2026, 11, 25)),
        ("in two weeks", date(2026, 12, 7)),
        ("In 2  weeks", date(2026, 12, 7)),
        ("two weeks from now", date(2026, 12, 7)),
        ("in a month", date(2026, 12, 23)),
        ("in three months", date(2027, 2, 23)),
        ("in a year", date(2027, 11, 23)),
        ("next week", date(2026, 11, 30)),
        ("next month", date(2026, 12, 23)),
        ("Friday", date(2026, 11, 27)),
        ("next fri", date(2026, 11, 27)),
        ("monday", date(2026, 11, 30)),
        ("in 1001 weeks", None),
        ("in ² weeks", None),
        ("in zero days", None),
        ("soon", None),
        ("", None),
        ("in two weeks or so", None),
    ],
)
def test_what_people_say_is_a_day(words, day):
    assert read_day(words, TODAY) == day


def test_a_month_later_is_the_last_day_of_a_shorter_month():
    assert read_day("in a month", date(2027, 1, 31)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    "typed", ["2026-12-07", "12/7/2026", "7 December 2026", "Dec 7, 2026", "Mon 7 Dec 2026", "in two weeks"]
)
def test_a_day_is_read_however_it_is_written(typed):
    with clock.set_to(datetime(2026, 11, 23, 15, tzinfo=UTC)):
        form = When({"day": typed})
        assert form.is_valid()
    assert form.cleaned_data == {"day": date(2026, 12, 7)}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("soon", "Write the day such as 12 May 2027, 5/12/2027 or “in two weeks”."),
        ("31 February 2027", "Write the day such as 12 May 2027, 5/12/2027 or “in two weeks”."),
        ("9" * 10_000, "Write the day such as 12 May 2027, 5/12/2027 or “in two weeks”."),
        ("2051-01-01", "Choose a day within the next 3 years."),
    ],
)
def test_what_is_no_day_gets_a_sentence_and_stays_in_its_box(typed, sentence):
    with clock.set_to(datetime(2026, 11, 23, 15, tzinfo=UTC)):
        form = When({"day": typed})
        assert form.errors == {"day": [sentence]}
    assert f'value="{typed}"' in str(form["day"])


def test_a_day_that_is_known_stands_there_in_words():
    assert 'value="7 December 2026"' in str(When(initial={"day": date(2026, 12, 7)})["day"])
