"""The people of a host: asked in, given a role, leaving; there is always a manager."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.audit.models import Entry
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from careerlink.web.models import SignedLink
from partners.actions import members as actions
from partners.models import Invitation, Member
from tests import factories as make

pytestmark = pytest.mark.django_db


def member_of(host, user):
    return Member.objects.get(host=host, user=user, ended_at=None)


def test_the_last_manager_cannot_leave_without_a_successor(world):
    director = world.user["director"]
    with pytest.raises(ValidationError) as refused:
        actions.end_membership(member_of(world.office, director), by=director)
    assert refused.value.code == "last_manager"
    assert member_of(world.office, director).role == "manager"


def test_the_last_manager_cannot_take_a_smaller_role(world):
    director = world.user["director"]
    with pytest.raises(ValidationError):
        actions.change_role(member_of(world.office, director), by=director, role="viewer")
    assert member_of(world.office, director).role == "manager"


def test_with_a_successor_the_manager_leaves(world):
    director, staff = world.user["director"], world.user["staff"]
    actions.change_role(member_of(world.office, staff), by=director, role="manager")
    actions.end_membership(member_of(world.office, director), by=director)
    assert not Member.objects.filter(host=world.office, user=director, ended_at=None).exists()
    assert Entry.objects.filter(label="partners.member", event="leave", by=director.pk).count() == 1
    assert OutgoingMail.objects.filter(kind="member_role_changed").count() == 1


def test_a_suspended_account_is_no_successor(world):
    director, staff = world.user["director"], world.user["staff"]
    actions.change_role(member_of(world.office, staff), by=director, role="manager")
    staff.is_active = False
    staff.save()
    with pytest.raises(ValidationError):
        actions.end_membership(member_of(world.office, director), by=director)


def test_who_is_no_manager_any_more_changes_nothing(world):
    director, staff, viewer = world.user["director"], world.user["staff"], world.user["viewer"]
    actions.change_role(member_of(world.office, staff), by=director, role="manager")
    actions.change_role(member_of(world.office, director), by=staff, role="viewer")
    with pytest.raises(actions.NoLongerManager):
        actions.end_membership(member_of(world.office, viewer), by=director)


def test_a_membership_ends_once(world):
    director = world.user["director"]
    viewer = member_of(world.office, world.user["viewer"])
    actions.end_membership(viewer, by=director)
    with pytest.raises(Stale):
        actions.end_membership(viewer, by=director)
    assert OutgoingMail.objects.filter(kind="member_ended").count() == 1


def test_a_colleague_is_asked_in_by_mail(world):
    invitation = actions.invite_colleague(world.office, by=world.user["director"], email="Kim@Demo.edu", role="viewer")
    assert (invitation.email, invitation.state) == ("kim@demo.edu", "sent")
    mail = OutgoingMail.objects.get(kind="invitation_colleague")
    assert mail.mailbox.address == "kim@demo.edu"
    assert "go/" not in str(mail.context)
    assert SignedLink.objects.get(purpose="colleague").about == invitation.key


def test_one_address_has_one_open_invitation(world):
    by = world.user["director"]
    actions.invite_colleague(world.office, by=by, email="kim@demo.edu", role="viewer")
    with pytest.raises(ValidationError):
        actions.invite_colleague(world.office, by=by, email="KIM@demo.edu", role="manager")
    with pytest.raises(ValidationError):
        actions.invite_colleague(world.office, by=by, email="staff@demo.edu", role="manager")
    assert Invitation.objects.count() == 1


def test_a_yes_makes_a_member_in_that_role(world):
    invitation = actions.invite_colleague(
        world.office, by=world.user["director"], email="kim@demo.edu", role="coordinator"
    )
    kim = make.UserFactory(email="kim@demo.edu")
    member = actions.accept_invitation(invitation, by=kim)
    assert (member.role, member.user) == ("coordinator", kim)
    assert OutgoingMail.objects.get(kind="invitation_accepted").mailbox.address == "director@demo.edu"
    with pytest.raises(NoSuchMove):
        actions.accept_invitation(invitation, by=kim)


def test_a_member_who_opens_an_invitation_keeps_her_role(world):
    by = world.user["director"]
    invitation = actions.invite_colleague(world.office, by=by, email="other-address@demo.edu", role="viewer")
    assert actions.accept_invitation(invitation, by=by).role == "manager"


def test_a_no_is_told_to_who_invited(world):
    invitation = actions.invite_colleague(world.office, by=world.user["director"], email="kim@demo.edu", role="viewer")
    actions.decline_invitation(invitation)
    assert OutgoingMail.objects.filter(kind="invitation_declined").count() == 1


def test_an_invitation_runs_out_after_14_days(world):
    invitation = actions.invite_colleague(world.office, by=world.user["director"], email="kim@demo.edu", role="viewer")
    with clock.set_to(clock.now() + timedelta(days=13, hours=23)):
        assert actions.expire_invitations() == 0
    with clock.set_to(clock.now() + timedelta(days=14)):
        with pytest.raises(Stale):
            actions.accept_invitation(invitation, by=make.UserFactory())
        assert actions.expire_invitations() == 1
        assert actions.expire_invitations() == 0
    invitation.refresh_from_db()
    assert invitation.state == "expired"


def test_who_left_may_be_asked_again(world):
    director, viewer = world.user["director"], world.user["viewer"]
    actions.end_membership(member_of(world.office, viewer), by=director)
    invitation = actions.invite_colleague(world.office, by=director, email=viewer.email, role="coordinator")
    assert actions.accept_invitation(invitation, by=viewer).role == "coordinator"
    assert Member.objects.filter(host=world.office, user=viewer).count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["demote", "leave"])
def test_two_managers_who_act_at_once_leave_one(world, act):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    director, staff = world.user["director"], world.user["staff"]
    actions.change_role(member_of(world.office, staff), by=director, role="manager")
    start = threading.Barrier(2)
    ends = []

    def run(actor, target):
        try:
            start.wait(timeout=10)
            if act == "demote":
                actions.change_role(member_of(world.office, target), by=actor, role="viewer")
            else:
                actions.end_membership(member_of(world.office, actor), by=actor)
            ends.append("done")
        except (ValidationError, actions.NoLongerManager, Stale) as error:
            ends.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in [(director, staff), (staff, director)]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(ends)[-1] == "done"
    assert len(ends) == 2
    assert Member.objects.filter(host=world.office, role="manager", ended_at=None).count() == 1
