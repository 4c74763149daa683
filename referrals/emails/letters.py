"""What all letters of this room are made of: to an alumnus, to a writer, to the people of the office."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.audit.trail import label_of
from careerlink.outbox.actions import mailbox_for, queue_mail
from careerlink.outbox.copies import Recipient, queue_to_all
from careerlink.outbox.kinds import Content
from careerlink.outbox.letters import compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock, links
from careerlink.web.models import SignedLink
from careerlink.web.templatetags.web import day, hour
from partners.models import Host
from partners.queries.offers import deciders
from referrals import clocks
from referrals.models import AlumnusAddress, Leg, Referral

CONSENT_LINK = "referral-consent"  # single use: signs
STATUS_LINK = "referral-status"  # long-lived: shows, changes the ranking, revokes, answers outcomes
LEG_LINK = "referral-leg"  # the writer answers without log-in
ROWS = ("host__institution", "alumnus__place")
STATUS_LASTS = timedelta(days=730)  # the referral says when it opens no more


def address_of(referral: Referral) -> str:
    """Where the alumnus is written to; "" when there is no address (any more). One query."""
    rows = AlumnusAddress.objects.filter(alumnus=referral.alumnus_id).order_by("-is_main", "id")
    return rows.values_list("email", flat=True).first() or ""


def wake_with_office(address: str, host: Host) -> None:
    """The quiet hours of a stranger are those of her office."""
    box = mailbox_for(address)
    if box.user_id is None and box.zone == "UTC":
        box.zone = host.zone
        box.save(update_fields=["zone"])


def tell_alumnus(kind: str, referral: Referral, *, once: str = "", leg: Leg | None = None) -> None:
    """Queue a letter to the alumnus, about one try where `leg` is given; the same (`once`) a second time changes
    nothing.
    """
    address = address_of(referral)
    if not address:
        return
    wake_with_office(address, referral.host)
    key = f"{kind}:{(leg or referral).key}{once and ':'}{once}"
    queue_mail(kind, key=key, to=address, about=leg or referral, scope=referral.host.key)


def tell_writer(kind: str, leg: Leg, *, once: str = "") -> None:
    """Queue a letter to the writer of this try, while she is there."""
    person = leg.writer.user
    if not person.is_active:
        return
    key = f"{kind}:{leg.key}{once and ':'}{once}"
    to = [Recipient(person.email, person.pk, person.zone)]
    queue_to_all(kind, key=key, to=to, about=leg, scope=leg.referral.host.key)


def tell_office(kind: str, referral: Referral, *, once: str = "") -> None:
    """Queue a letter to whoever decides at the office."""
    to = [Recipient(person.email, person.pk, person.zone) for person in deciders(referral.host)]
    key = f"{kind}:{referral.key}{once and ':'}{once}"
    queue_to_all(kind, key=key, to=to, about=referral, scope=referral.host.key)


# --- Links -----------------------------------------------------------------------------------------------------


def status_url(referral: Referral) -> str:
    """The address of her own page, made when there is none that opens; "" without an address of hers."""
    address = address_of(referral)
    if not address:
        return ""
    rows = SignedLink.objects.filter(purpose=STATUS_LINK, about=referral.key, address=address.lower(), used_at=None)
    rows = rows.filter(made_at__gte=referral.status_since, expires_at__gt=clock.now())
    newest = rows.order_by("-id").first()
    if newest:
        return links.url(newest)
    return links.make(STATUS_LINK, about=referral.key, address=address, lasts=STATUS_LASTS, single_use=False)


def newest_url(purpose: str, about: str, address: str) -> str:
    """The newest link of this purpose to an address, "" when there is none any more. One query."""
    pair = (purpose, about)
    return links.urls_of(address, [pair]).get(pair, "")


# --- What they say, as things are when they leave ------------------------------------------------------------------


def referral_of(mail: OutgoingMail) -> Referral:
    """The referral that a letter is about, whether it names the referral or one of its tries."""
    rows = Referral.objects.select_related(*ROWS)
    if mail.about_label == label_of(Leg):
        return rows.get(legs__pk=mail.about_id)
    return rows.get(pk=mail.about_id)


def leg_of(mail: OutgoingMail) -> Leg:
    """The try that a letter is about, with its referral and writer."""
    rows = Leg.objects.select_related("writer__user", "consent", *(f"referral__{name}" for name in ROWS))
    return rows.get(pk=mail.about_id)


def bare_leg_of(mail: OutgoingMail) -> Leg:
    """The same with its referral alone, which says whether a letter still holds; most letters are only asked that."""
    return Leg.objects.select_related("referral").get(pk=mail.about_id)


def about_referral(build: Callable[[Referral, dict, OutgoingMail], dict]) -> Callable[[OutgoingMail], Content]:
    """A render function from one that says what a letter about a referral holds."""

    def render(mail: OutgoingMail) -> Content:
        referral = referral_of(mail)
        with translation.override(mail.mailbox.language):
            context = build(referral, words_of(referral), mail)
            return compose(mail, context.pop("template", "base"), subject=context.pop("subject"), context=context)

    return render


def about_leg(build: Callable[[Leg, dict, OutgoingMail], dict]) -> Callable[[OutgoingMail], Content]:
    """A render function from one that says what a letter about a try with one writer holds."""

    def render(mail: OutgoingMail) -> Content:
        leg = leg_of(mail)
        with translation.override(mail.mailbox.language):
            words = words_of(leg.referral) | {"writer": leg.writer.name, "leg_due": _moment(leg)}
            context = build(leg, words, mail)
            return compose(mail, context.pop("template", "base"), subject=context.pop("subject"), context=context)

    return render


def words_of(referral: Referral) -> dict:
    """The names that letters about a referral use. `name` is for letters to the alumnus and her office alone."""
    host = referral.host
    return {
        "office": host.name,
        "college": host.institution.name,
        "name": referral.alumnus.name,
        "due": day(referral.due_at, host.zone) if referral.due_at else "",
        "days": clocks.CONTACT.days,
    }


def why_of(referral: Referral) -> str:
    """Why an alumnus gets a letter."""
    return _("You get this because %(office)s of %(college)s asked us to help you, or because you asked there.") % (
        words_of(referral)
    )


def _moment(leg: Leg) -> str:
    zone = leg.referral.host.zone
    return f"{day(leg.due_at, zone)}, {hour(leg.due_at, zone)}" if leg.due_at else ""


def still_in(*states: str) -> Callable[[OutgoingMail], str]:
    """True while the referral that the letter is about is in one of these states."""

    def still_true(mail: OutgoingMail) -> str:
        return "" if referral_of(mail).state in states else "the referral moved on"

    return still_true


def leg_still_in(*states: str) -> Callable[[OutgoingMail], str]:
    """True while the try that the letter is about is in one of these states, and consent is valid."""

    def still_true(mail: OutgoingMail) -> str:
        leg = bare_leg_of(mail)
        return "" if leg.state in states and leg.referral.has_consent else "the try with this writer moved on"

    return still_true
