"""What this room does when it hears of something."""

from django.dispatch import receiver

from careerlink.accounts.signals import person_suspended
from events.actions import calendars, calling_off, drafts, meetings, place_ends, podcasts, searches, standby, waiting
from events.actions.plans import rank_anew
from events.models import EventKind
from events.signals import event_changed, event_shown, seat_freed
from partners.models import Host, Writer
from partners.signals import class_filled, engagement_ended, host_left, host_suspended, offer_accepted, writer_suspended


@receiver(seat_freed)
def keep_seat_for_the_next(sender, shift, **facts):
    """Somebody gave a seat back: it is kept for the first in line."""
    waiting.move_up(shift)


@receiver(seat_freed)
def seek_somebody_else(sender, place, by, **facts):
    """Somebody gave a seat back: no stand-in for her is sought, and when it is late, people who stand by are."""
    searches.end_for(place, by=by)
    standby.note_late(place)


@receiver(offer_accepted)
def draft_what_was_offered(sender, offer, engagement, by=None, **facts):
    """An offer is accepted: the event that it is for is drafted, with the writer in it."""
    drafts.draft_from_offer(offer, engagement, by=by)


@receiver(class_filled)
def draft_class(sender, request, engagement, by=None, **facts):
    """A stand-in for class was picked: the visit is drafted, with its times."""
    drafts.draft_from_class(request, engagement, by=by)


@receiver(engagement_ended)
def take_out_of_draft(sender, engagement, **facts):
    """What was agreed is over before its event was shown: the draft loses that person."""
    drafts.lose_agreed(engagement)


@receiver(event_shown)
def prepare_what_is_shown(sender, event, by=None, **facts):
    """An event is shown: who agreed to it has her place, the matcher finds whom to ask for the rest, members of a board
    are told of their meeting, and a podcast has its checklist.
    """
    drafts.seat_agreed(event, by=by)
    rank_anew(event)
    if event.kind == EventKind.BOARD:
        meetings.call_meeting(event)
    elif event.kind == EventKind.PODCAST:
        podcasts.hold_episode(event)


@receiver(person_suspended)
def give_her_places_on(sender, user, **facts):
    """A person is kept out: her places to come are free for others."""
    for writer in Writer.objects.filter(user=user):
        place_ends.end_places_of_writer(writer)


@receiver(writer_suspended)
def give_places_on(sender, writer, **facts):
    """A writer is kept out: her places to come are free for others."""
    place_ends.end_places_of_writer(writer)


@receiver(host_suspended)
def end_what_a_host_cannot_hold(sender, host, **facts):
    """A host is kept out: who waits there, or would come while it is not back, is told."""
    place_ends.end_places_of_host(host)


@receiver(host_left)
def call_off_what_it_leaves_behind(sender, host, **facts):
    """A host leaves: who waits is told at once; what it would still hold is called off when it is gone."""
    if host.state == Host.State.LEAVING:
        place_ends.end_places_of_host(host)
    else:
        calling_off.cancel_all_of(host, by=None)


@receiver(event_changed)
def tell_what_has_changed(sender, event, shifts, **facts):
    """Time, place or role is another one: who has a place there is told once it is quiet again."""
    calendars.note_change(event, shifts)
