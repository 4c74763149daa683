"""Every letter about a try with one writer. To the writer none names the alumnus before the yes; to the alumnus none
says why a writer said no.
"""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from careerlink.outbox.kinds import register
from careerlink.outbox.letters import absolute
from careerlink.outbox.models import OutgoingMail
from careerlink.web import links
from careerlink.web.templatetags.web import day, short_day
from referrals import clocks
from referrals.emails.letters import (
    LEG_LINK,
    about_leg,
    bare_leg_of,
    leg_of,
    leg_still_in,
    newest_url,
    status_url,
    tell_alumnus,
    tell_writer,
    why_of,
)
from referrals.models import Leg, Referral
from referrals.queries.legs import contact_rows, need_rows, title_of

State, R = Leg.State, Referral.State
LASTS = clocks.LAST_ANSWER + timedelta(days=30)  # the page behind the link says how it stands


# --- What is written, when it happens ----------------------------------------------------------------------


def ask_writer(leg: Leg) -> None:
    """To the writer: an alumnus chose you; can you help? With a link to one page that answers without log-in."""
    links.make(LEG_LINK, about=leg.key, address=leg.writer.user.email, lasts=LASTS, single_use=False)
    tell_writer("leg_asked", leg)


def remind_writer(leg: Leg) -> None:
    """To the writer, once, on the second working day."""
    tell_writer("leg_reminder", leg)


def tell_both_accepted(leg: Leg) -> None:
    """To both: how to reach each other, and what to do within five days."""
    tell_writer("leg_accepted", leg)
    tell_alumnus("leg_accepted_alumnus", leg.referral, leg=leg)


def remind_of_contact(leg: Leg) -> None:
    """To the writer, once: make contact, or it ends."""
    tell_writer("leg_contact_reminder", leg)


def tell_alumnus_over(leg: Leg) -> None:
    """To the alumnus: this writer does not help; who is asked next, or how to choose again."""
    tell_alumnus("leg_over_alumnus", leg.referral, leg=leg)


def tell_writer_over(leg: Leg) -> None:
    """To the writer: it is no longer needed, or it goes on without you."""
    tell_writer("leg_over", leg)


# --- What it says, as things are when it leaves -------------------------------------------------------------


def _link(leg: Leg, mail: OutgoingMail) -> str:
    """The page that answers without log-in; the page behind the log-in where the link opens no more."""
    page = absolute(reverse("leg", args=[leg.key]))
    return newest_url(LEG_LINK, leg.key, mail.mailbox.address) or page


def _dates(leg: Leg, words: dict) -> dict:
    zone = leg.referral.host.zone
    moments = {"by": day(leg.due_at, zone), "short": short_day(leg.due_at, zone)} if leg.due_at else {}
    return words | {"what": title_of(leg)} | moments


def _asked(leg: Leg, words: dict, mail: OutgoingMail) -> dict:
    words = _dates(leg, words)
    return {
        "subject": _("Say by %(short)s whether you can help: %(what)s") % words,
        "sender": words["office"],
        "paragraphs": [
            _("Somebody from %(college)s looks for a writer and chose you. %(office)s asked us to bring you together.")
            % words,
            _("You have until %(leg_due)s. Yes and no each take one click on the page behind the button; without an "
              "answer we ask the next writer.") % words,
        ],
        "rows": need_rows(leg),
        "after": [
            _("You are shown name and e-mail address when you say yes. Why you say no is never told to the alumnus.")
        ],
        "button": (_("Read and answer"), _link(leg, mail)),
    }  # fmt: skip


def _reminder(leg: Leg, words: dict, mail: OutgoingMail) -> dict:
    words = _dates(leg, words)
    asked = _asked(leg, words, mail)
    return asked | {
        "subject": _("Answer by %(short)s, please: %(what)s") % words,
        "paragraphs": [
            _("Somebody from %(college)s waits for your yes or no until %(leg_due)s. Then we ask the next writer.")
            % words,
            _("This is the only reminder."),
        ],
    }


def _accepted(leg: Leg, words: dict, mail: OutgoingMail) -> dict:
    words = _dates(leg, words)
    return {
        "subject": _("Make contact by %(short)s: %(what)s") % words,
        "paragraphs": [
            _("Thank you for saying yes. From now on you both know how to reach each other."),
            _("Please write by %(by)s, and say on the page behind the button that you are in contact, or that you "
              "tried in vain. Without a word from either of you it ends on that day.") % words,
        ],
        "rows": contact_rows(leg),
        "after": [
            _("Agree on what is done and what it costs, if anything, before any work begins. What you learn is for "
              "this alone; delete it when it is done.")
        ],
        "button": (_("Say how it goes"), _link(leg, mail)),
    }  # fmt: skip


def _contact_reminder(leg: Leg, words: dict, mail: OutgoingMail) -> dict:
    words = _dates(leg, words)
    return _accepted(leg, words, mail) | {
        "subject": _("Say by %(short)s whether you are in contact: %(what)s") % words,
        "paragraphs": [
            _("You said yes, and nobody has told us yet that you are in contact. Say so by %(by)s, or it ends on that "
              "day and somebody else is asked.") % words,
            _("This is the only reminder."),
        ],
        "after": [],
    }  # fmt: skip


