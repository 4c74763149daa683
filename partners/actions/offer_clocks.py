"""What time does to offers: reminders, the end of patience, places in line that have become free."""

from collections.abc import Callable, Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from careerlink.audit import trail
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web import clock
from partners import clocks
from partners.actions.cascade import go_on
from partners.actions.offers import discard_draft, end_offer, lock_host, next_reminder, promote_queue
from partners.emails import offers as emails
from partners.models import Host, Offer
from partners.queries.desk_mail import waiting_offers

BATCH = 200
ROWS = ("host__institution", "writer__user", "assignee", "need")


def run_offer_clocks() -> None:
    """Ask what is due, and do it; each offer in its own transaction, and harmless twice."""
    now = clock.now()
    offers = Offer.objects.select_related(*ROWS)
    waiting = [Offer.State.QUEUED, *Offer.UNDECIDED]
    _each(offers.filter(state__in=waiting, due_at__lte=now).order_by("due_at", "id"), lapse_offer)
    _each(offers.filter(state=Offer.State.DRAFT, due_at__lte=now).order_by("due_at", "id"), throw_away)
    _each(_lines_with_room().order_by("id"), move_line_up)
    _each(offers.filter(goes_on_at__lte=now).order_by("goes_on_at", "id"), go_on)


def _lines_with_room() -> QuerySet[Host]:
    """Hosts with offers in line that look at fewer than they could. Those whose line stands still are left
    out, so that they never keep the others from their turn.
    """
    undecided = Count("offers", filter=Q(offers__state__in=Offer.UNDECIDED))
    in_line = Count("offers", filter=Q(offers__state=Offer.State.QUEUED))
    is_open = Q(no_capacity_until=None) | Q(no_capacity_until__lt=clock.today())
    hosts = Host.objects.approved().filter(is_open, offers__state__in=[Offer.State.QUEUED, *Offer.UNDECIDED])
    rows = hosts.annotate(undecided=undecided, in_line=in_line)
    return rows.filter(in_line__gt=0, undecided__lt=F("attention_budget"))


@transaction.atomic
def lapse_offer(offer: Offer) -> None:
    """Nobody answered in time: it ends, the writer is told without blame, the next moves up. When it was
    for a request whose day is over it is no longer needed.
    """
    host = lock_host(offer.host)
    _refuse_if_put_off(offer)
    if offer.need and clocks.end_of_day(host, offer.need.needed_on) <= clock.now():
        end_offer(offer, "make_obsolete", by=None)
    else:
        end_offer(offer, "lapse", by=None)
    emails.tell_writer_offer_ended(offer)
    promote_queue(host)


@transaction.atomic
def throw_away(offer: Offer) -> None:
    """A draft that was not sent in 30 days; its words stay with the writer for the next one."""
    Host.objects.select_for_update().get(pk=offer.host_id)
    _refuse_if_put_off(offer)
    discard_draft(offer, by=None)


@transaction.atomic
def note_reminders(hosts: Collection[int], now: datetime) -> int:
    """A desk mail about these hosts (ids) was written: what has waited for 5 or 10 days was reminded of in it,
    once even after a long silence. Returns how many offers. Answers that are being given in the same instant
    are not waited for.
    """
    due = waiting_offers(now).filter(host__in=hosts, remind_at__lte=now)
    rows = due.select_for_update(of=("self",), skip_locked=True, no_key=True).select_related("host", "writer")
    offers = list(rows.prefetch_related("host__closures").order_by("id"))
    for offer in offers:
        while offer.remind_at and offer.remind_at <= now:
            offer.reminded += 1
            offer.remind_at = next_reminder(offer.host, offer)
    Offer.objects.bulk_update(offers, ["reminded", "remind_at"])
    trail.record_many(offers, "remind")
    return len(offers)


@transaction.atomic
def move_line_up(host: Host) -> None:
    """Bring offers before a host that has room again: it is back, or looks at more at once."""
    promote_queue(lock_host(host))


def _refuse_if_put_off(offer: Offer) -> None:
    """Raise Stale when a closure or a new word has given it more time since it was read. The host is locked."""
    if not Offer.objects.filter(pk=offer.pk, due_at__lte=clock.now()).exists():
        raise Stale("it was given more time")


def _each(due, action: Callable) -> None:
    for row in due[:BATCH]:
        try:
            action(row)
        except (Stale, NoSuchMove):  # somebody was quicker
            continue
