"""Every mail about offers: what came, what was answered, what ran out."""

from collections.abc import Callable

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.outbox.copies import Recipient, queue_to_all
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web.templatetags.web import day, short_day
from partners.emails.doors import what_now
from partners.models import Need, Offer
from partners.permissions.offers import colleagues_who_decide
from partners.queries.offers import deciders, place_in_line


def _queue(kind: str, offer: Offer, people: list[User], *, once: str = "") -> None:
    """One mail about `offer` to each of these people; `once` tells mails of one kind and offer apart."""
    queue_to_all(
        kind,
        key=f"{kind}:{offer.key}{once and ':'}{once}",
        to=[Recipient(person.email, person.pk, person.zone) for person in people],
        about=offer,
        scope=offer.host.key,
    )


ENDS = {
    Offer.State.DECLINED: "offer_declined",
    Offer.State.LAPSED: "offer_lapsed",
    Offer.State.OBSOLETE: "offer_obsolete",
}


# --- What is written, when it happens -------------------------------------------------------------


def tell_writer_offer_queued(offer: Offer) -> None:
    """To the writer: the office looks at a few offers at once; hers is in line."""
    _queue("offer_queued", offer, [offer.writer.user])


def tell_writer_offer_moved_up(offer: Offer) -> None:
    """To the writer: her offer left the line and is before the office now."""
    _queue("offer_moved_up", offer, [offer.writer.user])


def tell_both_offer_accepted(offer: Offer) -> None:
    """To both: they work together; how to reach each other is on the partnership's page."""
    _queue("offer_accepted", offer, [offer.writer.user])
    _queue("offer_accepted_office", offer, _those_who_decide(offer, offer.decided_by, offer.assignee))


def tell_writer_offer_ended(offer: Offer) -> None:
    """To the writer: a kind no without the reason, which stays with the host; or no answer in time, without
    blame; or the request is over. With where it is now, or who asks elsewhere; so nothing while that is sought.
    """
    if not offer.goes_on_at:
        _queue(ENDS[offer.state], offer, [offer.writer.user])


def tell_writer_offer_redirected(offer: Offer) -> None:
    """To the writer: another host of the same campus has her offer now."""
    _queue("offer_redirected", offer, [offer.writer.user])


def tell_colleague_offer_assigned(offer: Offer, colleague: User) -> None:
    """To a colleague: this one is hers to answer, by this day."""
    _queue("offer_assigned", offer, [colleague], once=colleague.key)


def _those_who_decide(offer: Offer, *people: User | None) -> list[User]:
    """Of `people` those who still decide at the host, else all to whom its decisions are mailed."""
    asked = [person.pk for person in people if person]
    there = list(colleagues_who_decide(offer.host).filter(pk__in=asked)) if asked else []
    return there or deciders(offer.host)


# --- What it says, as things are when it leaves ----------------------------------------------------


def _offer(mail: OutgoingMail) -> Offer:
    rows = Offer.objects.select_related("host__institution", "writer__user", "need", "assignee", "decided_by")
    return rows.get(pk=mail.about_id)


def _still(*states: str) -> Callable[[OutgoingMail], str]:
    def still_true(mail: OutgoingMail) -> str:
        offer = Offer.objects.filter(pk=mail.about_id).first()
        return "" if offer and offer.state in states else "the offer moved on"

    return still_true


def _still_for_office(*states: str) -> Callable[[OutgoingMail], str]:
    """The same for a mail to the host's people: not to who has left, nor while the host may not answer."""

    def still_true(mail: OutgoingMail) -> str:
        offer = Offer.objects.select_related("host").filter(pk=mail.about_id).first()
        if offer is None or offer.state not in states:
            return "the offer moved on"
        if not offer.host.is_approved:
            return "the host may not answer now"
        return "" if colleagues_who_decide(offer.host).filter(pk=mail.mailbox.user_id).exists() else "she left"

    return still_true


