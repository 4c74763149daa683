"""A writer's desk: what waits for her, by when she hears, who asks for what she does."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from careerlink.dashboard import queries
from careerlink.dashboard.lines import Line, ledger
from careerlink.web import clock
from careerlink.web.templatetags.web import day, hour, short_day
from events.models import Assignment
from events.queries.ahead import places_ahead
from events.queries.fitting import openings_for
from events.queries.words import span
from partners.models import BoardSeat, Credential, Introduction, Need, Offer, Partnership, Writer
from partners.queries.board import seats_of_writer
from partners.queries.partnerships import partnerships_of_writer
from partners.queries.waiting import waiting_names_with_offices
from partners.queries.writers import completeness, question, share
from referrals.models import Leg
from referrals.queries.legs import live_legs, title_of, waits_for_writer

RECENT = timedelta(days=30)


def desk_of(writer: Writer, zone: str) -> dict:
    """Everything that the desk shows. At most sixteen queries beside those of the shell, seventeen while a
    moderator's question is open.
    """
    parts, offers, seats = completeness(writer), queries.recent_offers(writer), seats_of_writer(writer)
    places = places_ahead(writer)
    waiting = [offer for offer in offers if offer.state in (Offer.State.QUEUED, *Offer.UNDECIDED)]
    partnerships = partnerships_of_writer(writer)
    asking, fitting = queries.fitting_needs(writer)
    lines = ledger(
        [
            *_review_lines(writer),
            *_asked_lines(asking),
            *_leg_lines(live_legs(writer)),
            *_pledge_lines(partnerships),
            *_profile_lines(writer, parts),
            *_credential_lines(writer),
            *_draft_lines(offers),
            *_place_lines(places),
            *_board_lines(seats),
            *_whom_lines(offers),
        ],
        zone,
    )
    return {
        "now": clock.now(),
        "lines": lines,
        "waiting": len(lines),
        "urgent": sum(line["due"] for line in lines),
        "share": share(parts),
        "offers": sorted(waiting, key=lambda offer: (offer.due_at, offer.pk)),
        "moved": [_moved(offer, zone) for offer in offers if _is_news(offer)][:5],
        "needs": fitting,
        "may_offer": writer.state == Writer.State.APPROVED,
        "shifts": openings_for(writer, most=3) if writer.is_approved else [],
        "places": [_place(place) for place in places if place.state in Assignment.COMING],
        "seats": [seat for seat in seats if seat.state == BoardSeat.State.SERVING],
        "partnerships": partnerships,
        "names": waiting_names_with_offices(writer),
    }


def _review_lines(writer: Writer) -> list[Line]:
    asked = question(writer)
    if writer.state == Writer.State.NEEDS_INFORMATION:
        return [
            Line(
                _("We asked you something"),
                asked,
                reverse("writer_profile"),
                _("Answer"),
                writer.state_since + timedelta(days=30),
            )
        ]
    if writer.state == Writer.State.DRAFT:
        text = _("Nobody sees you yet. A moderator answers within two working days.")
        return [Line(_("Send your profile to be approved"), text, reverse("writer_profile"), _("Look and send"))]
    return []


def _asked_lines(needs: list[Need]) -> list[Line]:
    """Hosts that ask her about a request."""
    return [
        Line(
            _("%(host)s asks you: %(need)s") % {"host": need.host.name, "need": need},
            _("%(day)s. Offer to help, or say that it is not for you.") % {"day": day(need.needed_on)},
            reverse("need", args=[need.key]),
            _("Read and answer"),
            need.asked_until,
        )
        for need in needs
    ]


def _leg_lines(legs: list[Leg]) -> list[Line]:
    """Alumni who chose her and wait for her answer, or for a first word after her yes."""
    lines = []
    for leg in legs:
        what = {"what": title_of(leg), "office": f"{leg.referral.host.name}, {leg.referral.host.institution.name}"}
        if leg.state == Leg.State.OFFERED:
            title, action = _("An alumnus asks for help: %(what)s") % what, _("Read and answer")
            text = _("%(office)s. Yes and no each take one click; without an answer somebody else is asked.") % what
        else:
            title, action = _("Make contact with your alumnus: %(what)s") % what, _("Say how it goes")
            text = _("%(office)s. Say that you are in contact, or that you tried in vain.") % what
        if waits_for_writer(leg):
            lines.append(Line(title, text, leg.get_absolute_url(), action, leg.due_at))
    return lines


def _pledge_lines(partnerships: list[Partnership]) -> list[Line]:
    """She works with somebody under an older pledge than the one in force."""
    behind = [one for one in partnerships if one.newest_pledge and one.pledge.version < one.newest_pledge]
    if not behind:
        return []
    title = _("The pledge of writers has a new version: %(n)s") % {"n": behind[0].newest_pledge}
    text = _("Read it and give it anew. Until then your partnerships go on under the one you gave.")
    return [Line(title, text, reverse("writer_pledge"), _("Read it"))]


def _profile_lines(writer: Writer, parts) -> list[Line]:
    return [
        Line(_("Missing: %(part)s") % {"part": part.name}, part.why, part.url, _("Fill it in"))
        for part in parts
        if not part.is_done
    ][:3]


def _credential_lines(writer: Writer) -> list[Line]:
    lines = []
    for credential in queries.ending_credentials(writer):
        name = {"name": credential.name}
        if credential.state == Credential.State.EXPIRING:
            title, text = _("Renew %(name)s") % name, _("From the day after, offices see it as lapsed.")
        elif credential.state == Credential.State.LAPSED:
            title, text = _("%(name)s ran out") % name, _("Offices see it as lapsed. Show us the new one.")
        else:
            title, text = _("%(name)s could not be confirmed") % name, _("Look at what we need, and send it again.")
        by = credential.expires_on if credential.state == Credential.State.EXPIRING else None
        lines.append(Line(title, text, reverse("writer_credentials"), _("Look"), by))
    return lines


def _draft_lines(offers: list[Offer]) -> list[Line]:
    return [
        Line(
            _("Finish your offer to %(host)s") % {"host": offer.host.name},
            _("Nobody has seen it; it is kept until then."),
            offer.get_absolute_url(),
            _("Finish it"),
            offer.due_at,
        )
        for offer in offers
        if offer.state == Offer.State.DRAFT
    ]


def _place_lines(places: list[Assignment]) -> list[Line]:
    """Shifts to which she was invited, or that are kept for her."""
    lines = []
    for place in places:
        name = {"role": place.shift.role.name, "event": place.event.title, "host": place.event.host.name}
        if place.state == Assignment.State.INVITED:
            title = _("Say whether you come: %(role)s, %(event)s") % name
        elif place.state == Assignment.State.HELD:
            title = _("A place is kept for you: %(role)s, %(event)s") % name
        else:
            continue
        text = _("%(host)s, %(day)s. Without your answer it goes to somebody else.") % {
            **name,
            "day": day(place.shift.starts_at, place.event.zone),
        }
        lines.append(Line(title, text, place.get_absolute_url(), _("Answer"), place.due_at))
    return lines


def _place(place: Assignment) -> dict:
    event = place.event
    return {
        "url": place.get_absolute_url(),
        "title": f"{place.shift.role.name}, {event.title}",
        "span": span(place.shift.starts_at, place.shift.ends_at, event.zone),
        "host": f"{event.host.name}, {event.host.institution.name}",
    }


def _board_lines(seats: list[BoardSeat]) -> list[Line]:
    """What a board waits for: her answer to an invitation, to another term, this year's statement."""
    lines = []
    for seat in seats:
        name, url = {"host": seat.host.name}, seat.get_absolute_url()
        if seat.state == BoardSeat.State.PROPOSED:
            title, text = _("%(host)s would like you on its board") % name, _("Without an answer the invitation ends.")
            lines.append(Line(title, text, url, _("Answer"), seat.due_at))
            continue
        if seat.renewal == BoardSeat.Renewal.ASKED:
            title, text = _("Do you stay on the board of %(host)s?") % name, _("Without an answer your seat ends.")
            lines.append(Line(title, text, url, _("Answer"), seat.ends_on))
        if not seat.is_signed and seat.statement_asked_at:
            title, text = (
                _("Sign your statement for the board of %(host)s") % name,
                _("It takes a minute, once a year."),
            )
            lines.append(Line(title, text, reverse("board_statement", args=[seat.key]), _("Read and sign")))
    return lines


