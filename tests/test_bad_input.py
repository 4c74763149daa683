"""Whatever people type, click or put into an address: kept as text or refused in words, never a broken page."""

from datetime import timedelta
from typing import ClassVar
from urllib.parse import quote, urlsplit

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIRequest
from django.db import models, transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.functional import cached_property

from careerlink.web import clock
from events.models import HoursEntry
from partners.models import (
    Closure,
    Credential,
    Host,
    Invitation,
    Member,
    Need,
    Offer,
    Report,
    WaitingName,
    Writer,
    WriterInvitation,
)
from tests import factories as make
from tests.forms import attempt, broken, each_form, send
from tests.pages import ACTIONS, PAGES, fill
from tests.pages.walk import Visitors, heaps, walk
from tests.reading import SCRIPT, text_of
from tests.test_pages import client_of

HTML = f"{SCRIPT}<img src=x onerror=alert(1)>\"'&"
NASTY = {
    "long": "a" * 10_000,
    "null": "a\x00b",
    "emoji, right to left and half a pair": "👩🏽‍🏫 né 🎓 \u202eمكتب التوظيف\u202c"
    + "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    + "\ufeff\u200b",
    "html and templates": HTML + " {0} {{ 7|add:7 }}{% include 'x' %} %(name)s ' OR 1=1 --",
    "lines": "a\r\nBcc: everybody@demo.test\r\n\r\nb",
}
QUERIES = [
    "page=garbage", "page=%00", "page=" + "a" * 10_000, "page=-1", "page=WyJhIl0", "page[]=1&page=2", "page=eyJhIjoxfQ",
    "page=9999999999999999999999", "page=٣", "after=garbage", "q=%00", "q=" + "a" * 10_000, "q=%F0%9F%8E%93",
    "major=garbage&major_code=99.9999", "major=%00", "miles=-5", "miles=٣", "miles=99999999999999999999", "miles=nan",
    "q=%FF%FE", "kind=garbage&kind=workshop", "where=%3Cscript%3E", "show=garbage", "show[]=later", "order=-id;drop",
    "need=garbage", "need=%00", "need=" + "a" * 10_000, "next=//rival.example", "next=x", "next=%5C%5Crival.example",
    "format=garbage", "zip=٣٣٣٣٣", "words=%27%22%3C", "verified=maybe&service=x&stage=x&language=x",
]  # fmt: skip
# All of them in one address, for every page; each by itself for those pages that read its name. A null byte would
# keep the others from being read.
MIXED = "&".join(query for query in QUERIES if "%00" not in query)


def bad_data(form):
    """What it may get, with a word for each: nasty words in all fields, or in one of a good form; choices that are
    not offered, one at a time and all together; nothing; everything twice.
    """
    good = form.filled()
    if form.typed:
        for name, words in NASTY.items():
            yield f"{name} in all fields", good | {key: [words] for key in form.typed}
    if len(form.typed) > 1:
        for field in form.typed:
            yield f"html in {field}", good | {field: [HTML]}
    names = [name for name in {**form.values, **form.choices} if name != "csrfmiddlewaretoken"]
    chosen = [name for name in names if name not in form.typed]
    for name in chosen:
        yield f"{name} is a huge number", good | {name: ["99999999999999999999999"]}
    for value in ["a\x00b", "-1"] if chosen else []:
        yield f"all choices are {value!r}", good | {name: [value] for name in chosen}
    yield "nothing", {}
    if names:
        yield "everything twice", {name: ["", ""] for name in names}


@pytest.mark.parametrize("part", range(2))
def test_no_form_breaks_on_what_is_typed_or_chosen(filled, part):
    forms = list(each_form(filled, Visitors(filled)))
    assert len(forms) > 100
    wrong = []
    for client, target, form in forms[part::2]:
        for what, data in bad_data(form):
            status, response = send(client, target, data)
            if broken(status) or (response and SCRIPT in text_of(response)):
                wrong.append((target, what, status))
    assert not wrong, "\n".join(map(str, wrong))


