"""Makers of alumni, their requests and each try with a writer."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from careerlink.web import clock
from referrals import clocks
from referrals.models import (
    Alumnus,
    AlumnusAddress,
    BulkInvite,
    BulkInvitee,
    Consent,
    CounselParagraph,
    FreeService,
    HelpRequest,
    HelpSettings,
    Leg,
    Referral,
)
from tests.factories.basics import LegalTextFactory
from tests.factories.hosts import HostFactory
from tests.factories.writers import WriterFactory


class AlumnusFactory(DjangoModelFactory):
    """Somebody in the records of an office, with one address (`email`)."""

    class Meta:
        model = Alumnus
        skip_postgeneration_save = True

    host = factory.SubFactory(HostFactory)
    name = factory.Sequence("Ada Alumna {}".format)
    graduation_year = 2019

    @factory.post_generation
    def email(self, create, given, **kwargs):
        if create:
            AlumnusAddress.objects.create(
                alumnus=self, host=self.host, email=given or f"alum{self.pk}@people.demo.test", is_main=True
            )


class HelpSettingsFactory(DjangoModelFactory):
    """An office that refers alumni."""

    class Meta:
        model = HelpSettings
        django_get_or_create = ("host",)

    host = factory.SubFactory(HostFactory)


class FreeServiceFactory(DjangoModelFactory):
    """Something that alumni of an office get free of charge."""

    class Meta:
        model = FreeService

    host = factory.SubFactory(HostFactory)
    title = factory.Sequence("Free service {}".format)
    order = factory.Sequence(int)


class CounselParagraphFactory(DjangoModelFactory):
    """What the counsel of an office adds to the consent."""

    class Meta:
        model = CounselParagraph

    host = factory.SubFactory(HostFactory)
    version = factory.Sequence(lambda n: n + 1)
    body = "The college is not a party to what you agree."


class HelpRequestFactory(DjangoModelFactory):
    """Somebody who asked on the public page of an office and has not confirmed the address."""

    class Meta:
        model = HelpRequest

    host = factory.SubFactory(HostFactory)
    name = factory.Sequence("Ida Asking {}".format)
    email = factory.Sequence("asking{}@people.demo.test".format)
    graduation_year = 2010
    words = "A resume for a job as an editor"
    expires_at = factory.LazyFunction(lambda: clock.now() + clocks.UNCONFIRMED)


class ReferralFactory(DjangoModelFactory):
    """A request waiting for consent; traits say how far it has come. `going_on` comes with a signed consent."""

    class Meta:
        model = Referral
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(state="draft")
        going_on = factory.Trait(
            state="choosing",
            consented_at=factory.LazyFunction(clock.now),
            due_at=factory.LazyFunction(lambda: clock.now() + clocks.CHOICE),
        )
        accepted = factory.Trait(accepted_at=factory.LazyFunction(clock.now))
        closed = factory.Trait(
            state="closed",
            outcome="got_help",
            settled_as="agreement",
            due_at=None,
            consented_at=factory.LazyFunction(clock.now),
            closed_at=factory.LazyFunction(clock.now),
        )

    alumnus = factory.SubFactory(AlumnusFactory, idle_since=None)
    host = factory.SelfAttribute("alumnus.host")
    state = "awaiting_consent"
    words = "A resume for a first job as an editor"
    seed = 7
    due_at = factory.LazyFunction(lambda: clock.now() + clocks.CONSENT)

    @factory.post_generation
    def consent(self, create, given, **kwargs):
        if create and self.consented_at:
            text = LegalTextFactory(slug="consent", version=1)
            Consent.objects.create(referral=self, text=text, signature=self.alumnus.name)


class LegFactory(DjangoModelFactory):
    """A writer who is asked; `accepted` and `contacted` say how far it has come, and the referral with it."""

    class Meta:
        model = Leg

    class Params:
        accepted = factory.Trait(
            state="accepted",
            accepted_at=factory.LazyFunction(clock.now),
            answered_at=factory.LazyFunction(clock.now),
            due_at=factory.LazyFunction(lambda: clock.now() + clocks.CONTACT),
            referral=factory.SubFactory(
                ReferralFactory,
                going_on=True,
                accepted=True,
                state="with_writer",
                ask_at=factory.LazyFunction(lambda: clock.now() + clocks.QUESTIONS[0]),
            ),
        )
        contacted = factory.Trait(
            state="contacted",
            accepted_at=factory.LazyFunction(clock.now),
            answered_at=factory.LazyFunction(clock.now),
            contacted_at=factory.LazyFunction(clock.now),
            due_at=factory.LazyFunction(lambda: clock.now() + clocks.LAST_ANSWER),
            referral=factory.SubFactory(
                ReferralFactory,
                going_on=True,
                accepted=True,
                state="in_contact",
                due_at=factory.LazyFunction(lambda: clock.now() + clocks.QUESTIONS[-1]),
                ask_at=factory.LazyFunction(lambda: clock.now() + clocks.QUESTIONS[0]),
            ),
        )

    referral = factory.SubFactory(ReferralFactory, going_on=True, state="with_writer")
    writer = factory.SubFactory(WriterFactory, verified=True)
    consent = factory.LazyAttribute(lambda leg: leg.referral.consents.get(revoked_at=None))
    due_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=3))


class BulkInviteFactory(DjangoModelFactory):
    """An office invites many: `people` of its records, one when nothing is said, whose turn is now."""

    class Meta:
        model = BulkInvite
        skip_postgeneration_save = True

    host = factory.SubFactory(HostFactory)
    due_at = factory.LazyFunction(clock.now)

    @factory.post_generation
    def people(self, create, given, **kwargs):
        if create:
            HelpSettingsFactory(host=self.host)
            for _one in range(1 if given is None else given):
                BulkInvitee.objects.create(invite=self, alumnus=AlumnusFactory(host=self.host))
