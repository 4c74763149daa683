"""Components draw with the least they need, name nothing that is not there, and say states in words."""

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.db import OperationalError
from django.template import Context, Engine, engines

from careerlink.web import errors

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"


class _Loud(str):
    """Stands where Django would print nothing for a name that does not exist, and says so instead."""

    def __mod__(self, name):
        raise AssertionError(f"the template names {name}, which nobody gave it")


@pytest.fixture
def draw():
    """Render a template with exactly these names; any other name in it fails."""
    real = engines["django"].engine
    strict = Engine(
        dirs=real.dirs,
        app_dirs=True,
        libraries=real.libraries,
        builtins=[name for name in real.builtins if name not in Engine.default_builtins],
        string_if_invalid=_Loud("%s"),
    )
    return lambda template, /, **names: strict.get_template(template).render(Context(names))


class _Form(forms.Form):
    name = forms.CharField(label="Your name", help_text="As people call you")
    note = forms.CharField(label="A note", required=False)
    place = forms.ChoiceField(
        label="Where?", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, help_text="One"
    )
    kinds = forms.MultipleChoiceField(label="What?", choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)
    size = forms.ChoiceField(label="Size", choices=[("s", "S")])
    text = forms.CharField(label="In your words", widget=forms.Textarea)
    on = forms.DateField(label="When?")
    proof = forms.FileField(label="Certificate", help_text="At most 5 MB")
    agreed = forms.BooleanField(label="I agree", help_text="Read it first")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


_credential = SimpleNamespace(
    name="CPRW",
    issuer="Guild",
    lookup_url="",
    number="",
    reviewed_at=None,
    expires_on=None,
    answer_by=None,
    shown_state="submitted",
    get_state_display="Not checked yet",
)
LEAST = {
    "assets": {},
    "mark": {},
    "footer": {},
    "stranger": {},
    "demo_mail": {},
    "switcher": {"shell": {"hosts": [], "here": None, "writer": None, "me": None}},
    "me": {"me": {"name": "Dana Whitcomb", "initials": "DW"}, "csrf_token": "x"},
    "nav": {"nav": [{"label": "Desk", "url": "/", "current": False, "count": None}]},
    "messages": {"messages": [SimpleNamespace(level_tag="success")]},
    "badge": {"text": "Done"},
    "avatar": {"name": "Dana Whitcomb"},
    "empty": {"title": "Nothing yet"},
    "entry": {"when": "Today", "title": "Decide"},
    "error_summary": {"form": None},
    "notice": {"title": "Know this"},
    "timeline": {"items": [{"when": "Today", "title": "It began"}]},
    "pager": {"page": SimpleNamespace(newer_url="", older_url="")},
    "stats": {"items": [{"label": "Offers", "value": "3"}]},
    "summary": {"rows": [("Helps with", "English")]},
    "confirm": {"label": "Decline"},
    "filters": {"form": _Form(), "name": "Filter writers", "label": "Show writers"},
    "chips": {"chips": []},
    "passport": {"credential": _credential},
    "tabs": {"tabs": [{"label": "Open", "url": "/", "current": True}]},
}


def test_every_component_is_tried_here():
    assert sorted(LEAST) == sorted(path.stem for path in (ROOT / "templates/components").glob("*.html"))


@pytest.mark.parametrize("name", sorted(LEAST))
def test_a_component_draws_with_the_least_it_needs(draw, name):
    html = draw(f"components/{name}.html", **LEAST[name])
    assert "{" not in html
    assert not re.search(r"<(script(?![^>]*src)|style)|\sstyle=|\son\w+=", html)


@pytest.mark.parametrize("name", ["nav", "footer", "badge", "avatar", "entry", "notice", "tabs", "chips"])
def test_what_people_typed_is_shown_as_text(draw, name):
    evil = "<b>x</b>"
    full = {
        "nav": {"nav": [{"label": evil, "url": "/", "current": True, "count": 2}]},
        "badge": {"text": evil, "tone": "wait"},
        "avatar": {"name": evil},
        "entry": {"when": evil, "title": evil, "text": evil, "url": "/", "action_url": "/", "action_label": evil},
        "notice": {"title": evil, "text": evil, "tone": "danger"},
        "tabs": {"tabs": [{"label": evil, "url": "/", "current": False}], "name": evil},
        "chips": {"chips": [{"label": evil, "url": "/"}]},
    }
    assert evil not in draw(f"components/{name}.html", **full.get(name, {}))


@pytest.mark.parametrize("tone", ["", "wait", "ok", "done", "stop", "new"])
def test_a_state_has_an_icon_and_a_word(draw, tone):
    html = draw("components/badge.html", tone=tone, text="Waits for you")
    assert (html.count("<svg"), html.count("Waits for you")) == (1, 1)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("submitted", "Not checked"),
        ("checked", "by a person"),
        ("expiring", "until 12 May 2026"),
        ("lapsed", "Ran out"),
        ("revoked", "Not valid"),
    ],
)
def test_a_passport_is_stamped_by_its_state(draw, state, words):
    credential = SimpleNamespace(**{**vars(_credential), "shown_state": state, "expires_on": date(2026, 5, 12)})
    html = draw("components/passport.html", credential=credential)
    assert html.count(words) == 1
    assert "Tue 12 May 2026" in html


