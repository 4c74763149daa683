"""What rooms above add to this one: filled in their `apps.ready()`, read here without knowing them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from careerlink.web.archives import Table
from partners.models import Host

host_exports: dict[str, Callable[[Host], Iterable[Table]]] = {}


@dataclass(frozen=True)
class Line:
    """One thing in a desk mail that waits for a decision. `reminded` is how often the host was reminded of it,
    `reminders` how often it is at most (0: there are none).
    """

    host_id: int
    title: str
    sentence: str
    deadline: datetime
    url: str  # a path of this site
    reminded: int = 0
    reminders: int = 0
    given_to: int | None = None  # the id of the person who is to answer it, when one was named


@dataclass(frozen=True)
class Section:
    """A kind of decision in the desk mail; what the parts are, `register_section()` says."""

    slug: str
    lines: Callable[[Collection[Host], datetime], list[Line]]
    waiting: Callable[[datetime], QuerySet]
    words: Callable[[int], str]
    page: str
    button: Callable[[int], str]
    told: Callable[[Collection[int], datetime], None] | None = None
    link: str = ""


sections: dict[str, Section] = {}


def register_section(
    slug: str,
    lines: Callable[[Collection[Host], datetime], list[Line]],
    *,
    waiting: Callable[[datetime], QuerySet],
    words: Callable[[int], str],
    page: str,
    button: Callable[[int], str],
    told: Callable[[Collection[int], datetime], None] | None = None,
    link: str = "",
) -> None:
    """Add a kind of decision to the one desk mail that a person gets.

    * `lines(hosts, now)`: what waits for the people of these hosts, in any order; a fixed number of queries
    * `waiting(now)`: the same over all hosts, as rows with `desk` (the id of the host), `since` (when it came
      before the host) and `ends` (when silence ends it): F() of columns with an index, so that asking who has
      to be told costs little
    * `words(n)`: "4 offers"; `button(n)`: "Decide 4 offers"
    * `page`: name of the address, with the slug of the host, where all of them are decided
    * `told(host_ids, now)`: notes that a mail about these hosts was written, in the same transaction
    * `link`: purpose of a signed link by which a person decides all of one host without logging in; it is
      about `link_about()` of them
    """
    sections[slug] = Section(slug, lines, waiting, words, page, button, told, link)


def link_about(host_key: str, user_id: int | None) -> str:
    """What a link to the decisions of one host is about: it serves one person there."""
    return f"{host_key}:{user_id}"


def register_host_export(label: str, function: Callable[[Host], Iterable[Table]]) -> None:
    """Add a part to what a host takes out: `function(host)` returns its lists, with rows that are read
    when they are asked for. `label` is the name of the JSON file ("offers"); each list becomes a CSV file
    under its own name. Only the host's own: nothing of another host, nothing private of a writer's.
    """
    host_exports[label] = function
