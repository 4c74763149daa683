"""Look the trail through; exit 1 and a line for each row with which something is wrong."""

from collections import Counter
from datetime import UTC, datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_date, parse_datetime

from careerlink.audit.seals import last_seal, take_end_as_it_is
from careerlink.audit.verify import look_through, number_before

MOST_LINES = 1000


class Command(BaseCommand):
    help = "Find every changed, missing or inserted row of the trail, and every changed or missing seal."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--since", help="only what was sealed from this day or moment on (UTC)")
        parser.add_argument(
            "--restored",
            action="store_true",
            help="a backup was restored: the newest seal in the database is the end of the trail from now on",
        )

    def handle(self, *, since: str | None, restored: bool, **options) -> None:
        if restored and take_end_as_it_is() is None:
            raise CommandError("nothing is sealed in this database")
        after = number_before(_moment(since)) if since else 0
        found: Counter = Counter()
        for finding in look_through(after):
            found[finding.code] += 1
            if found.total() <= MOST_LINES:
                self.stdout.write(f"{finding.code} {finding}")
        newest = last_seal()
        self.stdout.write(f"seals {after + 1 if newest else 0} to {newest.number if newest else 0} looked through")
        if found:
            raise CommandError(", ".join(f"{code} {number}" for code, number in sorted(found.items())))
        self.stdout.write("The trail is whole.")


def _moment(text: str) -> datetime:
    try:
        day = parse_date(text)
        found = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise CommandError(f"--since: {text!r} is neither a day (2026-05-01) nor a moment (2026-05-01T12:00)")
    return found if found.tzinfo else found.replace(tzinfo=UTC)
