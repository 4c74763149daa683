"""Who may be asked to take a seat at short notice, in which order, and who was asked."""

from collections.abc import Collection, Iterator

from django.db.models import F, Max, Q, QuerySet

from careerlink.audit.trail import label_of
from careerlink.web import clock
from events.models import Assignment, Event, Search, Shift, StandbyName
from events.queries.suggested import wish_of
from events.queries.waiting import in_the_way, line
from partners.matching import fit
from partners.models import Asked, Host, Partnership, Writer
from partners.queries.facts import facts_of

ROWS = (
    "shift__role__event__host__institution",
    "shift__role__event__venue",
    "place__writer__user",
    "found__user",
)
# Until the start it is the host who needs somebody: that sign-up is closed does not keep her from being asked.
NOT_AT_SHORT_NOTICE = frozenset({"closed", "not_open", "host_closed"})
THEIR_OWN_CHOICE = frozenset({"too_far", "not_online", "other_hours"})
S = Assignment.State


def asked_for(search: Search) -> QuerySet[Asked]:
    """Who was asked in this search, in order, with their people."""
    rows = Asked.objects.filter(label=label_of(search), about_id=search.pk)
    return rows.select_related("writer__user").order_by("at", "pk")


def left_waiting(search: Search) -> QuerySet[Asked]:
    """Who was asked to stand in for somebody who gave her seat in this shift back late instead, and has not said no.
    Nobody where the role wants a yes of the host first: there only those come whom it knows to stand by.
    """
    if not search.shift.role.is_instant:
        return Asked.objects.none()
    places = {"place__state": S.CANCELLED_LATE, "how__in": Search.FOR_A_PLACE}
    given_up = Search.objects.filter(shift=search.shift_id, state=Search.State.ENDED, **places)
    rows = Asked.objects.filter(
        label=label_of(search), about_id__in=given_up.values("pk"), answer__in=[Asked.Answer.NONE, Asked.Answer.MOOT]
    )
    return rows.filter(writer__state=Writer.State.APPROVED).select_related("writer__user").order_by("at", "pk")


def without_stand_in(search: Search) -> Assignment:
    """Whose seat the next who stands by has: that of the first who gave hers back late and was not replaced yet."""
    late = Assignment.objects.filter(shift=search.shift_id, state=S.CANCELLED_LATE, stand_ins=None)
    return late.select_related("writer__user").order_by("state_since", "pk").first() or search.place


def was_asked(search: Search, writer: Writer) -> bool:
    return asked_for(search).filter(writer=writer).exists()


def candidates(search: Search) -> Iterator[Writer]:
    """Who could take the seat and was not asked yet: for a stand-in those on the waiting list in their order first;
    when a seat is given back late those who were asked to stand in for it; then those who stand by and whom no hard
    rule of the matcher keeps away, least recently asked first. Four queries for each who is looked at and at most four
    more; the search comes with its shift, event, venue and host.
    """
    shift, tags = search.shift, list(search.shift.role.tags.values_list("vocabulary", "code"))
    seen = _not_to_be_asked(search)
    for writer in _in_order(search):
        if writer.pk in seen:
            continue
        seen.add(writer.pk)
        if not in_the_way(writer, shift, tags=tags, passed=NOT_AT_SHORT_NOTICE):
            yield writer


def _in_order(search: Search) -> Iterator[Writer]:
    if search.how == Search.How.ONE_BY_ONE:
        for place in line(search.shift):
            yield place.writer
    names = StandbyName.objects.filter(event=search.event, writer__state=Writer.State.APPROVED)
    names = names.select_related("writer__user")
    last = names.annotate(last=Max("writer__asked__at")).order_by(F("last").asc(nulls_first=True), "at", "pk")
    before = [] if search.is_for_place else [asked.writer for asked in left_waiting(search)]
    yield from _who_can(search.shift, [*before, *(name.writer for name in last)])


