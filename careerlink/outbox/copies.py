"""Mail to many people at once, in a number of statements that does not grow with them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.models.functions import Lower

from careerlink.audit.trail import label_of
from careerlink.outbox.actions import fitting
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import Mailbox, OutgoingMail
from careerlink.web import clock
from careerlink.web.keys import KeyField
from careerlink.web.later import later

ROWS = 2000  # in one statement, where the database has no narrower limit


class Recipient(NamedTuple):
    """An address that belongs to a User, and the time zone (IANA name) that she chose."""

    address: str
    user_id: int
    zone: str = "UTC"


@dataclass(frozen=True)
class Copy:
    """One of many mails of a kind: the same as the arguments of `queue_mail()`. `send_after` and `kind` are for one
    that leaves at another moment than the others, or says another thing.
    """

    key: str
    to: Recipient
    about: models.Model
    scope: str = ""
    context: dict = field(default_factory=dict)
    send_after: datetime | None = None
    kind: str = ""


def queue_to_all(
    kind: str, *, key: str, to: Iterable[Recipient], about: models.Model, scope: str = "", context: dict | None = None
) -> None:
    """Write one mail to each of these people, in the transaction that causes it.

    `key` says what the mail is about; with the id of the person behind it, it makes each mail unique,
    and a second time changes nothing. Raises KeyError for a kind that nobody registered.
    """
    queue_each(kind, [Copy(f"{key}:{person.user_id}", person, about, scope, context or {}) for person in to])


def queue_each(kind: str, copies: Iterable[Copy], *, send_after: datetime | None = None) -> None:
    """Write these mails of one kind, each about a thing of its own, in the transaction that causes them.

    The same key a second time changes nothing. At most four statements for each 2,000 mails (on SQLite for
    fewer). `send_after` is an aware moment, by default now. Raises KeyError for a kind that nobody registered.
    """
    now, usual = clock.now(), kinds[kind]
    once = {fitting(copy.key): copy for copy in copies}
    if not once:
        return
    boxes = _mailboxes([copy.to for copy in once.values()])
    rows = [
        {
            "key": key,
            "kind": (said := kinds[copy.kind] if copy.kind else usual).slug,
            "is_urgent": said.urgent,
            "mailbox_id": boxes[copy.to.address.strip().lower()],
            "about_label": label_of(copy.about),
            "about_id": copy.about.pk,
            "scope": copy.scope,
            "context": copy.context,
            "due_at": copy.send_after or send_after or now,
            "send_after": copy.send_after or send_after or now,
        }
        for key, copy in once.items()
    ]
    _insert(OutgoingMail(), rows)
    if any(row["due_at"] <= now for row in rows):
        later("careerlink.outbox.tasks.deliver")


def _mailboxes(people: Iterable[Recipient]) -> dict[str, int]:
    """The id of the Mailbox of each address in small letters, made where it is new."""
    wanted = {person.address.strip().lower(): person for person in people}
    known = _known(list(wanted))
    if new := [address for address in wanted if address not in known]:
        rows = [
            {"address": address, "user_id": wanted[address].user_id, "zone": wanted[address].zone} for address in new
        ]
        _insert(Mailbox(), rows)  # somebody may be quicker with one of them
        known |= _known(new)
    moved = [Mailbox(pk=pk, user_id=wanted[address].user_id) for address, (pk, user_id) in known.items()
             if user_id != wanted[address].user_id]  # fmt: skip
    if moved:
        Mailbox.objects.bulk_update(moved, ["user_id"], batch_size=ROWS)
    return {address: pk for address, (pk, _user_id) in known.items()}


def _known(addresses: list[str]) -> dict[str, tuple[int, int | None]]:
    """Address in small letters → id and user id of its Mailbox."""
    found: dict[str, tuple[int, int | None]] = {}
    boxes = Mailbox.objects.annotate(lower=Lower("address"))  # uses the unique index
    for start in range(0, len(addresses), ROWS):
        some = boxes.filter(lower__in=addresses[start : start + ROWS]).values_list("lower", "pk", "user_id")
        found |= {lower: (pk, user_id) for lower, pk, user_id in some}
    return found


def _insert(model: models.Model, rows: list[dict[str, Any]]) -> None:
    """Insert a row like `model` for each of `rows`, which say in what it differs; one that is there already
    is left as it is. Written by hand, because the ORM takes two to three times as long.
    """
    first, *others = rows[0]  # what stands first is never the same
    same = [name for name in others if all(row[name] == rows[0][name] for row in rows)]
    for name in same:
        setattr(model, name, rows[0][name])
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    keys = [field for field in fields if isinstance(field, KeyField)]
    own = [field for field in fields if field.attname in {first, *others}.difference(same)]
    shared = [field for field in fields if field not in keys and field not in own]
    constants = [field.get_db_prep_save(getattr(model, field.attname), connection) for field in shared]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in [*shared, *keys, *own])
    width = len(keys) + len(own)
    values = ", ".join([*["%s"] * len(shared), *[_typed(field, n + 1) for n, field in enumerate([*keys, *own])]])
    table = connection.ops.quote_name(model._meta.db_table)
    statement = f"INSERT INTO {table} ({columns}) SELECT {values} FROM (VALUES "  # noqa: S608 names of columns only
    row = f"({', '.join(['%s'] * width)})"
    limit = connection.features.max_query_params
    size = min(ROWS, (limit - len(shared)) // width) if limit else ROWS
    with connection.cursor() as cursor:
        for start in range(0, len(rows), size):
            some = rows[start : start + size]
            given = [
                value
                for one in some
                for value in (
                    *(field.get_default() for field in keys),
                    *(field.get_db_prep_save(one[field.attname], connection) for field in own),
                )
            ]
            ending = ") AS given WHERE TRUE ON CONFLICT DO NOTHING"  # SQLite takes ON for a join's without WHERE
            cursor.execute(statement + ", ".join([row] * len(some)) + ending, [*constants, *given])


def _typed(field: models.Field, place: int) -> str:
    """A column of VALUES; PostgreSQL has to be told the type of what is not text."""
    if connection.vendor != "postgresql" or isinstance(field, models.CharField | models.TextField):
        return f"column{place}"
    return f"CAST(column{place} AS {field.rel_db_type(connection)})"
