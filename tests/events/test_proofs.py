"""Certificates, the question after the day, and the semester: what they say and what they do not."""

# ruff: noqa: S608 the statements are all our own words

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from careerlink.outbox.kinds import Content, kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events.actions import certificates, feedback, proof_person, semester
from events.models import Assignment, Certificate, Feedback, HostRate, HoursEntry, SemesterReport, Term
from events.queries.ledger import hours_words
from events.queries.papers import draw
from events.queries.rates import rate_for, table, value_in_cents
from events.queries.semester.figures import figures_of
from events.queries.semester.spans import span_of
from events.registry import rows
from tests import factories as make
from tests.pages.events_proof import worked

S = Assignment.State


pytestmark = pytest.mark.django_db


def correct(place: Assignment, minutes: int) -> HoursEntry:
    """A later entry that stands in place of the one before, as the ledger keeps it."""
    last = place.hours.get(replaced_by=None)
    fields = {"host": last.host, "writer": last.writer, "on": last.on, "state": last.state}
    return HoursEntry.objects.create(place=place, minutes=minutes, replaces=last, **fields)


# --- Certificates ---------------------------------------------------------------------------------------------


def test_a_certificate_says_what_the_host_approved_and_is_issued_once(world):
    place = worked(world)
    made = certificates.issue_certificate(place, by=world.user["writer"])
    assert (made.name, made.minutes, len(made.lines)) == ("Maren Okafor", 90, 1)
    assert certificates.issue_certificate(place, by=world.user["writer"]) == made


def test_without_approved_hours_there_is_no_certificate(world):
    place = make.AssignmentFactory(writer=world.writer, state="completed")
    with pytest.raises(ValidationError):
        certificates.issue_certificate(place, by=world.user["writer"])
    with pytest.raises(ValidationError):
        certificates.issue_record(world.writer, 2020, by=world.user["writer"])


def test_the_certificate_is_one_click_on_the_page_of_the_day_once_hours_are_approved(world, client):
    place, other = worked(world), make.AssignmentFactory(writer=world.writer, state="completed")
    client.force_login(world.user["writer"])
    offers = [
        reverse("place_certificate", args=[one.key])
        in client.get(reverse("place_day", args=[one.key])).content.decode()
        for one in (place, other)
    ]
    assert offers == [True, False]


def test_the_paper_is_a_tagged_pdf_that_takes_nothing_for_markup(world):
    place = worked(world)
    place.event.title = "#panic() $x$ *Fair* <b> é"
    place.event.save()
    made = certificates.issue_certificate(place, by=world.user["writer"])
    paper = draw(made)
    assert paper.startswith(b"%PDF-")
    assert b"pdfuaid" in paper
    assert draw(made) == paper


def test_hours_that_are_put_right_revoke_what_was_issued_for_them(world, client):
    place = worked(world)
    by = world.user["writer"]
    one, year = certificates.issue_certificate(place, by=by), place.shift.starts_at.year
    record = certificates.issue_record(world.writer, year, by=by)
    correct(place, 60)
    certificates.revoke_for(place, by=world.user["director"])
    assert set(Certificate.objects.filter(revoked_at__isnull=False)) == {one, record}
    assert client.get(reverse("certificate_check", args=[one.code])).status_code == 410
    again = certificates.issue_certificate(place, by=by)
    assert (again.minutes, again.code == one.code) == (60, False)
    assert client.get(reverse("certificate_check", args=[again.code])).status_code == 200


def test_a_year_counts_by_the_days_where_the_events_were(world):
    event = make.EventFactory(host=world.office, zone="America/Los_Angeles", state="completed", due_at=None)
    shift = make.ShiftFactory(role=make.RoleFactory(event=event))
    moment = clock.now().replace(year=2025, month=1, day=1, hour=3)  # still the evening before in California
    type(shift).objects.filter(pk=shift.pk).update(starts_at=moment, ends_at=moment + timedelta(hours=1))
    place = make.AssignmentFactory(shift=shift, writer=world.writer, state="completed")
    HoursEntry.objects.create(
        place=place, host=world.office, writer=world.writer, on=moment.date(), minutes=60, state="approved"
    )
    assert certificates.issue_record(world.writer, 2024, by=world.user["writer"]).minutes == 60
    with pytest.raises(ValidationError):
        certificates.issue_record(world.writer, 2025, by=world.user["writer"])


