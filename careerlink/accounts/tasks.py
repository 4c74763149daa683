"""Thin doors from Celery to what this room forgets. Each may run twice."""

from importlib import import_module

from celery import shared_task
from django.conf import settings

from careerlink.accounts import actions, retention


@shared_task
def forget() -> None:
    """Each hour: delete old counts of wrong tries, sessions that have ended by themselves, and old links."""
    actions.forget_old_tries()
    retention.forget_session_records()
    retention.forget_links()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
