"""What is written to an alumnus about consent and choice. No subject says what it is about: others see her screen."""

from django.utils.translation import gettext as _

from careerlink.outbox.kinds import Line, register
from careerlink.outbox.letters import absolute
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock, links
from careerlink.web.templatetags.web import day, short_day
from referrals.emails.letters import (
    CONSENT_LINK,
    about_referral,
    address_of,
    newest_url,
    referral_of,
    status_url,
    still_in,
    tell_alumnus,
    tell_office,
    why_of,
    words_of,
)
from referrals.models import Consent, Referral
from referrals.permissions.links import is_of_nobody

State, Origin = Referral.State, Referral.Origin


# --- What is written, when it happens ----------------------------------------------------------------------


def ask_for_consent(referral: Referral, *, once: str = "", is_wanted: bool = False) -> None:
    """The link behind which she reads, consents and chooses. It opens for as long as the request waits for her.
    `is_wanted`: somebody at her address asked for it just now, so that it is no invitation any more.
    """
    address = address_of(referral)
    if not address:
        return
    links.make(CONSENT_LINK, about=referral.key, address=address, lasts=referral.due_at - clock.now())
    kind = "referral_invited" if referral.origin == Origin.BULK and not is_wanted else "referral_consent"
    tell_alumnus(kind, referral, once=once)


def remind_of_consent(referral: Referral) -> None:
    """The same once more, and no third time."""
    is_invited = referral.origin == Origin.BULK
    tell_alumnus("referral_invited_reminder" if is_invited else "referral_consent_reminder", referral)


def send_receipt(consent: Consent) -> None:
    """What she signed, in the very words."""
    tell_alumnus("referral_receipt", consent.referral, once=str(consent.pk))


def remind_of_choice(referral: Referral) -> None:
    """Nobody is being asked; she may choose, or let it be. Once for each time that she has to choose."""
    tell_alumnus("referral_choice_reminder", referral, once=f"{referral.state_since:%Y%m%d%H%M%S}")


def send_status_link(referral: Referral) -> None:
    """Her link again, because somebody who knows her address asked for it. The same within ten minutes is one."""
    tell_alumnus("referral_link", referral, once=moment_words())


def send_new_link(referral: Referral) -> None:
    """Her link, new: those before it open nothing any more."""
    tell_alumnus("referral_link", referral, once=f"new-{referral.status_since:%Y%m%d%H%M%S}")


def moment_words() -> str:
    """Ten minutes as part of a key: what has the same is one mail."""
    return f"{clock.now():%Y%m%d%H%M}"[:-1]


def tell_office_stopped(referral: Referral) -> None:
    """To the office: she took her consent back while a writer was in contact with her, or was not meant at all."""
    tell_office("referral_stopped", referral)


# --- What it says, as things are when it leaves -------------------------------------------------------------


def _asked_by(referral: Referral, words: dict) -> str:
    if referral.origin == Origin.BULK:
        return _("%(office)s of %(college)s invites you to find somebody who writes resumes or coaches.") % words
    if referral.origin == Origin.SELF:
        return _("You asked on the help page of %(office)s, %(college)s.") % words
    return _("%(office)s of %(college)s asked us to help you find somebody who writes resumes or coaches.") % words


def _asking(referral: Referral, words: dict, mail: OutgoingMail) -> dict:
    words = words | {"short": short_day(referral.due_at, referral.host.zone)}
    return {
        "subject": _("Open by %(short)s: a page for you from %(office)s, %(college)s") % words,
        "sender": words["office"],
        "paragraphs": [
            _("%(name)s,") % words,
            _asked_by(referral, words),
            _("Nothing costs anything unless you agree a price with a writer yourself. You can stop at any time."),
            _("Behind the button stands what is free for you, what a writer would see, and among whom you can choose. "
              "Nobody sees anything before you sign. It takes about three minutes.") % words,
            _("The page stays open for you until %(due)s. No answer is an answer too: then it ends by itself.") % words,
        ],
        "button": _button(_("See it and choose"), newest_url(CONSENT_LINK, referral.key, mail.mailbox.address)),
        "after": [_("Was this not meant for you? The page has a button for that.")],
        "why": why_of(referral),
    }  # fmt: skip


def _consent_reminder(referral: Referral, words: dict, mail: OutgoingMail) -> dict:
    letter = _asking(referral, words, mail)
    again = _("This is the only reminder. Without a word from you it ends on %(due)s, and nobody saw anything.") % words
    return letter | {"paragraphs": [*letter["paragraphs"][:3], again]}


