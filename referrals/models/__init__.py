"""Tables of the room: alumni of an office, their referrals, and each try with a writer."""

from referrals.models.alumni import Alumnus, AlumnusAddress, AlumnusTag
from referrals.models.bulk import BulkInvite, BulkInvitee
from referrals.models.consent import Candidate, Consent, OutcomeAnswer
from referrals.models.erased import ErasedAddress
from referrals.models.help import HelpRequest
from referrals.models.imports import AlumniImport, ImportAddress, ImportBefore, ImportRow, ImportTag
from referrals.models.office import CounselParagraph, FreeService, HelpSettings
from referrals.models.referrals import Leg, Outcome, Referral

__all__ = [
    "AlumniImport",
    "Alumnus",
    "AlumnusAddress",
    "AlumnusTag",
    "BulkInvite",
    "BulkInvitee",
    "Candidate",
    "Consent",
    "CounselParagraph",
    "ErasedAddress",
    "FreeService",
    "HelpRequest",
    "HelpSettings",
    "ImportAddress",
    "ImportBefore",
    "ImportRow",
    "ImportTag",
    "Leg",
    "Outcome",
    "OutcomeAnswer",
    "Referral",
]