def test_html_that_got_into_the_database_is_shown_as_text(filled):
    visitors = Visitors(filled)
    make.ReportFactory(by=filled.user["director"], writer=filled.writer2)
    filled.engagement.state = "agreed"
    spoil("partners", "events", "referrals", "accounts", "taxonomy")
    wrong = []
    for page in PAGES:
        for who in {page.who, *sorted(page.may)[:1], *sorted(page.may)[-1:]}:
            status, response = attempt(visitors(who), "get", page.address(filled))
            if broken(status) or (response and "<script>alert" in text_of(response) and not is_data(response)):
                wrong.append((page.id, who, status))
    assert wrong == []


def is_data(response) -> bool:
    return response.headers["Content-Type"].startswith(("application/json", "text/calendar", "text/csv"))


def spoil(*labels):
    """Write a script into each text that has no list of choices and is no name in an address."""
    for label in labels:
        for model in apps.get_app_config(label).get_models():
            if model is HoursEntry:  # the database lets nobody change it
                continue
            for field in model._meta.concrete_fields:
                is_text = type(field) in (models.CharField, models.TextField) and not field.choices
                is_text = is_text and str(field) not in REFUSED
                if is_text and not field.unique and field.name not in KEPT and not field.remote_field:
                    text = SCRIPT[: field.max_length] if type(field) is models.CharField else SCRIPT
                    if field.max_length is None or field.max_length >= 20:
                        model.objects.update(**{field.name: text})


REFUSED = {"events.Venue.name", "events.Role.name", "events.Release.signature"}  # by a constraint
KEPT = {
    "chain",
    "zone",
    "password",
    "slug",
    "code",
    "key",
    "source_label",
    "label",
    "language",
    "answer",
    "content_type",
    "lookup_url",
}


class Noted(QueryDict):
    """What stands after the question mark, noting which names are read."""

    read: ClassVar[set[str]] = set()

    def __getitem__(self, name):
        self.read.add(name)
        return super().__getitem__(name)

    def __contains__(self, name):
        self.read.add(name)
        return super().__contains__(name)

    def getlist(self, name, default=None):
        self.read.add(name)
        return super().getlist(name, default)


@pytest.mark.parametrize("rows", heaps(PAGES, 4))
def test_no_page_breaks_on_what_stands_after_the_question_mark(filled, rows, monkeypatch):
    visitors = Visitors(filled)
    monkeypatch.setattr(WSGIRequest, "GET", cached_property(lambda request: Noted(request.META["QUERY_STRING"])))
    WSGIRequest.GET.__set_name__(WSGIRequest, "GET")

    def ask(client, address, query):
        status, response = attempt(client, "get", f"{address}?{query}")
        assert not broken(status), (query[:40], status)
        assert SCRIPT not in text_of(response), query[:40]
        if status in (301, 302):
            assert urlsplit(response.headers["Location"]).netloc in ("", "testserver")

    def look(page):
        client, address = visitors(page.who), page.address(filled).split("?")[0]
        Noted.read.clear()
        ask(client, address, MIXED)
        for query in [query for query in QUERIES if not Noted.read.isdisjoint(QueryDict(query))]:
            ask(client, address, query)
        assert Noted.read >= READ.get(page.id, set())

    walk(rows, look)


# Some that a few pages surely read.
READ = {
    "desk_writers": {"q", "page", "miles", "zip"},
    "writer_needs": {"page", "kind"},
    "taxonomy_search": {"q"},
}


