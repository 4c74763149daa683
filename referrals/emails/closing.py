"""That a referral is closed, rests, or was opened again: kind words, and what is next."""

from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.outbox.kinds import register
from careerlink.outbox.letters import absolute
from careerlink.outbox.models import OutgoingMail
from careerlink.web.templatetags.web import day, short_day
from referrals.emails.letters import (
    about_leg,
    about_referral,
    bare_leg_of,
    newest_url,
    status_url,
    still_in,
    tell_alumnus,
    tell_office,
    tell_writer,
    why_of,
)  # fmt: skip
from referrals.emails.outcomes import LINK, keep_link
from referrals.models import Leg, Referral
from referrals.queries.outcomes import free_help, how_it_ended, reopens_until


def tell_closed(referral: Referral, leg: Leg | None) -> None:
    """To the alumnus that it is closed, and to the writer of `leg`, who had said yes, when there is one."""
    once = f"{referral.closed_at:%Y%m%d%H%M%S}"
    keep_link(referral)
    tell_alumnus("referral_closed", referral, once=once)
    if leg is not None:
        tell_writer("referral_closed_writer", leg, once=once)


def tell_reopened(referral: Referral, *, by: User | None) -> None:
    """Opened again by somebody of the office: to the alumnus; by her own click: to the office."""
    once = f"{referral.state_since:%Y%m%d%H%M%S}"
    if by is None:
        tell_office("referral_reopened_office", referral, once=once)
    else:
        tell_alumnus("referral_reopened", referral, once=once)


def tell_rests(referral: Referral) -> None:
    """To the alumnus, that her office lets it rest until a day."""
    tell_alumnus("referral_rests", referral, once=f"{referral.state_since:%Y%m%d%H%M%S}")


def tell_taken_out(referral: Referral) -> None:
    """To the alumnus who had signed, that her office says it was entered by mistake."""
    tell_alumnus("referral_taken_out", referral)


def _closed(referral: Referral, words: dict, mail: OutgoingMail) -> dict:
    until = reopens_until(referral)
    free = [(service.title, service.words or service.url) for service in free_help(referral)]
    after = []
    if until:
        words |= {"until": day(until, referral.host.zone)}
        after.append(_("If you need it after all, one button on that page opens it again, until %(until)s.") % words)
    url = newest_url(LINK, referral.key, mail.mailbox.address)
    return {
        "subject": _("Know that your request at %(office)s is closed") % words,
        "sender": referral.host.name,
        "paragraphs": [
            how_it_ended(referral),
            _("No writer sees your name or address on our pages any more.")
            + (" " + _("These stay open to you, free of charge:") if free else ""),
        ],
        "rows": free,
        "button": (_("See how it stands"), url) if url else None,
        "after": after,
        "why": why_of(referral),
    }


def _closed_writer(leg: Leg, words: dict, mail: OutgoingMail) -> dict:
    words |= {"met": day(leg.accepted_at, leg.referral.host.zone)}
    return {
        "subject": _("Know that it is closed: a request from %(office)s") % words,
        "paragraphs": [
            _("The request of %(office)s, %(college)s that you said yes to on %(met)s is closed.") % words,
            _("Please delete what you know of this person, as you promised. Thank you for being there for somebody."),
        ],
    }


def _reopened(referral: Referral, words: dict, mail: OutgoingMail) -> dict:
    url = status_url(referral)
    return {
        "subject": _("Go on with your request at %(office)s, if you like") % words,
        "sender": referral.host.name,
        "paragraphs": [
            _("%(office)s has opened your request again. You can choose a writer until %(due)s.") % words,
            _("If you would rather leave it, do nothing: it closes by itself."),
        ],
        "button": (_("See your request"), url) if url else None,
        "why": why_of(referral),
    }


def _reopened_office(referral: Referral, words: dict, mail: OutgoingMail) -> dict:
    return {
        "subject": _("Know that a request is open again: %(name)s") % words,
        "paragraphs": [
            _("%(name)s has opened the closed request again and chooses a writer until %(due)s.") % words,
            _("Nobody has to do anything."),
        ],
        "button": (_("See the request"), absolute(referral.get_absolute_url())),
    }


def _rests(referral: Referral, words: dict, mail: OutgoingMail) -> dict:
    url = status_url(referral)
    words |= {"resumes": day(referral.resumes_on), "short": short_day(referral.resumes_on)}
    return {
        "subject": _("Know that it rests until %(short)s: your request at %(office)s") % words,
        "sender": referral.host.name,
        "paragraphs": [
            _("%(office)s lets your request rest until %(resumes)s. Then it goes on by itself.") % words,
            _("If you would rather go on now, or not at all, your page has a button for each."),
        ],
        "button": (_("See your request"), url) if url else None,
        "why": why_of(referral),
    }


def _taken_out(referral: Referral, words: dict, mail: OutgoingMail) -> dict:
    return {
        "subject": _("Know that your request at %(office)s has ended") % words,
        "sender": referral.host.name,
        "paragraphs": [
            _("%(office)s has ended your request, because it had been entered by mistake.") % words,
            _("No writer sees anything about you on our pages any more. You need do nothing."),
            _("Would you still like help? Tell %(office)s: a new request takes a minute to begin.") % words,
        ],
        "why": why_of(referral),
    }


def _still_closed(mail: OutgoingMail) -> str:
    return "" if bare_leg_of(mail).referral.state == Referral.State.CLOSED else "the referral moved on"


register(
    "referral_closed", group="commitments", transactional=True, render=about_referral(_closed),
    still_true=still_in(Referral.State.CLOSED),
)  # fmt: skip
register(
    "referral_closed_writer", group="commitments", transactional=True, render=about_leg(_closed_writer),
    still_true=_still_closed,
)  # fmt: skip
register(
    "referral_reopened", group="commitments", transactional=True, render=about_referral(_reopened),
    still_true=still_in(Referral.State.CHOOSING),
)  # fmt: skip
register(
    "referral_reopened_office", group="commitments", transactional=True, render=about_referral(_reopened_office),
    still_true=still_in(*Referral.OPEN),
)  # fmt: skip
register(
    "referral_rests", group="commitments", transactional=True, render=about_referral(_rests),
    still_true=still_in(Referral.State.ON_HOLD),
)  # fmt: skip
register(
    "referral_taken_out", group="commitments", transactional=True, render=about_referral(_taken_out),
    still_true=still_in(Referral.State.ENTERED_IN_ERROR),
)  # fmt: skip
