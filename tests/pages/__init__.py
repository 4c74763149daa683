"""The one table of all pages. It drives the permission matrix, the query counts and the axe run.

`may` are the personas of tests/world.py for whom the page answers 200; everybody else who is logged in gets
404, strangers are sent to the log-in, unless `public`.

Each module here that has PAGES is a part of the table, with ACTIONS, `fill`, and PUBLIC: the short list, written
out, of its pages that strangers may open. `first` is filled first, the others in the order of their names.
"""

from importlib import import_module
from pkgutil import iter_modules

from tests.pages import first
from tests.pages.first import link_token
from tests.pages.kinds import Action, Page

MODULES = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
PARTS = (first, *(module for module in MODULES if hasattr(module, "PAGES") and module is not first))
PAGES: list[Page] = [page for part in PARTS for page in part.PAGES]
ACTIONS: list[Action] = [action for part in PARTS for action in part.ACTIONS]

__all__ = ["ACTIONS", "PAGES", "PARTS", "fill", "link_token"]


def fill(world) -> None:
    """One of each thing that a page may show."""
    for part in PARTS:
        part.fill(world)