def test_no_page_leads_away_from_the_portal_or_breaks_on_where_to_go_next(filled):
    visitors = Visitors(filled)
    wrong = []
    for client, target, form in each_form(filled, visitors):
        if "next" not in form.values:
            continue
        for wanted in [
            "//rival.example/",
            "https://rival.example/",
            "x",
            "offers",
            "/\\rival.example",
            "/" + "a" * 9000,
        ]:
            data = form.filled() | {"next": [wanted]}
            status, response = send(client, f"{target.split('?')[0]}?next={quote(wanted)}", data)
            away = response is not None and "rival.example" in response.headers.get("Location", "").split("?")[0]
            if broken(status) or away:
                wrong.append((target, wanted[:30], status))
    for action in ACTIONS:
        for wanted in ["x", "offers", "//rival.example/"]:
            for who in sorted(action.may)[:1]:
                client = visitors(who)
                status, response = send(client, action.address(filled), action.data | {"next": wanted})
                away = response is not None and "rival.example" in response.headers.get("Location", "")
                if broken(status) or away:
                    wrong.append((action.name, wanted, status))
    assert wrong == []


# A view that names what it takes treats them as it treats PUT: each row gets one of them.
OTHER_METHODS = ("options", "patch", "delete", "trace")


def test_every_method_has_an_answer(filled):
    visitors = Visitors(filled)
    wrong = []
    for number, row in enumerate([*PAGES, *ACTIONS]):
        who = getattr(row, "who", "") or min(row.may)
        for method in ("head", "put", OTHER_METHODS[number % len(OTHER_METHODS)]):
            with transaction.atomic():
                status, _response = attempt(visitors(who), method, row.address(filled))
                transaction.set_rollback(True)
            if broken(status) or (method in ("put", "patch", "delete") and status == 200):
                wrong.append((row.name, method, status))
    assert wrong == []


BODIES = [
    ("application/json", b'{"a": [1, {"b": null}]}'),
    ("multipart/form-data; boundary=x", b"--x\r\nnot a form"),
    ("multipart/form-data", b"no boundary at all"),
    ("application/x-www-form-urlencoded; charset=nonsense", b"a=%FF&b=%C3%28"),
    ("text/xml", b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>"),
    ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(1500))),
]


@pytest.mark.parametrize("rows", heaps([*PAGES, *ACTIONS], 2))
def test_no_page_breaks_on_a_body_that_is_no_form(filled, rows):
    """Each body for all that take any; a page that is only read refuses all alike."""
    visitors = Visitors(filled)

    def look(row):
        client = visitors(getattr(row, "who", "") or min(row.may))
        for kind, body in BODIES:
            with transaction.atomic():
                status, _response = attempt(client, "generic", "POST", row.address(filled), body, content_type=kind)
                transaction.set_rollback(True)
            assert not broken(status), (kind, status)
            if status == 405:
                return

    walk(rows, look)


# --- Twice the same click ------------------------------------------------------------------------


def day_ahead(days: int) -> str:
    return (clock.today() + timedelta(days)).isoformat()


def test_a_double_click_makes_one_thing(world):
    fill(world)
    elsewhere = make.InstitutionFactory(name="Far Northern College")
    make.CredentialTypeFactory()
    free = make.UserFactory(email="free@demo.test")
    free.agreements.create(text=world.terms)
    world.user["free"] = free
    office = [world.office.slug]
    facts = {"institution": elsewhere.name, "name": "Careers", "title": "Director", "phone": "212 555 0134"}
    joining = {"phrases": "English majors", "zip": "10001", "headline": "Resumes", "pledge": "on"}
    day = {"needed_on": day_ahead(40), "kind": "panel", "where": "campus", "how_many": "1", "words": "", "details": ""}
    cases = [
        ("free", "join_office", [], facts, Host),
        ("free", "join_writer", [], joining, Writer),
        ("director", "need_new", office, day, Need),
        ("writer2", "offer_new", [world.rival.slug], {"kind": "panel", "text": "I would come."}, Offer),
        ("director", "host_members", office, {"email": "new@demo.edu", "role": "viewer"}, Invitation),
        ("director", "invite_writer", office, {"name": "Kim", "email": "kim@demo.test"}, WriterInvitation),
        ("director", "report_writer", ["writer2"], {"about": "conduct", "text": "Was rude."}, Report),
        ("writer", "report_host", office, {"about": "conduct", "text": "Was rude."}, Report),
        ("writer", "credential_new", [], {"name": "Coach", "issuer": "Guild", "number": "7"}, Credential),
        ("writer", "waiting_names", [], {"institution": elsewhere.name}, WaitingName),
        ("director", "host_closures", office, {"starts_on": day_ahead(60), "ends_on": day_ahead(61)}, Closure),
    ]
    made = {}
    for who, name, args, data, model in cases:
        before, client = model.objects.count(), client_of(world, who)
        answers = [client.post(reverse(name, args=args), data).status_code for _click in range(2)]
        assert all(status in (302, 422) for status in answers), (name, answers)
        made[name] = model.objects.count() - before
    assert made == dict.fromkeys(made, 1)


