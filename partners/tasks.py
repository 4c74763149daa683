"""Thin doors from Celery to the actions. Each may run twice."""

from celery import shared_task

from careerlink.web.clock import strike_all
from partners.actions import cascade, desk_mail, host_exports, ranking, suggestions
from partners.actions.board_clocks import run_board_clocks
from partners.actions.classes_clocks import run_class_clocks
from partners.actions.credentials import run_credential_clocks
from partners.actions.directory import index_those_without_words
from partners.actions.introduction_clocks import run_introduction_clocks
from partners.actions.leaders import run_leader_clocks
from partners.actions.leaving import end_leaving
from partners.actions.members import expire_invitations
from partners.actions.needs import expire_needs
from partners.actions.offer_clocks import run_offer_clocks
from partners.actions.retention import run_retention
from partners.actions.reviews_clocks import run_review_clocks
from partners.actions.waiting import expire_writer_invitations
from partners.actions.weekly import ring_for_request_mails, write_request_mails
from partners.actions.writers import run_writer_clocks

# Functions without arguments that ask "what is due?"; each action file with a clock adds its own.
CLOCKS: tuple = (
    run_class_clocks,  # before what would end its request or its offers by their own clocks
    expire_needs,
    suggestions.suggest_needs,
    ring_for_request_mails,
    expire_invitations,
    expire_writer_invitations,
    run_offer_clocks,
    run_introduction_clocks,
    run_writer_clocks,
    run_credential_clocks,
    run_board_clocks,
    run_review_clocks,
    host_exports.run_export_clocks,
    end_leaving,
    run_leader_clocks,
    run_retention,
    index_those_without_words,
)


@shared_task
def run_clocks() -> None:
    """Let every clock of this room strike."""
    strike_all(CLOCKS)


@shared_task
def make_host_export(key: str) -> None:
    """Put together what a host takes out."""
    host_exports.make_host_export(key)


@shared_task
def suggest_need(need_id: int) -> None:
    """Tell writers whom a new request fits."""
    suggestions.suggest_need(need_id)


@shared_task
def go_on_with_offer(offer_id: int) -> None:
    """Take an offer that has ended to the next door of the campus."""
    cascade.go_on_with(offer_id)


@shared_task
def write_desk_mails() -> None:
    """Tell those who decide what waits, when their hour has come or something ends soon."""
    desk_mail.write_desk_mails()


@shared_task
def rank_need(need_id: int) -> None:
    """Find the best writers for one request."""
    ranking.rank_needs([need_id])


@shared_task
def rank_all_needs() -> None:
    """Find the best writers for every open request."""
    ranking.rank_all_needs()


@shared_task
def rank_for_request_mails() -> None:
    """Share out the requests among the writers whose hour has come, and write their weekly mails."""
    write_request_mails()
