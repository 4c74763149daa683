"""Mail that waits in the name of an office: seen, read and stopped by its people, by nobody else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from careerlink.audit.models import Entry
from careerlink.outbox.actions import queue_mail
from careerlink.outbox.delivery import claim, deliver
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import members, waiting
from partners.models import Invitation, WriterInvitation
from tests import factories as make

MONDAY = datetime(2026, 11, 2, 14, tzinfo=UTC)
AFTER = MONDAY + timedelta(days=5, minutes=1)


@pytest.fixture
def invited(world):
    with clock.set_to(MONDAY):
        return members.invite_colleague(
            world.office, by=world.user["director"], email="kim@demo.edu", role="coordinator"
        )


@pytest.fixture
def writer_invited(world):
    with clock.set_to(MONDAY):
        return waiting.invite_writer(world.office, by=world.user["director"], name="Pat Morgan", email="pat@demo.test")


def reminder(kind="invitation_colleague_reminder"):
    return OutgoingMail.objects.get(kind=kind)


def page_of(client, world, who, name, *args, method="get"):
    client.force_login(world.user[who])
    with clock.set_to(MONDAY + timedelta(days=1)):
        return getattr(client, method)(reverse(name, args=[world.office.slug, *args]))


# --- The reminder ---------------------------------------------------------------------------------


def test_five_days_after_an_invitation_one_reminder_leaves_with_the_same_link(invited):
    with clock.set_to(MONDAY):
        deliver()
    assert (reminder().state, reminder().send_after) == ("waiting", MONDAY + timedelta(days=5))
    with clock.set_to(AFTER):
        deliver()
        deliver()
    sent = OutgoingMail.objects.filter(mailbox__address="kim@demo.edu").order_by("id")
    assert list(sent.values_list("state", "subject")) == [
        ("sent", "Join Career Office on CareerLink"),
        ("sent", "Answer the invitation of Career Office by Mon 16 Nov"),
    ]
    first, second = sent
    link = next(line for line in first.text.splitlines() if "/go/" in line)
    assert link in second.text
    assert "We do not remind you again." in second.text


def test_a_writer_is_reminded_once_too(writer_invited):
    with clock.set_to(AFTER):
        deliver()
    sent = reminder("waiting_writer_reminder")
    assert sent.subject.startswith("Answer Oxbow State University by Wed 2 Dec")
    assert "We do not write to it again." in sent.text


@pytest.mark.parametrize("answer", ["accept", "decline", "withdraw"])
def test_an_answered_invitation_has_no_reminder(world, invited, answer):
    with clock.set_to(MONDAY + timedelta(days=1)):
        if answer == "accept":
            members.accept_invitation(invited, by=make.UserFactory(email="kim@demo.edu"))
        elif answer == "decline":
            members.decline_invitation(invited)
        else:
            members.withdraw_invitation(invited, by=world.user["director"])
    assert reminder().state == "cancelled"
    assert Entry.objects.filter(about_id=reminder().pk, event="cancel").count() == 1


@pytest.mark.parametrize("state", ["accepted", "withdrawn", "expired"])
def test_a_reminder_that_a_worker_holds_already_is_asked_once_more(invited, state):
    with clock.set_to(AFTER):
        Invitation.objects.update(state=state)
        deliver()
    assert (reminder().state, reminder().why) == ("skipped", "the invitation is no longer open")


def test_who_joined_as_a_writer_is_not_reminded(world, writer_invited):
    user = make.UserFactory(email="pat@demo.test")
    with clock.set_to(MONDAY + timedelta(days=1)):
        waiting.note_person_joined(user)
    assert WriterInvitation.objects.get().state == "joined"
    assert reminder("waiting_writer_reminder").state == "cancelled"


# --- The page -------------------------------------------------------------------------------------


def test_the_people_of_an_office_see_what_is_planned(client, world, invited, writer_invited):
    page = page_of(client, world, "viewer", "planned_mail").content.decode()
    assert "Reminder of your invitation of a colleague" in page
    assert "to kim@demo.edu" in page
    assert "Sat 7 Nov 2026" in page
    assert page.count("planned_mail") == 0
    assert "Do not send" not in page
    assert "Do not send" in page_of(client, world, "staff", "planned_mail").content.decode()
    settings = page_of(client, world, "viewer", "host_mail").content.decode()
    assert "4 e-mails are planned in your name" in settings


def test_what_the_people_of_an_office_get_themselves_is_not_on_it(client, world):
    queue_mail("member_ended", key="x", to="staff@demo.edu", scope=world.office.key, about=world.user["staff"],
               send_after=clock.now() + timedelta(days=3))  # fmt: skip
    assert "No e-mail is planned" in page_of(client, world, "director", "planned_mail").content.decode()


def test_an_address_that_belongs_to_somebody_is_shown_as_a_name(client, world):
    make.UserFactory(email="lee@demo.test", name="Lee Ward")
    invitation = make.InvitationFactory(host=world.office, invited_by=world.user["director"], email="lee@demo.test")
    queue_mail("invitation_colleague_reminder", key="x", to="lee@demo.test", scope=world.office.key, about=invitation,
               user_id=type(world.user["staff"]).objects.get(email="lee@demo.test").pk, secret={"link": "x"},
               send_after=clock.now() + timedelta(days=3))  # fmt: skip
    page = page_of(client, world, "director", "planned_mail").content.decode()
    assert ("to Lee Ward" in page, "lee@demo.test" in page) == (True, False)


def test_it_is_read_as_it_would_leave_without_its_link(client, world, invited):
    link = OutgoingMail.objects.get(kind="invitation_colleague")
    page = page_of(client, world, "viewer", "planned_mail_read", reminder().public_key).content.decode()
    assert "Answer the invitation of Career Office by Mon 16 Nov" in page
    assert "Director asks you to join Career Office of Oxbow State University as Coordinator." in page
    assert "(here stands what only the reader gets)" in page
    assert "/go/" not in page.split("</main>")[0]
    assert link.secret not in page
    assert reminder().state == "waiting"


def test_one_that_will_not_leave_says_so(client, world, invited):
    Invitation.objects.update(state="withdrawn")
    page = page_of(client, world, "viewer", "planned_mail_read", reminder().public_key).content.decode()
    assert "It will not leave" in page


def test_a_coordinator_stops_it_after_a_question(client, world, invited):
    key = reminder().public_key
    asked = page_of(client, world, "staff", "planned_mail_cancel", key)
    assert ("Do not send it" in asked.content.decode(), reminder().state) == (True, "waiting")
    assert page_of(client, world, "staff", "planned_mail_cancel", key, method="post").status_code == 302
    assert (reminder().state, reminder().why) == ("cancelled", "cancelled by the host")
    entry = Entry.objects.get(label="outbox.outgoingmail", about_id=reminder().pk)
    assert (entry.event, entry.by, entry.scope) == ("cancel", world.user["staff"].pk, world.office.key)
    with clock.set_to(AFTER):
        deliver()
    assert reminder().state == "cancelled"


def test_one_that_is_leaving_is_too_late_to_stop(client, world, invited):
    with clock.set_to(AFTER):
        assert claim()
    client.force_login(world.user["staff"])
    address = reverse("planned_mail_cancel", args=[world.office.slug, reminder().public_key])
    page = client.post(address, follow=True).content.decode()
    assert "This e-mail waits no longer" in page
    assert reminder().state == "claimed"
    read = reverse("planned_mail_read", args=[world.office.slug, reminder().public_key])
    assert "This e-mail waits no longer" in client.get(read, follow=True).content.decode()


@pytest.mark.parametrize("who", ["other", "professor", "club", "writer", "admin"])
def test_nobody_else_sees_or_stops_it(client, world, invited, who):
    for name in ("planned_mail_read", "planned_mail_cancel"):
        assert page_of(client, world, who, name, reminder().public_key).status_code == 404
    assert page_of(client, world, who, "planned_mail_cancel", reminder().public_key, method="post").status_code == 404
    assert page_of(client, world, who, "planned_mail").status_code == 404
    assert reminder().state == "waiting"


def test_another_offices_mail_is_not_reached_from_ones_own_desk(client, world, invited):
    client.force_login(world.user["other"])
    for name in ("planned_mail_read", "planned_mail_cancel"):
        address = reverse(name, args=[world.rival.slug, reminder().public_key])
        assert (client.get(address).status_code, client.post(address).status_code) in [(404, 404), (404, 405)]
    assert reminder().state == "waiting"


def test_a_viewer_stops_nothing(client, world, invited):
    assert page_of(client, world, "viewer", "planned_mail_cancel", reminder().public_key).status_code == 404


def test_a_mail_to_a_member_is_no_mail_in_the_name_of_the_office(client, world):
    mail = queue_mail("member_ended", key="x", to="staff@demo.edu", scope=world.office.key, about=world.user["staff"],
                      send_after=clock.now() + timedelta(days=3))  # fmt: skip
    assert page_of(client, world, "director", "planned_mail_read", mail.public_key).status_code == 404
