"""Inviting many alumni: begun at once, leaving day by day, stopped at any time."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.web import clock
from careerlink.web.later import later
from partners.models import Host
from referrals.actions.consent import open_referral
from referrals.models import BulkInvite, BulkInvitee, HelpSettings, Referral
from referrals.queries import bulk as queries

State = BulkInvite.State
BATCH = 50  # invitations of as many offices in one strike of the clock


@transaction.atomic
def invite_many(host: Host, filters: queries.BulkFilters, *, seen: int, by: User) -> BulkInvite:
    """Invite those who fit, at most so many a day as the office says. `seen` is how many the preview said.

    Raises ValidationError when nobody fits, when it is another number by now, or while others are still leaving.
    """
    now = clock.now()
    invite = BulkInvite(
        host=host,
        year_from=filters.year_from,
        year_to=filters.year_to,
        majors=filters.words,
        is_rested=filters.is_rested,
        made_by=by,
        due_at=max(now, queries.next_moment(host, queries.first_day(host))),
    )
    Host.objects.select_for_update(of=("self",)).get(pk=host.pk)  # two clicks come one after the other
    invite.validate_constraints()
    chosen = queries.chosen_by(host, filters)
    if not chosen:
        raise ValidationError(_("Nobody can be invited. Choose more years or other majors."))
    if len(chosen) != seen:
        words = ngettext("%(n)s person fits by now.", "%(n)s people fit by now.", len(chosen)) % {"n": len(chosen)}
        raise ValidationError("{} {}".format(words, _("Look once more, then send.")))
    invite.save()
    BulkInvitee.objects.bulk_create(BulkInvitee(invite=invite, alumnus_id=pk) for pk in chosen)
    trail.record(invite, "begin", by=by, after=invite.state, **invite.concerns())
    later("referrals.tasks.send_invitations", invite.key)
    return invite


@transaction.atomic
def stop_invite(invite: BulkInvite, *, by: User | None) -> None:
    """Nobody else is invited; who was stays so. Raises Stale or NoSuchMove when it had moved on."""
    invite.move("stop", by=by, due_at=None)


# --- What time does ----------------------------------------------------------------------------------------


def run_bulk_clocks() -> None:
    """Ask whose invitations are due; harmless twice."""
    due = BulkInvite.objects.filter(state=State.RUNNING, due_at__lte=clock.now()).order_by("due_at", "id")
    for key in list(due.values_list("key", flat=True)[:BATCH]):
        send_invitations(key)


def send_invitations(key: str) -> None:
    """Invite one after the other, each in its own transaction, until the day is full or nobody is left."""
    while invite_next(key):
        pass


@transaction.atomic
def invite_next(key: str) -> bool:
    """Invite the next of those who were chosen, or note why not. False when nothing is to be done now."""
    rows = BulkInvite.objects.select_for_update(of=("self",)).select_related("host__institution", "made_by")
    invite = rows.filter(key=key, state=State.RUNNING, due_at__lte=clock.now()).first()
    if invite is None:
        return False
    if not invite.host.is_approved:
        stop_invite(invite, by=None)
        return False
    person = invite.people.filter(at=None).select_related("alumnus").order_by("id").first()
    if person is None:
        invite.move("finish", due_at=None)
        return False
    if queries.sent_today(invite.host) >= HelpSettings.objects.get(host=invite.host).mails_a_day:
        tomorrow = clock.today(invite.host.zone) + timedelta(days=1)
        BulkInvite.objects.filter(pk=invite.pk).update(due_at=queries.next_moment(invite.host, tomorrow))
        return False
    _take_turn(invite, person)
    return True


def _take_turn(invite: BulkInvite, person: BulkInvitee) -> None:
    """Ask this one for consent, unless something speaks against it by now."""
    person.alumnus.host = invite.host
    person.at = clock.now()
    person.left_out = queries.why_not(person.alumnus, is_rested=invite.is_rested)
    if not person.left_out:
        try:
            person.referral = open_referral(person.alumnus, by=invite.made_by, origin=Referral.Origin.BULK)
        except ValidationError:  # asked by telephone this very moment
            person.left_out = BulkInvitee.Why.OPEN
    person.save(update_fields=["at", "left_out", "referral"])