def test_who_has_one_desk_gets_no_menu_of_desks(draw):
    one = {"name": "Career office", "college": "Riverside", "url": "/", "current": True, "waiting": 0}
    here = {"name": "Career office", "college": "Riverside"}
    shell = {"hosts": [one], "here": here, "writer": None, "me": {"name": "Dana", "initials": "D"}}
    alone = {"shell": shell}
    assert "<details" not in draw("components/switcher.html", **alone)
    two = {**one, "name": "English", "current": False, "waiting": 1}
    several = {"shell": {**shell, "hosts": [one, two]}}
    menu = draw("components/switcher.html", **several)
    assert ("<details" in menu, "1 waits" in menu, "you are here" in menu) == (True, True, True)


def _crispy(form):
    template = engines["django"].from_string("{% load crispy_forms_tags %}{{ form|crispy }}")
    return re.sub(r"\s+", " ", template.render({"form": form}))


def test_label_hint_and_error_stand_before_the_control():
    html = _crispy(_Form({}))
    for field in ("name", "proof"):
        places = [
            html.index(text) for text in (f'for="id_{field}"', f'id="id_{field}_helptext"', f'id="id_{field}_error"')
        ]
        assert places == sorted(places)
        assert places[-1] < html.index(f' id="id_{field}"')
    assert html.index('id="id_place_helptext"') < html.index('id="id_place_error"') < html.index('id="id_place_0"')


def test_each_control_names_its_hint_and_its_error():
    html = _crispy(_Form({}))
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    described = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()
    assert set(described) - set(ids) == set()
    for name in (
        "id_name_helptext",
        "id_name_error",
        "id_place_error",
        "id_kinds_error",
        "id_proof_error",
        "id_agreed_error",
    ):
        assert described.count(name) == 1
    assert html.count('aria-invalid="true"') == len(re.findall(r"<(?:input|select|textarea)[^>]*is-invalid", html))


def test_a_form_without_errors_claims_none():
    html = _crispy(_Form())
    assert ("invalid" in html, html.count("(optional)")) == (False, 1)
    described = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()
    assert described == ["id_name_helptext", "id_place_helptext", "id_proof_helptext", "id_agreed_helptext"]


def test_the_error_summary_leads_to_every_field(draw):
    html = draw("components/error_summary.html", form=_Form({}))
    assert re.findall(r'href="#([^"]+)"', html) == [
        "id_name", "id_place_0", "id_kinds_0", "id_size", "id_text", "id_on", "id_proof", "id_agreed",
    ]  # fmt: skip
    assert "Eight things to put right" in html
    assert ' tabindex="-1" autofocus ' in html
    page = _crispy(_Form({}))
    assert [name for name in re.findall(r'href="#([^"]+)"', html) if f'id="{name}"' not in page] == []


def test_what_concerns_a_form_as_a_whole_is_said_once(draw):
    class Torn(forms.Form):
        def clean(self):
            raise forms.ValidationError("Nothing fits.")

    alone, summed_up = Torn({}), Torn({})
    assert _crispy(alone).count("Nothing fits.") == 1
    assert draw("components/error_summary.html", form=summed_up).count("Nothing fits.") == 1
    assert _crispy(summed_up).count("Nothing fits.") == 0


def test_the_error_summary_counts_in_words(draw):
    class One(forms.Form):
        name = forms.CharField(label="Your name")

    assert "One thing to put right" in draw("components/error_summary.html", form=One({}))
    assert draw("components/error_summary.html", form=One({"name": "x"})).strip() == ""


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (errors.bad_request, 400),
        (errors.forbidden, 403),
        (errors.csrf_refused, 403),
        (errors.not_found, 404),
        (errors.broken, 500),
        (errors.unavailable, 503),
    ],
)
def test_pages_for_what_goes_wrong_need_neither_request_nor_database(view, status):
    response = view(None)
    html = response.content.decode()
    assert (response.status_code, html.count("<h1>"), html.count("<main")) == (status, 1, 1)
    assert f"Error {status}" in html


def test_too_many_attempts_are_answered_with_a_page(draw):
    assert "That was a lot in a short time" in draw("429.html")


def test_a_database_that_is_down_is_not_called_a_mistake():
    try:
        raise OperationalError("gone")
    except OperationalError:
        assert errors.broken(None).status_code == 503


def test_our_own_css_stays_small():
    assert sum(path.stat().st_size for path in (STATIC / "css").glob("*.css")) <= 36 * 1024


def test_every_layer_of_the_css_is_a_file_that_pages_load(draw):
    declared = re.search(r"@layer ([\w, ]+);", (STATIC / "css/tokens.css").read_text())[1].split(", ")
    assert declared == ["reset", "tokens", "base", "layout", "components", "forms", "utilities"]
    loaded = re.findall(r"css/(\w+)\.css", draw("components/assets.html"))
    assert loaded == ["tokens", "base", "layout", "components", "forms", "utilities"]
    of_the_moderators = ["admin"]
    assert sorted(loaded + of_the_moderators) == sorted(path.stem for path in (STATIC / "css").glob("*.css"))


def test_an_icon_that_is_plain_text_of_the_template_is_drawn_once():
    engine = Engine(builtins=["careerlink.web.templatetags.icons"])
    plain = engine.from_string('{% heroicon_outline "clock" class="icon" aria_hidden="true" %}')
    asked = engine.from_string('{% heroicon_outline name class="icon" aria_hidden="true" %}')
    assert [type(node).__name__ for node in (*plain.nodelist, *asked.nodelist)] == ["TextNode", "IconNode"]
    drawn = plain.render(Context())
    assert drawn == asked.render(Context({"name": "clock"}))
    assert (drawn[:4], 'class="icon"' in drawn, 'aria-hidden="true"' in drawn) == ("<svg", True, True)