def _who_can(shift: Shift, writers: list[Writer]) -> list[Writer]:
    """Those of these writers whom no hard rule of the matcher keeps away, in the same order. How far it is and at what
    hours they knew when they said that they stand by. One query.
    """
    wish, facts = wish_of(shift), facts_of([], writers)[1]
    return [one for one in writers if {reason.code for reason in fit(wish, facts[one.pk]).hard} <= THEIR_OWN_CHOICE]


def _not_to_be_asked(search: Search) -> set[int]:
    """Ids of writers who were asked here, said no to this shift before, gave a seat there back, or have one."""
    others = Search.objects.filter(shift=search.shift).values("pk")
    said_no = Asked.objects.filter(label=label_of(search), about_id__in=others, answer=Asked.Answer.NO)
    gone = [S.CANCELLED_LATE, S.CANCELLED_BY_VOLUNTEER, S.SWAPPED, *Assignment.SEATED]
    places = Assignment.objects.filter(shift=search.shift, state__in=gone)
    return {
        search.place.writer_id,
        *asked_for(search).values_list("writer_id", flat=True),
        *said_no.values_list("writer_id", flat=True),
        *places.values_list("writer_id", flat=True),
    }


def obstacles_at_short_notice(writer: Writer, shift: Shift):
    """What stands in the way of her taking a seat there until the start. Six queries."""
    tags: Collection = list(shift.role.tags.values_list("vocabulary", "code"))
    return in_the_way(writer, shift, tags=tags, passed=NOT_AT_SHORT_NOTICE)


def due() -> QuerySet[Search]:
    """Searches for which it is time to ask the next, or that nobody needs any more."""
    gone = Q(shift__called_off_at__isnull=False) | ~Q(shift__role__event__state__in=Event.LIVE)
    gone |= Q(how__in=Search.FOR_A_PLACE) & ~Q(place__state=S.CONFIRMED)
    rows = Search.objects.filter(Q(due_at__lte=clock.now()) | gone, state__in=Search.GOING_ON)
    return rows.select_related("shift").order_by("due_at", "pk")


def seeks_standby(place: Assignment) -> bool:
    """Whether people who stand by are asked for the seat that this place gave back, and some were there to ask."""
    rows = Search.objects.filter(shift=place.shift, how=Search.How.STANDBY, state=Search.State.OPEN)
    return rows.filter(told_at=None).exists()


def going_on_for(place: Assignment) -> Search | None:
    """The search for a stand-in of this place that goes on, with its people."""
    rows = Search.objects.filter(place=place, state__in=Search.GOING_ON, how__in=Search.FOR_A_PLACE)
    return rows.select_related(*ROWS).first()


def searches_of(event: Event) -> list[Search]:
    """The searches at an event with who was asked in each (`asked_rows`), the newest first. Two queries."""
    rows = list(Search.objects.filter(shift__role__event=event).select_related(*ROWS).order_by("-made_at", "-pk")[:50])
    asked: dict[int, list[Asked]] = {row.pk: [] for row in rows}
    label = Search._meta.label_lower
    for one in Asked.objects.filter(label=label, about_id__in=asked).select_related("writer").order_by("at", "pk"):
        asked[one.about_id].append(one)
    for row in rows:
        row.asked_rows = asked[row.pk]
    return rows


def standby_of(event: Event) -> QuerySet[StandbyName]:
    """Who stands by at an event, first come first."""
    return StandbyName.objects.filter(event=event).select_related("writer").order_by("at", "pk")


def partners_to_add(host: Host, event: Event) -> QuerySet[Writer]:
    """Writers who work with the host, take part and do not stand by at the event yet, by name."""
    partners = Partnership.objects.filter(host=host).values("writer")
    there = StandbyName.objects.filter(event=event).values("writer")
    return Writer.objects.approved().filter(pk__in=partners).exclude(pk__in=there).order_by("name", "pk")


def named(words: str) -> list[Writer]:
    """Approved writers of exactly this name, or with this e-mail address; capitals do not matter."""
    people = Writer.objects.approved().select_related("user")
    field = "user__email__iexact" if "@" in words else "name__iexact"
    return [writer for writer in people.filter(**{field: words.strip()})[:5] if writer.takes_part]
