"""Open requests in the order that suits one writer, each with the reason in a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.web import clock
from careerlink.web.pages import Page, keyset_page, listed_page
from careerlink.web.templatetags.web import due
from partners.clocks import back_on
from partners.matching import Fit, NeedFacts, WriterFacts, fit
from partners.matching.lessons import Lessons
from partners.models import Closure, Need, Writer
from partners.queries.lessons import facts_and_lessons, said_against

POOL = 300  # the soonest requests that are put in order of fit; "soonest first" shows all
PER_PAGE = 25
MOST_REASONS = 2
SUBJECTS = ("major", "occupation", "related", "beside", "industry", "service", "language")
NOT_FOR_HER = {"favourite"}  # whom a host saved is its own affair, and must not be read off an order


@dataclass(frozen=True)
class FittedNeed:
    """One line of the list, in words."""

    title: str
    url: str
    host: str
    day: str
    due: str
    note: str
    why: str
    away: str
    offer_url: str


class Judged(NamedTuple):
    """A request, how it fits one writer, and what she has `said` against it or others like it ("" nothing)."""

    need: Need
    fit: Fit
    said: str

    @property
    def is_for_her(self) -> bool:
        return self.fit.is_possible and not self.said

    @property
    def knows(self) -> bool:
        """Whether it is something that she helps with: its subject or, where it names none, its service or language."""
        codes = {reason.code for reason in self.fit.reasons}
        return "nothing_shared" not in codes and not codes.isdisjoint(SUBJECTS)

    @property
    def rank(self) -> tuple:
        return (0 if self.is_for_her else 1, -self.fit.score, self.need.needed_on.toordinal(), self.need.pk)

    @property
    def why(self) -> str:
        """Why it fits her, or why we think that it is not for her."""
        words = {
            "this": _("You said that this is not for you."),
            "kind": _("You said that you do not do this kind of thing."),
            "far": _("You said that this far is too far."),
            "soon": _("You said that this is too soon."),
        }
        return words.get(self.said) or why_words(self.fit)


def by_date(wanted: QuerySet[Need], writer: Writer, cursor: str) -> Page:
    """All requests, the soonest first. At most six queries."""
    page = keyset_page(_with_closures(wanted), cursor, order=("needed_on", "id"), size=PER_PAGE)
    fits = judged(page.rows, writer)
    page.rows = [_line(*fits[need.pk]) for need in page.rows]
    return page


def by_fit(wanted: QuerySet[Need], writer: Writer, cursor: str) -> Page:
    """The soonest requests, those that fit best first; among equals the soonest, and last what she has said is not
    for her. At most six queries.
    """
    needs = list(wanted.order_by("needed_on", "id")[:POOL])
    fits = judged(needs, writer)
    needs.sort(key=lambda need: fits[need.pk].rank)
    page = listed_page(needs, cursor, lambda need: fits[need.pk].rank, PER_PAGE)
    _load_closures(page.rows)
    page.rows = [_line(*fits[need.pk]) for need in page.rows]
    return page


def best_of(needs: Iterable[Need], writer: Writer, most: int) -> list[Judged]:
    """The best of these requests (with host and institution) for one writer: with what she helps with, without what
    she cannot do and what she has said is not for her. One query.
    """
    found = [one for one in judged(list(needs), writer).values() if one.is_for_her and one.knows]
    return sorted(found, key=lambda one: one.rank)[:most]


def judged(needs: list[Need], writer: Writer) -> dict[int, Judged]:
    """How each of these requests fits a writer, by its id. One query."""
    if not needs:
        return {}
    wanted, mine, lessons = facts_and_lessons(needs, [writer])
    return judge(needs, wanted, mine[writer.pk], lessons)


def judge(
    needs: Iterable[Need], wanted: dict[int, NeedFacts], mine: WriterFacts, lessons: dict[int, Lessons]
) -> dict[int, Judged]:
    """The same of facts that were read already. No query."""
    return {
        need.pk: Judged(
            need,
            fit(wanted[need.pk], mine, without=NOT_FOR_HER),
            said_against(need, wanted[need.pk], mine, lessons),
        )
        for need in needs
    }


def _with_closures(needs: QuerySet[Need]) -> QuerySet[Need]:
    return needs.prefetch_related(Prefetch("host__closures", queryset=_running()))


def _load_closures(needs: Iterable[Need]) -> None:
    """One query for the closures of all hosts on the page."""
    hosts = {need.host_id: need.host for need in needs}
    closures: dict[int, list[Closure]] = {pk: [] for pk in hosts}
    for closure in _running().filter(host__in=list(hosts)):
        closures[closure.host_id].append(closure)
    for need in needs:
        need.host._prefetched_objects_cache = {"closures": closures[need.host_id]}


def _running() -> QuerySet[Closure]:
    return Closure.objects.filter(ends_on__gte=clock.today("Pacific/Pago_Pago"))


def _line(need: Need, found: Fit, said: str) -> FittedNeed:
    host, college = need.host, need.host.institution
    note = [str(need.get_where_display())]
    note += [ngettext("%(n)s writer", "%(n)s writers", need.how_many) % {"n": need.how_many}]
    back = back_on(host)
    return FittedNeed(
        title=str(need),
        url=reverse("need", args=[need.key]),
        host=f"{host.name}, {college.name}, {college.city}, {college.state}",
        day=date_format(need.needed_on, "D j M"),
        due=due(need.needed_on, host.zone),
        note=", ".join(note),
        why=Judged(need, found, said).why,
        away=_("Takes no new offers until %(day)s.") % {"day": date_format(back, "D j M Y")} if back else "",
        offer_url="" if back else reverse("offer_new", args=[host.slug]) + f"?need={need.key}",
    )


def why_words(found: Fit) -> str:
    """Why a request fits the writer who reads it, in at most two sentences in her own words."""
    said = [_word(reason.code, reason.miles) for reason in (*found.hard, *found.reasons)]
    return " ".join(list(dict.fromkeys(sentence for sentence in said if sentence))[:MOST_REASONS])


def _word(code: str, miles: int | None) -> str:
    if code in ("near", "far", "too_far"):
        number = miles or 0
        away = ngettext("%(n)s mile from you", "%(n)s miles from you", number) % {"n": f"{number:,}"}
        words = {
            "near": _("%(away)s.") % {"away": away} if number else _("In your town."),
            "far": _("%(away)s, farther than you travel.") % {"away": away},
            "too_far": _("%(away)s, farther than you travel.") % {"away": away},
        }
        return words[code]
    words = {
        "major": _("You help people of this major best."),
        "occupation": _("You help people in these jobs best."),
        "related": _("These majors lead to jobs that you know best."),
        "beside": _("You know a field close by."),
        "industry": _("You know the field."),
        "service": _("You offer the service that it takes."),
        "language": _("You speak the language that it takes."),
        "online": _("Online, as you work."),
        "not_online": _("Online only, and you do not work online."),
        "no_language": _("It takes a language that you do not name."),
        "paused": _("You are paused on that day."),
        "not_free_yet": _("You are not free yet on that day."),
        "no_room": _("You have taken on as much as you said you would."),
        "helped": _("You have helped there before."),
    }
    return words.get(code, "")
