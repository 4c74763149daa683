"""Requests: made, published, put right, filled, taken back, run out."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.web import clock
from careerlink.web.later import later
from partners.actions.campus_asks import ask_for_yes
from partners.actions.offers import lock_host, promote_queue, reckon_clocks, release_offers
from partners.emails.campus import tell_group_request_expired
from partners.models import Host, Need, NeedTag
from partners.queries.campus import asks_first, first_day_of, is_paused, too_soon
from partners.queries.needs import CODED, MOST_TAGS, read_words
from partners.signals import need_published

BATCH = 500
DOUBLE_CLICK = timedelta(minutes=5)
WHO_FITS = {"words", "service", "language"}  # when one of these changes, a request fits others


@transaction.atomic
def make_need(
    host: Host, *, by: User, is_published: bool = True, codes: Iterable[tuple[str, str]] = (), **facts
) -> Need:
    """Write a request down: published at once by an approved host (or asked for, where the college says yes
    first), kept as a draft by one that waits.

    `is_published` False keeps it as a draft all the same. `codes` are what its words mean where that is known
    already. `facts`: kind, words, service, language, details, needed_on, where, how_many.
    A second click makes no second one: the very same of a moment ago is returned. Raises ValidationError for a day
    that is past, or nearer than the college wants.
    """
    Host.objects.select_for_update().get(pk=host.pk)
    waiting = host.needs.filter(state__in=[Need.State.DRAFT, Need.State.WAITING, Need.State.OPEN])
    same = waiting.filter(made_by=by, made_at__gt=clock.now() - DOUBLE_CLICK, **facts)
    need = same.select_related("host").first()
    if need is not None:
        return need
    need = Need(host=host, made_by=by, **facts)
    _judge(need)
    need.save()
    _tag(need, codes)
    trail.record(need, "make", by=by, after=need.state, scope=host.key)
    if host.is_approved and is_published:
        publish_need(need, by=by)
    return need


@transaction.atomic
def publish_need(need: Need, *, by: User | None) -> None:
    """Show a request to writers. Only an approved host may; where its college says yes first, the request waits."""
    if not need.host.is_approved:
        raise ValidationError(_("You can publish as soon as you are approved."))
    if is_paused(need.host):
        raise ValidationError(_("Nobody leads the group at the moment. It can ask again as soon as somebody does."))
    _judge(need)
    if asks_first(need.host):
        ask_for_yes(need, by=by)
        return
    need.move("publish", by=by, published_at=clock.now())
    need_published.send(Need, need=need, by=by)


@transaction.atomic
def publish_drafts(host: Host) -> int:
    """The host was approved: show what it wrote down while it waited, in the name of who wrote it.

    Returns how many; what is past or too near stays a draft and runs out by itself, and so does all of a group
    that nobody leads at the moment; stand-ins for class have a way of their own.
    """
    if is_paused(host):
        return 0
    drafts = host.needs.filter(state=Need.State.DRAFT, needed_on__gte=first_day_of(host), class_request=None)
    found = list(drafts.select_related("host", "made_by").order_by("id"))
    for need in found:
        publish_need(need, by=need.made_by)
    return len(found)


@transaction.atomic
def change_need(need: Need, *, by: User, **facts) -> None:
    """Put a draft or an open request right; new words are read anew. What the college said yes to stays as it was."""
    changed = [name for name, value in facts.items() if getattr(need, name) != value]
    if changed and need.state == Need.State.OPEN and asks_first(need.host):
        raise ValidationError(_("Your college said yes to it as it stands. Take it back and write a new one."))
    for name in changed:
        setattr(need, name, facts[name])
    _judge(need, is_new_day="needed_on" in changed)
    if not changed:
        return
    rows = Need.objects.filter(pk=need.pk, state=need.state)
    if not rows.update(**{name: facts[name] for name in changed}):
        raise Stale("the request has moved on")
    if "words" in changed:
        _tag(need)
    if WHO_FITS & set(changed):
        rows.update(suggested_at=None)
    _rank_anew(need)
    if "needed_on" in changed:
        reckon_clocks(need.host)
    trail.record(need, "change", by=by, fields=changed, scope=need.host.key)


@transaction.atomic
def correct_need(need: Need, codes: Iterable[tuple[str, str]], *, by: User) -> None:
    """Say what the words of a request mean: exactly these (vocabulary, code)."""
    codes = list(dict.fromkeys(codes))[:MOST_TAGS]
    need.tags.filter(vocabulary__in=CODED).delete()
    NeedTag.objects.bulk_create(
        [NeedTag(need=need, vocabulary=vocabulary, code=code) for vocabulary, code in codes], ignore_conflicts=True
    )
    Need.objects.filter(pk=need.pk).update(suggested_at=None)
    _rank_anew(need)
    trail.record(need, "correct", by=by, fields=["tags"], scope=need.host.key)


@transaction.atomic
def fill_need(need: Need, *, by: User | None = None) -> None:
    """It has all the writers it asked for: it is no longer shown to others, and what was offered for it ends."""
    host = lock_host(need.host)
    need.move("fill", by=by)
    release_offers(need)
    promote_queue(host)


@transaction.atomic
def reopen_need(need: Need, *, by: User) -> None:
    """Somebody dropped out: show a filled request to writers again. Its day must not be past."""
    if not need.host.is_approved:
        raise ValidationError(_("You can publish as soon as you are approved."))
    _judge(need, is_new_day=False)
    need.move("reopen", by=by, suggested_at=None, ranked_at=None)
    need_published.send(Need, need=need, by=by)


@transaction.atomic
def withdraw_need(need: Need, *, by: User) -> None:
    """Take a request back: it disappears from the writers' list, and what was offered for it ends."""
    host = lock_host(need.host)
    need.move("withdraw", by=by)
    release_offers(need)
    promote_queue(host)


