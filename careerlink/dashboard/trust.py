"""What the page about trust says, from what is in force: constants of the code, settings, texts in the database."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.accounts import registry
from careerlink.accounts.models import LegalText, Tries
from careerlink.accounts.queries import texts_in_force
from careerlink.dashboard import accessibility, questions
from careerlink.outbox.models import Mailbox
from careerlink.web import links
from careerlink.web.files import MAX_BYTES, MEGABYTE
from partners import clocks
from partners.actions.credentials import REMIND_DAYS
from partners.actions.members import INVITATION_LASTS
from partners.actions.reviews import ANSWER_DAYS, URGENT_HOURS
from partners.models import Host
from partners.permissions.reports import MOST_AN_HOUR

# Texts that people acknowledge or sign when it comes to it.
AT_THEIR_MOMENT = (LegalText.Slug.GIFTS, LegalText.Slug.CONFLICT, LegalText.Slug.CAMPUS)


@dataclass(frozen=True)
class Rule:
    """One rule in force: a heading and its sentence."""

    title: str
    sentence: str


def facts() -> dict:
    """Everything on the page. One query."""
    texts = texts_in_force()
    return {
        "rules": rules(),
        "terms": texts.get(LegalText.Slug.TERMS),
        "pledge": texts.get(LegalText.Slug.PLEDGE),
        "others": [text for slug in AT_THEIR_MOMENT if (text := texts.get(slug))],
        "times": times(),
        "security": security(),
        "held": registry.held,
        "rights": list(registry.rights.values()),
        "accessibility": accessibility.report(),
        "operator": operator(),
        "subprocessors": settings.SUBPROCESSORS,
        "questions": questions.sections(),
    }


def days(number: int) -> str:
    """5 days."""
    return ngettext("%(n)s day", "%(n)s days", number) % {"n": number}


def span(length: timedelta) -> str:
    """A length in the largest whole unit: 30 minutes, 12 hours, 14 days."""
    if length >= timedelta(days=1) and not length.seconds:
        return days(length.days)
    minutes = int(length.total_seconds() // 60)
    if minutes % 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    return ngettext("%(n)s hour", "%(n)s hours", minutes // 60) % {"n": minutes // 60}


def rules() -> list[Rule]:
    """What protects students, offices and writers."""
    return [
        Rule(
            _("Nobody pays for a place"),
            _(
                "Colleges, students and alumni pay CareerLink nothing. Writers pay nothing for joining and nothing "
                "for standing higher in a list."
            ),
        ),
        Rule(
            _("Volunteering earns no referrals"),
            _(
                "Work on a campus is free of charge. Hours given never move a writer up, and no office may ask for "
                "gifts or shares."
            ),
        ),
        Rule(
            _("No gifts, no referral fees"),
            _(
                "Nothing is given or taken for a place, a name or a good word. Both sides acknowledge it with each "
                "thing they agree on; the day and the version stand beside it."
            ),
        ),
        Rule(
            _("Fees before contact"),
            _(
                "What a writer asks of private clients stands on every page on which the writer can be chosen, before "
                "any contact. The college does not endorse or vet the price of a writer."
            ),
        ),
        Rule(
            _("No clients out of volunteering"),
            _(
                "A writer asks no student or alumnus for business. After meeting a student as a volunteer, a writer "
                "keeps a distance of %(n)s months, also when it is the student who comes; we keep the day, and of "
                "the student only a keyed digest of the address."
            )
            % {"n": clocks.COOLING_OFF_MONTHS},
        ),
        Rule(
            _("No student's address goes to a writer"),
            _(
                "Students and alumni have no account here, and CareerLink hands no writer a student's name or address. "
                "Students who lead a group do log in; writers reach them only through the group's mailbox, which "
                "CareerLink relays, or through its adviser."
            ),
        ),
        Rule(
            _("A no stays where it was said"),
            _(
                "That an office declined a writer, and why, is shown to no other office, and moves the writer neither "
                "up nor down anywhere."
            ),
        ),
        Rule(
            _("Contact only when both agreed"),
            _(
                "Office and writer see each other's contact details from the day both agreed to work together. Each "
                "look is on record, and the person can read who looked."
            ),
        ),
        Rule(
            _("A person approves offices and writers"),
            _("Within %(n)s working days. Silence never approves. Who is not approved contacts nobody.")
            % {"n": ANSWER_DAYS},
        ),
        Rule(
            _("Credentials are looked up"),
            _(
                "By a person, with the issuer. The page shows when, and until when it is good; it says so from the "
                "day it runs out. Reminders come %(days)s days before."
            )
            % {"days": ", ".join(str(number) for number in REMIND_DAYS)},
        ),
        Rule(
            _("Reports are read by a person"),
            _(
                "Within %(days)s working days, urgent ones within %(hours)s hours. Nobody learns who reported. Whoever "
                "breaks a rule is suspended, and is out at the next click."
            )
            % {"days": ANSWER_DAYS, "hours": URGENT_HOURS},
        ),
    ]


def times() -> list[tuple[str, str]]:
    """How long things take, as (what, how long)."""
    budget = Host._meta.get_field("attention_budget").default
    first, second = clocks.OFFER_REMINDERS
    box = Mailbox._meta
    quiet = (box.get_field("quiet_from").default, box.get_field("quiet_until").default)
    return [
        (
            _("An offer waits for an answer"),
            _("%(days)s; reminders from days %(first)s and %(second)s on; then it ends without blame")
            % {"days": days(clocks.OFFER_ANSWER), "first": first, "second": second},
        ),
        (_("Offers an office looks at at once"), _("%(n)s unless it chooses otherwise") % {"n": budget}),
        (_("An offer waits in line"), days(clocks.OFFER_QUEUED)),
        (
            _("Closed days stop an office's clocks"),
            _("for at most %(days)s") % {"days": days(clocks.CLOSURE_CAP)},
        ),
        (_("An invitation to a colleague"), span(INVITATION_LASTS)),
        (
            _("Quiet hours for e-mail"),
            _("%(begin)s:00 to %(end)s:00 where the reader is, unless they choose otherwise")
            % {"begin": quiet[0], "end": quiet[1]},
        ),
        (_("An office that leaves can come back"), days(clocks.HOST_LEAVING)),
        (_("An office's archive of its records"), days(clocks.EXPORT_KEPT)),
    ]


def security() -> list[tuple[str, str]]:
    """Limits that protect accounts, as (what, the limit)."""
    least = next(
        one["OPTIONS"]["min_length"]
        for one in settings.AUTH_PASSWORD_VALIDATORS
        if "min_length" in one.get("OPTIONS", {})
    )
    idle_words = {
        "passing": _("A log-in"),
        "staying": _("A log-in that asked to stay"),
        "moderator": _("A moderator's log-in"),
    }
    lines = [
        (words, _("%(idle)s without a click, %(most)s altogether") % {"idle": span(idle), "most": span(most)})
        for name, words in idle_words.items()
        for idle, most in [settings.SESSION_LIMITS[name]]
    ]
    return [
        (_("Password"), _("at least %(n)s characters, none of the common ones; kept as scrypt hashes") % {"n": least}),
        (_("Second step"), _("code app or passkey, with recovery codes")),
        (
            _("Wrong tries"),
            _("%(n)s for an account and for a network address, then a pause of %(span)s")
            % {"n": Tries.MOST, "span": span(Tries.LAST)},
        ),
        *lines,
        (
            _("Codes in e-mails"),
            _("good for %(span)s, once") % {"span": span(timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT))},
        ),
        (
            _("Links in e-mails"),
            _("%(bits)s random bits, for one purpose, with an end; kept out of logs") % {"bits": links.NONCE_BYTES * 8},
        ),
        (
            _("Files from people"),
            _("at most %(n)s MB, judged by content, kept outside everything that is served")
            % {"n": MAX_BYTES // MEGABYTE},
        ),
        (_("Reports by one person"), _("%(n)s an hour") % {"n": MOST_AN_HOUR}),
    ]


def operator() -> list[tuple[str, str]]:
    """What only the operator can say, as (what, words)."""
    unsaid = _("not stated by the operator yet")
    return [
        (_("Where the portal and its data are"), settings.HOSTING_PLACE or unsaid),
        (_("Whom to tell about a security incident"), settings.INCIDENT_CONTACT or unsaid),
    ]