def _whom_lines(offers: list[Offer]) -> list[Line]:
    """Offers to introduce an employer that were taken up: whom?"""
    found = [(offer.host, getattr(offer, "introduction", None)) for offer in offers]
    return [
        Line(
            _("Say whom you introduce to %(host)s") % {"host": host.name},
            _("They took up your offer; we ask both sides as soon as you say whom."),
            reverse("introduction_fill", args=[draft.key]),
            _("Say whom"),
            draft.due_at,
        )
        for host, draft in found
        if draft and draft.state == Introduction.State.DRAFT
    ]


def _is_news(offer: Offer) -> bool:
    """Whether somebody else or the clock moved it lately."""
    own = (Offer.State.DRAFT, Offer.State.QUEUED, Offer.State.SENT, Offer.State.WITHDRAWN, Offer.State.DISCARDED)
    return offer.state not in own and offer.state_since >= clock.now() - RECENT


def _moved(offer: Offer, zone: str) -> dict:
    words = {"office": f"{offer.host.name}, {offer.host.institution.name}"}
    title = {
        Offer.State.SEEN: _("%(office)s opened your offer"),
        Offer.State.ACCEPTED: _("%(office)s said yes"),
        Offer.State.DECLINED: _("%(office)s cannot take up your offer now"),
        Offer.State.REDIRECTED: _("%(office)s passed your offer on"),
        Offer.State.LAPSED: _("%(office)s had no time to answer"),
        Offer.State.OBSOLETE: _("%(office)s no longer needs it"),
    }[offer.state] % words
    moment = offer.state_since
    return {"when": short_day(moment, zone), "when_note": hour(moment, zone), "title": title, "text": str(offer)}
