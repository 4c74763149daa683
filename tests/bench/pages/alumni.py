"""Alumni with any number of requests, by statements over whole sets: `python -m tests.bench.pages.alumni FROM TO`.

FROM 0 lets the office whose list is asked for refer alumni; requests FROM + 1 to TO come in each run, each of another
alumnus. A tenth of all is of that office, so that it has the more the larger the portal is; half are over. The writers
are there already.
"""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerlink.settings")
django.setup()

from django.db import connection  # noqa: E402 after the settings

from careerlink.accounts.models import LegalText  # noqa: E402
from partners.models import Writer  # noqa: E402
from referrals.models import Alumnus, Consent, HelpSettings, Leg, Referral  # noqa: E402
from tests.bench.pages.data import HOSTS, Bare, fill  # noqa: E402

OFFICE = 1  # the host whose list is asked for
BULK = (Alumnus, Referral, Consent, Leg)
OPEN = (
    "draft", "awaiting_consent", "awaiting_consent", "choosing", "with_writer", "with_writer", "in_contact",
    "in_service", "outcome_pending", "disputed",
)  # fmt: skip
NEW = "('draft', 'awaiting_consent')"
WITH_WRITER = "('with_writer', 'in_contact', 'in_service', 'outcome_pending', 'disputed')"
CONTACT = "('in_contact', 'in_service', 'outcome_pending', 'disputed')"
# One row for each request: its office, its state, and until when its clock runs.
REQUESTS = """
CREATE TEMP TABLE bench_request AS
SELECT n, CASE WHEN n %% 10 = 0 THEN %(office)s ELSE 2 + floor(bench_draw(n, 80) * (%(hosts)s - 1))::int END AS host_id,
    CASE WHEN bench_draw(n, 81) < 0.5 THEN 'closed' ELSE (%(states)s::text[])[1 + floor(bench_draw(n, 82) * 10)::int]
        END AS state,
    now() + bench_draw(n, 83) * interval '90 days' AS due_at, now() - bench_draw(n, 84) * interval '90 days' AS began
FROM generate_series(%(first)s::bigint, %(last)s) n
"""


def requests(first: int, last: int) -> None:
    """Requests `first` to `last`, each with its alumnus, its consent and the try that runs."""
    with connection.cursor() as cursor:
        numbers = {"first": first, "last": last, "office": OFFICE, "hosts": HOSTS, "states": list(OPEN)}
        cursor.execute(REQUESTS, numbers)
        cursor.execute("ANALYZE bench_request")
    text, writers = LegalText.objects.filter(slug="consent").latest("version").pk, Writer.objects.count()
    fill(
        Alumnus, "bench_request", id="n", key="substr(md5('al' || n), 1, 20)", host_id="host_id",
        name="'Alumna ' || n", graduation_year="1980 + n %% 45", idle_since="NULL",
    )  # fmt: skip
    fill(
        Referral, "bench_request", id="n", key="substr(md5('re' || n), 1, 20)", host_id="host_id", alumnus_id="n",
        state="state", words="'A resume for a first job as an editor, and somebody to practice interviews with'",
        made_at="began", due_at="CASE WHEN state <> 'closed' THEN due_at END",
        consented_at=f"CASE WHEN state NOT IN {NEW} THEN began END",
        accepted_at=f"CASE WHEN state IN {CONTACT} THEN began END",
        ask_at=f"CASE WHEN state IN {CONTACT} THEN due_at END",
        closed_at="CASE WHEN state = 'closed' THEN began END",
        outcome="CASE WHEN state = 'closed' THEN 'got_help' ELSE '' END",
    )  # fmt: skip
    fill(
        Consent, f"bench_request WHERE state NOT IN {NEW}", id="n", referral_id="n", text_id=str(text),
        signature="'Alumna ' || n",
    )  # fmt: skip
    fill(
        Leg, f"bench_request WHERE state IN {WITH_WRITER}", key="substr(md5('le' || n), 1, 20)", referral_id="n",
        writer_id=f"(SELECT min(id) FROM partners_writer) + (n * 7919) %% {writers}",  # noqa: S608 a number of ours
        consent_id="n",
        state="CASE WHEN state = 'with_writer' THEN 'offered' ELSE 'contacted' END", due_at="due_at",
        accepted_at=f"CASE WHEN state IN {CONTACT} THEN began END",
    )  # fmt: skip


def settle() -> None:
    """Ids continue behind what was made; the planner learns what is there."""
    with connection.cursor() as cursor:
        for model in (Alumnus, Referral, Consent):
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
        HelpSettings.objects.get_or_create(host_id=OFFICE)
    with Bare(BULK):
        requests(first + 1, last)
    settle()
    print(f"{last:,} requests in all: {time.monotonic() - begin:.0f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
