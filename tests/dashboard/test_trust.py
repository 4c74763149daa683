"""The page about trust says what is in force, and nothing is kept that it does not name."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings as django_settings
from django.urls import reverse

from careerlink.accounts import registry, retention
from careerlink.accounts.models import User
from careerlink.dashboard import accessibility, questions, trust
from careerlink.web import clock, links
from careerlink.web.models import SignedLink
from partners import clocks
from partners.actions import retention as partners_retention
from partners.models import Host, Report
from tests import factories as make
from tests.journeys.test_axe import LOOKED_AT, MORE, OTHERS

ROOT = Path(__file__).resolve().parent.parent.parent


def read(client):
    answer = client.get(reverse("trust"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_table_stands_in_the_inventory_exactly_once():
    named = [model for row in registry.held for model in row.models] + list(registry.not_personal)
    assert sorted(model._meta.label for model in named) == sorted(model._meta.label for model in apps.get_models())


def test_every_row_of_the_inventory_says_everything():
    said = [(row.title, row.what, row.why, row.who_sees, row.how_long, row.on_erasure) for row in registry.held]
    assert [words for words in said if not all(str(one).strip() for one in words)] == []


def test_every_right_that_is_written_down_has_its_sentence():
    used = set()
    for room in ("careerlink", "partners", "events", "referrals"):
        for path in (ROOT / room).rglob("*.py"):
            used |= set(re.findall(r"\bright=\"(\w+)\"", path.read_text(encoding="utf-8")))
    assert used == set(registry.rights)


def test_a_stranger_reads_it_all(client, world):
    page = read(client)
    for words in (
        "does not endorse or vet the price",
        "Pledge of writers, version 1, in force since",
        "What is kept, why, who sees it, how long",
        "Draft: answered by the project",
    ):
        assert words in page, words
    assert [str(row.title) for row in registry.held if str(row.title).replace("'", "&#x27;") not in page] == []


def test_the_pledge_in_force_stands_on_the_page(client, world):
    make.LegalTextFactory(slug="pledge", version=2, body="Seven months of distance.")
    make.LegalTextFactory(slug="pledge", version=3, body="In a year.", in_force_from=clock.now() + timedelta(days=1))
    page = read(client)
    assert ("Seven months of distance." in page, "In a year." in page, "version 2" in page) == (True, False, True)


def test_without_a_pledge_it_says_so(client, db):
    assert "No pledge is in force yet" in read(client)


def test_figures_are_those_of_the_code(client, world, monkeypatch, settings):
    monkeypatch.setattr(clocks, "OFFER_ANSWER", 17)
    monkeypatch.setattr(trust, "URGENT_HOURS", 5)
    settings.SESSION_LIMITS = {**settings.SESSION_LIMITS, "moderator": (timedelta(minutes=20), timedelta(hours=9))}
    page = read(client)
    for words in ("17 days; reminders from days 5 and 10 on", "within 5 hours", "20 minutes without a click, 9 hours"):
        assert words in page, words


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(minutes=30), "30 minutes"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=12), "12 hours"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(days=14), "14 days"),
        (timedelta(hours=36), "36 hours"),
    ],
)
def test_lengths_are_said_in_words(length, words):
    assert trust.span(length) == words


def test_what_the_operator_has_not_stated_is_said(client, world, settings):
    settings.HOSTING_PLACE = settings.INCIDENT_CONTACT = ""
    settings.SUBPROCESSORS = None
    assert read(client).count("not stated by the operator yet") == 3


def test_what_the_operator_states_stands_there(client, world, settings):
    settings.HOSTING_PLACE, settings.INCIDENT_CONTACT = "Ohio, United States", "security@demo.test"
    settings.SUBPROCESSORS = [{"name": "Example Mail", "what": "sends our e-mail", "where": "Ohio"}]
    page = read(client)
    for words in ("Ohio, United States", "security@demo.test", "Example Mail", "sends our e-mail; Ohio"):
        assert words in page
    assert "not stated by the operator yet" not in page


def test_strangers_may_keep_the_page_and_people_may_not(client, world):
    assert "public" in client.get(reverse("trust")).headers["Cache-Control"]
    client.force_login(world.user["director"])
    assert "public" not in client.get(reverse("trust")).headers.get("Cache-Control", "")


def test_nobody_is_named(client, world):
    page = read(client)
    assert [person.email for person in User.objects.all() if person.email in page] == []


# --- Accessibility ------------------------------------------------------------------------------------


def test_the_report_is_about_the_pages_that_there_are():
    """When this fails: `make accessibility-report`."""
    expected = {page.id for page in LOOKED_AT} | set(OTHERS) | set(MORE)
    assert set(json.loads(accessibility.REPORT.read_text())["pages"]) == expected


def test_the_report_found_no_violation():
    assert accessibility.last_run()["violations"] == 0


def test_all_criteria_of_both_levels_are_there():
    rows = accessibility.criteria()
    assert (len(rows), [row.level for row in rows].count("A"), [row.level for row in rows].count("AA")) == (55, 31, 24)
    assert len({row.number for row in rows}) == 55
    assert "4.1.1" not in {row.number for row in rows}


def test_each_of_our_tests_that_it_names_exists():
    for _words, test in accessibility.OURS.values():
        path, _colons, name = test.partition("::")
        assert re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE), test


def test_what_nobody_tested_is_named(client, world):
    untested = [row for row in accessibility.criteria() if row.how == accessibility.NOT_TESTED]
    page = read(client)
    assert [row.number for row in untested if f"<li>{row.number} {row.name} ({row.level})</li>" not in page] == []
    assert "1.2.1" not in {row.number for row in untested}


def test_every_group_of_the_questionnaire_has_answers():
    assert [section.title for section in questions.sections() if not all(a and q for q, a in section.answers)] == []
    assert len(questions.sections()) == 10


# --- Retention is really in force ------------------------------------------------------------------------


def test_old_links_are_forgotten_and_young_ones_are_not(db):
    for name in ("old", "young"):
        with clock.set_to(clock.now() - (timedelta(days=200) if name == "old" else timedelta(days=1))):
            links.make("colleague", about=name, address=f"{name}@demo.test", lasts=timedelta(days=14))
    assert (retention.forget_links(), retention.forget_links()) == (1, 0)
    assert SignedLink.objects.get().about == "young"


def test_records_of_sessions_end_with_the_longest_session(world):
    for name, more in (("old", timedelta(hours=1)), ("young", -timedelta(hours=1))):
        record = UserSession.objects.create(
            user=world.user["director"], session_key=name, ip="192.0.2.1", user_agent="browser"
        )
        UserSession.objects.filter(pk=record.pk).update(created_at=clock.now() - retention.longest_session() - more)
    assert (retention.forget_session_records(), UserSession.objects.get().session_key) == (1, "young")


def test_an_office_that_was_refused_goes_after_a_year(world):
    host = make.HostFactory(state="refused", reviewed_at=clock.now(), phone="555 0100", state_since=clock.now())
    assert partners_retention.forget_refused_hosts() == 0
    with clock.set_to(clock.now() + timedelta(days=366)):
        assert partners_retention.forget_refused_hosts() == 1
    host.refresh_from_db()
    assert (host.state, host.phone) == (Host.State.LEFT, "")


def test_the_words_of_a_report_go_two_years_after_its_end(world):
    old = make.ReportFactory(by=world.user["director"], writer=world.writer, text="words")
    open_one = make.ReportFactory(by=world.user["director"], writer=world.writer2, text="words")
    Report.objects.filter(pk=old.pk).update(state="dismissed", reviewed_at=clock.now() - timedelta(days=731))
    assert partners_retention.forget_reports() == 1
    old.refresh_from_db()
    open_one.refresh_from_db()
    assert (old.text, open_one.text) == ("", "words")


def test_the_check_before_production_names_what_is_not_stated(settings):
    from careerlink.web.checks import production_is_whole  # noqa: PLC0415 after set-up

    settings.PRODUCTION = True
    settings.HOSTING_PLACE, settings.INCIDENT_CONTACT, settings.SUBPROCESSORS = "", "x", None
    found = [one.msg.partition(":")[0] for one in production_is_whole(None) if one.id == "careerlink.W004"]
    assert found == ["HOSTING_PLACE", "SUBPROCESSORS"]


def test_the_session_row_of_the_inventory_says_the_limit():
    row = next(row for row in registry.held if str(row.title) == "Where you are logged in")
    assert f"{django_settings.SESSION_COOKIE_AGE // 3600} hours without a click" in str(row.how_long)
