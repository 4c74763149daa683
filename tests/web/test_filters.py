"""Dates in words, text from people, and the other filters that every template has."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone

from careerlink.web import clock
from careerlink.web.templatetags import web

NOON = datetime(2026, 5, 12, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/New_York", "Tue 12 May 2026, 2:00 pm Eastern"),
        ("America/Indiana/Indianapolis", "Tue 12 May 2026, 2:00 pm Eastern"),
        ("America/Chicago", "Tue 12 May 2026, 1:00 pm Central"),
        ("America/Denver", "Tue 12 May 2026, 12:00 noon Mountain"),
        ("America/Phoenix", "Tue 12 May 2026, 11:00 am Arizona"),
        ("America/Los_Angeles", "Tue 12 May 2026, 11:00 am Pacific"),
        ("Pacific/Honolulu", "Tue 12 May 2026, 8:00 am Hawaii"),
        ("America/Puerto_Rico", "Tue 12 May 2026, 2:00 pm Atlantic"),
        ("Pacific/Guam", "Wed 13 May 2026, 4:00 am Chamorro"),
        ("Europe/Berlin", "Tue 12 May 2026, 8:00 pm Berlin time"),
        ("America/Mexico_City", "Tue 12 May 2026, 12:00 noon Central"),
        ("UTC", "Tue 12 May 2026, 6:00 pm UTC"),
    ],
)
def test_a_moment_says_its_zone_in_words(zone, words):
    assert web.when(NOON, zone) == words


def test_the_zone_is_the_persons_own_when_none_is_named():
    with timezone.override("America/Chicago"):
        assert web.when(NOON) == "Tue 12 May 2026, 1:00 pm Central"


def test_the_hour_that_a_clock_change_repeats_says_which_one_is_meant():
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert web.when(first, "America/New_York") == "Sun 1 Nov 2026, 1:30 am Eastern daylight time"
    second = first + timedelta(hours=1)
    assert web.when(second, "America/New_York") == "Sun 1 Nov 2026, 1:30 am Eastern standard time"
    assert web.when(second + timedelta(hours=1), "America/New_York") == "Sun 1 Nov 2026, 2:30 am Eastern"


def test_midnight_and_noon_are_called_so():
    assert web.hour(datetime(2026, 5, 12, 4, 0, tzinfo=UTC), "America/New_York") == "12:00 midnight Eastern"
    assert web.hour(datetime(2026, 5, 12, 16, 0, tzinfo=UTC), "America/New_York") == "12:00 noon Eastern"
    assert web.hour(datetime(2026, 5, 12, 16, 5, tzinfo=UTC), "America/New_York") == "12:05 pm Eastern"


def test_the_day_of_a_moment_is_that_of_its_zone():
    late = datetime(2026, 5, 13, 2, 0, tzinfo=UTC)
    assert web.day(late, "America/New_York") == "Tue 12 May 2026"
    assert web.day(late, "UTC") == "Wed 13 May 2026"
    assert web.short_day(date(2026, 5, 12)) == "Tue 12 May"


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=5), "5 hours ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=59), "59 days ago"),
        (timedelta(days=90), "3 months ago"),
        (timedelta(days=800), "2 years ago"),
    ],
)
def test_what_is_past_says_how_long_ago(gone, words):
    with clock.set_to(NOON):
        assert web.ago(NOON - gone) == words


@pytest.mark.parametrize(
    ("days", "words", "is_due"),
    [
        (-3, "3 days ago", True),
        (-1, "yesterday", True),
        (0, "today", True),
        (1, "tomorrow", False),
        (24, "in 24 days", False),
    ],
)
def test_a_deadline_says_how_near_it_is(days, words, is_due):
    with clock.set_to(NOON):
        assert web.due(date(2026, 5, 12) + timedelta(days=days)) == words
        assert web.is_due(date(2026, 5, 12) + timedelta(days=days)) == is_due


def test_a_deadline_is_today_where_its_zone_has_today():
    late = datetime(2026, 5, 13, 2, 0, tzinfo=UTC)
    with clock.set_to(NOON):
        assert web.due(late, "America/New_York") == "today"
        assert web.due(late, "UTC") == "tomorrow"


@pytest.mark.parametrize("read", [web.when, web.hour, web.day, web.short_day, web.ago, web.due])
def test_no_date_is_no_words(read):
    assert read(None) == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Maren Okafor", "MO"), ("Ana María del Río", "AR"), ("Plato", "P"), ("", ""), ("(x) -", ""), ("émile", "É")],
)
def test_initials_are_the_first_and_last_name(name, letters):
    assert web.initials(name) == letters


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        '<a href="https://demo.test" onclick="alert(1)">x</a>',
        "<style>body{display:none}</style>",
    ],
)
def test_markdown_from_people_brings_no_code(evil):
    html = web.markdown(evil)
    for word in ("<script", "<img", "<style", "<a href", 'href="javascript'):
        assert word not in html


def test_a_picture_in_markdown_becomes_a_link():
    assert web.markdown("![x](https://demo.test/x.png)").count("<img") == 0


def test_markdown_links_do_not_lend_our_name():
    assert web.markdown("[x](https://demo.test/)") == (
        '<p><a href="https://demo.test/" rel="nofollow noopener noreferrer">x</a></p>\n'
    )


def test_headings_of_people_stay_out_of_the_pages_outline():
    assert web.markdown("#### Big\n\ntext") == '<p class="h">Big</p>\n<p>text</p>\n'


def test_headings_of_our_own_texts_start_where_the_page_says():
    text = "# One\n\n## Two\n\nThree\n-----"
    assert web.markdown(text, 2) == "<h2>One</h2>\n<h3>Two</h3>\n<h3>Three</h3>\n"


class _Form(forms.Form):
    name = forms.CharField(label="Your <b>name</b>")
    place = forms.ChoiceField(label="Where?", choices=[("a", "A")], widget=forms.RadioSelect)
    secret = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("Nothing fits.")


def test_problems_of_a_form_are_named_and_lead_to_their_fields():
    assert web.problems(_Form({})) == [
        {"anchor": "", "text": "Nothing fits."},
        {"anchor": "id_name", "text": "Your name: Fill this in."},
        {"anchor": "id_place_0", "text": "Where? Fill this in."},
        {"anchor": "", "text": "Fill this in."},
    ]
    assert web.problems(_Form()) == []
    assert web.problems(None) == []


def test_a_link_to_the_open_page_says_so(rf):
    text = Template('<a href="/x/"{% aria_current "/x/" %}></a><a href="/y/"{% aria_current "/y/" %}></a>')
    html = text.render(Context({"request": rf.get("/x/?page=2")}))
    assert html == '<a href="/x/" aria-current="page"></a><a href="/y/"></a>'
