"""Thin doors from Celery to the delivery of mail. Each may run twice, and many at once."""

from celery import shared_task

from careerlink.outbox import choices, delivery, digests, hold


@shared_task
def deliver() -> None:
    """Somebody rang: send what is due."""
    delivery.deliver()


@shared_task
def sweep() -> None:
    """Each minute: free what dead workers hold, end what is too old, send what is due."""
    if hold.is_on():
        return
    delivery.release_stuck()
    delivery.give_up_old()
    delivery.deliver()
    digests.settle()


@shared_task
def forget() -> None:
    """Each hour: wipe the bodies of old mail."""
    delivery.forget_old()
    choices.forget_days()
    hold.forget_departed()
