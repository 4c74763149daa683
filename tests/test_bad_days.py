"""Bad days: links that are over, a broker that is down, people and hosts that are out in the middle of their work."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from careerlink.celery import app
from careerlink.outbox import tasks
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock, links
from careerlink.web import later as bell
from careerlink.web.models import SignedLink
from partners.models import Host, Invitation, Member, Need, Offer, Writer
from partners.registry import link_about
from tests import factories as make
from tests.pages import ACTIONS, PAGES, fill
from tests.reading import finish, words_of
from tests.test_pages import client_of

# --- Links that are over ------------------------------------------------------------------------------

ABOUT = {
    "colleague": "invitation",
    "writer-invitation": "writer_invitation",
    "board-invitation": "invited_seat",
    "board-renewal": "seat",
    "introduction-contact": "introduction",
    "introduction-result": "made_introduction",
    "class-approval": "waiting_class",
    "campus-group": "new_group",
    "campus-request": "waiting_request",
    "decide": "staff_member",
}
# Links that open for one address only: those who approve for their departments, and who decides at the office.
MAILED_TO = {
    "class-approval": "chair@demo.edu",
    "campus-group": "dean@demo.edu",
    "campus-request": "chair@demo.edu",
    "introduction-result": "director@demo.edu",
}
MAY_BE_RENEWED = {purpose: purpose in {"colleague", "class-approval"} for purpose in ABOUT}


def link_for(world, purpose, **more):
    about = getattr(world, ABOUT[purpose])
    address = MAILED_TO.get(purpose) or getattr(about, "email", "") or getattr(about, "contact_email", "")
    key = link_about(about.host.key, about.user_id) if purpose == "decide" else about.key
    links.make(purpose, about=key, address=address or "writer@demo.test", lasts=timedelta(days=1), **more)
    return SignedLink.objects.latest("id")


def read(row):
    return type(row)._base_manager.get(pk=row.pk)


def address_of(link) -> str:
    return reverse("go", args=[links.token(link)])


def test_every_purpose_of_a_link_is_walked_here():
    assert set(links.purposes) >= set(ABOUT)
    ours = {slug for slug, purpose in links.purposes.items() if purpose.view.__module__.startswith("partners.")}
    assert ours == {*ABOUT, "not-for-me"}  # which opens for 90 days, and has tests of its own


@pytest.mark.parametrize("purpose", ABOUT)
@pytest.mark.parametrize("end", ["expired", "used"])
def test_a_link_that_is_over_says_so_and_offers_a_new_one(world, purpose, end):
    fill(world)
    link = link_for(world, purpose, single_use=True)
    if end == "used":
        assert links.use(link)
    else:
        SignedLink.objects.filter(pk=link.pk).update(
            made_at=clock.now() - timedelta(days=3), expires_at=clock.now() - timedelta(days=1)
        )
    before = OutgoingMail.objects.count()
    page = Client().get(address_of(link))
    assert page.status_code == 410
    assert ('name="renew"' in page.content.decode()) is MAY_BE_RENEWED[purpose]
    answers = {Client().post(address_of(link), {"renew": "1"}).status_code for _click in range(3)}
    assert answers == ({200} if MAY_BE_RENEWED[purpose] else {410})
    assert OutgoingMail.objects.count() - before == MAY_BE_RENEWED[purpose]  # a double click writes once
    assert Client().post(address_of(link), {"answer": "no"}).status_code == 410
    assert Invitation.objects.get(pk=world.invitation.pk).state == "sent"
    assert (read(world.invited_seat).state, read(world.seat).renewal) == ("proposed", "asked")
    assert (read(world.new_group).state, read(world.waiting_request).state) == ("submitted", "waiting")
    assert (read(world.waiting_class).state, read(world.offer).state) == ("waiting_for_approval", "sent")


@pytest.mark.parametrize("purpose", ABOUT)
def test_looking_at_what_a_link_opens_changes_nothing(world, purpose):
    fill(world)
    link, about = link_for(world, purpose), read(getattr(world, ABOUT[purpose]))
    mails = OutgoingMail.objects.count()
    assert [Client().get(address_of(link)).status_code for _look in range(2)] == [200, 200]
    seen, link = read(about), read(link)
    fields = [field.attname for field in about._meta.concrete_fields]
    assert [getattr(seen, name) for name in fields] == [getattr(about, name) for name in fields]
    assert (link.used_at, OutgoingMail.objects.count()) == (None, mails)


@pytest.mark.parametrize("purpose", ABOUT)
def test_a_link_that_was_altered_opens_nothing(world, purpose):
    fill(world)
    link = link_for(world, purpose)
    token = links.token(link)
    other = next(slug for slug in ABOUT if slug != purpose)
    SignedLink.objects.filter(pk=link.pk).update(purpose=other)
    assert Client().get(reverse("go", args=[token])).status_code == 404
    SignedLink.objects.filter(pk=link.pk).update(purpose=purpose)
    for altered in [token[:-1], token + "A", token[::-1], "A" * 43, "=", "%00", "é", "a" * 9000, token.swapcase()]:
        assert Client().get(f"/go/{altered}/").status_code == 404, altered
        assert Client().post(f"/go/{altered}/", {"answer": "yes"}).status_code == 404


@pytest.mark.parametrize("purpose", ABOUT)
def test_a_link_whose_thing_is_gone_is_no_broken_page(world, purpose):
    fill(world)
    address = address_of(link_for(world, purpose))
    getattr(world, ABOUT[purpose]).delete()
    for client in (Client(), client_of(world, "writer")):
        assert client.get(address).status_code == 404
        assert client.post(address, {"answer": "yes"}).status_code == 404


def test_an_invitation_is_taken_up_once(world):
    fill(world)
    address = address_of(link_for(world, "colleague"))
    client = client_of(world, "professor")
    assert [client.post(address, {"answer": "yes"}).status_code for _click in range(2)] == [302, 410]
    assert Member.objects.filter(host=world.office, user=world.user["professor"]).count() == 1
    assert client_of(world, "other").post(address, {"answer": "yes"}).status_code == 410
    assert Member.objects.filter(host=world.office, user=world.user["other"]).count() == 0


def test_an_invitation_that_was_taken_back_or_whose_host_is_suspended_lets_nobody_in(world):
    fill(world)
    client = client_of(world, "professor")
    address = address_of(link_for(world, "colleague"))
    Host.objects.filter(pk=world.office.pk).update(state="suspended")
    assert client.post(address, {"answer": "yes"}).status_code == 410
    Host.objects.filter(pk=world.office.pk).update(state="approved")
    Invitation.objects.filter(pk=world.invitation.pk).update(state="withdrawn")
    assert client.get(address).status_code == 410
    assert client.post(address, {"answer": "yes"}).status_code == 410
    assert not Member.objects.filter(host=world.office, user=world.user["professor"]).exists()


# --- The broker is down -----------------------------------------------------------------------------------


@pytest.fixture
def no_broker(monkeypatch, settings):
    """A closed port, and a memory that does not know yet."""
    monkeypatch.setattr(bell, "_silent_until", 0.0)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    app.conf.broker_url = "redis://127.0.0.1:1/0"


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_everything_commits_and_mail_leaves_later(no_broker, world):
    make.NeedFactory(host=world.office)
    writer, director = client_of(world, "writer"), client_of(world, "director")
    need = {"kind": "panel", "words": "", "needed_on": (clock.today() + timedelta(40)).isoformat(), "where": "campus",
            "how_many": "1", "details": ""}  # fmt: skip
    office = [world.office.slug]
    assert director.post(reverse("need_new", args=office), need).status_code == 302
    sent = writer.post(reverse("offer_new", args=office), {"kind": "panel", "text": "I would come."})
    assert sent.status_code == 302
    offer = Offer.objects.get()
    assert director.post(reverse("offer_answer", args=[offer.key]), {"answer": "accept"}).status_code == 302
    invite = {"email": "new@demo.edu", "role": "viewer"}
    assert director.post(reverse("host_members", args=office), invite).status_code == 302
    joining = {"name": "Kim", "email": "kim@demo.test", "password1": "three ordinary words here", "agree": "on"}
    assert Client().post(reverse("join_writer"), joining).status_code == 302
    assert (Offer.objects.get().state, Need.objects.filter(state="open").count()) == ("accepted", 2)
    waiting = OutgoingMail.objects.filter(state="waiting", send_after__lte=clock.now()).count()
    assert (waiting > 3, len(mail.outbox)) == (True, 0)
    tasks.sweep()
    assert OutgoingMail.objects.filter(state="waiting", send_after__lte=clock.now()).count() == 0
    assert len(mail.outbox) == OutgoingMail.objects.filter(state="sent").count() > 3
    tasks.sweep()
    assert len(mail.outbox) == OutgoingMail.objects.filter(state="sent").count()


# --- Out in the middle of the work -----------------------------------------------------------------------


def suspend(world, who):
    type(world.user[who]).objects.filter(pk=world.user[who].pk).update(suspended_until=clock.now() + timedelta(days=7))


@pytest.mark.parametrize("who", ["director", "writer2", "admin"])
def test_a_suspended_person_is_out_at_the_next_request_of_any_page(world, who):
    fill(world)
    rows = [row for row in [*PAGES, *ACTIONS] if who in row.may and not row.public]
    clients = [(row, client_of(world, who)) for row in rows]
    addresses = {id(row): row.address(world) for row in rows}
    suspend(world, who)
    before = [list(model.objects.order_by("pk").values()) for model in (Offer, Need, Host, Writer, Member)]
    wrong = []
    for n, (row, client) in enumerate(clients):
        method = client.post if n % 2 or row in ACTIONS else client.get
        response = method(addresses[id(row)], {"answer": "accept"})
        finish(response)
        if response.status_code != 403 or client.session.get("_auth_user_id"):
            wrong.append((row.name, response.status_code))
        if client.get(reverse("account")).status_code != 302:
            wrong.append((row.name, "still in"))
    assert not wrong, wrong
    assert [list(model.objects.order_by("pk").values()) for model in (Offer, Need, Host, Writer, Member)] == before


def test_a_suspended_person_is_told_and_cannot_log_in_again(world):
    client = client_of(world, "writer")
    suspend(world, "writer")
    assert "suspended" in words_of(client.get(reverse("writer_desk"))).lower()
    cache.clear()
    client.post(reverse("account_login"), {"login": "writer@demo.test", "password": "careerlink-demo"})
    assert client.session.get("_auth_user_id") is None


def test_a_suspended_writer_is_seen_by_moderators_only(world):
    fill(world)
    suspend(world, "writer")
    office = [world.office.slug]
    director = client_of(world, "director")
    listed = director.get(reverse("desk_writers", args=office))
    assert world.writer.name not in words_of(listed)
    assert director.get(reverse("desk_writer", args=[*office, "writer"])).status_code == 404
    assert director.get(reverse("writer_contact", args=[*office, "writer"])).status_code == 404
    assert director.post(reverse("save_writer", args=[*office, "writer"])).status_code == 404
    assert client_of(world, "admin").get(reverse("writer_page", args=["writer"])).status_code == 200


@pytest.mark.parametrize("state", ["suspended", "refused", "submitted"])
def test_a_host_that_is_not_approved_reaches_nobody(world, state):
    fill(world)
    Host.objects.filter(pk=world.office.pk).update(state=state)
    director, writer2, office = client_of(world, "director"), client_of(world, "writer2"), [world.office.slug]
    mails = OutgoingMail.objects.count()
    tried = {
        name: director.post(reverse(name, args=args), data).status_code
        for name, args, data in [
            ("offer_answer", [world.offer.key], {"answer": "accept"}),
            ("offer_assign", [world.offer.key], {"colleague": world.user["staff"].pk}),
            ("offers", office, {f"{world.offer.key}-answer": "accept"}),
            ("invite_writer", office, {"name": "Kim", "email": "kim@demo.test"}),
            ("host_members", office, {"email": "kim@demo.edu", "role": "viewer"}),
            ("board_on", office, {}),
            ("board_opening", office, {"needed_on": "in two weeks", "how_many": "1"}),
            ("board_chair", office, {"chair": "", "was": world.seat.key}),
            ("board_invite_writer", [*office, "writer2"], {"message": "Please do."}),
            ("board_seat_end", [world.seat.key], {"reason": "released"}),
        ]
    }
    director.post(reverse("need_publish", args=[world.draft_need.key]))
    assert Need.objects.get(pk=world.draft_need.pk).state == "draft"
    assert (tried, OutgoingMail.objects.count()) == (dict.fromkeys(tried, 404), mails)
    assert Offer.objects.get(pk=world.offer.pk).state == "sent"
    assert writer2.get(reverse("host_page", args=office)).status_code == 404
    assert writer2.get(reverse("offer_new", args=office)).status_code == 404
    assert writer2.get(reverse("need", args=[world.need.key])).status_code == 404
    assert world.office.name not in words_of(writer2.get(reverse("writer_needs")))
    assert director.get(reverse("desk", args=office)).status_code == 200
    if state != "submitted":
        assert director.get(reverse("desk_writer", args=[*office, "writer2"])).status_code == 404


@pytest.mark.parametrize("state", ["suspended", "refused"])
def test_a_writer_who_may_not_take_part_reaches_nobody(world, state):
    fill(world)
    Writer.objects.filter(pk=world.writer2.pk).update(state=state)
    client, director, rival = client_of(world, "writer2"), client_of(world, "director"), [world.rival.slug]
    before = Offer.objects.count()
    offer = {"kind": "workshop", "text": "I would come."}
    assert client.post(reverse("offer_new", args=rival), offer).status_code in (404, 422)
    assert Offer.objects.count() == before
    for name, args in [
        ("writer_needs", []),
        ("host_page", rival),
        ("need", [world.rival_need.key]),
        ("waiting_names", []),
    ]:
        assert client.get(reverse(name, args=args)).status_code == 404, name
    assert client.get(reverse("writer_desk")).status_code == 200
    assert director.get(reverse("writer_page", args=["writer2"])).status_code == 404
    answer = director.post(reverse("offer_answer", args=[world.offer.key]), {"answer": "accept"}, follow=True)
    assert "does not take part at the moment" in words_of(answer)
    assert Offer.objects.get(pk=world.offer.pk).state in ("sent", "seen")


def test_a_member_who_is_taken_out_is_out_at_the_next_request(world):
    fill(world)
    staff, director = client_of(world, "staff"), client_of(world, "director")
    assert staff.get(reverse("desk", args=[world.office.slug])).status_code == 200
    director.post(reverse("member_end", args=[world.office.slug, world.staff_member.key]))
    for name, args in [
        ("desk", [world.office.slug]),
        ("offer", [world.offer.key]),
        ("partnership", [world.partnership.key]),
        ("need", [world.need.key]),
    ]:
        assert staff.get(reverse(name, args=args)).status_code == 404
    with transaction.atomic():
        assert staff.post(reverse("offer_answer", args=[world.offer.key]), {"answer": "accept"}).status_code == 404


def test_an_invitation_that_ran_out_can_be_asked_for_anew_and_then_works(world):
    fill(world)
    link = link_for(world, "colleague")
    ago = clock.now() - timedelta(days=1)
    SignedLink.objects.filter(pk=link.pk).update(made_at=ago - timedelta(days=14), expires_at=ago)
    for state in ("sent", "expired"):  # before and after the clock has struck
        cache.clear()
        Invitation.objects.filter(pk=world.invitation.pk).update(state=state, expires_at=ago)
        answer = Client().post(address_of(link), {"renew": "1"})
        assert "A new link is on its way" in words_of(answer)
        assert Invitation.objects.get(pk=world.invitation.pk).state == "sent"
    fresh = SignedLink.objects.latest("id")
    assert client_of(world, "professor").post(address_of(fresh), {"answer": "yes"}).status_code == 302


@pytest.mark.parametrize("why", ["accepted", "declined", "withdrawn", "too old", "inviter left", "invited anew"])
def test_no_new_link_is_promised_where_there_is_nothing_to_open(world, why):
    fill(world)
    link = link_for(world, "colleague")
    ago = clock.now() - timedelta(days=1)
    SignedLink.objects.filter(pk=link.pk).update(made_at=ago - timedelta(days=14), expires_at=ago)
    rows = Invitation.objects.filter(pk=world.invitation.pk)
    rows.update(state="expired", expires_at=ago)
    if why == "too old":
        rows.update(made_at=ago - timedelta(days=90))
    elif why == "inviter left":
        Member.objects.filter(host=world.office, user=world.user["director"]).update(ended_at=ago, gets_decisions=False)
    elif why == "invited anew":
        make.InvitationFactory(host=world.office, email=world.invitation.email, invited_by=world.user["director"])
    else:
        rows.update(state=why)
    before = OutgoingMail.objects.count()
    for _click in range(2):
        answer = Client().post(address_of(link), {"renew": "1"})
        assert (answer.status_code, "on its way" in words_of(answer)) == (410, False)
    assert OutgoingMail.objects.count() == before
