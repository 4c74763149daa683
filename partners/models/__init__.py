"""Tables of the partners' room."""

from partners.models.board import Board, BoardSeat, ConflictStatement
from partners.models.campus import CampusRules, CoolingOff, Group, Message
from partners.models.choices import CareerStage, Kind, Language, Service, Vocabulary
from partners.models.classes import ClassRequest
from partners.models.desk_mail import DeskMail
from partners.models.directory import WriterWord
from partners.models.engagements import Asked, Engagement, Partnership
from partners.models.host_exports import HostExport
from partners.models.hosts import Closure, Host, HostCheck, Invitation, Member, TaughtMajor, Want, Weekday
from partners.models.introductions import Introduction, IntroductionResult, IntroductionTag
from partners.models.needs import Need, NeedTag, WaitingName, WriterInvitation
from partners.models.offers import Offer
from partners.models.reports import Report
from partners.models.suggestions import NotForMe, Suggestion
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
    "Board",
    "BoardSeat",
    "CampusRules",
    "CareerStage",
    "ClassRequest",
    "Closure",
    "ConflictStatement",
    "CoolingOff",
    "Credential",
    "DeskMail",
    "Engagement",
    "Evidence",
    "Fee",
    "Group",
    "Host",
    "HostCheck",
    "HostExport",
    "Introduction",
    "IntroductionResult",
    "IntroductionTag",
    "Invitation",
    "Kind",
    "Language",
    "Member",
    "Message",
    "Need",
    "NeedTag",
    "NotForMe",
    "Offer",
    "Partnership",
    "Phrase",
    "Report",
    "SavedHost",
    "SavedWriter",
    "Service",
    "Suggestion",
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
