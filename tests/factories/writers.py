"""Makers of writers and of what they bring."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from careerlink.web import clock
from partners.models import Credential, Fee, Writer, WriterInvitation, WriterTag
from tests.factories.basics import CredentialTypeFactory, PlaceFactory, UserFactory
from tests.factories.hosts import HostFactory


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


class FeeFactory(DjangoModelFactory):
    class Meta:
        model = Fee

    writer = factory.SubFactory(WriterFactory)
    what = "Resume, one round of changes"
    dollars = 150


class WriterInvitationFactory(DjangoModelFactory):
    """A writer whom an office knows, who has not answered yet."""

    class Meta:
        model = WriterInvitation

    host = factory.SubFactory(HostFactory)
    name = factory.Sequence(lambda n: f"Known Writer {n}")
    email = factory.Sequence(lambda n: f"known{n}@demo.test")
    expires_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=30))