def _letter(build: Callable[[Offer, str], dict]) -> Callable[[OutgoingMail], Content]:
    """A render function from one that says, for an offer and the reader's zone, what the letter holds."""

    def render(mail: OutgoingMail) -> Content:
        with translation.override(mail.mailbox.language):
            letter = build(_offer(mail), mail.mailbox.zone)
        letter["paragraphs"] = [one for one in (*letter["paragraphs"], *letter.pop("also", ())) if one]
        return compose(mail, "base", subject=letter.pop("subject"), context=letter)

    return render


def _facts(offer: Offer) -> list[tuple[str, str]]:
    fees = ", ".join(f"{fee.what}: ${fee.dollars}" for fee in offer.writer.fees.all())
    rows = [
        (_("Offered by"), offer.writer.name),
        (_("Credential"), _("checked") if offer.writer.is_verified else _("not checked")),
        (_("On your campus"), _("free of charge")),
        (_("Fees elsewhere"), fees or _("none named")),
    ]
    if offer.need:
        rows.insert(1, (_("For your request"), f"{offer.need}, {day(offer.need.needed_on)}"))
    return rows


def _to_office(offer: Offer, **letter) -> dict:
    return {
        "sender": offer.writer.name,
        "button": (_("Answer this offer"), absolute(offer.get_absolute_url())),
        "second": (_("See everything that waits"), absolute(reverse("offers", args=[offer.host.slug]))),
        "why": _("You get this because you decide offers for %(host)s.") % {"host": offer.host.name},
        **letter,
    }


def _to_writer(offer: Offer, **letter) -> dict:
    return {
        "button": (_("See your offer"), absolute(offer.get_absolute_url())),
        "why": _("You get this because you offered your help to %(host)s.") % {"host": offer.host.name},
        **letter,
    }


def _names(offer: Offer, zone: str) -> dict[str, str]:
    return {
        "writer": offer.writer.name,
        "kind": offer.get_kind_display(),
        "host": offer.host.name,
        "college": offer.host.institution.name,
        "due": day(offer.due_at, zone),
        "short_due": short_day(offer.due_at, zone),
    }


@_letter
def offer_assigned(offer: Offer, zone: str) -> dict:
    names = _names(offer, offer.host.zone)
    return _to_office(
        offer,
        subject=_("Answer by %(short_due)s: you were given an offer of %(writer)s") % names,
        paragraphs=[
            _("A colleague asks you to answer this offer by %(due)s: %(kind)s, by %(writer)s.") % names,
            f"“{offer.text}”" if offer.text else "",
        ],
        rows=_facts(offer),
    )


@_letter
def offer_accepted_office(offer: Offer, zone: str) -> dict:
    names = _names(offer, zone)
    return _to_office(
        offer,
        subject=_("You work with %(writer)s: %(kind)s") % names,
        paragraphs=[
            _("You accepted: %(writer)s comes for %(kind)s. You both see now how to reach each other.") % names,
            _("The writer sees the name of your group and no student's: write on that page.")
            if offer.host.is_of_students
            else "",
            _("Write or call to agree on the day. On your campus the writer works free of charge, asks no student "
              "or alumnus for business, and keeps away for six months from students met there."),
        ],
        button=(_("See how to reach %(writer)s") % names, absolute(offer.get_absolute_url())),
        second=None,
    )  # fmt: skip


@_letter
def offer_accepted(offer: Offer, zone: str) -> dict:
    names = _names(offer, zone)
    return _to_writer(
        offer,
        subject=_("%(host)s said yes: %(kind)s") % names,
        paragraphs=[
            _("%(host)s at %(college)s accepted your offer: %(kind)s. You both see now how to reach each other.")
            % names,
            _("It is a group of students: you write to it on that page, and it answers there.")
            if offer.host.is_of_students
            else "",
            _("They write or call you to agree on the day, or you do. What you promised in your pledge counts from "
              "now: no business with their students, no fees on campus, six months of distance."),
        ],
        rows=[(_("For the request"), f"{offer.need}, {day(offer.need.needed_on)}")] if offer.need else [],
        button=(_("See how to reach them"), absolute(offer.get_absolute_url())),
    )  # fmt: skip


