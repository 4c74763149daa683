"""Why moderators decide as they do: a code for the trail, a label for the moderator, and the kind words
that the mail says.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HostRefusal(models.TextChoices):
    NOT_FOUND = "not_found", _("We could not find it at this college")
    NOT_KNOWN = "not_known", _("The college does not know the applicant")
    HERE_ALREADY = "here_already", _("It is here already")
    NOT_A_HOST = "not_a_host", _("It is no career office, professor or student group")
    OTHER = "other", _("Something else, in your own words")


class RequestRefusal(models.TextChoices):
    """Why a college says no to a request of one of its groups."""

    OTHER_DAY = "other_day", _("Another day would be better")
    COVERED = "covered", _("We have somebody for this already")
    MORE = "more", _("We need to know more first")
    NOT_THIS = "not_this", _("It does not fit the rules of the college")
    OTHER = "other", _("Something else, in your own words")


class WriterQuestion(models.TextChoices):
    WHO = "who", _("Who they are")
    WORK = "work", _("What their work is")
    FEES = "fees", _("Their fees")
    CREDENTIAL = "credential", _("A credential")
    OTHER = "other", _("Something else")


class WriterRefusal(models.TextChoices):
    NOT_A_WRITER = "not_a_writer", _("Does not write resumes or coach")
    NOT_CONFIRMED = "not_confirmed", _("We could not confirm who they are")
    FEES_HIDDEN = "fees_hidden", _("Fees are not shown")
    SOLICITS = "solicits", _("Asks students for business")
    OTHER = "other", _("Something else, in your own words")


class CredentialRejection(models.TextChoices):
    NOT_LISTED = "not_listed", _("Not in the issuer's list")
    UNREADABLE = "unreadable", _("The evidence cannot be read")
    OTHER_NAME = "other_name", _("It is in another name")
    RAN_OUT = "ran_out", _("It has run out")
    OTHER = "other", _("Something else, in your own words")


class CredentialRevocation(models.TextChoices):
    WITHDRAWN = "withdrawn", _("The issuer took it back")
    MISTAKE = "mistake", _("We checked it by mistake")
    NOT_REAL = "not_real", _("It turned out not to be real")
    OTHER = "other", _("Something else, in your own words")


class IntroductionRefusal(models.TextChoices):
    """Why a host does not want to meet an employer; its own, shown to nobody else."""

    NOT_NOW = "not_now", _("Not now")
    KNOWN = "known", _("We know them already")
    NOT_A_FIT = "not_a_fit", _("Not what our students look for")
    RECRUITER = "recruiter", _("We work with no recruiters")


class ReportUpheld(models.TextChoices):
    SPOKE = "spoke", _("We spoke with them")
    CORRECTED = "corrected", _("It was put right")
    SUSPENDED = "suspended", _("We suspended them")


class ReportDismissed(models.TextChoices):
    NOT_CONFIRMED = "not_confirmed", _("We could not confirm it")
    NO_RULE = "no_rule", _("No rule was broken")
    KNOWN = "known", _("It is being dealt with already")


# What the mail says for each reason. "Something else" says only what the moderator wrote.
KIND_WORDS: dict[type[models.TextChoices], dict[str, object]] = {
    HostRefusal: {
        "not_found": _("We could not find it on the pages of the college, nor by its published number."),
        "not_known": _("The college could not tell us that you ask on its behalf."),
        "here_already": _("It is on CareerLink already: ask one of its managers for an invitation."),
        "not_a_host": _("CareerLink is for career offices, professors and student groups of a college."),
    },
    RequestRefusal: {
        "other_day": _("The day does not suit the college. Choose another and ask again."),
        "covered": _("The college has somebody for this already."),
        "more": _("Please say more under “Details”: who comes, for how long, and what happens."),
        "not_this": _("As it stands it does not fit the rules of the college."),
    },
    WriterQuestion: {
        "who": _("We would like to know a little better who you are."),
        "work": _("We would like to know a little better what your work is."),
        "fees": _("We have a question about your fees."),
        "credential": _("We have a question about a credential of yours."),
        "other": _("We have a question."),
    },
    WriterRefusal: {
        "not_a_writer": _("CareerLink is for people who write resumes or coach; your profile speaks of other work."),
        "not_confirmed": _("We could not confirm who you are from what your profile says."),
        "fees_hidden": _("Fees are shown before any contact, and your profile does not say them."),
        "solicits": _("Here nobody asks students or alumni for business, and your profile does."),
    },
    CredentialRejection: {
        "not_listed": _("The issuer's list does not have you under the number that you gave."),
        "unreadable": _("We could not read the file that you sent."),
        "other_name": _("It is in another name than yours."),
        "ran_out": _("It has run out."),
    },
    CredentialRevocation: {
        "withdrawn": _("Its issuer told us that it is no longer yours."),
        "mistake": _("We had marked it as checked by mistake, and are sorry."),
        "not_real": _("It could not be confirmed after all."),
    },
    ReportUpheld: {
        "spoke": _("We spoke with them about it."),
        "corrected": _("It has been put right."),
        "suspended": _("They cannot take part for the time being."),
    },
    ReportDismissed: {
        "not_confirmed": _("We looked into it and could not confirm it."),
        "no_rule": _("We looked into it, and no rule was broken."),
        "known": _("We knew of it, and it is being dealt with."),
    },
}


def kind_words(choices: type[models.TextChoices], code: str) -> str:
    """The sentence for one reason, "" for those that only the moderator's own words explain."""
    return str(KIND_WORDS.get(choices, {}).get(code, ""))
