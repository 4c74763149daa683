"""Makers of single rows: dull by default, with traits named as situations."""

from tests.factories.basics import (
    CredentialTypeFactory,
    InstitutionFactory,
    IssuerFactory,
    LegalTextFactory,
    MajorFactory,
    OccupationFactory,
    PlaceFactory,
    UserFactory,
)
from tests.factories.hosts import CampusRulesFactory, GroupFactory, HostFactory, InvitationFactory, MemberFactory
from tests.factories.work import (
    BoardFactory,
    BoardSeatFactory,
    ClassRequestFactory,
    EngagementFactory,
    IntroductionFactory,
    NeedFactory,
    OfferFactory,
    PartnershipFactory,
    ReportFactory,
)
from tests.factories.writers import (
    CredentialFactory,
    FeeFactory,
    WriterFactory,
    WriterInvitationFactory,
    WriterTagFactory,
)

__all__ = [
    "BoardFactory",
    "BoardSeatFactory",
    "CampusRulesFactory",
    "ClassRequestFactory",
    "CredentialFactory",
    "CredentialTypeFactory",
    "EngagementFactory",
    "FeeFactory",
    "GroupFactory",
    "HostFactory",
    "InstitutionFactory",
    "IntroductionFactory",
    "InvitationFactory",
    "IssuerFactory",
    "LegalTextFactory",
    "MajorFactory",
    "MemberFactory",
    "NeedFactory",
    "OccupationFactory",
    "OfferFactory",
    "PartnershipFactory",
    "PlaceFactory",
    "ReportFactory",
    "UserFactory",
    "WriterFactory",
    "WriterInvitationFactory",
    "WriterTagFactory",
]
