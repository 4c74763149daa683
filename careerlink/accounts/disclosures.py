"""Who saw a person's contact details and private files, in words that she may read."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careerlink.accounts.models import User
from careerlink.accounts.registry import rights
from careerlink.audit.models import Disclosure
from careerlink.audit.trail import BY_LINK

# What can be shown, by the code that the row has. A test looks for codes that have no words.
WHAT = {
    "contact": gettext_lazy("How to reach you"),
    "evidence": gettext_lazy("Your proof of a credential"),
    "release": gettext_lazy("The release that you signed on paper"),
}
MODERATION = "moderation"
COLLEAGUE = "colleague"


class Office(NamedTuple):
    """The name of an office, and whether its people are students, who are named to their own colleagues only."""

    name: str
    hides_people: bool = False


# Rooms above say in which office somebody is: a function from pairs of a scope and the id of a User to the
# offices of those who belong there.
Seat = tuple[str, int]
offices_of: list[Callable[[set[Seat]], dict[Seat, Office]]] = []


class Shown(NamedTuple):
    """One line: the moment, what was shown, to whom, and the rule that allowed it."""

    at: datetime
    what: str
    who: str
    why: str


def disclosures_of(user: User) -> QuerySet[Disclosure]:
    """What was shown of one person, newest first."""
    return Disclosure.objects.filter(person=user.pk)


def in_words(rows: Iterable[Disclosure]) -> list[Shown]:
    """These rows as the person reads them: people of offices by name and office, of student groups as the group,
    moderators as such. One
    query for the names and one for the offices.
    """
    rows = list(rows)
    people = User.objects.in_bulk({row.seen_by for row in rows if row.right != MODERATION}) if rows else {}
    seats = {(row.scope, row.seen_by) for row in rows if row.scope and row.right != MODERATION}
    offices = {seat: name for named in offices_of for seat, name in named(seats).items()} if seats else {}
    return [_shown(row, people.get(row.seen_by), offices.get((row.scope, row.seen_by))) for row in rows]


def _shown(row: Disclosure, seer: User | None, office: Office | None) -> Shown:
    if row.right == MODERATION:
        who = _("A moderator of CareerLink")
    elif office and office.hides_people and row.right != COLLEAGUE:
        return _line(row, office.name)
    elif row.seen_by == BY_LINK.pk:
        who = _("Somebody without an account, by a private link")
    elif seer is None or seer.erased_at:
        who = _("Somebody who has left")
    else:
        who = seer.name or _("Somebody without a name")
    if office:
        who = _("%(name)s, %(office)s") % {"name": who, "office": office.name}
    return _line(row, who)


def _line(row: Disclosure, who: str) -> Shown:
    right = rights.get(row.right)
    return Shown(row.at, str(WHAT.get(row.what, row.what)), who, str(right.when) if right else row.right)
