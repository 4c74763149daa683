"""Makers of what hosts and writers ask of each other and do together."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from careerlink.web import clock
from partners.clocks import end_of_day
from partners.models import (
    Board,
    BoardSeat,
    ClassRequest,
    Engagement,
    Host,
    Introduction,
    Kind,
    Need,
    Offer,
    Partnership,
    Report,
)
from tests.factories.basics import LegalTextFactory, UserFactory
from tests.factories.hosts import HostFactory
from tests.factories.writers import WriterFactory


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


class ClassRequestFactory(DjangoModelFactory):
    """A class in a week for which writers are asked; `waiting` for a yes."""

    class Meta:
        model = ClassRequest

    class Params:
        waiting = factory.Trait(
            state=ClassRequest.State.WAITING_FOR_APPROVAL,
            approved_at=None,
            due_at=factory.LazyAttribute(lambda request: request.starts_at - timedelta(hours=12)),
            need=factory.SubFactory(
                NeedFactory,
                host=factory.SelfAttribute("..host"),
                kind=Kind.CLASS_VISIT,
                state=Need.State.DRAFT,
                published_at=None,
                needed_on=factory.SelfAttribute("..class_day"),
            ),
        )
        class_day = factory.LazyAttribute(
            lambda request: request.starts_at.astimezone(ZoneInfo(request.host.zone)).date()
        )

    host = factory.SubFactory(HostFactory, kind=Host.HostKind.FACULTY)
    need = factory.SubFactory(
        NeedFactory,
        host=factory.SelfAttribute("..host"),
        kind=Kind.CLASS_VISIT,
        needed_on=factory.SelfAttribute("..class_day"),
        suggested_at=factory.LazyFunction(clock.now),
    )
    state = ClassRequest.State.OPEN
    course = "English 101"
    size = 24
    starts_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=7))
    ends_at = factory.LazyAttribute(lambda request: request.starts_at + timedelta(minutes=50))
    room = "Old Main 7"
    decide_by = factory.LazyAttribute(lambda request: request.starts_at - timedelta(hours=20))
    due_at = factory.LazyAttribute(lambda request: request.decide_by)
    approved_at = factory.LazyFunction(clock.now)


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


class IntroductionFactory(DjangoModelFactory):
    """An employer whom both sides were asked about a moment ago."""

    class Meta:
        model = Introduction

    class Params:
        draft = factory.Trait(state="draft", organization="", contact_email="", contact_name="", proposed_at=None)
        host_agreed = factory.Trait(state="host_agreed", host_agreed_at=factory.LazyFunction(clock.now))
        contact_agreed = factory.Trait(state="contact_agreed", contact_agreed_at=factory.LazyFunction(clock.now))
        introduced = factory.Trait(
            state="introduced",
            host_agreed_at=factory.LazyFunction(clock.now),
            contact_agreed_at=factory.LazyFunction(clock.now),
            introduced_at=factory.LazyFunction(clock.now),
            due_at=factory.LazyFunction(lambda: clock.now() + timedelta(days=104)),
            ask_at=factory.LazyFunction(lambda: clock.now() + timedelta(days=30)),
        )

    host = factory.SubFactory(HostFactory)
    writer = factory.SubFactory(WriterFactory)
    organization = factory.Sequence(lambda n: f"Employer {n}")
    looks_for = "Two people who write well."
    contact_name = "Robin Hale"
    contact_role = "Recruiting"
    contact_email = factory.Sequence(lambda n: f"contact{n}@employer.test")
    proposed_at = factory.LazyFunction(clock.now)
    due_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=14))


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


class BoardFactory(DjangoModelFactory):
    class Meta:
        model = Board
        django_get_or_create = ("host",)

    host = factory.SubFactory(HostFactory)


class BoardSeatFactory(DjangoModelFactory):
    """Somebody who has served for two years of three, with her work and without a statement."""

    class Meta:
        model = BoardSeat
        skip_postgeneration_save = True

    class Params:
        invited = factory.Trait(
            state=BoardSeat.State.PROPOSED,
            starts_on=factory.LazyFunction(clock.today),
            due_at=factory.LazyFunction(lambda: clock.now() + timedelta(days=30)),
        )

    host = factory.SubFactory(HostFactory)
    writer = factory.SubFactory(WriterFactory)
    state = BoardSeat.State.SERVING
    starts_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=730))
    ends_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=365))
    due_at = factory.LazyAttribute(lambda seat: end_of_day(seat.host, seat.ends_on))

    @factory.post_generation
    def board(self, create, extracted, **kwargs):
        if extracted is not False:
            BoardFactory(host=self.host)
        if self.state == BoardSeat.State.SERVING:
            EngagementFactory(
                host=self.host,
                writer=self.writer,
                kind=Kind.BOARD,
                source_label="partners.boardseat",
                source_id=self.pk,
            )
