"""What an hour of volunteering is worth, by state and year: figures with their source, as data."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from partners.models import Host

DATA = Path(__file__).resolve().parent.parent / "data" / "hour_rates.csv"
NATION = "US"
HOURS_A_WEEK = 40


@dataclass(frozen=True)
class Rate:
    """`cents` an hour in `year`. `is_own` is the host's own figure, `is_nation` that of the whole country, taken where
    there is none of the state.
    """

    cents: int
    year: int
    source: str
    is_own: bool = False
    is_nation: bool = False


@cache
def table() -> dict[tuple[str, int], tuple[int, str]]:
    """(state, year) → cents an hour and source; an hour is a fortieth of the average week's wage."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return {
            (row["state"], int(row["year"])): (round(int(row["weekly_wage"]) * 100 / HOURS_A_WEEK), row["source"])
            for row in csv.DictReader(file)
        }


def rate_for(host: Host, year: int) -> Rate:
    """The host's own rate of that year, else the newest of its state not after it, else of the nation. A year before
    all data takes the oldest there is. One query.
    """
    own = host.hour_rates.filter(year=year).first()
    if own is not None:
        return Rate(own.cents, year, own.source, is_own=True)
    for state in (host.institution.state, NATION):
        years = sorted(known for place, known in table() if place == state)
        if years:
            found = max((known for known in years if known <= year), default=years[0])
            cents, source = table()[state, found]
            return Rate(cents, found, source, is_nation=state == NATION)
    raise LookupError("the table of rates has no row of the nation")


def value_in_cents(minutes: int, rate: Rate) -> int:
    """What so many minutes are worth at a rate, rounded to the cent."""
    return round(minutes * rate.cents / 60)