def _invited_line(mail: OutgoingMail) -> Line:
    referral = referral_of(mail)
    words = words_of(referral)
    title = _("A page for you from %(office)s, %(college)s") % words
    sentence = _("Somebody who writes resumes or coaches, if you like. It stays open until %(due)s.") % words
    return Line(title, sentence, newest_url(CONSENT_LINK, referral.key, mail.mailbox.address))


def _choice_reminder(referral: Referral, words: dict, mail: OutgoingMail) -> dict:
    words = words | {"short": short_day(referral.due_at, referral.host.zone)}
    return {
        "subject": _("Choose by %(short)s: your page from %(office)s, %(college)s") % words,
        "sender": words["office"],
        "paragraphs": [
            _("%(name)s,") % words,
            _("nobody is being asked for you at the moment. You can choose whom we ask, or let it rest until a day."),
            _("This is the only reminder. Without a word from you it ends on %(due)s. You can begin again later.")
            % words,
        ],
        "button": _button(_("Choose, or let it rest"), status_url(referral)),
        "why": why_of(referral),
    }


def _receipt(referral: Referral, words: dict, mail: OutgoingMail) -> dict:
    consent = Consent.objects.filter(referral=referral).select_related("text", "counsel").latest("id")
    words = words | {"day": day(consent.at, referral.host.zone), "signature": consent.signature}
    shares = [str(label) for code, label in Consent.Share.choices if code in consent.shares]
    return {
        "template": "referrals/receipt",
        "subject": _("Keep this: what you agreed to on %(day)s") % words,
        "sender": words["office"],
        "lede": _("You signed as %(signature)s on %(day)s. These are the words, for you to keep.") % words,
        "version": _("Consent, version %(n)s") % {"n": consent.text.version},
        "text": consent.text.body,
        "counsel": consent.counsel.body if consent.counsel else "",
        "counsel_version": consent.counsel.version if consent.counsel else 0,
        "shares": shares,
        "button": _button(_("See where it stands"), status_url(referral)),
        "after": [_("On that page you change your choice, or stop, at any time. The link is yours alone.")],
        "why": why_of(referral),
    }


def _link(referral: Referral, words: dict, mail: OutgoingMail) -> dict:
    return {
        "subject": _("Open your page from %(office)s, %(college)s") % words,
        "sender": words["office"],
        "paragraphs": [
            _("Here is the link to your page. It is yours alone: who has it sees what you see there."),
            _("If it was not you who asked for it, you need not do anything: it went to your address only."),
        ],
        "button": _button(_("Open my page"), status_url(referral)),
        "why": why_of(referral),
    }


def _stopped(referral: Referral, words: dict, mail: OutgoingMail) -> dict:
    said = (
        _("whoever reads the address that you gave us said that this was not meant for them. Nothing more goes there.")
        if is_of_nobody(referral)
        else _("consent was taken back while a writer was in contact. No writer sees anything here any more.")
    )
    return {
        "subject": _("See it: a referral has stopped"),
        "paragraphs": [_("About %(name)s:") % words, said, _("There is nothing that you must do.")],
        "button": (_("See the timeline"), absolute(referral.get_absolute_url())),
    }


def _button(label: str, url: str) -> tuple[str, str] | None:
    return (label, url) if url else None


for _slug, _build, _urgent in [
    ("referral_consent", _asking, True),  # she may be on the telephone with her office
    ("referral_consent_reminder", _consent_reminder, False),
]:
    register(
        _slug, group="decisions", transactional=True, urgent=_urgent, render=about_referral(_build),
        still_true=still_in(State.AWAITING_CONSENT),
    )  # fmt: skip
# Who is invited with many others asked for nothing: one a day, and one click stops it.
for _slug, _build in [("referral_invited", _asking), ("referral_invited_reminder", _consent_reminder)]:
    register(
        _slug, group="suggestions", transactional=False, render=about_referral(_build), line=_invited_line,
        still_true=still_in(State.AWAITING_CONSENT),
    )  # fmt: skip
register(
    "referral_choice_reminder", group="decisions", transactional=True, render=about_referral(_choice_reminder),
    still_true=still_in(State.CHOOSING),
)  # fmt: skip
register("referral_receipt", group="commitments", transactional=True, render=about_referral(_receipt))
register("referral_link", group="commitments", transactional=True, urgent=True, render=about_referral(_link))
register("referral_stopped", group="decisions", transactional=True, render=about_referral(_stopped))