def _accepted_alumnus(leg: Leg, words: dict, mail: OutgoingMail) -> dict:
    words = words | {"by": day(leg.accepted_at + clocks.CONTACT, leg.referral.host.zone)}
    return {
        "subject": _("Write to %(writer)s, or look out for a mail from there") % words,
        "sender": words["office"],
        "paragraphs": [
            _("%(name)s, %(writer)s said yes and would like to help you.") % words,
            _("%(writer)s has your name and e-mail address now. You have until %(by)s to get in contact: write first, "
              "or look out for a mail, also among spam.") % words,
            _("Agree on what is done and what it costs, if anything, before any work begins. The college does not "
              "endorse or vet prices, and you can stop at any time on your own page.") % words,
        ],
        "rows": [(_("Who"), leg.writer.name), (_("E-mail"), leg.writer.user.email)],
        "button": (_("Go to your page"), status_url(leg.referral)),
        "why": why_of(leg.referral),
    }  # fmt: skip


def _over_alumnus(leg: Leg, words: dict, mail: OutgoingMail) -> dict:
    referral = leg.referral
    words |= {"short": short_day(referral.due_at, referral.host.zone)}
    following = _next_asked(leg)
    if following:
        words |= {"next": following.writer.name, "by": day(following.due_at, referral.host.zone)}
        subject = _("Know whom we asked next: %(next)s") % words
        goes_on = _("As you wished, we asked %(next)s at once. You hear by %(by)s.") % words
        label = _("Go to your page")
    elif referral.state == R.ON_HOLD:
        words |= {"resumes": day(referral.resumes_on)}
        subject = _("Know how your request stands")
        goes_on = _("Your request is on hold until %(resumes)s, as you wished. Then you choose again.") % words
        label = _("Go to your page")
    else:
        subject = _("Choose another writer by %(short)s") % words
        goes_on = _("You choose how it goes on: on your page you see who else can help you. Nobody is asked before.")
        label = _("Choose another writer")
    return {
        "subject": subject,
        "sender": words["office"],
        "paragraphs": [_what_happened(leg, words), goes_on],
        "button": (label, status_url(referral)),
        "why": why_of(referral),
    }


def _what_happened(leg: Leg, words: dict) -> str:
    """Kind words, and never the reason that a writer gave."""
    if leg.state == State.EXPIRED:
        return _("%(writer)s did not answer in time. That happens, and says nothing about you.") % words
    if leg.state != State.RELEASED:
        return _("%(writer)s cannot take it on now. That happens, and says nothing about you.") % words
    if leg.tries >= clocks.TRIES:
        return _("%(writer)s tried twice and did not reach you. Perhaps it is among your spam.") % words
    if leg.side:
        return _("%(writer)s cannot go on after all. We are sorry; it says nothing about you.") % words
    return _("You and %(writer)s did not get in contact in time. It is nobody's fault.") % words


def _next_asked(leg: Leg) -> Leg | None:
    rows = Leg.objects.filter(referral=leg.referral_id, pk__gt=leg.pk, state=State.OFFERED)
    return rows.select_related("writer").first()


def _over(leg: Leg, words: dict, mail: OutgoingMail) -> dict:
    words = words | {"what": title_of(leg)}
    if leg.accepted_at is None:
        said = [_("You were asked whether you can help somebody from %(college)s. It is no longer needed.") % words]
    elif leg.state == State.RELEASED and not leg.side:
        said = [_("You said yes to somebody from %(college)s, and nobody told us in time that you are in contact. It "
                  "goes on without you.") % words]  # fmt: skip
    else:
        said = [_("You said yes to somebody from %(college)s. It is no longer needed.") % words]
    if leg.accepted_at:
        said.append(_("Please delete what you know of this person, as you promised."))
    return {
        "subject": _("Know that it is over: %(what)s, %(college)s") % words,
        "paragraphs": [*said, _("You need not do anything here. Thank you for being there.")],
        "button": (_("See your referrals"), absolute(reverse("writer_referrals"))),
    }


def _still_over(mail: OutgoingMail) -> str:
    """True for the alumnus until somebody has said yes, or all of it has ended."""
    leg = bare_leg_of(mail)
    waits = leg.referral.state in (R.CHOOSING, R.WITH_WRITER, R.ON_HOLD)
    known = Leg.objects.filter(referral=leg.referral_id, pk__gt=leg.pk).exclude(state=State.OFFERED).exists()
    return "" if waits and not known else "the request moved on"


def _still_told(mail: OutgoingMail) -> str:
    return "" if bare_leg_of(mail).state in (State.OBSOLETE, State.RELEASED) else "the try with this writer goes on"


def _has_address(*states: str):
    """In one of these states, with valid consent and an alumnus who is still known."""
    still = leg_still_in(*states)

    def still_true(mail: OutgoingMail) -> str:
        return still(mail) or ("" if contact_rows(leg_of(mail)) else "nobody is shown to the writer")

    return still_true


DECISION = {"group": "decisions", "transactional": True}
DONE = {"group": "commitments", "transactional": True}
register("leg_asked", **DECISION, render=about_leg(_asked), still_true=leg_still_in(State.OFFERED))
register("leg_reminder", **DECISION, render=about_leg(_reminder), still_true=leg_still_in(State.OFFERED))
register("leg_accepted", **DONE, render=about_leg(_accepted), still_true=_has_address(State.ACCEPTED))
register("leg_contact_reminder", **DONE, render=about_leg(_contact_reminder), still_true=_has_address(State.ACCEPTED))
register("leg_accepted_alumnus", **DONE, render=about_leg(_accepted_alumnus), still_true=leg_still_in(*Leg.KNOWN))
register("leg_over_alumnus", **DECISION, render=about_leg(_over_alumnus), still_true=_still_over)
register("leg_over", **DONE, render=about_leg(_over), still_true=_still_told)
