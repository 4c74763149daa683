"""Those who lead a student group are students: no writer is shown a name, an address or a telephone number."""

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from careerlink.accounts.own_data import everything_about
from careerlink.audit.models import Entry, Note
from careerlink.outbox import delivery
from careerlink.web import clock
from partners.actions import answers, leaders, leaving, messages, needs, offer_clocks, offers, pauses, waiting
from partners.models import Group, Host, Member, Message, Offer
from tests import factories as make
from tests.pages import PAGES, fill
from tests.pages.walk import Visitors
from tests.reading import finish
from tests.test_pages import client_of

pytestmark = pytest.mark.django_db

CANARIES = (
    "Zenobia", "zenobia@canary.example", "Canary President", "Quintus", "quintus@canary.example", "Canary Treasurer",
    "group-mailbox@canary.example", "host@canary.example", "212 555 9977", "canary.example",
)  # fmt: skip
WRITERS = ("writer", "writer2", "newwriter")
INBOXES = {"writer@demo.test", "writer2@demo.test", "newwriter@demo.test", "known@demo.test"}


def rename(user, name, email):
    user.name, user.email = name, email
    user.save()
    user.emailaddress_set.update(email=email)


@pytest.fixture
def canaries(world, settings):
    """A group with people whose every word would be found, and a history of everything it does with writers."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    fill(world)
    world.leader = world.user["club"]
    rename(world.leader, "Zenobia Canary", "zenobia@canary.example")
    Member.objects.filter(user=world.leader).update(title="Canary President")
    world.second = make.UserFactory(name="Quintus Canary", email="quintus@canary.example")
    make.MemberFactory(host=world.club, user=world.second, role="coordinator", title="Canary Treasurer")
    Host.objects.filter(pk=world.club.pk).update(email="host@canary.example", phone="212 555 9977")
    Group.objects.update_or_create(host=world.club, defaults={"mailbox": "group-mailbox@canary.example"})
    world.club.refresh_from_db()
    return world


def offer(world, who, kind, need=None):
    writer = getattr(world, who)
    return offers.send_offer(writer=writer, host=world.club, kind=kind, text="I would come.", by=writer.user, need=need)


def live(world):
    """All that a group does with writers, one after the other, by its students."""
    club, leader, second = world.club, world.leader, world.second
    waiting.invite_writer(club, by=leader, name="Known", email="known@demo.test")
    need = needs.make_need(
        club, by=leader, kind="panel", words="", details="", needed_on=clock.today() + timedelta(days=30),
        where="campus", how_many=1,
    )  # fmt: skip
    first = offer(world, "writer", "panel", need)
    offers.mark_seen([first], by=second)
    answers.hand_over(first, leader, by=second)
    answers.accept_offer(first, by=leader)
    no = offer(world, "writer2", "workshop")
    answers.decline_offer(no, by=second, note="Zenobia does not want her.")
    offer(world, "writer2", "panel")
    offer(world, "writer2", "podcast")
    with clock.set_to(clock.now() + timedelta(days=20)):
        offer_clocks.run_offer_clocks()
    partnership = world.club_partnership
    messages.write_message(partnership, by=leader, side="group", text="We meet at four.")
    messages.write_message(partnership, by=world.user["writer"], side="writer", text="Where?")
    for who in ("club", "writer"):
        assert client_of(world, who).get(reverse("partnership", args=[partnership.key])).status_code == 200
    return first


def pages_of(world, people):
    """Every page that these people may open, with its text."""
    visitors = Visitors(world)
    for page in PAGES:
        if page.id in {"demo_mailbox", "styleguide"}:
            continue
        for who in people:
            if page.status_for(who) == 200:
                response = visitors(who).get(page.address(world))
                finish(response)
                yield page.id, who, "" if response.streaming else response.content.decode()


def test_no_page_of_a_writer_names_a_student(canaries):
    world = canaries
    offered = live(world)
    wrong = [
        (page, who, canary)
        for page, who, text in pages_of(world, [*WRITERS, "stranger"])
        for canary in CANARIES
        if canary in text
    ]
    more = [
        reverse("offer", args=[offered.key]),
        reverse("need", args=[offered.need.key]),
        reverse("host_page", args=[world.club.slug]),
        reverse("offer_new", args=[world.club.slug]),
        reverse("report_host", args=[world.club.slug]),
        *(reverse("offer", args=[one.key]) for one in Offer.objects.filter(host=world.club)),
        *(reverse("writer_offers") + f"?tab={tab}" for tab in ("waiting", "yes", "over", "all")),
    ]
    for who in WRITERS:
        client = client_of(world, who)
        for address in more:
            text = client.get(address).content.decode()
            wrong += [(address, who, canary) for canary in CANARIES if canary in text]
    assert not wrong, "\n".join(map(str, wrong))


def test_no_mail_to_a_writer_names_a_student(canaries):
    world = canaries
    live(world)
    work = leaving.queries.agreed_work(world.club)
    assert work.exists()
    delivery.deliver()
    offer(world, "writer2", "panel")
    pauses.pause_group(world.club)
    delivery.deliver()
    to_writers = [letter for letter in mail.outbox if INBOXES.intersection(letter.to)]
    kinds = {letter.subject for letter in to_writers}
    assert {"Read what Marketing Club writes to you", "Nobody answers at Marketing Club at the moment"} <= kinds
    wrong = []
    for letter in to_writers:
        raw = letter.message().as_string()
        whole = raw + letter.subject + letter.body + "".join(part.content for part in letter.alternatives)
        wrong += [(letter.to, letter.subject, canary) for canary in CANARIES if canary in whole]
    assert not wrong, "\n".join(map(str, wrong))
    assert any("quintus@canary.example" in letter.to or "zenobia@canary.example" in letter.to for letter in mail.outbox)


def test_no_mail_says_that_a_group_that_leaves_has_students_by_name(canaries):
    world = canaries
    live(world)
    leaving.leave_host(world.club, by=world.leader)
    delivery.deliver()
    to_writers = [letter for letter in mail.outbox if INBOXES.intersection(letter.to)]
    assert any("stops using CareerLink" in letter.body for letter in to_writers)
    assert not [letter.subject for letter in to_writers for canary in CANARIES if canary in letter.body]


def test_what_a_writer_takes_out_names_no_student(canaries):
    world = canaries
    live(world)
    held = {who: str(everything_about(world.user[who])) for who in WRITERS}
    assert not [(who, canary) for who in held for canary in CANARIES if canary in held[who]]
    assert "Marketing Club" in held["writer"]
    assert "We meet at four." in held["writer"]


def test_the_trail_and_the_log_name_no_student(canaries, caplog):
    world = canaries
    caplog.set_level(logging.DEBUG)
    live(world)
    delivery.deliver()
    rows = " ".join(map(str, Entry.objects.values_list("event", "before", "after", "reason", "fields", "scope")))
    notes = " ".join(Note.objects.values_list("text", flat=True))
    lines = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert not [canary for canary in CANARIES if canary in rows + notes + lines]


def test_a_writer_reads_that_the_group_looked_and_not_who(canaries):
    world = canaries
    live(world)
    page = client_of(world, "writer").get(reverse("who_saw_me")).content.decode()
    assert "Marketing Club, Oxbow State University" in page


def test_colleagues_read_who_of_them_looked(canaries):
    world = canaries
    second = make.MemberFactory(host=world.club, role="viewer").user
    second.agreements.create(text=world.terms)
    client = client_of(world, "stranger")
    client.force_login(second)
    client.get(reverse("host_members", args=[world.club.slug]))
    page = client_of(world, "club").get(reverse("who_saw_me")).content.decode()
    assert f"{second.name}, Marketing Club" in page


def test_the_adviser_is_the_contact_and_each_look_is_on_record(canaries):
    world = canaries
    address = reverse("partnership", args=[world.club_partnership.key])
    page = client_of(world, "writer").get(address).content.decode()
    assert "Ada Adviser" in page
    assert "adviser@demo.edu" in page
    seen = everything_about(world.adviser.user)["Who saw your details"]
    assert [one["seen by"] for one in seen] == ["Writer"]


def test_without_an_adviser_only_the_page_leads_to_the_group(canaries):
    world = canaries
    Member.objects.filter(pk=world.adviser.pk).update(ended_at=clock.now())
    address = reverse("partnership", args=[world.club_partnership.key])
    page = client_of(world, "writer").get(address).content.decode()
    assert "mailto:" not in page
    assert "Write to it here" in page
    assert "Your message" in page


def test_nobody_is_contact_while_the_group_pauses(canaries):
    world = canaries
    leaders.set_term(world.adviser, by=world.leader, ends_on=None, is_adviser=True)
    Group.objects.filter(host=world.club).update(paused_at=clock.now())
    client = client_of(world, "writer")
    page = client.get(reverse("partnership", args=[world.club_partnership.key])).content.decode()
    assert "adviser@demo.edu" not in page
    assert "Your message" not in page
    before = Message.objects.count()
    gone = client.post(reverse("message_write", args=[world.club_partnership.key]), {"text": "Hello?"})
    assert (gone.status_code, Message.objects.count()) == (404, before)
