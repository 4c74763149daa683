"""The one table of all pages. It drives the permission matrix, the query counts and the axe run.

`may` are the personas of tests/world.py for whom the page answers 200; everybody else who is logged in gets
404, strangers are sent to the log-in, unless `public`.
"""

from tests.pages import board, campus, classes, first, introductions, offers, students
from tests.pages.first import link_token
from tests.pages.kinds import Action, Page

PARTS = (first, board, campus, classes, introductions, offers, students)
PAGES: list[Page] = [page for part in PARTS for page in part.PAGES]
ACTIONS: list[Action] = [action for part in PARTS for action in part.ACTIONS]

__all__ = ["ACTIONS", "PAGES", "fill", "link_token"]


def fill(world) -> None:
    """One of each thing that a page may show."""
    for part in PARTS:
        part.fill(world)
