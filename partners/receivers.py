"""What this room does when it hears of something."""

from django.dispatch import receiver

from careerlink.accounts.signals import person_joined, person_suspended
from careerlink.web.later import later
from partners.actions import decisions, needs, offers, waiting
from partners.models import Writer
from partners.signals import host_approved, need_published, writer_approved


@receiver(host_approved)
def tell_who_waited(sender, host, **facts):
    """A career office was approved: writers who put their name down for its college get their one mail."""
    waiting.tell_waiting_writers(host)


@receiver(host_approved)
def publish_what_waited(sender, host, **facts):
    """A host was approved: requests that it wrote down while it waited are published."""
    needs.publish_drafts(host)


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
    """A person is kept out: what she has offered as a writer waits before no office meanwhile."""
    for writer in Writer.objects.filter(user=user):
        offers.withdraw_all(writer, by=None)


@receiver(need_published)
def suggest_to_writers(sender, need, **facts):
    """A request is open: writers whom it fits are told."""
    later("partners.tasks.suggest_need", need.pk)


@receiver(person_suspended)
def let_somebody_decide(sender, user, **facts):
    """A person is kept out: the decisions of her hosts are mailed to somebody who can log in."""
    decisions.name_stand_ins(user)
