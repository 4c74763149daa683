"""Makers of single rows: dull by default, with traits named as situations."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from careerlink.accounts.models import LegalText, User
from careerlink.taxonomy.models import CredentialType, Institution, Issuer, Major, Occupation, Place
from careerlink.web import clock
from partners.models import (
    Credential,
    Engagement,
    Fee,
    Host,
    Invitation,
    Kind,
    Member,
    Need,
    Offer,
    Partnership,
    Report,
    Writer,
    WriterInvitation,
    WriterTag,
)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@demo.test")
    password = factory.django.Password("careerlink-demo")

    @factory.post_generation
    def confirmed(self, create, extracted, **kwargs):
        if create and extracted is not False:
            self.emailaddress_set.create(email=self.email, verified=True, primary=True)


class InstitutionFactory(DjangoModelFactory):
    class Meta:
        model = Institution

    unitid = factory.Sequence(lambda n: 900000 + n)
    name = factory.Sequence(lambda n: f"College {n}")
    city = "Oxbow"
    state = "NY"
    zip = "10001"
    latitude = 40.75
    longitude = -73.99
    control = "public"
    level = "4-year"
    email_domain = factory.Sequence(lambda n: f"college{n}.edu")


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place
        django_get_or_create = ("zip",)

    zip = "10001"
    city = "New York"
    state = "NY"
    state_name = "New York"
    latitude = 40.7506
    longitude = -73.9972


class MajorFactory(DjangoModelFactory):
    class Meta:
        model = Major
        django_get_or_create = ("code",)

    code = "23.0101"
    level = 3
    title = "English Language and Literature, General"


class OccupationFactory(DjangoModelFactory):
    class Meta:
        model = Occupation
        django_get_or_create = ("code",)

    code = "27-3041"
    level = 4
    title = "Editors"


class IssuerFactory(DjangoModelFactory):
    class Meta:
        model = Issuer
        django_get_or_create = ("name",)

    name = "Guild of Resume Craft"
    lookup_url = "https://issuer.example.org/members"


class CredentialTypeFactory(DjangoModelFactory):
    class Meta:
        model = CredentialType
        django_get_or_create = ("acronym",)

    acronym = "CPRW"
    name = "Certified Professional Resume Writer"
    issuer = factory.SubFactory(IssuerFactory)
    category = "resume writing"
    country = "US"


class LegalTextFactory(DjangoModelFactory):
    class Meta:
        model = LegalText
        django_get_or_create = ("slug", "version")

    slug = "pledge"
    version = 1
    body = "I do not ask students or alumni for business."


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


class MemberFactory(DjangoModelFactory):
    class Meta:
        model = Member

    host = factory.SubFactory(HostFactory)
    user = factory.SubFactory(UserFactory)
    role = Member.Role.MANAGER
    gets_decisions = factory.LazyAttribute(lambda member: member.role == Member.Role.MANAGER and not member.ended_at)
    ended_at = None


class WriterFactory(DjangoModelFactory):
    """An approved writer without a credential."""

    class Meta:
        model = Writer
        skip_postgeneration_save = True

    class Params:
        waiting = factory.Trait(state=Writer.State.SUBMITTED, reviewed_at=None)
        verified = factory.Trait(
            verified_until=factory.LazyFunction(lambda: clock.today() + timedelta(days=400)),
            held=factory.RelatedFactory("tests.factories.CredentialFactory", factory_related_name="writer"),
        )

    slug = factory.Sequence(lambda n: f"writer-{n}")
    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Writer {n}")
    headline = "Resumes for people who write"
    state = Writer.State.APPROVED
    place = factory.SubFactory(PlaceFactory)
    latitude = 40.7506
    longitude = -73.9972
    submitted_at = factory.LazyFunction(clock.now)
    reviewed_at = factory.LazyFunction(clock.now)
    pledged_at = factory.LazyFunction(clock.now)


class WriterTagFactory(DjangoModelFactory):
    class Meta:
        model = WriterTag

    writer = factory.SubFactory(WriterFactory)
    vocabulary = "major"
    code = "23.0101"


class CredentialFactory(DjangoModelFactory):
    """A checked credential with more than a year to go."""

    class Meta:
        model = Credential

    class Params:
        waiting = factory.Trait(state=Credential.State.SUBMITTED, reviewed_at=None)

    writer = factory.SubFactory(WriterFactory)
    type = factory.SubFactory(CredentialTypeFactory)
    name = "Certified Professional Resume Writer"
    issuer = "Guild of Resume Craft"
    state = Credential.State.CHECKED
    submitted_at = factory.LazyFunction(clock.now)
    reviewed_at = factory.LazyFunction(clock.now)
    expires_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=400))


class NeedFactory(DjangoModelFactory):
    """A published request a month ahead."""

    class Meta:
        model = Need

    host = factory.SubFactory(HostFactory)
    kind = Kind.WORKSHOP
    words = "English"
    needed_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=30))
    state = Need.State.OPEN
    published_at = factory.LazyFunction(clock.now)


class OfferFactory(DjangoModelFactory):
    """An offer that was sent and not seen yet."""

    class Meta:
        model = Offer

    class Params:
        queued = factory.Trait(state=Offer.State.QUEUED, sent_at=None, queued_at=factory.LazyFunction(clock.now))

    writer = factory.SubFactory(WriterFactory)
    host = factory.SubFactory(HostFactory)
    kind = Kind.WORKSHOP
    text = "I would gladly give a workshop."
    state = Offer.State.SENT
    sent_at = factory.LazyFunction(clock.now)
    due_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=14))


class PartnershipFactory(DjangoModelFactory):
    class Meta:
        model = Partnership

    host = factory.SubFactory(HostFactory)
    writer = factory.SubFactory(WriterFactory)
    pledge = factory.SubFactory(LegalTextFactory)
    pledged_at = factory.LazyFunction(clock.now)


class EngagementFactory(DjangoModelFactory):
    class Meta:
        model = Engagement

    host = factory.SubFactory(HostFactory)
    writer = factory.SubFactory(WriterFactory)
    kind = Kind.WORKSHOP
    source_label = "partners.offer"
    source_id = factory.Sequence(lambda n: 10_000_000 + n)


class FeeFactory(DjangoModelFactory):
    class Meta:
        model = Fee

    writer = factory.SubFactory(WriterFactory)
    what = "Resume, one round of changes"
    dollars = 150


class InvitationFactory(DjangoModelFactory):
    """A colleague who has not answered yet."""

    class Meta:
        model = Invitation

    host = factory.SubFactory(HostFactory)
    email = factory.Sequence(lambda n: f"colleague{n}@demo.edu")
    role = Member.Role.COORDINATOR
    invited_by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=14))


class WriterInvitationFactory(DjangoModelFactory):
    """A writer whom an office knows, who has not answered yet."""

    class Meta:
        model = WriterInvitation

    host = factory.SubFactory(HostFactory)
    name = factory.Sequence(lambda n: f"Known Writer {n}")
    email = factory.Sequence(lambda n: f"known{n}@demo.test")
    expires_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=30))


class ReportFactory(DjangoModelFactory):
    """A report about a writer that waits for a moderator."""

    class Meta:
        model = Report

    by = factory.SubFactory(UserFactory)
    writer = factory.SubFactory(WriterFactory)
    about = Report.About.CONDUCT
    text = "Was an hour late and rude about it."
    submitted_at = factory.LazyFunction(clock.now)
    answer_by = factory.LazyFunction(lambda: clock.now() + timedelta(days=2))
