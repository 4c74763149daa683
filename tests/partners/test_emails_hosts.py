"""Every mail about hosts, their people and the cold start: rendered as it leaves, dropped when it is no longer true."""

import pytest

from careerlink.accounts.registry import erasures, exports, panels
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import hosts, members, waiting
from partners.models import Invitation, Member, WriterInvitation
from tests import factories as make

pytestmark = pytest.mark.django_db


def only(kind):
    mail = OutgoingMail.objects.get(kind=kind)
    return mail, kinds[kind].render(mail), kinds[kind].still_true(mail)


def test_the_applicant_reads_by_when_she_hears(world):
    person = make.UserFactory()
    host = hosts.found_host(
        by=person, institution=world.college, kind="career_office", name="Career Services", phone="212 555 0134"
    )
    mail, letter, dropped = only("host_received")
    assert dropped == ""
    assert "You hear from us by" in letter.text
    assert f"/desk/{host.slug}/" in letter.html
    host.state, host.reviewed_at = "approved", clock.now()
    host.save()
    assert kinds["host_received"].still_true(mail) == "the host was decided on"


def test_managers_read_who_asks_to_be_let_in(world):
    asker = make.UserFactory(name="Kim <b>Lee</b>", email="kim@demo.edu")
    hosts.ask_for_invitation(world.office, by=asker)
    mail, letter, dropped = only("host_invitation_wanted")
    assert dropped == ""
    assert "kim@demo.edu" in letter.text
    assert "<b>Lee" not in letter.html
    make.MemberFactory(host=world.office, user=asker)
    assert kinds["host_invitation_wanted"].still_true(mail) == "she is a member already"


def test_a_colleague_gets_the_link_only_while_it_opens(world):
    invitation = members.invite_colleague(world.office, by=world.user["director"], email="kim@demo.edu", role="viewer")
    mail, letter, dropped = only("invitation_colleague")
    assert dropped == ""
    assert "/go/" in letter.text
    assert "/go/" in letter.html
    members.withdraw_invitation(invitation, by=world.user["director"])
    assert kinds["invitation_colleague"].still_true(mail) == "the invitation is no longer open"


def test_answers_to_an_invitation_are_told(world):
    by = world.user["director"]
    yes = members.invite_colleague(world.office, by=by, email="kim@demo.edu", role="viewer")
    members.accept_invitation(yes, by=make.UserFactory(name="Kim Lee", email="kim@demo.edu"))
    assert "Kim Lee said yes" in only("invitation_accepted")[1].text
    no = members.invite_colleague(world.office, by=by, email="lou@demo.edu", role="viewer")
    members.decline_invitation(no)
    assert "lou@demo.edu said no" in only("invitation_declined")[1].text


def test_a_member_reads_her_new_role_and_her_end(world):
    by = world.user["director"]
    viewer = Member.objects.get(host=world.office, user=world.user["viewer"])
    members.change_role(viewer, by=by, role="coordinator")
    mail, letter, dropped = only("member_role_changed")
    assert (dropped, letter.subject) == ("", "You are now coordinator of Career Office")
    members.end_membership(viewer, by=by)
    assert kinds["member_role_changed"].still_true(mail) == "the role has changed again"
    _mail, letter, dropped = only("member_ended")
    assert (dropped, letter.subject) == ("", "You are no longer a member of Career Office")


def test_a_writer_who_waited_reads_that_the_college_is_here(world):
    college = make.InstitutionFactory(name="Fresh College")
    waiting.put_name_down(world.writer, college)
    waiting.put_name_down(world.newwriter, college)
    host = make.HostFactory(institution=college)
    assert waiting.tell_waiting_writers(host) == 2
    letters = {
        mail.mailbox.address: kinds[mail.kind].render(mail)
        for mail in OutgoingMail.objects.filter(kind="waiting_college_here")
    }
    assert letters["writer@demo.test"].subject == "Offer your help: Fresh College is here"
    assert f"/hosts/{host.slug}/" in letters["writer@demo.test"].text
    assert "as soon as your profile is approved" in letters["newwriter@demo.test"].text
    mail = OutgoingMail.objects.filter(kind="waiting_college_here").first()
    waiting.take_name_off(world.writer, college)
    waiting.take_name_off(world.newwriter, college)
    assert kinds[mail.kind].still_true(mail) == "she took her name off"


def test_an_invited_writer_and_her_office_are_written_to(world):
    invitation = waiting.invite_writer(world.office, by=world.user["staff"], name="Ana Bell", email="ana@demo.test")
    mail, letter, dropped = only("waiting_writer_invited")
    assert (dropped, "Ana Bell, Career Office" in letter.text, "/go/" in letter.text) == ("", True, True)
    waiting.note_person_joined(make.UserFactory(email="ana@demo.test"))
    invitation.refresh_from_db()
    assert kinds[mail.kind].still_true(mail) == "the invitation is no longer open"
    assert "We look at the profile next" in only("waiting_writer_joined")[1].text


def test_a_member_takes_her_data_along_and_is_forgotten(world):
    director, staff = world.user["director"], world.user["staff"]
    members.invite_colleague(world.office, by=director, email="kim@demo.edu", role="viewer")
    waiting.invite_writer(world.office, by=staff, name="Ana", email="writer@demo.test")
    assert exports["Career offices and groups"](director)["memberships"][0]["role"] == "Manager"
    assert panels["Career offices and groups"](staff)[0][1].endswith("Coordinator, now")
    for _time in range(2):
        erasures["Career offices and groups"](world.user["writer"])
        erasures["Career offices and groups"](staff)
    assert not Member.objects.filter(user=staff, ended_at=None).exists()
    asked = WriterInvitation.objects.get()
    assert (asked.state, asked.name, asked.email.endswith("@erased.invalid")) == ("withdrawn", "Erased", True)
    assert Invitation.objects.get().email == "kim@demo.edu"
