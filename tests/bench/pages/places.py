"""Events with any number of places, by statements over whole sets: `python -m tests.bench.pages.places FROM TO`.

FROM 0 makes the office whose list is asked for, and the shifts to which the bench signs people up; places FROM + 1 to
TO come in each run, ten at an event with two roles of two shifts each. The writers are there already, and each of them
has as many places as the next. A fifth of the events is still to come. Of those the office has 60 whatever the size;
of what is over it has the more the larger the portal is.
"""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerlink.settings")
django.setup()

from django.db import connection  # noqa: E402 after the settings

from events.models import Assignment, Event, EventKind, Role, Shift, Venue  # noqa: E402
from partners.models import Engagement, Writer  # noqa: E402
from tests.bench.pages.data import HOSTS, Bare, fill, some  # noqa: E402

OFFICE = 1  # the host whose list is asked for
TO_COME = 60  # events that it has planned
AT_AN_EVENT = 10
OPEN = 1_000  # shifts to sign up to, each of another host
FIRST_OPEN = 20_000_001  # the id of the first of them, and of its event
PEOPLE = 100  # who sign up in turn; no two shifts of one of them, and no place that she has, are at the same time
OPEN_KEY = "bench-open-"  # with the number of the shift
BULK = (Event, Role, Shift, Assignment, Engagement)
HOUR = "interval '1 hour'"

# Noon in New York, or one: `days` from today, for each event from %(first)s to %(last)s.
EVENTS = """
CREATE TEMP TABLE bench_event AS
WITH drawn AS (
    SELECT n, n <= %(to_come)s OR bench_draw(n, 72) < 0.2 AS is_to_come FROM generate_series(%(first)s, %(last)s) n
), placed AS (
    SELECT n, is_to_come,
        CASE WHEN n <= %(to_come)s OR (NOT is_to_come AND n %% 500 = 0) THEN %(office)s
            ELSE 2 + floor(bench_draw(n, 70) * (%(hosts)s - 1))::int END AS host_id,
        CASE WHEN n <= %(to_come)s THEN n WHEN is_to_come THEN 1 + floor(bench_draw(n, 71) * 120)::int
            ELSE -1 - floor(bench_draw(n, 71) * 700)::int END AS days
    FROM drawn
)
SELECT *, date_trunc('day', now()) + interval '17 hours' + days * interval '1 day' AS begins FROM placed
"""
# The number of each open shift, its host (none that still waits for review) and its moment.
OPEN_SHIFTS = """
CREATE TEMP TABLE bench_open AS
SELECT n, %(first)s + n AS id, 10000 + n / 40 * 50 + 10 + n %% 40 AS host_id,
    date_trunc('day', now()) + interval '17 hours' + (130 + n / %(people)s) * interval '1 day' AS begins
FROM generate_series(0, %(open)s - 1) n
"""
PLACES = """
CREATE TEMP TABLE bench_place AS
SELECT place.n, (SELECT min(id) FROM partners_writer) + (place.n * 7919) %% %(writers)s AS writer_id, i, is_to_come,
    4 * event - 3 + i %% 4 AS shift_id
FROM (SELECT n, (n - 1) / %(share)s + 1 AS event, ((n - 1) %% %(share)s)::int AS i
    FROM generate_series(%(first)s::bigint, %(last)s) n) place JOIN bench_event ON bench_event.n = event
"""


def times(hours: int) -> dict[str, str]:
    """Columns of an event that begins then and lasts so long; sign-up ends two days before."""
    ends = f"begins + {hours} * {HOUR}"
    return {"starts_at": "begins", "ends_at": ends, "due_at": ends, "closes_at": f"begins - 48 * {HOUR}"}