@_letter
def offer_declined(offer: Offer, zone: str) -> dict:
    names = _names(offer, zone)
    return _to_writer(
        offer,
        subject=_("%(host)s cannot take up your offer now: %(kind)s") % names,
        paragraphs=[
            _("%(host)s at %(college)s thanks you for your offer (%(kind)s) and cannot take it up now.") % names,
            _("That says nothing about your work. You may offer something else, or ask again another term."),
        ],
        **what_now(offer, zone),
    )


@_letter
def offer_lapsed(offer: Offer, zone: str) -> dict:
    names = _names(offer, zone)
    looked = (
        _("%(host)s at %(college)s had no time to answer your offer (%(kind)s), so it has ended.")
        if offer.sent_at
        else _("Too many offers were ahead of yours at %(host)s, %(college)s (%(kind)s), so it has ended in line.")
    )
    return _to_writer(
        offer,
        subject=_("No answer in time: your offer to %(host)s") % names,
        paragraphs=[
            looked % names,
            _("You need not wait any more. You may offer it again later; your words are kept."),
        ],
        **what_now(offer, zone),
    )


@_letter
def offer_obsolete(offer: Offer, zone: str) -> dict:
    names = _names(offer, zone)
    if offer.need and offer.need.state == Need.State.FILLED:
        subject = _("%(host)s has found somebody: %(kind)s")
        why = _("The request of %(host)s at %(college)s is filled (%(kind)s), so your offer has ended.")
    else:
        subject = _("%(host)s no longer asks for it: %(kind)s")
        why = _("The request of %(host)s at %(college)s is closed (%(kind)s), so your offer has ended.")
    return _to_writer(
        offer, subject=subject % names, paragraphs=[why % names, _("Thank you for being there.")],
        **what_now(offer, zone),
    )  # fmt: skip


@_letter
def offer_redirected(offer: Offer, zone: str) -> dict:
    names = _names(offer, zone)
    return _to_writer(
        offer,
        subject=_("%(host)s passed your offer on: %(kind)s") % names,
        paragraphs=[
            _("%(host)s at %(college)s thanks you for your offer (%(kind)s) and has passed it on.") % names,
            _("They got your own words and nothing else."),
        ],
        **what_now(offer, zone),
    )


@_letter
def offer_queued(offer: Offer, zone: str) -> dict:
    names = {**_names(offer, zone), "place": place_in_line(offer)}
    return _to_writer(
        offer,
        subject=_("Your offer to %(host)s is in line; you hear by %(short_due)s") % names,
        paragraphs=[
            _("You hear by %(due)s whether %(host)s could look at your offer (%(kind)s).") % names,
            _("The office looks at a few offers at once. Yours is number %(place)s in line and moves up by itself.")
            % names,
        ],
    )


@_letter
def offer_moved_up(offer: Offer, zone: str) -> dict:
    names = _names(offer, zone)
    return _to_writer(
        offer,
        subject=_("%(host)s has your offer now; you hear by %(short_due)s") % names,
        paragraphs=[
            _("Your offer (%(kind)s) left the line and is before %(host)s, %(college)s. You hear by %(due)s.") % names,
            _("We remind them twice."),
        ],
    )


O = Offer.State  # noqa: E741 one letter reads best in the list below
for _slug, _render, _still_true in [
    ("offer_assigned", offer_assigned, _still_for_office(O.QUEUED, O.SENT, O.SEEN)),
    ("offer_accepted", offer_accepted, _still(O.ACCEPTED)),
    ("offer_accepted_office", offer_accepted_office, _still_for_office(O.ACCEPTED)),
    ("offer_declined", offer_declined, _still(O.DECLINED)),
    ("offer_lapsed", offer_lapsed, _still(O.LAPSED)),
    ("offer_obsolete", offer_obsolete, _still(O.OBSOLETE)),
    ("offer_redirected", offer_redirected, _still(O.REDIRECTED)),
    ("offer_queued", offer_queued, _still(O.QUEUED)),
    ("offer_moved_up", offer_moved_up, _still(O.SENT, O.SEEN)),
]:
    _group = "decisions" if _slug == "offer_assigned" else "commitments"  # all others answer what somebody did
    register(_slug, group=_group, transactional=True, render=_render, still_true=_still_true)
