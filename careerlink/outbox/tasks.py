"""Thin doors from Celery to the delivery of mail. Each may run twice, and many at once."""

import imaplib

import structlog
from celery import shared_task
from django.conf import settings

from careerlink.outbox import bounces, choices, delivery, digests, hold, postboxes

log = structlog.get_logger(__name__)


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


@shared_task
def read_bounces() -> None:
    """Each ten minutes: read what other servers report, where BOUNCE_URL says where that arrives."""
    if not settings.BOUNCE_URL:
        return
    try:
        postboxes.go_through(settings.BOUNCE_URL, bounces.take_in)
    except (OSError, imaplib.IMAP4.error) as error:
        log.warning("bounces_not_read", error=str(error))