def test_the_button_stands_on_her_own_pages_once_hours_are_approved(world, client):
    place, other = worked(world), make.AssignmentFactory(writer=world.writer, state="completed")
    button = reverse("place_certificate", args=[place.key])

    def shown(who, at, name="place"):
        client.force_login(world.user[who])
        return "/certificate/" in client.get(reverse(name, args=[at.key])).content.decode()

    assert (shown("writer", place), shown("writer", place, "place_day"), shown("writer", other)) == (True, True, False)
    assert (shown("director", place), client.post(button).status_code) == (False, 404)


def test_a_code_is_found_however_it_is_typed_and_a_wrong_one_is_answered_in_words(world, client):
    made = certificates.issue_certificate(worked(world), by=world.user["writer"])
    answer = client.post(reverse("certificate_find"), {"code": f" {made.shown_code} "})
    assert answer.headers["Location"] == reverse("certificate_check", args=[made.code])
    answer = client.post(reverse("certificate_find"), {"code": "x" * 10_000})
    assert (answer.status_code, "We issued no certificate" in answer.content.decode()) == (422, True)


def test_one_certificate_of_a_place_holds_at_a_time(world):
    made = certificates.issue_certificate(worked(world), by=world.user["writer"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(kind="place", place=made.place, writer=made.writer, name="x", minutes=1)


def test_when_she_is_erased_her_papers_hold_no_longer_and_do_not_name_her(world):
    place = worked(world)
    made = certificates.issue_certificate(place, by=world.user["writer"])
    place.feedback.create(side="writer", answer="yes", comment="I liked Anna.")
    place.feedback.create(side="host", answer="no", comment="Maren was late.")
    proof_person.erase_proofs(world.user["writer"])
    proof_person.erase_proofs(world.user["writer"])
    made.refresh_from_db()
    assert (made.revoked_at is None, made.name, made.lines) == (False, "–", [])
    assert list(Feedback.objects.order_by("pk").values_list("answer", "comment")) == [("yes", ""), ("no", "")]


# --- The question after the day ---------------------------------------------------------------------------------


def written() -> dict[str, Content]:
    """What waits to leave and is still true, as it would read now, under its address."""
    mails = OutgoingMail.objects.filter(state="waiting").select_related("mailbox").order_by("pk")
    return {
        mail.mailbox.address: kinds[mail.kind].render(mail) for mail in mails if not kinds[mail.kind].still_true(mail)
    }


def test_both_sides_are_asked_once_and_answer_without_logging_in(world, client, settings):
    place = worked(world)
    feedback.ask_for_feedback()
    feedback.ask_for_feedback()
    asked = written()
    assert {address: letter.subject for address, letter in asked.items()} == {
        "writer@demo.test": "Answer one question: Would you help Career Office again?",
        "director@demo.edu": "Answer one question: Would you have Maren Okafor again?",
    }
    link = re.search(r"http\S+/go/\S+", asked["writer@demo.test"].text)[0]
    path = link.removeprefix(settings.SITE_URL)
    assert client.get(path).status_code == 200
    assert not Feedback.objects.exists()
    assert client.post(path, {"answer": "no", "comment": "x" * 2000}).status_code == 422
    assert client.post(path, {"answer": "perhaps"}).status_code == 302
    assert client.post(path, {"answer": "yes", "comment": "Fine."}).status_code == 302
    assert set(written()) == {"director@demo.edu"}
    given = Feedback.objects.get()
    assert (given.place, given.side, given.answer, given.comment) == (place, "writer", "yes", "Fine.")


def test_nobody_is_asked_about_what_nobody_worked_or_what_is_long_over(world):
    starts_at = clock.now() - timedelta(days=3)
    shift = make.ShiftFactory(role__event__host=world.office, role__event__starts_at=starts_at)
    make.AssignmentFactory(shift=shift, writer=world.writer, state="no_show")
    long_ago = clock.now() - timedelta(days=60)
    old = make.ShiftFactory(role__event__host=world.office, role__event__starts_at=long_ago)
    make.AssignmentFactory(shift=old, writer=world.writer2, state="completed")
    feedback.ask_for_feedback()
    assert written() == {}


# --- The semester ------------------------------------------------------------------------------------------------


@pytest.fixture
def term(world):
    today = clock.today(world.office.zone)
    return Term.objects.create(
        host=world.office, name="Fall", starts_on=today - timedelta(days=60), ends_on=today + timedelta(days=5)
    )


def values(term: Term) -> dict[str, str]:
    return {figure.code: figure.value for figure in figures_of(term)}


def test_each_figure_equals_what_the_tables_say(world, term):
    """Asked once more in SQL that shares nothing with the page but the span."""
    places = [worked(world, writer=make.WriterFactory()) for _ in range(3)]
    worked(world, writer=places[0].writer)
    correct(places[1], 30)
    make.AssignmentFactory(shift=places[0].shift, writer=make.WriterFactory(), state="unrecorded")
    make.AssignmentFactory(shift=places[0].shift, writer=make.WriterFactory(), state="completed")  # not approved
    moment = clock.now() - timedelta(days=5)
    for days, state in ((2, "accepted"), (6, "declined"), (3, "redirected")):
        make.OfferFactory(
            host=world.office, state=state, sent_at=moment - timedelta(days=days), decided_at=moment,
            state_since=moment, due_at=None,
        )  # fmt: skip
    make.OfferFactory(host=world.office, state="lapsed", state_since=moment)
    make.BoardSeatFactory(host=world.office)
    make.BoardSeatFactory(host=world.office, invited=True)
    make.IntroductionFactory(host=world.office, introduced=True)
    make.OfferFactory(host=world.rival, state="accepted", decided_at=moment, state_since=moment)
    first, until = span_of(term)
    inside = {"host": world.office.pk, "first": first, "until": until, "last": term.ends_on}
    shifts = """events_assignment a join events_shift s on s.id = a.shift_id join events_role r on r.id = s.role_id
        join events_event e on e.id = r.event_id
        where e.host_id = %(host)s and s.starts_at >= %(first)s and s.starts_at < %(until)s"""
    hours = f"""select coalesce(sum(h.minutes), 0) from events_hoursentry h where h.state = 'approved' and h.id not in
        (select replaces_id from events_hoursentry where replaces_id is not null) and h.place_id in
        (select a.id from {shifts} and a.state in ('completed', 'left_early'))"""
    asked = {
        "events": """select count(*) from events_event where host_id = %(host)s and starts_at >= %(first)s
            and starts_at < %(until)s and state in ('published', 'hidden', 'invite_only', 'completed')""",
        "helpers": f"select count(distinct a.writer_id) from {shifts} and a.state in ('completed', 'left_early')",
        "unknown": f"select count(*) from {shifts} and a.state = 'unrecorded'",
        "offers": """select count(*) from partners_offer where host_id = %(host)s and decided_at >= %(first)s
            and decided_at < %(until)s and state in ('accepted', 'declined', 'redirected')""",
        "seats": """select count(*) from partners_boardseat where host_id = %(host)s and state = 'serving'
            and starts_on <= %(last)s""",
        "introductions": """select count(*) from partners_introduction where host_id = %(host)s
            and introduced_at >= %(first)s and introduced_at < %(until)s""",
    }
    shown = values(term)
    with connection.cursor() as cursor:
        for code, statement in asked.items():
            cursor.execute(statement, inside)
            assert (code, shown[code]) == (code, str(cursor.fetchone()[0]))
        cursor.execute(hours, inside)
        minutes = int(cursor.fetchone()[0])
    assert (shown["hours"], minutes) == (hours_words(minutes), 90 + 30 + 90 + 90)
    assert shown["value"] == f"${minutes / 60 * rate_for(world.office, term.ends_on.year).cents / 100:,.0f}"
    assert (shown["offers"], shown["days"]) == ("3", "3.0")
    assert all(rows[code][1](term).count() == int(shown[code]) for code in asked if code != "helpers")
    assert rows["hours"][1](term).count() == 4


def test_what_nobody_knows_is_unknown(world, term, client):
    assert (values(term)["days"], values(term)["again"]) == ("", "")
    client.force_login(world.user["viewer"])
    assert "unknown" in client.get(term.get_absolute_url()).content.decode()


def test_answers_are_shown_as_a_share_and_never_of_fewer_than_three(world, term):
    for number, answer in enumerate(("yes", "yes", "no"), start=1):
        assert (values(term)["again"] == "") is (number <= 3)
        worked(world, writer=make.WriterFactory()).feedback.create(side="writer", answer=answer)
    assert values(term)["again"] == "2 of 3 who answered"


def test_a_correction_changes_the_next_issue_and_keeps_the_old_one(world, term):
    place = worked(world)
    first = semester.issue_report(term, by=world.user["director"])
    assert semester.issue_report(term, by=world.user["director"]) == first
    correct(place, 30)
    second = semester.issue_report(term, by=world.user["director"])
    said = [next(one["value"] for one in report.figures if one["code"] == "hours") for report in (first, second)]
    assert said == ["1 hour 30 minutes", "30 minutes"]
    assert (
        next(one["value"] for one in SemesterReport.objects.get(pk=first.pk).figures if one["code"] == "hours")
        == said[0]
    )


def test_when_it_is_over_it_is_mailed_once_to_whom_the_host_chose(world, term):
    Term.objects.filter(pk=term.pk).update(reader=world.user["viewer"])
    semester.mail_reports()
    assert written() == {}
    with clock.set_to(clock.now() + timedelta(days=8)):
        semester.mail_reports()
        semester.mail_reports()
        letters = written()
    letter = letters.pop("viewer@demo.edu")
    assert (letters, letter.subject) == ({}, "Show what Fall was worth: Career Office")
    assert "Events held: 0" in letter.text


def test_dates_and_rates_that_cannot_be_are_answered_at_the_form(world, client, term):
    client.force_login(world.user["staff"])
    new, rate = reverse("semester_new", args=[world.office.slug]), reverse("hour_rate", args=[world.office.slug])
    backwards = {"name": "Fall", "starts_on": "2026-12-20", "ends_on": "2026-08-20"}
    answer = client.post(new, backwards)
    assert (answer.status_code, "after the first" in answer.content.decode()) == (422, True)
    twice = {"name": "Fall", "starts_on": term.starts_on.isoformat(), "ends_on": term.ends_on.isoformat()}
    assert client.post(new, twice).status_code == 422
    for value in ("0", "501", "NaN", "1e9", "x"):
        assert client.post(rate, {"year": "2026", "rate": value, "source": "Ours"}).status_code == 422
    assert client.post(rate, {"year": "2026", "rate": "40.50", "source": "Our payroll"}).status_code == 302
    assert list(HostRate.objects.values_list("cents", "source")) == [(4050, "Our payroll")]


def test_rates_come_from_the_state_else_the_nation_and_say_so(world):
    assert all(source and 1000 < cents < 10_000 for cents, source in table().values())
    world.office.institution.state = "AL"
    assert (rate_for(world.office, 2026).cents, rate_for(world.office, 2026).is_nation) == (3030, False)
    world.office.institution.state = "ZZ"
    found = rate_for(world.office, 2026)
    assert (found.cents, found.is_nation, found.year) == (table()["US", 2025][0], True, 2025)
    assert value_in_cents(90, found) == round(1.5 * found.cents)
