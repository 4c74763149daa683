"""What rooms above add to this one: filled in their `apps.ready()`, read here without knowing them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from django.db.models import QuerySet

from careerlink.web.archives import Table
from partners.matching import WriterFacts
from partners.matching.lessons import Lessons
from partners.models import Host, Writer

# Rows of rooms above, one of a host at most, that are read along with it where memberships are: "help_settings".
beside_host: list[str] = []
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


class Found(NamedTuple):
    """Something open that fits a writer: how well, on which day, and the id of what it is."""

    score: int
    on: date
    number: int


@dataclass(frozen=True)
class Opening:
    """The same in words, for a mail or a start page. `url` and `no_url` (where she says that it is not for her, ""
    where there is no such page) are paths of this site; `button` is what the first does.
    """

    score: int
    on: date
    title: str
    sentence: str
    where: str
    why: str
    url: str
    button: str
    no_url: str = ""
    key: str = ""  # of a request: what one says no to

    @property
    def rank(self) -> tuple:
        return (-self.score, self.on, self.url)


class OpenThings(Protocol):
    """What is open today of one kind, read once for many writers."""

    def best_for(
        self, writers: dict[int, WriterFacts], lessons: dict[int, Lessons], hosts: dict[int, set[int]]
    ) -> dict[int, list[Found]]:
        """What fits each of these writers, by her id, in any order; `hosts` are those that each belongs to. A fixed
        number of queries.
        """


@dataclass(frozen=True)
class Source:
    """What writers are told of beside requests; what the parts are, `register_openings()` says."""

    read: Callable[[], OpenThings]
    still: Callable[[Writer, Collection[int]], list[Opening]]


sources: dict[str, Source] = {}


def register_openings(
    label: str, read: Callable[[], OpenThings], still: Callable[[Writer, Collection[int]], list[Opening]]
) -> None:
    """Add a kind of thing that writers are told of in the weekly mail, under the label of its table.

    * `read()`: what is open now, in a fixed number of queries
    * `still(writer, ids)`: those of these that she can still take, in words
    """
    sources[label] = Source(read, still)


# Rooms above know pages of agreed work: a function from engagements, with `as_writer` for the writer's side, to the
# path under the id of each that has one.
work_pages: list[Callable[..., dict[int, str]]] = []
