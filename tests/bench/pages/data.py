"""A portal of any size, made by statements over whole sets: `python -m tests.bench.pages.data FROM TO`.

FROM 0 makes hosts, requests and the people who log in; writers FROM + 1 to TO come in each run. Everything is drawn
from hashes of the number of a row, so that two runs make the same portal. How it is spread: half of the
writers live in twenty large cities, the larger the more; majors, jobs, industries and words are met by
rank (the first far more often than the thousandth); services, stages and languages each by a share.
"""

import os
import random
import sys
import time
from collections.abc import Iterable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerlink.settings")
django.setup()

from django.db import connection  # noqa: E402 after the settings
from django.db.models import NOT_PROVIDED, Model  # noqa: E402

from careerlink.accounts.models import User  # noqa: E402
from careerlink.outbox.models import Mailbox  # noqa: E402
from careerlink.taxonomy.models import Industry, Institution, Major, Occupation  # noqa: E402
from partners.models import (  # noqa: E402
    CareerStage,
    Credential,
    Fee,
    Host,
    Kind,
    Language,
    Member,
    Need,
    Phrase,
    Service,
    Want,
    Writer,
    WriterTag,
    WriterWord,
)

HOSTS = 100_000
NEEDS = 20_000
MANAGERS = 10_000_000  # ids of the people of hosts begin here, those of writers at 1
SLOTS = 100_000
CITIES = [
    "New York NY", "Los Angeles CA", "Chicago IL", "Houston TX", "Phoenix AZ", "Philadelphia PA", "San Antonio TX",
    "San Diego CA", "Dallas TX", "Austin TX", "Seattle WA", "Denver CO", "Boston MA", "Atlanta GA", "Miami FL",
    "Minneapolis MN", "Portland OR", "Detroit MI", "Columbus OH", "Charlotte NC",
]  # fmt: skip
# English, business, nursing, computer science, biology, psychology, mechanical engineering, communication.
POPULAR = ["23.0101", "52.0201", "51.3801", "11.0701", "26.0101", "42.0101", "14.1901", "09.0101"]
SHARES = {
    Service: [0.9, 0.7, 0.6, 0.5, 0.4, 0.35, 0.2, 0.1, 0.05, 0.02],
    CareerStage: [0.4, 0.5, 0.5, 0.45, 0.25, 0.3, 0.1, 0.08, 0.03],
    Language: [0.97, 0.12, 0.02, 0.01, 0.01, 0.01, 0.02, 0.01, 0.008, 0.01, *[0.003] * 10],
}
SLICES, SLICE = 11, 400  # words of a profile are drawn from as many lists of as many words
BULK = (User, Writer, Phrase, WriterTag, WriterWord, Fee, Credential)

DRAW = """
CREATE OR REPLACE FUNCTION bench_draw(n bigint, salt bigint) RETURNS double precision LANGUAGE sql IMMUTABLE
PARALLEL SAFE AS 'SELECT (hashint8extended(n, salt) & 2147483647) / 2147483648.0::double precision'
"""
SPOTS = """
CREATE TABLE bench_spot AS
WITH home AS (
    SELECT coalesce(at, 0)::int AS at, zip, latitude, longitude,
        (row_number() OVER (PARTITION BY coalesce(at, 0) ORDER BY zip) - 1)::int AS no
    FROM taxonomy_place place LEFT JOIN unnest(%s::text[]) WITH ORDINALITY AS big(name, at)
    ON big.name = place.city || ' ' || place.state
), size AS (SELECT at, count(*) AS n FROM home GROUP BY at), slot AS (
    SELECT s, CASE WHEN s %% 2 = 0 THEN floor(power(21, bench_draw(s, 1)))::int ELSE 0 END AS at
    FROM generate_series(0, %s - 1) s
), chosen AS (SELECT s, at, floor(bench_draw(s, 2) * size.n)::int AS no FROM slot JOIN size USING (at))
SELECT s, zip, latitude, longitude FROM chosen JOIN home USING (at, no)
"""


