"""One mail a person about everything that waits for her decision: on the day and hour of a host, else only
when something ends within 48 hours, or at once for who wants that; at most one on a day.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from careerlink.accounts.models import User
from careerlink.outbox.hours import local_day, quiet_until, zone_of
from careerlink.outbox.models import Mailbox
from careerlink.web import clock, links
from partners.emails import desk as emails
from partners.models import DeskMail, Host, Member
from partners.queries import desk_mail as queries
from partners.registry import link_about, sections

LINK_LASTS = timedelta(days=14)


def write_desk_mails() -> int:
    """Ask who is to be told now, and write the mails; returns how many. May run twice, and many at once: each
    portion is its own transaction, and a person's day is a unique row.
    """
    now = clock.now()
    written = 0
    while (more := _strike_slots(now)) is not None:
        written += more
    for people in queries.people_with_something_ending(now):
        written += _write(people, DeskMail.Why.SOON, now)
    for people in queries.people_with_something_new(now):
        written += _write(people, DeskMail.Why.NEW, now)
    return written


@transaction.atomic
def _strike_slots(now: datetime) -> int | None:
    """Tell the people of some hosts whose hour has come, and reckon the next. Returns how many mails were
    written, None when no hour has come. A host that was never reckoned only gets its next hour.
    """
    due = queries.hosts_with_slot_due(now).select_for_update(skip_locked=True, no_key=True)
    hosts = list(due.order_by("next_desk_mail_at", "id")[: queries.CHUNK])
    if not hosts:
        return None
    struck = [host.pk for host in hosts if host.next_desk_mail_at is not None]
    waiting = queries.hosts_where_something_waits(struck, now) if struck else set()
    written = _write(queries.people_of(waiting), DeskMail.Why.SLOT, now) if waiting else 0
    following: dict[datetime, list[int]] = {}
    for host in hosts:
        following.setdefault(queries.next_slot(host, now), []).append(host.pk)
    for moment, ids in following.items():
        Host.objects.filter(pk__in=ids).update(next_desk_mail_at=moment)
    return written


@transaction.atomic
def _write(people: Iterable[User], why: str, now: datetime) -> int:
    """Write one desk mail to each of these people who got none on her day; outside of a host's hour not in
    her quiet hours either. A fixed number of statements, however many people.
    """
    boxes = _mailboxes(people)
    if why != DeskMail.Why.SLOT:
        boxes = {person: box for person, box in boxes.items() if not quiet_until(box, now)}
    days = {person.pk: local_day(box, now) for person, box in boxes.items()}
    told = DeskMail.objects.filter(user__in=days, day__in=set(days.values()))
    before = set(told.values_list("user", "day"))
    fresh = {person.pk: person for person in boxes if (person.pk, days[person.pk]) not in before}
    if not fresh:
        return 0
    soon = {zone: queries.soon_until(now, zone) for zone in {zone_of(boxes[person]) for person in fresh.values()}}
    rows = [
        DeskMail(user=person, day=days[pk], at=now, soon_until=soon[zone_of(boxes[person])], why=why)
        for pk, person in sorted(fresh.items())
    ]
    DeskMail.objects.bulk_create(rows, ignore_conflicts=True)
    kept = {(row.user_id, row.day): row for row in told.all()}
    asked = _asked(fresh)
    _make_links(asked, now)
    emails.send_desk_mails((kept[pk, days[pk]], person) for pk, person in fresh.items())
    hosts = sorted({member.host_id for member in asked})
    for section in sections.values():
        if section.told:
            section.told(hosts, now)
    return len(fresh)


def _asked(people: Iterable[int]) -> list[Member]:
    """For which hosts each of these people (ids) decides, with both. One query."""
    rows = Member.objects.who_get_decisions().filter(user__in=people).select_related("host", "user")
    return list(rows.order_by("id"))


def _make_links(asked: list[Member], now: datetime) -> None:
    """The links by which each of them decides without logging in, where something waits that can be decided so."""
    for section in sections.values():
        if not section.link:
            continue
        rows = section.waiting(now).filter(desk__in={member.host_id for member in asked})
        waits = set(rows.values_list("desk", flat=True).distinct())
        there = [member for member in asked if member.host_id in waits]
        pairs = [(link_about(member.host.key, member.user_id), member.user.email) for member in there]
        links.make_many(section.link, pairs, lasts=LINK_LASTS)


def _mailboxes(people: Iterable[User]) -> dict[User, Mailbox]:
    """The Mailbox of each person's main address, with her zone and quiet hours; one that is not written yet when
    she never got mail. One query.
    """
    people = list(people)
    known = {box.address: box for box in Mailbox.objects.filter(user_id__in=[person.pk for person in people])}
    return {person: known.get(person.email.lower()) or Mailbox(zone=person.zone) for person in people}
