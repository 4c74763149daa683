"""Makers of hosts and of those who work there."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from careerlink.web import clock
from partners.models import CampusRules, Group, Host, Invitation, Member
from tests.factories.basics import InstitutionFactory, UserFactory


class HostFactory(DjangoModelFactory):
    """An approved career office."""

    class Meta:
        model = Host

    class Params:
        waiting = factory.Trait(state=Host.State.SUBMITTED, reviewed_at=None)

    slug = factory.Sequence(lambda n: f"host-{n}")
    kind = Host.HostKind.CAREER_OFFICE
    institution = factory.SubFactory(InstitutionFactory)
    name = factory.Sequence(lambda n: f"Career Office {n}")
    state = Host.State.APPROVED
    zone = "America/New_York"
    submitted_at = factory.LazyFunction(clock.now)
    reviewed_at = factory.LazyFunction(clock.now)


class GroupFactory(DjangoModelFactory):
    """What is special about a professor's group, with somebody who says yes for its department."""

    class Meta:
        model = Group
        django_get_or_create = ("host",)

    host = factory.SubFactory(HostFactory, kind=Host.HostKind.FACULTY)
    approver_name = "Dean Ivers"
    approver_email = "dean@demo.edu"


class CampusRulesFactory(DjangoModelFactory):
    """A college that says yes to each request."""

    class Meta:
        model = CampusRules

    institution = factory.SubFactory(InstitutionFactory)
    acting = CampusRules.Acting.AFTER_YES


class MemberFactory(DjangoModelFactory):
    class Meta:
        model = Member

    host = factory.SubFactory(HostFactory)
    user = factory.SubFactory(UserFactory)
    role = Member.Role.MANAGER
    gets_decisions = factory.LazyAttribute(lambda member: member.role == Member.Role.MANAGER and not member.ended_at)
    ended_at = None


class InvitationFactory(DjangoModelFactory):
    """A colleague who has not answered yet."""

    class Meta:
        model = Invitation

    host = factory.SubFactory(HostFactory)
    email = factory.Sequence(lambda n: f"colleague{n}@demo.edu")
    role = Member.Role.COORDINATOR
    invited_by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=14))
