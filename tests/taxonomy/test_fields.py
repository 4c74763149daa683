"""Typed words that become rows, with and without script."""

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from careerlink.taxonomy.fields import PickField, PickManyField
from tests.factories import InstitutionFactory, MajorFactory, PlaceFactory

CRISPY = Template("{% load crispy_forms_tags %}{{ form|crispy }}")


class OneForm(forms.Form):
    college = PickField("institution", label="College", help_text="As people call it.")


class ManyForm(forms.Form):
    majors = PickManyField("major", label="Majors", required=False, most=3)


def one(query):
    return OneForm(QueryDict(query))


def many(query):
    return ManyForm(QueryDict(query))


@pytest.fixture
def oxbow(db):
    return InstitutionFactory(unitid=900001, name="Oxbow State University", city="Oxbow")


@pytest.fixture
def rival(oxbow):
    return InstitutionFactory(unitid=900002, name="Oxbow Rival College", city="Rival")


@pytest.fixture
def english(db):
    return MajorFactory()


@pytest.fixture
def history(db):
    return MajorFactory(code="54.0101", title="History, General")


def test_words_with_one_meaning_are_taken(oxbow):
    form = one("college=oxbow+state")
    assert form.is_valid()
    assert form.cleaned_data == {"college": oxbow}


def test_of_two_colleges_of_one_name_none_is_guessed(db):
    InstitutionFactory(unitid=900003, name="Wheaton College", city="Wheaton", state="IL")
    InstitutionFactory(unitid=900004, name="Wheaton College (Massachusetts)", city="Norton", state="MA")
    form = one("college=Wheaton+College")
    assert form.errors == {"college": ["Which one do you mean? Choose below, or type more of the name."]}


def test_words_with_several_meanings_bring_the_choice(oxbow, rival):
    form = one("college=oxbow")
    assert form.errors == {"college": ["Which one do you mean? Choose below, or type more of the name."]}
    html = CRISPY.render(Context({"form": form}))
    assert html.count('type="radio"') == 2
    assert 'value="oxbow"' in html
    assert "checked" not in html


def test_the_chosen_one_of_several_is_taken(oxbow, rival):
    form = one("college=oxbow&college_code=900002")
    assert form.is_valid()
    assert form.cleaned_data == {"college": rival}


def test_new_words_beat_a_choice_made_for_older_ones(oxbow, rival):
    form = one("college=rival&college_code=900001")
    assert form.is_valid()
    assert form.cleaned_data == {"college": rival}


def test_words_without_meaning_get_a_sentence_and_stay(oxbow):
    form = one("college=zzzz")
    assert form.errors == {"college": ["We found nothing for “zzzz”. Try other words, or fewer."]}
    assert 'value="zzzz"' in CRISPY.render(Context({"form": form}))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("college=", "Type a few words, then choose."),
        ("", "Type a few words, then choose."),
        ("college=a%00b", "Leave out the invisible characters and try again."),
        ("college=" + "x" * 10_000, "Keep it under 200 characters."),
        ("college_code=99%00", "Type a few words, then choose."),
        ("college_code=77777777777777777777", "Type a few words, then choose."),
    ],
)
def test_bad_input_gets_a_sentence(oxbow, query, sentence):
    form = one(query)
    assert form.errors == {"college": [sentence]}
    CRISPY.render(Context({"form": form}))


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "💥" * 100, "עברית", "' OR 1=1 --"])
def test_hostile_words_stay_text(oxbow, words):
    form = OneForm({"college": words})
    assert not form.is_valid()
    assert "<script>" not in CRISPY.render(Context({"form": form}))


def test_the_widget_speaks_to_the_search_and_to_screen_readers(oxbow):
    html = CRISPY.render(Context({"form": OneForm()}))
    assert 'hx-get="/words/institution/?field=college"' in html
    assert 'role="status"' in html
    assert 'aria-describedby="id_college_helptext"' in html
    assert '<label for="id_college"' in " ".join(html.split()).replace("<label for", "<label for")
    assert " style=" not in html
    assert "<script" not in html


@pytest.mark.parametrize("initial", ["row", "code", "text"])
def test_an_initial_row_is_shown_chosen(oxbow, initial):
    value = {"row": oxbow, "code": oxbow.pk, "text": str(oxbow.pk)}[initial]
    html = CRISPY.render(Context({"form": OneForm(initial={"college": value})}))
    assert 'value="Oxbow State University"' in html
    assert 'value="900001" checked' in html


def test_an_untouched_field_has_not_changed(oxbow):
    form = OneForm(QueryDict("college=Oxbow+State+University&college_code=900001"), initial={"college": oxbow.pk})
    assert form.is_valid()
    assert form.changed_data == []


def test_ticked_ones_and_typed_ones_go_together(english, history):
    form = many("majors=history&majors_code=23.0101")
    assert form.is_valid()
    assert form.cleaned_data == {"majors": [english, history]}


def test_ticked_ones_stay_ticked_beside_the_choice(english, history):
    MajorFactory(code="54.0105", title="Public/Applied History")
    form = many("majors=histor&majors_code=23.0101")
    assert not form.is_valid()
    html = CRISPY.render(Context({"form": form}))
    assert 'value="23.0101" checked' in html
    assert html.count('type="checkbox"') == 3


def test_nothing_is_a_fine_answer_where_it_is_optional(english):
    form = many("majors=")
    assert form.is_valid()
    assert form.cleaned_data == {"majors": []}


def test_too_many_are_refused(db):
    for number in range(4):
        MajorFactory(code=f"23.010{number}", title=f"Major {number}")
    form = many("&".join(f"majors_code=23.010{number}" for number in range(4)))
    assert form.errors == {"majors": ["Choose at most 3."]}


def test_a_place_is_picked_by_its_zip_code(db):
    place = PlaceFactory()

    class PlaceForm(forms.Form):
        place = PickField("place")

    form = PlaceForm({"place": "10001"})
    assert form.is_valid()
    assert form.cleaned_data == {"place": place}
