"""Thin doors from Celery to what this room forgets. Each may run twice."""

from importlib import import_module

from celery import shared_task
from django.conf import settings

from careerlink.accounts import actions


@shared_task
def forget() -> None:
    """Each hour: delete old counts of wrong tries and sessions that have ended by themselves."""
    actions.forget_old_tries()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
