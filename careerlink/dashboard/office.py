"""The desk of an office, a professor or a student group: what waits, what is next, how it goes."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.dashboard import queries
from careerlink.dashboard.alumni import alumni_lines
from careerlink.dashboard.coming import event_lines, next_events
from careerlink.dashboard.groups import group_lines
from careerlink.dashboard.lines import Line, ledger
from careerlink.web import clock
from careerlink.web.templatetags.web import day
from partners.models import Host, Need
from partners.permissions.desks import may_coordinate, may_manage
from partners.queries.leaders import desk_lines
from partners.queries.offers import answer_habit
from partners.queries.timelines import moved_without_you
from partners.queries.waiting import writers_near
from partners.registry import Line as Waiting
from partners.registry import Section, sections


def desk_of(host: Host, user) -> dict:
    """Everything that the desk shows. Nine queries beside those of the shell, three more when events are coming,
    one when alumni are referred, those of each further section, and one more for students.
    """
    doing, needs = queries.doing(host), queries.next_needs(host)
    lines = [*_decision_lines(host, user), *_need_lines(host, needs, user), *_first_steps(host, doing, user)]
    coming = next_events(host)
    if may_coordinate(user, host) and host.is_approved:
        lines += event_lines(host, coming)
    lines += alumni_lines(host, user)
    leading = desk_lines(host)
    lines = ledger([*lines, *group_lines(host, leading, user)], host.zone)
    return {
        "now": clock.now(),
        "lines": lines,
        "waiting": len(lines),
        "urgent": sum(line["due"] for line in lines),
        "next": [_next(host, need) for need in needs if need.state == Need.State.OPEN],
        "coming": coming,
        "stats": _stats(host, doing),
        "moved": moved_without_you(host, user, zone=host.zone) if host.is_approved else [],
        "near": writers_near(host),
        "paused_at": leading.get("paused_at"),
        "lead_url": reverse("host_leaders", args=[host.slug]) if leading and may_manage(user, host) else "",
        "may_ask": may_coordinate(user, host),
    }


def _decision_lines(host: Host, user) -> list[Line]:
    """One line for each kind of decision of which something waits, of whatever room; the same as in the desk mail."""
    if not may_coordinate(user, host) or not host.is_approved:
        return []
    now = clock.now()
    found = ((section, section.lines([host], now)) for section in sections.values())
    return [_decision_line(host, section, waiting, user) for section, waiting in found if waiting]


def _decision_line(host: Host, section: Section, waiting: list[Waiting], user) -> Line:
    first = min(waiting, key=lambda line: line.deadline)
    text = _("The next to end: %(title)s.") % {"title": first.title}
    mine = sum(line.given_to == user.pk for line in waiting)
    if mine:
        text += " " + ngettext("%(mine)s was given to you.", "%(mine)s were given to you.", mine) % {"mine": mine}
    title = _("%(what)s to decide") % {"what": section.words(len(waiting))}
    url = reverse(section.page, args=[host.slug])
    return Line(title, text, url, section.button(len(waiting)), first.deadline)


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
