"""A host stops using CareerLink: at once nothing more is asked, 30 days to come back, then it is gone."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from careerlink.accounts.actions import erase_person
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.audit.models import Entry
from careerlink.outbox.delivery import deliver
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from careerlink.web.templatetags.web import short_day
from partners.actions import answers, host_exports, leaving
from partners.actions.needs import make_need
from partners.models import Engagement, Host, HostExport, Invitation, Member, Need, Offer, SavedWriter, WriterInvitation
from partners.permissions.directory import listed_writers
from partners.permissions.hosts import visible_hosts
from partners.queries.leaving import what_ends
from tests import factories as make
from tests.races import at_once, won
from tests.world import make_world


@pytest.fixture
def busy(world):
    """An office in the middle of its work."""
    office, director = world.office, world.user["director"]
    world.need = make.NeedFactory(host=office)
    world.draft = make.NeedFactory(host=office, state="draft", published_at=None)
    world.offer = make.OfferFactory(host=office, writer=world.writer, need=world.need)
    make.OfferFactory(host=office, writer=world.writer2, state="queued", kind="panel")
    make.PartnershipFactory(host=office, writer=world.writer, pledge=world.pledge)
    make.EngagementFactory(
        host=office, writer=world.writer, busy_from=clock.now() + timedelta(days=50),
        busy_until=clock.now() + timedelta(days=50, hours=2),
    )  # fmt: skip
    make.InvitationFactory(host=office, invited_by=director, email="colleague@demo.edu")
    make.WriterInvitationFactory(host=office, by=director, email="known@demo.test")
    SavedWriter.objects.create(host=office, writer=world.writer2, by=director, note="good")
    office.closures.create(starts_on=clock.today(), ends_on=clock.today())
    office.email, office.phone = "office@demo.edu", "555 0100"
    office.save()
    return world


def leave(world, who="director"):
    return leaving.leave_host(world.office, by=world.user[who])


def after(days):
    return clock.set_to(clock.now() + timedelta(days=days))


def sent(kind):
    found = OutgoingMail.objects.filter(kind=kind).select_related("mailbox").order_by("mailbox__address")
    return [mail.mailbox.address for mail in found]


def fresh(host):
    return Host.objects.select_related("institution").get(pk=host.pk)


def test_at_once_nothing_waits_for_an_answer_any_more(busy):
    leave(busy)
    assert set(busy.office.offers.values_list("state", flat=True)) == {Offer.State.OBSOLETE}
    assert set(busy.office.needs.values_list("state", flat=True)) == {Need.State.WITHDRAWN}
    assert Invitation.objects.get().state == Invitation.State.WITHDRAWN
    assert WriterInvitation.objects.get().state == WriterInvitation.State.WITHDRAWN


def test_each_writer_who_waited_hears_kindly_and_once(busy):
    leave(busy)
    assert sent("host_left_offer") == ["writer2@demo.test", "writer@demo.test"]
    mail = OutgoingMail.objects.filter(kind="host_left_offer").select_related("mailbox").first()
    content = kinds[mail.kind].render(mail)
    assert "needs no answer any more" in content.text
    assert reverse("writer_needs") in content.html


def test_all_its_people_hear_and_so_do_writers_with_work_ahead(busy):
    leave(busy)
    assert sent("host_leaving") == ["director@demo.edu", "staff@demo.edu", "viewer@demo.edu"]
    assert sent("host_leaving_partner") == ["writer@demo.test"]
    for mail in OutgoingMail.objects.filter(kind__startswith="host_leaving").select_related("mailbox"):
        assert "30 days" not in kinds[mail.kind].render(mail).text  # a day is named instead
        assert kinds[mail.kind].still_true(mail) == ""


def test_mail_planned_in_its_name_is_not_sent(busy):
    later = OutgoingMail.objects.create(
        key="planned", kind="host_received", mailbox=host_exports.emails.queue_mail(
            "host_received", key="x", to="director@demo.edu", about=busy.office, scope=busy.office.key
        ).mailbox, scope=busy.office.key, send_after=clock.now() + timedelta(days=3),
    )  # fmt: skip
    leave(busy)
    later.refresh_from_db()
    assert later.state == OutgoingMail.State.CANCELLED


def test_writers_neither_see_nor_reach_it(client, busy):
    leave(busy)
    assert not visible_hosts(busy.user["writer2"]).filter(pk=busy.office.pk).exists()
    client.force_login(busy.user["writer2"])
    assert client.get(reverse("host_page", args=["oxbow-career"])).status_code == 404
    assert client.get(reverse("offer_new", args=["oxbow-career"])).status_code == 404


def test_its_people_read_on_and_act_no_more(client, busy):
    leave(busy)
    client.force_login(busy.user["staff"])
    assert client.get(reverse("desk", args=["oxbow-career"])).status_code == 200
    assert client.get(reverse("needs", args=["oxbow-career"])).status_code == 200
    assert not listed_writers(fresh(busy.office)).exists()
    assert client.get(reverse("offers", args=["oxbow-career"])).status_code == 200
    assert client.get(reverse("need_edit", args=[busy.draft.key])).status_code == 404


def test_it_comes_back_with_what_was_written_down_meanwhile(busy):
    leave(busy)
    kept = make_need(
        fresh(busy.office), by=busy.user["director"], kind="panel", needed_on=clock.today() + timedelta(days=40)
    )
    with after(29):
        leaving.come_back(fresh(busy.office), by=busy.user["director"])
    kept.refresh_from_db()
    assert (fresh(busy.office).state, fresh(busy.office).leaves_at, kept.state) == ("approved", None, "open")
    assert sent("host_came_back") == ["director@demo.edu", "staff@demo.edu", "viewer@demo.edu"]


def left(kind):
    found = OutgoingMail.objects.filter(kind=kind, state="sent").select_related("mailbox").order_by("id")
    return [mail.mailbox.address for mail in found]


def test_its_managers_are_reminded_a_week_before_the_end(busy):
    with clock.set_to(clock.now()):
        leave(busy)
        with after(22):
            deliver()
            assert left("host_leaving_reminder") == []
        with after(23.01):
            deliver()
            deliver()
    assert left("host_leaving_reminder") == ["director@demo.edu"]
    mail = OutgoingMail.objects.select_related("mailbox").get(kind="host_leaving_reminder")
    office = fresh(busy.office)
    day = short_day(office.leaves_at, mail.mailbox.zone)
    assert mail.subject == f"Take out your records or come back by {day}: {office.name}"
    content = kinds[mail.kind].render(mail)
    assert f"On {day} the desk of {office.name} closes for good." in content.text
    assert reverse("host_end", args=[office.slug]) in content.html


def test_who_came_back_is_not_reminded_and_who_leaves_once_more_is_reminded_once(busy):
    with clock.set_to(clock.now()):
        leave(busy)
        with after(20):
            leaving.come_back(fresh(busy.office), by=busy.user["director"])
            assert OutgoingMail.objects.get(kind="host_leaving_reminder").state == "cancelled"
        with after(21):
            leave(busy)
        with after(24):
            deliver()
            assert left("host_leaving_reminder") == []
        with after(45):
            deliver()
            assert left("host_leaving_reminder") == ["director@demo.edu"]


@pytest.mark.parametrize(
    ("role", "is_out", "why"),
    [
        ("viewer", False, "she no longer decides there"),
        ("manager", True, "she no longer decides there"),
        ("coordinator", False, ""),
    ],
)
def test_who_no_longer_decides_is_not_reminded(busy, role, is_out, why):
    leave(busy)
    hers = busy.office.members.filter(user=busy.user["director"])
    hers.update(role=role, gets_decisions=False, ended_at=clock.now() if is_out else None)
    mail = OutgoingMail.objects.select_related("mailbox").get(kind="host_leaving_reminder")
    assert kinds[mail.kind].still_true(mail) == why
    Host.objects.update(state=Host.State.APPROVED, reviewed_at=clock.now())
    assert kinds[mail.kind].still_true(mail) == "the host moved on"


def test_after_thirty_days_its_people_are_out_and_what_was_only_theirs_is_deleted(busy):
    make.OfferFactory(host=busy.office, writer=busy.newwriter, state="declined", due_at=None, private_note="no")
    Member.objects.filter(host=busy.office).update(title="Director")
    export = host_exports.ask_for_host_export(busy.office, by=busy.user["director"])
    host_exports.make_host_export(export.key)
    leave(busy)
    with after(30):
        assert (leaving.end_leaving(), leaving.end_leaving()) == (1, 0)
    office = fresh(busy.office)
    assert (office.state, office.email, office.phone, office.leaves_at) == (Host.State.LEFT, "", "", None)
    assert not office.members.filter(ended_at=None).exists()
    assert set(office.members.values_list("title", flat=True)) == {""}
    assert set(office.offers.values_list("private_note", flat=True)) == {""}
    left = [SavedWriter.objects.count(), office.closures.count(), office.wants.count(), office.taught_majors.count()]
    assert left == [0, 0, 0, 0]
    assert Invitation.objects.get().email.endswith("@erased.invalid")
    assert (WriterInvitation.objects.get().name, WriterInvitation.objects.get().email[:7]) == ("", "erased-")
    assert HostExport.objects.get().state == HostExport.State.EXPIRED
    assert Engagement.objects.get().state == Engagement.State.CANCELLED


def test_what_was_done_with_writers_stays(busy):
    leave(busy)
    with after(31):
        leaving.end_leaving()
    office = fresh(busy.office)
    assert (office.offers.count(), office.needs.count(), office.partnerships.count()) == (2, 2, 1)
    assert busy.offer.__class__.objects.get(pk=busy.offer.pk).text == busy.offer.text
    assert Entry.objects.filter(label="partners.host", about_id=office.pk, event="end").count() == 1


def test_nothing_ends_before_its_day(busy):
    leave(busy)
    with after(29):
        assert leaving.end_leaving() == 0


def test_who_never_was_approved_is_gone_at_once(client, world):
    host = make.HostFactory(waiting=True)
    make.MemberFactory(host=host, user=world.user["professor"], role="manager")
    client.force_login(world.user["professor"])
    answer = client.post(reverse("host_end", args=[host.slug]), {"sure": "on"})
    assert (answer.status_code, answer.url, fresh(host).state) == (302, reverse("start"), Host.State.LEFT)
    assert client.get(reverse("host_end", args=[host.slug])).status_code == 404


def test_a_suspension_is_not_escaped_by_leaving(client, world):
    Host.objects.filter(pk=world.office.pk).update(state="suspended", suspended_until=clock.now() + timedelta(days=9))
    client.force_login(world.user["director"])
    answer = client.post(reverse("host_end", args=["oxbow-career"]), {"sure": "on"})
    assert (answer.status_code, fresh(world.office).state) == (200, "suspended")


def test_it_takes_a_tick_and_no_typing(client, busy):
    client.force_login(busy.user["director"])
    address = reverse("host_end", args=["oxbow-career"])
    assert client.post(address).status_code == 422
    assert fresh(busy.office).state == "approved"
    assert client.post(address, {"sure": "on"}).status_code == 302
    assert fresh(busy.office).state == "leaving"
    client.post(reverse("host_come_back", args=["oxbow-career"]))
    assert fresh(busy.office).state == "approved"


def test_a_second_click_changes_nothing(busy):
    leave(busy)
    with pytest.raises(Stale):
        leave(busy)
    with after(31):
        leaving.end_leaving()
    with pytest.raises(NoSuchMove):
        leaving.come_back(fresh(busy.office), by=busy.user["director"])


def test_the_page_counts_what_ends(busy):
    assert what_ends(busy.office) == {
        "requests": 2, "offers": 2, "invitations": 2, "mails": 0, "work": 1, "people": 3, "partners": 1,
    }  # fmt: skip


def test_erasing_the_only_manager_lets_the_office_leave(busy):
    erase_person(busy.user["director"], by=busy.user["admin"])
    assert fresh(busy.office).state == Host.State.LEAVING
    assert sent("host_leaving") == ["staff@demo.edu", "viewer@demo.edu"]
    assert sent("host_leaving_reminder") == ["staff@demo.edu"]  # who can take it over


def test_a_second_manager_is_successor_enough(busy):
    make.MemberFactory(host=busy.office, user=make.UserFactory(), role="manager")
    erase_person(busy.user["director"], by=busy.user["admin"])
    assert fresh(busy.office).state == Host.State.APPROVED


def test_a_coordinator_takes_over_where_no_manager_is_left(client, busy):
    erase_person(busy.user["director"], by=busy.user["admin"])
    client.force_login(busy.user["staff"])
    assert b"Become the manager" in client.get(reverse("host_end", args=["oxbow-career"])).content
    client.post(reverse("host_come_back", args=["oxbow-career"]))
    assert fresh(busy.office).state == Host.State.APPROVED
    assert busy.office.members.get(user=busy.user["staff"]).role == Member.Role.MANAGER


@pytest.mark.parametrize("who", ["staff", "viewer", "other"])
def test_nobody_takes_over_while_there_is_a_manager(client, busy, who):
    client.force_login(busy.user[who])
    assert client.post(reverse("host_come_back", args=["oxbow-career"])).status_code == 404
    with pytest.raises(ValidationError):
        leaving.take_over(busy.office, by=busy.user["staff"])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_leaving_and_accepting_either_order_is_whole():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    world = make_world()
    offer = make.OfferFactory(host=world.office, writer=world.writer)
    results = at_once(
        lambda: leaving.leave_host(world.office, by=world.user["director"]),
        lambda: answers.accept_offer(
            Offer.objects.select_related("host", "writer__user").get(), by=world.user["staff"]
        ),
    )
    offer.refresh_from_db()
    agreed = Engagement.objects.count()
    assert fresh(world.office).state == Host.State.LEAVING
    assert (len(won(results)), offer.state, agreed) in [(2, "accepted", 1), (1, "obsolete", 0)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_leave_at_once_leave_once():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    world = make_world()
    results = at_once(*[lambda: leaving.leave_host(world.office, by=world.user["director"])] * 4)
    assert len(won(results)) == 1
    assert OutgoingMail.objects.filter(kind="host_leaving").count() == 3


def test_who_is_the_only_manager_is_told_before_she_asks_to_be_erased(client, busy):
    client.force_login(busy.user["director"])
    page = client.get(reverse("ask_to_be_erased")).content.decode()
    assert ("You are its only manager" in page, reverse("host_members", args=["oxbow-career"]) in page) == (True, True)
    make.MemberFactory(host=busy.office, user=make.UserFactory(), role="manager")
    assert "only manager" not in client.get(reverse("ask_to_be_erased")).content.decode()
