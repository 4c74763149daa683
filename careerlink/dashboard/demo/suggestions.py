"""Whom offices ask, and what a writer says is not for her."""

from careerlink.web import clock
from events.actions.invitations import invite_writers
from events.actions.ranking import rank_all_shifts
from events.queries.suggested import shifts_to_fill
from events.queries.suggested import suggested_for as suggested_for_shift
from partners.actions import asking, majors
from partners.actions.ranking import rank_all_needs
from partners.queries.needs import read_words
from partners.queries.suggested import suggested_for

TAUGHT = (
    "English, history, nursing, accounting, finance, computer science, biology, chemistry, psychology, sociology, "
    "art history, music, political science, geology, philosophy, marketing, mechanical engineering, economics"
)


def ask_writers(stage) -> None:
    """The office says what it teaches, asks two writers about its mock interviews, and one of them says no."""
    with clock.set_to(stage.ago(2)):
        codes = [
            code for word in TAUGHT.split(", ") for vocabulary, code in read_words(word).codes if vocabulary == "major"
        ]
        majors.add_majors(stage.office, codes, by=stage.director)
        stage.ask(stage.office, "panel", "English, history", 2, "online")  # so near that writers are told at once
        best = suggested_for(stage.mock, most=2)
        asked = asking.ask_writers(stage.mock, [one.writer for one in best], by=stage.director)
        asking.turn_down(stage.mock, asked[-1], because="soon", by=asked[-1].user)
    with clock.set_to(stage.ago(0.3)):
        _ask_for_a_role(stage)
    with clock.set_to(stage.ago(0.1)):
        rank_all_needs()
        rank_all_shifts()


def _ask_for_a_role(stage) -> None:
    """The office asks the two who fit a shift of its clinic best."""
    clinic = stage.events["Resume clinic for historians"]
    shift = shifts_to_fill().filter(role__event=clinic).order_by("starts_at", "role__order").first()
    best = suggested_for_shift(shift, most=2)
    invite_writers(shift, [one.writer for one in best], by=stage.director)