def by_rank(list_name: str, salt: int) -> str:
    """A join that draws one item of a list for each `n`: the first far more often than the last."""
    size = f"(SELECT count(*) + 1 FROM bench_list WHERE list = '{list_name}')"  # noqa: S608 our own words
    return f"bench_list.list = '{list_name}' AND bench_list.no = floor(power({size}, bench_draw(n, {salt})))::int - 1"


def fill(model: type[Model], source: str, params: tuple = (), **columns: str) -> None:
    """INSERT … SELECT: `columns` are expressions over `source`; what is not named gets the default of its field."""
    expressions, defaults = dict(columns), []
    for field in model._meta.concrete_fields:
        if field.column in expressions or field.primary_key or (field.null and field.default is NOT_PROVIDED):
            continue
        expressions[field.column] = "%s"
        defaults.append((field.column, field.get_db_prep_save(field.get_default(), connection)))
    names = ", ".join(f'"{name}"' for name in expressions)
    values = [value for _name, value in defaults]
    begin = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {", ".join(expressions.values())} FROM {source}',  # noqa: S608 our own words
            [*values, *params],
        )
        print(f"  {model.__name__}: {cursor.rowcount:,} rows, {time.monotonic() - begin:.1f} s", flush=True)


def some(words: list[str], salt: int) -> str:
    """An expression that draws one of a few words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return f"(ARRAY[{listed}])[1 + floor(bench_draw(n, {salt}) * {len(words)})::int]"


class Bare:
    """Tables without their indexes and foreign keys for as long as they are filled; each comes back as it was."""

    def __init__(self, models: Iterable[type[Model]]):
        self.models = models

    def __enter__(self) -> None:
        self.again: list[str] = []
        with connection.cursor() as cursor:
            for model in self.models:
                self._take(cursor, model._meta.db_table)

    def _take(self, cursor, table: str) -> None:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype IN ('f', 'u') ORDER BY contype DESC",
            [table],
        )
        constraints = cursor.fetchall()
        for name, definition in constraints:
            self.again.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        # A key that others refer to stays, and so does the primary key.
        for name, _definition in constraints:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = %s::regclass AND NOT indisprimary AND NOT indisexclusion",
            [table],
        )
        for name, definition in cursor.fetchall():
            self.again.insert(0, definition)
            cursor.execute(f"DROP INDEX {name}")

    def __exit__(self, kind, *_rest) -> None:
        if kind is not None:
            return
        begin = time.monotonic()
        with connection.cursor() as cursor:
            for statement in self.again:
                cursor.execute(statement)
        print(f"  indexes and keys: {time.monotonic() - begin:.1f} s", flush=True)


def lists() -> None:
    """What is drawn from: names, words, phrases, codes and places."""
    draw = random.Random(3)
    syllables = [a + b for a in "bdfgklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "el", "or")]
    invent = lambda n: list(dict.fromkeys("".join(draw.choices(syllables, k=n)) for _ in range(6000)))  # noqa: E731
    words = [word for word in invent(3) if len(word) > 4]
    codes = {
        "major": [*POPULAR, *Major.objects.filter(level=3).exclude(pk__in=POPULAR).values_list("pk", flat=True)],
        "occupation": list(Occupation.objects.filter(level=4).values_list("pk", flat=True)),
        "industry": list(Industry.objects.filter(level=3).values_list("pk", flat=True)),
    }
    draw.shuffle(codes["occupation"])
    found = {"first": invent(2)[:300], "last": [word.capitalize() for word in invent(3)[:3000]]}
    found["first"] = [word.capitalize() for word in found["first"]]
    for name, each in codes.items():
        for at in range(3):
            found[f"{name}{at}"] = each[at::3]
    words[:3], words[SLICE] = ["resumes", "interviews", "careers"], "federal"
    for at in range(SLICES):
        found[f"word{at}"] = words[at * SLICE : (at + 1) * SLICE]
    found["phrase"] = [" ".join(draw.sample(words, 3)) for _ in range(500)]
    with connection.cursor() as cursor:
        cursor.execute(DRAW)
        cursor.execute("CREATE TABLE bench_list (list text, no int, item text)")
        rows = [(name, no, item) for name, items in found.items() for no, item in enumerate(items)]
        cursor.executemany("INSERT INTO bench_list VALUES (%s, %s, %s)", rows)
        cursor.execute(SPOTS, [CITIES, SLOTS])
        cursor.execute("ANALYZE bench_list, bench_spot")


def hosts() -> None:
    """Colleges with an office each, then professors and groups; each host has one manager."""
    people = f"generate_series(1, {HOSTS}) n"
    fill(
        User, people, id=f"{MANAGERS} + n", key="substr(md5('m' || n), 1, 20)", email="'m' || n || '@demo.edu'",
        name="'Manager ' || n", password="'!'",
    )  # fmt: skip
    # Whoever signed up has confirmed an address, and so has a mailbox.
    fill(Mailbox, people, address="'m' || n || '@demo.edu'", user_id=f"{MANAGERS} + n")
    total = Institution.objects.count()
    college = (
        f"{people} JOIN (SELECT unitid, row_number() OVER (ORDER BY unitid <> 193900, unitid) - 1 AS no"  # noqa: S608 ours
        f" FROM taxonomy_institution) college ON college.no = (n - 1) %% {total}"
    )
    fill(
        Host, college, id="n", key="substr(md5('h' || n), 1, 20)", slug="'host-' || n",
        kind=f"CASE WHEN n <= {total} THEN 'career_office' WHEN n %% 2 = 0 THEN 'faculty'"
             " ELSE 'student_organization' END",
        institution_id="college.unitid", zone="'America/New_York'", zone_confirmed_at="now()",
        name=f"CASE WHEN n <= {total} THEN 'Career Center' ELSE 'Department or club ' || n END",
        state="CASE WHEN n %% 50 = 7 THEN 'submitted' ELSE 'approved' END", reviewed_at="now()", state_since="now()",
    )  # fmt: skip
    fill(Member, people, key="substr(md5('p' || n), 1, 20)", host_id="n", user_id=f"{MANAGERS} + n", role="'manager'")
    kinds = ", ".join(f"('{kind}', {at})" for at, kind in enumerate(Kind.values))
    wants = f"{people} CROSS JOIN (VALUES {kinds}) kind(code, at)"
    fill(Want, f"{wants} WHERE bench_draw(n, 20 + at) < 0.12", host_id="n", kind="code")
    fill(
        Need, f"generate_series(1, {NEEDS}) n", key="substr(md5('n' || n), 1, 20)",
        host_id=f"CASE WHEN n <= 3 THEN 1 ELSE 1 + floor(bench_draw(n, 31) * {HOSTS}) END",
        kind=some(Kind.values, 32), words="'English'",
        needed_on="current_date + 7 + (n %% 120)::int", state="'open'", published_at="now()", state_since="now()",
    )  # fmt: skip


def writers(first: int, last: int) -> None:
    """Writers `first` to `last` with everything that describes them."""
    people = f"generate_series({first}, {last}) n"
    spots = f"{people} JOIN bench_spot spot ON spot.s = floor(bench_draw(n, 1) * {SLOTS})::int"
    named = (
        " JOIN bench_list one ON one.list = 'first' AND one.no = floor(bench_draw(n, 41) * 300)::int"
        " JOIN bench_list two ON two.list = 'last' AND two.no = floor(power(3001, bench_draw(n, 42)))::int - 1"
    )
    fill(
        User, people, id="n", key="substr(md5('u' || n), 1, 20)", email="'w' || n || '@demo.test'",
        name="'Writer ' || n", password="'!'",
    )  # fmt: skip
    fill(
        Writer, spots + named, id="n", user_id="n", key="substr(md5('w' || n), 1, 20)", slug="'writer-' || n",
        name="one.item || ' ' || two.item", headline="'Resumes and interviews for people in ' || lower(two.item)",
        about="repeat('I have helped people into work for years, and I read every posting twice. ', 4)",
        state="CASE WHEN n %% 100 < 94 THEN 'approved' WHEN n %% 100 < 96 THEN 'paused'"
              " WHEN n %% 100 < 99 THEN 'draft' ELSE 'suspended' END",
        paused_until="current_date + 30", reviewed_at="now()", state_since="now()", place_id="spot.zip",
        latitude="spot.latitude", longitude="spot.longitude", travel_miles="(ARRAY[0,10,25,25,50,100])[1 + n %% 6]",
        is_online="bench_draw(n, 43) < 0.7", availability=some(Writer.Availability.values, 44),
        is_pro_bono="bench_draw(n, 45) < 0.15",
        verified_until="CASE WHEN bench_draw(n, 46) < 0.6 THEN current_date - 60 + (bench_draw(n, 47) * 700)::int END",
    )  # fmt: skip
    drawn = f"{people} JOIN bench_list ON "
    for position in (1, 2):
        fill(Phrase, drawn + by_rank("phrase", 50 + position), writer_id="n", position=str(position), text="item")
    for vocabulary, most in (("major", 3), ("occupation", 3), ("industry", 2)):
        for at in range(most):
            salt = 60 + at + sum(map(ord, vocabulary))
            source = f"{drawn}{by_rank(f'{vocabulary}{at}', salt)} WHERE bench_draw(n, {salt + 5000}) < {1 - 0.35 * at}"
            fill(WriterTag, source, writer_id="n", vocabulary=f"'{vocabulary}'", code="item")
    for at, (choices, shares) in enumerate(SHARES.items()):
        listed = [
            f"('{code}', {share}, {100 * at + no})"
            for no, (code, share) in enumerate(zip(choices.values, shares, strict=True))
        ]
        source = f"{people} CROSS JOIN (VALUES {', '.join(listed)}) way(code, share, salt)"
        name = ("service", "stage", "language")[at]
        fill(
            WriterTag, f"{source} WHERE bench_draw(n, 900 + salt) < share", writer_id="n", vocabulary=f"'{name}'",
            code="code",
        )  # fmt: skip
    for at in range(SLICES):
        fill(WriterWord, drawn + by_rank(f"word{at}", 200 + at), writer_id="n", word="item")
    known = "(SELECT item FROM bench_list WHERE list LIKE 'word%%')"
    for at in (1, 2):
        name = f"lower(split_part(name, ' ', {at}))"
        fill(
            WriterWord, f"partners_writer WHERE id BETWEEN {first} AND {last} AND {name} NOT IN {known}",
            writer_id="id", word=name,
        )  # fmt: skip
    for at in (1, 2):
        fill(
            Fee, f"{people} WHERE bench_draw(n, {300 + at}) < 0.8", writer_id="n", what="'A resume'",
            dollars=f"{at} * 100 + (n %% 300)",
        )  # fmt: skip
    fill(
        Credential,
        f"partners_writer w JOIN taxonomy_credentialtype type ON type.id = 1 + w.id %% 20"
        f" WHERE w.verified_until IS NOT NULL AND w.id BETWEEN {first} AND {last}",
        writer_id="w.id", key="substr(md5('c' || w.id), 1, 20)", type_id="type.id", name="type.name",
        issuer="'Issuer'", expires_on="w.verified_until", reviewed_at="now()", state_since="now()",
        state="CASE WHEN w.verified_until < current_date THEN 'lapsed' ELSE 'checked' END",
    )  # fmt: skip


def settle() -> None:
    """Ids continue behind what was made; the planner learns what is there."""
    with connection.cursor() as cursor:
        for model in (User, Host, Writer):
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608
            )
        cursor.execute("VACUUM (ANALYZE)")


def main(first: int, last: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute("SET work_mem = '128MB'")
    begin = time.monotonic()
    if not first:
        lists()
        hosts()
    with Bare(BULK):
        writers(first + 1, last)
    settle()
    print(f"{last:,} writers in all: {time.monotonic() - begin:.0f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
