"""What this room does when it hears of something."""

from django.dispatch import receiver

from careerlink.accounts.signals import person_joined, person_suspended
from careerlink.web.later import later
from partners.actions import (
    board,
    board_ends,
    campus,
    classes,
    classes_yes,
    decisions,
    introductions,
    needs,
    offers,
    waiting,
)
from partners.actions.engagements import note_answer
from partners.models import Asked, Engagement, Kind, Writer
from partners.signals import (
    engagement_ended,
    first_member_joined,
    host_approved,
    need_published,
    offer_accepted,
    offer_ended,
    offer_sent,
    writer_approved,
)


@receiver(host_approved)
def tell_who_waited(sender, host, **facts):
    """A career office was approved: writers who put their name down for its college get their one mail."""
    waiting.tell_waiting_writers(host)


@receiver(host_approved)
def publish_what_waited(sender, host, **facts):
    """A host was approved: requests that it wrote down while it waited are published."""
    needs.publish_drafts(host)


@receiver(host_approved)
def go_on_with_classes(sender, host, **facts):
    """A professor was approved: stand-ins that waited for that are sought."""
    classes_yes.go_on_after_approval(host)


@receiver(offer_sent)
def note_who_would_come(sender, offer, **facts):
    """An offer is made: when it is for a class, its professor is told of the first."""
    classes.note_offer_sent(offer)


@receiver(offer_sent)
def note_who_says_yes(sender, offer, **facts):
    """An offer is made for a request that its writer was asked about: that is her yes."""
    if offer.need_id:
        note_answer(offer.writer, Asked.Answer.YES, about=offer.need)


@receiver(offer_ended)
def note_who_would_not_come(sender, offer, **facts):
    """An offer ended without a yes: when it was the last for a class, others are sought again."""
    classes.note_offer_ended(offer)


@receiver(offer_accepted)
def fill_class(sender, offer, engagement, by, **facts):
    """An offer is accepted: when it is for a class, that is filled."""
    classes.note_offer_accepted(offer, engagement, by=by)


@receiver(first_member_joined)
def publish_what_the_office_posted(sender, host, **facts):
    """Somebody leads a group for which its career office has posted requests: they are published now."""
    campus.publish_for_first_member(host)


@receiver(offer_accepted)
def tell_offices_of_the_college(sender, offer, **facts):
    """A professor or student group agreed with a writer: the career office hears when and where."""
    campus.tell_offices(offer)


@receiver(engagement_ended)
def seek_another_stand_in(sender, engagement, **facts):
    """Agreed work was called off: when it was a class, somebody else is sought."""
    if engagement.state == Engagement.State.CANCELLED:
        classes.note_called_off(engagement)


@receiver(person_joined)
def fulfil_invitations(sender, user, path="", **facts):
    """Somebody who was invited as a writer made her account: those who invited her are told."""
    if path == "writer":
        waiting.note_person_joined(user)


@receiver(writer_approved)
def name_invited_writer(sender, writer, **facts):
    """A writer whom an office invited was approved: the invitation names her profile."""
    waiting.note_writer_approved(writer)


@receiver(person_suspended)
def take_back_offers(sender, user, **facts):
    """A person is kept out: what she has offered as a writer waits before no office meanwhile, and she sits on
    no board.
    """
    for writer in Writer.objects.filter(user=user):
        offers.withdraw_all(writer, by=None)
        board_ends.end_seats_of(writer)
        introductions.withdraw_all_of_writer(writer, by=None)


@receiver(offer_accepted)
def seat_who_applied(sender, offer, by, **facts):
    """An office accepted somebody for its board: she serves from the same moment, or nothing is accepted."""
    if offer.kind == Kind.BOARD:
        board.seat_applicant(offer, by=by)


@receiver(offer_accepted)
def ask_whom_she_introduces(sender, offer, by=None, **facts):
    """An offer to introduce an employer was taken up: the writer says whom."""
    if offer.kind == Kind.INTRODUCTION:
        introductions.draft_introduction(offer, by=by)


@receiver(need_published)
def suggest_to_writers(sender, need, **facts):
    """A request is open: writers whom it fits are told, and its host is shown whom to ask."""
    later("partners.tasks.suggest_need", need.pk)
    later("partners.tasks.rank_need", need.pk)


@receiver(person_suspended)
def let_somebody_decide(sender, user, **facts):
    """A person is kept out: the decisions of her hosts are mailed to somebody who can log in."""
    decisions.name_stand_ins(user)
