"""The desk of an office, a professor or a student group: what waits, what is next, how it goes."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.dashboard import queries
from careerlink.dashboard.lines import Line, ledger
from careerlink.web import clock
from careerlink.web.templatetags.web import day
from partners.models import Host, Need, Offer
from partners.permissions.desks import may_coordinate, may_manage
from partners.queries.offers import answer_habit, is_set_aside, undecided
from partners.queries.timelines import moved_without_you
from partners.queries.waiting import writers_near


def desk_of(host: Host, user) -> dict:
    """Everything that the desk shows. At most eight queries beside those of the shell."""
    doing, needs = queries.doing(host), queries.next_needs(host)
    offers = [offer for offer in undecided(host) if not is_set_aside(offer)] if host.is_approved else []
    lines = [*_offer_lines(host, offers, user), *_need_lines(host, needs, user), *_first_steps(host, doing, user)]
    lines = ledger(lines, host.zone)
    return {
        "now": clock.now(),
        "lines": lines,
        "waiting": len(lines),
        "urgent": sum(line["due"] for line in lines),
        "next": [_next(host, need) for need in needs if need.state == Need.State.OPEN],
        "stats": _stats(host, doing),
        "moved": moved_without_you(host, user, zone=host.zone) if host.is_approved else [],
        "near": writers_near(host),
        "may_ask": may_coordinate(user, host),
    }


def _offer_lines(host: Host, offers: list[Offer], user) -> list[Line]:
    if not offers or not may_coordinate(user, host):
        return []
    url, first = reverse("offers", args=[host.slug]), offers[0]
    words = {"n": len(offers), "name": first.writer.name, "day": day(first.sent_at, host.zone)}
    title = ngettext("%(n)s offer to decide", "%(n)s offers to decide", len(offers)) % words
    text = _("The next to end is from %(name)s and came on %(day)s.") % words
    action = ngettext("Decide it", "Decide %(n)s offers", len(offers)) % words
    mine = sum(offer.assignee_id == user.pk for offer in offers)
    if mine:
        text += " " + ngettext("%(mine)s was given to you.", "%(mine)s were given to you.", mine) % {"mine": mine}
    return [Line(title, text, url, action, first.due_at)]


def _need_lines(host: Host, needs: list[Need], user) -> list[Line]:
    """Drafts wait to be published; their date is their clock."""
    if not may_coordinate(user, host) or not host.is_approved:
        return []
    drafts = [need for need in needs if need.state == Need.State.DRAFT]
    text = _("Nobody sees it until you publish it; it ends on its date.")
    return [
        Line(
            _("Publish your request: %(need)s") % {"need": need},
            text,
            reverse("need", args=[need.key]),
            _("Look and publish"),
            need.needed_on,
        )
        for need in drafts
    ]


def _first_steps(host: Host, doing: queries.Doing, user) -> list[Line]:
    """What a new host does once, in the order that helps most."""
    if not may_coordinate(user, host):
        return []
    steps = []
    if not doing.has_wants and may_manage(user, host):
        steps.append(
            Line(
                _("Say what help you want now"),
                _("Writers see it on your page and in their list of colleges."),
                reverse("host_wants", args=[host.slug]),
                _("Choose"),
            )
        )
    if not doing.has_needs:
        steps.append(
            Line(
                _("Write your first request"),
                _("Five fields: what, for which majors, when, where, how many."),
                reverse("need_new", args=[host.slug]),
                _("Ask for help"),
            )
        )
    if doing.has_guesses and may_manage(user, host):
        steps.append(
            Line(
                _("Look through the majors you teach"),
                _("We began with what is typical for a college like yours; only you know."),
                reverse("host_majors", args=[host.slug]),
                _("Confirm"),
            )
        )
    if not host.zone_confirmed_at and may_manage(user, host):
        steps.append(
            Line(
                _("Confirm your time zone"),
                _("We guessed it from your state; every deadline is told in it."),
                reverse("host_settings", args=[host.slug]),
                _("Confirm"),
            )
        )
    return steps


def _next(host: Host, need: Need) -> dict:
    return {"need": need, "url": reverse("need", args=[need.key]), "day": day(need.needed_on)}


def _stats(host: Host, doing: queries.Doing) -> list[dict]:
    """Figures of a host that has had answers to give; none on its first days."""
    habit = answer_habit(host)
    if not habit.of and not doing.partners:
        return []
    stats = []
    if habit.percent is not None:
        stats.append(
            {
                "label": _("Offers you answered"),
                "value": f"{habit.percent}%",
                "note": _("of your last %(n)s") % {"n": habit.of},
            }
        )
        stats.append(
            {"label": _("Days until your answer, middle value"), "value": habit.days, "note": _("The promise is 14")}
        )
    stats.append({"label": _("Writers who work with you"), "value": doing.partners})
    stats.append({"label": _("Things agreed on"), "value": doing.agreed})
    return stats
