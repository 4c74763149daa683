"""A student group that nobody leads pauses: no offers, its requests hidden; with a new manager it goes on."""

from django.db import transaction

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.web import clock
from partners.actions.offers import end_offer, lock_host
from partners.emails import pauses as emails
from partners.models import Group, Host
from partners.queries.leaving import agreed_work, waiting_offers


@transaction.atomic
def pause_group(host: Host) -> bool:
    """Let a student group rest that nobody leads: offers that wait end kindly, its requests are hidden, its people
    and the career office are told. False when it rests already.
    """
    host = lock_host(host)
    group, _made = Group.objects.get_or_create(host=host)
    if group.paused_at or not host.is_of_students:
        return False
    group.paused_at, group.pauses_on = clock.now(), None
    group.save(update_fields=["paused_at", "pauses_on"])
    trail.record(host, "pause", scope=host.key)
    for offer in waiting_offers(host).select_related("host__institution", "writer__user", "need"):
        end_offer(offer, "make_obsolete", by=None)
        emails.tell_writer_offer_ended(offer, group)
    emails.tell_people_paused(group)
    emails.tell_office_paused(group)
    emails.tell_partners_paused(group, agreed_work(host))
    return True


def resume_group(host: Host, *, by: User) -> bool:
    """A student group that rested has a manager again: it goes on, writers see it and its requests. To be called
    with the host locked. False when it did not rest.
    """
    group = Group.objects.filter(host=host, paused_at__isnull=False).first() if host.is_of_students else None
    if group is None:
        return False
    group.paused_at = group.pauses_on = None
    group.successors_for = clock.today(host.zone).year  # who leads it has just been said
    group.save(update_fields=["paused_at", "pauses_on", "successors_for"])
    trail.record(host, "go_on", by=by, scope=host.key)
    emails.tell_people_back(group)
    return True