def office() -> None:
    """Its rooms, and what others plan far ahead and people sign up to."""
    fill(
        Venue, "generate_series(1, 3) n", id="n", key="substr(md5('v' || n), 1, 20)", host_id=str(OFFICE),
        name="'Student Center'", room="'Room ' || n", address="'1 College Street'", zone="'America/New_York'",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(OPEN_SHIFTS, {"first": FIRST_OPEN, "people": PEOPLE, "open": OPEN})
    fill(
        Event, "bench_open", id="id", key="substr(md5('eo' || n), 1, 20)", host_id="host_id", kind="'job_fair'",
        title="'Open fair ' || n", is_online="true", zone="'America/New_York'", state="'published'",
        published_at="now()", **times(4),
    )  # fmt: skip
    fill(Role, "bench_open", id="id", key="substr(md5('ro' || n), 1, 20)", event_id="id", name="'Greeter'", most="6")
    fill(
        Shift, "bench_open", id="id", key=f"'{OPEN_KEY}' || n", role_id="id", starts_at="begins",
        ends_at=f"begins + 2 * {HOUR}",
    )  # fmt: skip


def places(first: int, last: int) -> None:
    """Places `first` to `last`, with their events, roles and shifts, and the work that was agreed with them."""
    events = {"first": (first - 1) // AT_AN_EVENT + 1, "last": last // AT_AN_EVENT}
    with connection.cursor() as cursor:
        cursor.execute(EVENTS, {**events, "to_come": TO_COME, "office": OFFICE, "hosts": HOSTS})
        numbers = {"first": first, "last": last, "share": AT_AN_EVENT, "writers": Writer.objects.count()}
        cursor.execute(PLACES, numbers)
        cursor.execute("ANALYZE bench_event, bench_place")
    fill(
        Event, "bench_event", id="n", key="substr(md5('e' || n), 1, 20)", host_id="host_id",
        kind=some(EventKind.values, 73), title="'Spring fair and interviews ' || n",
        venue_id=f"CASE WHEN host_id = {OFFICE} THEN 1 + n %% 3 END", is_online=f"host_id <> {OFFICE}",
        description="repeat('Employers from the region, and people who read resumes. ', 8)",
        state="CASE WHEN is_to_come THEN 'published' ELSE 'completed' END",
        zone="'America/New_York'", published_at="now()", **times(4),
    )  # fmt: skip
    fill(
        Role, "bench_event CROSS JOIN generate_series(0, 1) r", id="2 * n - 1 + r",
        key="substr(md5('r' || n || '-' || r), 1, 20)", event_id="n", most="4", order="r",
        name="(ARRAY['Greeter', 'Resume reader'])[1 + r]",
    )  # fmt: skip
    begins = f"begins + s %% 2 * 2 * {HOUR}"
    fill(
        Shift, "bench_event CROSS JOIN generate_series(0, 3) s", id="4 * n - 3 + s", role_id="2 * n - 1 + s / 2",
        key="substr(md5('s' || n || '-' || s), 1, 20)", starts_at=begins, ends_at=f"{begins} + 2 * {HOUR}",
    )  # fmt: skip
    # One of ten has withdrawn; of the others all come, and all but one in nine came.
    fill(
        Assignment, "bench_place place JOIN events_shift shift ON shift.id = shift_id", id="n", shift_id="shift_id",
        key="substr(md5('a' || n), 1, 20)", writer_id="writer_id",
        state="CASE WHEN i = 9 THEN 'cancelled_by_volunteer' WHEN is_to_come THEN 'confirmed'"
              " WHEN i = 8 THEN 'no_show' ELSE 'completed' END",
        seat="CASE WHEN is_to_come AND i < 9 THEN 1 + i / 4 END",
        due_at=f"CASE WHEN is_to_come AND i < 9 THEN ends_at + 168 * {HOUR} END",
    )  # fmt: skip
    # Who would be in two places at once has agreed to the first alone.
    fill(
        Engagement,
        "bench_place place JOIN events_shift shift ON shift.id = shift_id JOIN events_event event ON event.id ="
        " (place.n - 1) / 10 + 1 WHERE i < 8 ON CONFLICT DO NOTHING",
        key="substr(md5('w' || place.n), 1, 20)", host_id="event.host_id", writer_id="place.writer_id",
        kind="event.kind", busy_from="shift.starts_at", busy_until="shift.ends_at",
        state="CASE WHEN is_to_come THEN 'agreed' ELSE 'done' END", source_label="'events.assignment'",
        source_id="place.n",
    )  # fmt: skip


def settle() -> None:
    """Ids continue behind what was made; the planner learns what is there."""
    with connection.cursor() as cursor:
        for model in (Venue, Event, Role, Shift, Assignment):
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608
            )
        cursor.execute("VACUUM (ANALYZE) " + ", ".join(model._meta.db_table for model in BULK))


def main(first: int, last: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute("SET work_mem = '128MB'")
    begin = time.monotonic()
    if not first:
        office()
    with Bare(BULK):
        places(first + 1, last)
    settle()
    print(f"{last:,} places in all: {time.monotonic() - begin:.0f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