def test_a_double_click_decides_once(world):
    fill(world)
    director, writer2 = client_of(world, "director"), client_of(world, "writer2")
    for client, name, args, data in [
        (director, "offer_answer", [world.offer.key], {"answer": "accept"}),
        (writer2, "offer_withdraw", [world.offer.key], {}),
        (director, "need_withdraw", [world.need.key], {}),
        (director, "need_publish", [world.draft_need.key], {}),
        (director, "invitation_withdraw", [world.office.slug, world.invitation.key], {}),
        (director, "member_end", [world.office.slug, world.staff_member.key], {}),
        (director, "closure_remove", [world.office.slug, world.closure.key], {}),
        (client_of(world, "writer"), "credential_remove", [world.waiting_credential.key], {}),
    ]:
        first, second = (client.post(reverse(name, args=args), data).status_code for _click in range(2))
        assert first == 302, name
        assert second in (302, 404, 422), name
    assert Offer.objects.get(pk=world.offer.pk).state == "accepted"
    assert world.office.engagements.filter(writer=world.writer2, kind=world.offer.kind).count() == 1
    assert world.office.partnerships.filter(writer=world.writer2).count() == 1


# --- A taken address ------------------------------------------------------------------------------


def test_a_taken_address_gets_the_same_answer_as_a_free_one(world):
    password = "three ordinary words here"
    for name in ("join_office", "join_group", "join_writer"):
        answers = []
        for email in ("free-one@demo.test", "Writer@Demo.test"):
            cache.clear()
            client = Client()
            data = {"name": "Kim", "email": email, "password1": password, "agree": "on"}
            response = client.post(reverse(name), data)
            page = client.get(response.headers["Location"])
            words = text_of(page).lower().replace(email.lower(), "ADDRESS")
            answers.append(
                (response.status_code, response.headers["Location"], page.status_code, without_tokens(words))
            )
        assert answers[0] == answers[1]


def test_an_invitation_does_not_say_whether_somebody_has_an_account(world):
    director = client_of(world, "director")
    answers = []
    for email in ("nobody-here@demo.test", "writer2@demo.test"):
        response = director.post(reverse("invite_writer", args=[world.office.slug]), {"name": "Kim", "email": email})
        answers.append((response.status_code, response.headers["Location"]))
    assert answers[0] == answers[1]


def without_tokens(words: str) -> str:
    return "\n".join(line for line in words.splitlines() if "csrf" not in line)


# --- The last manager --------------------------------------------------------------------------------


def test_the_last_manager_cannot_go_or_step_down(world):
    fill(world)
    client = client_of(world, "director")
    me = world.office.members.get(user=world.user["director"])
    office = world.office.slug
    for name, args, data in [
        ("host_leave", [office], {}),
        ("member_end", [office, me.key], {}),
        ("member_role", [office, me.key], {"role": "viewer"}),
    ]:
        response = client.post(reverse(name, args=args), data)
        assert response.status_code == 422
        assert "This is the last manager. Make somebody else a manager first" in text_of(response)
    assert Member.objects.get(pk=me.pk).role == "manager"
    Member.objects.filter(pk=world.staff_member.pk).update(role="manager")
    assert client.post(reverse("host_leave", args=[office])).status_code == 302
    assert client.get(reverse("desk", args=[office])).status_code == 404
