"""Inviting many: who is told beforehand, how many mails leave on which day, and what stops it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from careerlink.outbox import delivery
from careerlink.outbox.actions import mailbox_for
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import Mailbox, OutgoingMail
from careerlink.web import clock
from referrals.actions import bulk, consent
from referrals.models import BulkInvite, BulkInvitee, HelpSettings, Referral
from referrals.queries.bulk import BulkFilters, days_of, preview_of
from referrals.tasks import run_clocks, send_invitations
from tests import factories as make
from tests.races import at_once, won
from tests.reading import words_of
from tests.world import make_world

MONDAY = datetime(2026, 3, 2, 15, tzinfo=UTC)  # 10:00 in New York
PAGE = "/desk/oxbow-career/alumni/invite/"
TYPED = {"major": "Nursing", "year_from": "2019", "year_to": "2024", "asked": "no", "most": "50"}


@pytest.fixture
def office(world):
    """An office that invites at most 20 alumni a day; it is Monday morning."""
    make.LegalTextFactory(slug="consent", version=1)
    HelpSettings.objects.create(host=world.office, mails_a_day=20)
    make.MajorFactory(code="51.3801", title="Registered Nursing")
    with clock.set_to(MONDAY):
        yield world.office


def nurses(office, number, year=2020):
    found = []
    for _one in range(number):
        alumnus = make.AlumnusFactory(host=office, graduation_year=year)
        alumnus.tags.create(vocabulary="major", code="51.3801")
        found.append(alumnus)
    return found


def director(world):
    client = Client()
    client.force_login(world.user["director"])
    return client


def all_of_them(**more):
    return BulkFilters(**{"most": 50, **more})


def begin(world, seen, **more):
    return bulk.invite_many(world.office, all_of_them(**more), seen=seen, by=world.user["director"])


def sent():
    return Referral.objects.filter(origin="bulk").count()


def days_later(days):
    return clock.set_to(MONDAY + timedelta(days=days))


# --- Before anything leaves ---------------------------------------------------------------------------------


def test_fifty_alumni_from_2019_to_2024_in_nursing(world, office):
    fit = nurses(office, 52, 2019) + nurses(office, 3, 2024)
    nurses(office, 2, 2018), nurses(office, 2, 2025)
    make.AlumnusFactory(host=office, graduation_year=2020)
    type(fit[0]).objects.filter(pk=fit[0].pk).update(opted_out_at=clock.now())
    make.ReferralFactory(alumnus=fit[1])
    fit[2].addresses.all().delete()
    page = director(world).get(PAGE, TYPED)
    words = words_of(page)
    assert "50 people would be invited" in words
    assert "55 people in your records fit." in words
    assert "2 more than you asked for could be invited, and are not." in words
    assert page.context["preview"].left_out == [
        ("asked not to be written to", 1), ("has an open request", 1), ("no e-mail address is known", 1)
    ]  # fmt: skip
    assert "The mails leave on 3 days" in words
    assert page.context["preview"].days == [(date(2026, 3, 2), 20), (date(2026, 3, 3), 20), (date(2026, 3, 4), 10)]
    assert (sent(), OutgoingMail.objects.count()) == (0, 0)


def test_who_was_asked_lately_or_wants_no_such_mail_is_left_out(world, office):
    asked, stopped, before, _fine = nurses(office, 4)
    make.ReferralFactory(alumnus=asked, closed=True, made_at=clock.now() - timedelta(days=364))
    make.ReferralFactory(alumnus=before, closed=True, made_at=clock.now() - timedelta(days=366))
    mailbox_for(stopped.addresses.get().email).choices.create(group="suggestions", pace="never")
    preview = preview_of(office, all_of_them(), 20)
    assert (preview.found, preview.chosen, preview.beyond) == (4, 2, 0)
    assert preview.left_out == [("stopped mail that nobody asked for", 1), ("was asked in the last 12 months", 1)]
    assert preview_of(office, all_of_them(is_rested=False), 20).chosen == 3


def test_nothing_leaves_on_weekends_holidays_and_closed_days(world, office):
    office.closures.create(starts_on=date(2026, 3, 3), ends_on=date(2026, 3, 5))
    assert days_of(office, 45, 20) == [(date(2026, 3, 2), 20), (date(2026, 3, 6), 20), (date(2026, 3, 9), 5)]
    with clock.set_to(datetime(2026, 3, 2, 23, tzinfo=UTC)):  # 18:00: nobody would be there to answer a call
        assert days_of(office, 5, 20) == [(date(2026, 3, 6), 5)]


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ("most=0&asked=no", "most", "At least 1."),
        ("most=99999&asked=no", "most", "At most 2000."),
        ("most=5&asked=no&year_from=2024&year_to=2019", "year_to", "It cannot be before the first year."),
        ("most=5&asked=no&year_from=20", "year_from", "Give the year with four digits, such as 2019."),
        ("most=5&asked=no&major=xyzzyx", "major", "We know no major by these words."),
        ("most=5&asked=perhaps", "asked", "perhaps"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(world, office, typed, field, words):
    page = director(world).get(f"{PAGE}?{typed}")
    assert page.status_code == 422
    assert words in " ".join(page.context["form"].errors[field])


def test_an_office_that_refers_nobody_yet_is_led_to_where_it_begins(world):
    page = director(world).get(PAGE)
    assert (page.status_code, page.headers["Location"]) == (302, "/desk/oxbow-career/alumni/")


# --- Day by day -------------------------------------------------------------------------------------------------


def test_a_button_sends_what_the_preview_said_and_no_more_a_day(world, office):
    nurses(office, 45)
    director(world).post(PAGE, TYPED | {"seen": "45"})
    invite = BulkInvite.objects.get()
    assert (invite.state, invite.people.count(), sent()) == ("running", 45, 0)
    counts = []
    for days in (0, 0, 1, 2, 3):
        with days_later(days):
            run_clocks()
            counts.append(sent())
    invite.refresh_from_db()
    assert counts == [20, 20, 40, 45, 45]
    assert (invite.state, invite.due_at) == ("done", None)
    with days_later(3):
        assert "45 of 45 invited, 0 left out, 0 have consented." in words_of(director(world).get(PAGE, TYPED))


def test_the_task_after_the_button_sends_the_first_day_and_does_no_harm_twice(world, office):
    nurses(office, 3)
    invite = begin(world, 3)
    send_invitations(invite.key)
    send_invitations(invite.key)
    assert (sent(), BulkInvite.objects.get().state) == (3, "done")


def test_who_opts_out_or_asks_meanwhile_is_skipped(world, office):
    gone, asked, erased, _fine = people = nurses(office, 4)
    begin(world, 4)
    type(gone).objects.filter(pk=gone.pk).update(opted_out_at=clock.now())
    type(erased).objects.filter(pk=erased.pk).update(erased_at=clock.now(), name="")
    consent.open_referral(asked, by=world.user["staff"])
    run_clocks()
    said = list(BulkInvitee.objects.order_by("id").values_list("alumnus", "left_out"))
    assert said == list(zip([one.pk for one in people], ["opted_out", "open", "opted_out", ""], strict=True))
    assert sent() == 1


def test_an_address_from_which_mail_comes_back_is_left_out(world, office):
    lost, fine = nurses(office, 2)
    Mailbox.objects.create(address=lost.addresses.get().email.upper(), bounced_at=clock.now())
    preview = words_of(director(world).get(PAGE, TYPED))
    assert "mail to the address comes back" in preview
    begin(world, 1)
    run_clocks()
    assert [one.alumnus_id for one in Referral.objects.all()] == [fine.pk]


def test_stopping_leaves_the_rest_alone(world, office):
    nurses(office, 25)
    invite = begin(world, 25)
    run_clocks()
    client = director(world)
    for said in ("Stopped. Nobody else is invited", "It was over already."):
        assert said in words_of(client.post(f"/invitations/{invite.key}/stop/", follow=True))
    with days_later(1):
        run_clocks()
    assert (sent(), BulkInvite.objects.get().state) == (20, "stopped")
    begin(world, 5, is_rested=True)
    run_clocks()
    assert sent() == 20  # what left today counts, whatever it belonged to
    with days_later(1):
        run_clocks()
    assert sent() == 25


def test_an_office_that_is_not_approved_any_more_invites_nobody(world, office):
    nurses(office, 2)
    begin(world, 2)
    type(office).objects.filter(pk=office.pk).update(state="suspended", suspended_until=clock.now() + timedelta(9))
    run_clocks()
    assert (sent(), BulkInvite.objects.get().state) == (0, "stopped")


def test_a_number_that_has_changed_is_looked_at_once_more(world, office):
    nurses(office, 2)
    with pytest.raises(ValidationError, match="2 people fit by now"):
        begin(world, 3)
    page = director(world).post(PAGE, {"most": "9", "asked": "no", "seen": "a lot"})
    assert page.status_code == 422
    assert "2 people would be invited" in words_of(page)
    assert not BulkInvite.objects.exists()


def test_there_is_one_at_a_time(world, office):
    nurses(office, 25)
    begin(world, 25)
    with pytest.raises(ValidationError, match="Invitations are leaving already"):
        begin(world, 25)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.BulkInviteFactory(host=office)


def test_nobody_is_no_invitation(world, office):
    with pytest.raises(ValidationError, match="Nobody can be invited"):
        begin(world, 0)


# --- The letter ---------------------------------------------------------------------------------------------


def test_what_nobody_asked_for_is_a_suggestion_that_one_click_stops(world, office, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    (nurse,) = nurses(office, 1)
    begin(world, 1)
    run_clocks()
    delivery.deliver()
    (letter,) = mail.outbox
    assert letter.to == [nurse.addresses.get().email]
    assert letter.subject == "Open by Mon 16 Mar: a page for you from Career Office, Oxbow State University"
    assert "Career Office of Oxbow State University invites you" in letter.body
    assert "List-Unsubscribe" in letter.extra_headers
    assert {slug: kinds[slug].group for slug in ("referral_invited", "referral_invited_reminder")} == {
        "referral_invited": "suggestions", "referral_invited_reminder": "suggestions"
    }  # fmt: skip


def test_who_was_invited_is_reminded_once_and_not_as_of_a_decision(world, office):
    nurses(office, 1)
    begin(world, 1)
    run_clocks()
    for days in (7, 8, 9):
        with days_later(days):
            run_clocks()
    assert sorted(OutgoingMail.objects.values_list("kind", flat=True)) == [
        "referral_invited", "referral_invited_reminder"
    ]  # fmt: skip


# --- In the same moment ----------------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_letter_once_and_two_clicks_begin_once():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    world = make_world()
    HelpSettings.objects.create(host=world.office, mails_a_day=4)
    with clock.set_to(MONDAY):
        nurses(world.office, 6)
        begun = won(at_once(*[lambda: begin(world, 6)] * 2))
        assert len(begun) == 1
        at_once(*[lambda: send_invitations(begun[0].key)] * 3)
        assert (sent(), BulkInvitee.objects.filter(at=None).count()) == (4, 2)
