"""What this room does when it hears of something."""

from django.dispatch import receiver

from careerlink.accounts.signals import person_suspended
from careerlink.web.later import later
from partners.models import Host
from partners.signals import closures_changed, host_left, writer_suspended
from referrals.actions import departures, leg_clocks


@receiver(person_suspended)
@receiver(writer_suspended)
def go_on_without_writer(sender, **facts):
    """Nobody is left with a writer who is kept out: the clock, rung at once, finds what is with her. Not here and now:
    whoever keeps her out holds what the tries are told with, and each would wait for the other.
    """
    later("referrals.tasks.run_clocks")


@receiver(closures_changed)
def give_writers_their_days(sender, host, **facts):
    """An office changed the days on which it is closed: writers who were asked have as many working days as before."""
    leg_clocks.reckon_legs(host)


@receiver(host_left)
def end_its_requests(sender, host, **facts):
    """An office is gone for good: what it began ends. While it can come back, alumni and writers go on."""
    if host.state == Host.State.LEFT:
        departures.end_requests_of(host)
