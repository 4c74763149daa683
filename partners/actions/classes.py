"""Don't cancel class: a professor asks for a stand-in, picks one, or takes it back."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.web import clock
from careerlink.web.templatetags.web import day
from partners import clocks
from partners.actions.answers import accept_offer
from partners.actions.engagements import note_answer, note_moot
from partners.actions.offers import lock_host, promote_queue, release_offers
from partners.emails import classes as emails
from partners.emails.classes_yes import ask_department
from partners.models import Asked, ClassRequest, Engagement, Host, Kind, Need, NeedTag, Offer
from partners.queries import campus
from partners.queries import classes as queries
from partners.queries.needs import read_words
from partners.signals import class_filled, need_published

DOUBLE_CLICK = timedelta(minutes=5)


@transaction.atomic
def ask_stand_in(
    host: Host,
    *,
    by: User,
    course: str,
    size: int,
    words: str,
    starts_at: datetime,
    ends_at: datetime,
    where: str,
    room: str = "",
    wishes: str = "",
) -> ClassRequest:
    """Ask for somebody who takes one meeting of a course. Writers are asked at once, or after the yes that the
    college or the group wants first; a host that is not approved yet waits for that.

    A second click makes no second one: the same class of a moment ago is returned. Raises ValidationError, on
    "day" with the day that would work when it is too late for this one.
    """
    host = lock_host(host)
    same = host.class_requests.filter(
        made_by=by, made_at__gt=clock.now() - DOUBLE_CLICK, state__in=ClassRequest.WAITING
    )
    request = same.filter(course=course, starts_at=starts_at).select_related(*queries.ROWS).first()
    if request is not None:
        return request
    rules, group = campus.rules_of(host.institution_id), campus.group_of(host)
    if group.paused_at:
        raise ValidationError(_("The group is paused: nobody leads it at the moment."))
    if back := clocks.back_on(host):
        away = _("You said that you take no offers until %(day)s. Change that in your settings first.")
        raise ValidationError(away % {"day": day(back)})
    is_asked_first = campus.needs_yes(host, rules, group)
    waits = is_asked_first or not host.is_approved
    first = campus.first_day(host, rules, group)
    if queries.is_late(starts_at, host.zone, first, waits=waits):
        begins = starts_at.astimezone(ZoneInfo(host.zone)).time()
        that = queries.first_that_works(begins, host.zone, first, waits=waits)
        why = queries.why_late(rules, group, waits=waits)
        raise ValidationError(
            {"day": _("%(why)s The first day that works is %(day)s.") % {"why": why, "day": day(that)}}
        )
    need = _make_need(host, by, words, starts_at, where, wishes)
    request = ClassRequest(
        host=host,
        need=need,
        course=course,
        size=size,
        starts_at=starts_at,
        ends_at=ends_at,
        room=room,
        wishes=wishes,
        decide_by=queries.default_decide_by(starts_at, host.zone),
        due_at=starts_at - clocks.CLASS_YES_BEFORE,
        made_by=by,
    )
    request.validate_constraints(exclude={"host", "need", "key", "made_by"})
    request.save()
    trail.record(request, "ask", by=by, after=request.state, scope=host.key)
    if not waits:
        open_request(request, by=by)
    elif host.is_approved:
        ask_department(request, rules, group)
    return request


def _make_need(host: Host, by: User, words: str, starts_at: datetime, where: str, wishes: str) -> Need:
    """What writers see and offer for, not published yet."""
    need = Need(
        host=host,
        kind=Kind.CLASS_VISIT,
        words=words,
        details=wishes,
        needed_on=starts_at.astimezone(ZoneInfo(host.zone)).date(),
        where=where,
        made_by=by,
    )
    need.save()
    NeedTag.objects.bulk_create(
        [NeedTag(need=need, vocabulary=vocabulary, code=code) for vocabulary, code in read_words(words).codes]
    )
    trail.record(need, "make", by=by, after=need.state, scope=host.key)
    return need


def open_request(request: ClassRequest, *, by: User | None, through: str = "") -> None:
    """Nothing stands in the way any more: show it to writers. `through` says who said yes ("office"), "" when
    none was needed. To be called with the host locked.
    """
    now = clock.now()
    if request.decide_by < now + clocks.CLASS_LEAST_OPEN:
        request.decide_by = queries.default_decide_by(request.starts_at, request.host.zone)
    request.move(
        "approve",
        by=by,
        reason=through,
        approved_at=now,
        approved_by=by if through else None,
        decide_by=request.decide_by,
        due_at=request.decide_by,
    )
    request.need.move("publish", by=by, published_at=now)
    need_published.send(Need, need=request.need, by=by)


@transaction.atomic
def pick(request: ClassRequest, offer: Offer, *, by: User) -> Engagement:
    """Take this writer: both are told place and time, the other offers end kindly.

    Raises Stale or NoSuchMove when somebody was quicker, ValidationError when she has agreed to be elsewhere at
    that time or no longer takes part; then another one can be picked.
    """
    host = lock_host(request.host)
    is_open = ClassRequest.objects.filter(
        pk=request.pk, state__in=[ClassRequest.State.OPEN, ClassRequest.State.OFFERED]
    )
    if not is_open.exists() or offer.need_id != request.need_id:
        raise Stale("the class has moved on")
    offer.host = host
    return accept_offer(offer, by=by)


@transaction.atomic
def withdraw_class(request: ClassRequest, *, by: User | None) -> None:
    """Take it back: writers who offered are told, and who must say yes need not any more."""
    lock_host(request.host)
    request.move("withdraw", by=by, due_at=None)
    end_need(request, "withdraw", by=by)


def end_need(request: ClassRequest, event: str, *, by: User | None) -> None:
    """The class is over for writers: its request ends with it, and what was offered for it kindly. To be called
    with the host locked.
    """
    need = Need.objects.select_related("host").get(pk=request.need_id)
    if need.may_move(event):
        need.move(event, by=by)
    release_offers(need)
    promote_queue(lock_host(request.host))


def withdraw_all_of(host: Host, *, by: User | None) -> None:
    """The host leaves: nobody is sought in its name. To be called with the host locked."""
    for request in host.class_requests.filter(state__in=ClassRequest.WAITING).select_related(*queries.ROWS):
        request.move("withdraw", by=by, due_at=None)
        note_moot(request)


# --- What offers do to a class; the host is locked by whoever moved the offer ------------------------------


def note_offer_sent(offer: Offer) -> None:
    """Somebody would come: she hears by the day on which one is picked, and the first one is told at once."""
    request = queries.request_behind(offer.need)
    if request is None:
        return
    if offer.due_at > request.decide_by:
        offer.due_at = request.decide_by
        offer.save(update_fields=["due_at"])
    note_answer(offer.writer, Asked.Answer.YES, about=request)
    if request.state == ClassRequest.State.OPEN:
        request.move("offer")
        emails.tell_professor_offered(request)


def note_offer_ended(offer: Offer) -> None:
    """The last one who would have come is gone: others are sought again."""
    request = queries.request_behind(offer.need)
    if request is None or request.state != ClassRequest.State.OFFERED or request.need.state != Need.State.OPEN:
        return
    if not queries.has_offers(request):
        request.move("lose_offers")


def note_offer_accepted(offer: Offer, engagement: Engagement, *, by: User | None) -> None:
    """The class is filled: writer and professor are told place and time, and the office, unless it said yes itself."""
    request = queries.request_behind(offer.need)
    if request is None:
        return
    request.move("fill", by=by, picked=offer, due_at=None)
    emails.tell_all_filled(request, offer)
    class_filled.send(ClassRequest, request=request, engagement=engagement, by=by)


def note_called_off(engagement: Engagement) -> None:
    """Who was picked does not come after all: others are sought again while there is time for it, else the
    professor is told and given a class plan.
    """
    request = queries.class_of(engagement)
    if request is not None and request.state == ClassRequest.State.FILLED:
        seek_again(request)


def seek_again(request: ClassRequest) -> None:
    """Whoever was picked does not come: others are sought while there is time. Raises Stale or NoSuchMove when it had
    moved on.
    """
    request.host = lock_host(request.host)
    if request.starts_at < clock.now() + clocks.CLASS_LEAST_AHEAD:
        request.move("give_up", picked=None)
        emails.tell_professor_not_filled(request)
        return
    decide_by = queries.default_decide_by(request.starts_at, request.host.zone)
    searches = request.searches + 1
    request.move("seek_again", picked=None, decide_by=decide_by, due_at=decide_by, searches=searches)
    Need.objects.filter(pk=request.need_id).update(suggested_at=None)
    request.need.move("reopen")
    need_published.send(Need, need=request.need, by=None)
