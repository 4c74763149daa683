"""Tables of the partners' room."""

from partners.models.choices import CareerStage, Kind, Language, Service, Vocabulary
from partners.models.desk_mail import DeskMail
from partners.models.directory import WriterWord
from partners.models.engagements import Asked, Engagement, Partnership
from partners.models.host_exports import HostExport
from partners.models.hosts import Closure, Host, HostCheck, Invitation, Member, TaughtMajor, Want, Weekday
from partners.models.needs import Need, NeedTag, WaitingName, WriterInvitation
from partners.models.offers import Offer
from partners.models.reports import Report
from partners.models.writers import (
    Credential,
    Evidence,
    Fee,
    Phrase,
    SavedHost,
    SavedWriter,
    Writer,
    WriterTag,
)

__all__ = [
    "Asked",
    "CareerStage",
    "Closure",
    "Credential",
    "DeskMail",
    "Engagement",
    "Evidence",
    "Fee",
    "Host",
    "HostCheck",
    "HostExport",
    "Invitation",
    "Kind",
    "Language",
    "Member",
    "Need",
    "NeedTag",
    "Offer",
    "Partnership",
    "Phrase",
    "Report",
    "SavedHost",
    "SavedWriter",
    "Service",
    "TaughtMajor",
    "Vocabulary",
    "WaitingName",
    "Want",
    "Weekday",
    "Writer",
    "WriterInvitation",
    "WriterTag",
    "WriterWord",
]
