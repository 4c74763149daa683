"""Thin doors from Celery to the actions. Each may run twice."""

from celery import shared_task

from careerlink.web.clock import strike_all
from events.actions import (
    announcements,
    answers,
    calendars,
    day_clocks,
    drafts,
    event_clocks,
    feedback,
    invitations,
    place_clocks,
    podcasts,
    ranking,
    searches,
    semester,
    suggestions,
    waiting,
)

# Functions without arguments that ask "what is due?"; each action file with a clock adds its own.
CLOCKS: tuple = (
    place_clocks.run_place_clocks,
    invitations.remind_of_requests,
    waiting.run_waiting_clocks,
    searches.run_search_clocks,
    event_clocks.run_event_clocks,
    drafts.seek_stand_ins,
    suggestions.suggest_shifts,
    podcasts.run_podcast_clocks,
    answers.forget_answerings,
    announcements.forget_announcements,
    feedback.ask_for_feedback,
    day_clocks.plan_run_sheets,
    day_clocks.end_silent_contests,
    day_clocks.run_claim_clocks,
    semester.mail_reports,
    calendars.run_calendar_clocks,
)


@shared_task
def run_clocks() -> None:
    """Let every clock of this room strike."""
    strike_all(CLOCKS)


@shared_task
def rank_event(event_id: int) -> None:
    """Find the best writers for the shifts of one event."""
    ranking.rank_event(event_id)


@shared_task
def rank_all_shifts() -> None:
    """Find the best writers for every shift that is to be filled."""
    ranking.rank_all_shifts()