def expire_needs() -> int:
    """Let requests run out whose day is past where the host is; a group whose request nobody said yes to is told.
    Returns how many; each is its own transaction.
    """
    states = [Need.State.DRAFT, Need.State.WAITING, Need.State.OPEN]
    due = Need.objects.filter(state__in=states, needed_on__lte=clock.today("Pacific/Guam"))
    count = 0
    for need in due.select_related("host").order_by("needed_on", "id")[:BATCH]:
        if need.needed_on >= clock.today(need.host.zone):
            continue
        try:
            with transaction.atomic():
                host = lock_host(need.host)
                was_waiting = need.state == Need.State.WAITING
                entry = need.move("expire")
                if was_waiting:
                    tell_group_request_expired(need, entry)
                release_offers(need)
                promote_queue(host)
        except Stale:
            continue
        count += 1
    return count


def _judge(need: Need, *, is_new_day: bool = True) -> None:
    """Refuse a day that is past and, while nobody was asked for it, one that is nearer than the college wants."""
    today: date = clock.today(need.host.zone)
    if need.needed_on < today:
        raise ValidationError({"needed_on": _("This day is past. Choose one from today on.")})
    if is_new_day and need.needed_on < (first := first_day_of(need.host)):
        raise ValidationError({"needed_on": too_soon(first)})
    need.validate_constraints(exclude={"host", "key", "made_by"})


def _rank_anew(need: Need) -> None:
    """Whom to ask is looked up anew: what was kept is about other words."""
    Need.objects.filter(pk=need.pk).update(ranked_at=None)
    if need.state == Need.State.OPEN:
        later("partners.tasks.rank_need", need.pk)


def _tag(need: Need, codes: Iterable[tuple[str, str]] = ()) -> None:
    need.tags.filter(vocabulary__in=CODED).delete()
    found = list(codes) or read_words(need.words).codes
    NeedTag.objects.bulk_create([NeedTag(need=need, vocabulary=vocabulary, code=code) for vocabulary, code in found])
