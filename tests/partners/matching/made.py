"""Made-up writers and needs: as hypothesis draws them, and as a seeded throw of dice makes them by the thousand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import strategies as st

from partners.matching import NeedFacts, Past, Record, WriterFacts

MAJORS = ["23", "23.01", "23.0101", "23.1301", "23.1302", "09.0101", "11.0701", "51.3801"]
JOBS = ["27-0000", "27-3041", "27-3042", "27-3043", "25-1123", "25-2031", "15-1252", "29-1141"]
FIELDS = ["31-33", "3254", "51", "5131", "61"]
NEAR = {"09.0101": 373, "23.1301": 524}, {"27-3041": 457, "25-1123": 600, "15-1252": 80}
LETTERS, TONGUES = ["CPRW", "NCRW"], ["en", "es", "fr"]
DAY = date(2026, 5, 12)
NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)


def some(options, most=3):
    return st.frozensets(st.sampled_from(options), max_size=most)


PASTS = st.builds(
    Past,
    kinds=st.dictionaries(st.sampled_from(["panel", "workshop", "board", "introduction", "alumni"]), st.integers(1, 5)),
    hours=st.integers(0, 20),
    is_favourite=st.booleans(),
)
BUSY = st.lists(st.integers(-40, 40), max_size=2).map(
    lambda hours: tuple((NOON + timedelta(hours=h), NOON + timedelta(hours=h + 2)) for h in sorted(hours))
)
ASKED = st.integers(0, 8).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))
RECORDS = st.builds(
    lambda asked, **more: Record(asked=asked[0], answered=asked[1], **more),
    ASKED,
    asked_lately=st.integers(0, 5),
    days_since_asked=st.none() | st.integers(0, 400),
    volunteering=st.integers(0, 4),
    alumni=st.integers(0, 3),
    busy=BUSY,
    past=st.dictionaries(st.integers(1, 2), PASTS, max_size=2),
)
PLACES = st.sampled_from([(None, None), (40.75, -73.99), (40.8, -73.9), (41.5, -73.9), (34.0, -118.2)])
WRITERS = st.builds(
    lambda place, **more: WriterFacts(latitude=place[0], longitude=place[1], **more),
    PLACES,
    majors=some(MAJORS), occupations=some(JOBS), industries=some(FIELDS, 2), services=some(["resume", "salary"]),
    stages=some(["student", "early"]), languages=some(TONGUES), travel_miles=st.sampled_from([0, 25, 100]),
    is_online=st.booleans(), is_pro_bono=st.booleans(), is_verified=st.booleans(),
    is_taking_part=st.sampled_from([True, True, True, False]),
    paused_until=st.sampled_from([None, None, DAY, DAY - timedelta(days=1)]),
    free_from=st.sampled_from([None, None, DAY, DAY + timedelta(days=1)]),
    availability=st.sampled_from(["any", "evenings", "weekdays"]), cap=st.integers(0, 4),
    credentials=st.dictionaries(st.sampled_from(LETTERS), st.sampled_from([DAY, DAY - timedelta(days=1)])),
    record=st.none() | RECORDS,
)  # fmt: skip
CREWS = st.lists(WRITERS, max_size=12).map(lambda crew: [replace(one, id=n) for n, one in enumerate(crew, start=1)])
NEEDS = st.builds(
    lambda place, near, **more: NeedFacts(
        latitude=place[0], longitude=place[1], near_majors=near[0], near_occupations=near[1], **more
    ),
    PLACES,
    st.sampled_from([({}, {}), NEAR]),
    majors=some(MAJORS), occupations=some(JOBS), industries=some(FIELDS, 2), related_occupations=some(JOBS),
    services=some(["resume", "salary"]), stages=some(["student", "early"]), languages=some(TONGUES),
    kind=st.sampled_from(["", "panel"]), wants=some(["panel"]), on_campus=st.booleans(), online=st.booleans(),
    needed_on=st.sampled_from([None, DAY]), host=st.integers(0, 2), is_referral=st.booleans(),
    must_languages=some(TONGUES, 1), credential=st.sampled_from(["", "", "CPRW"]),
    hours=st.sampled_from([frozenset(), frozenset(["evenings"])]),
    busy_from=st.sampled_from([None, NOON]), busy_until=st.just(NOON + timedelta(hours=3)),
    refused=st.frozensets(st.integers(1, 12), max_size=2), cooling_off=st.frozensets(st.integers(1, 12), max_size=2),
)  # fmt: skip


def crowd(count: int, codes: dict[str, list[str]], seed: int = 1):
    """So many writers with about 8.7 tags each, drawn from these codes by vocabulary; few codes are common, many
    rare, as in real life. A generator: a million of them are never in memory at once.
    """
    dice = Random(seed)
    cities = [(dice.uniform(26, 48), dice.uniform(-122, -71)) for _n in range(400)]
    for number in range(1, count + 1):
        latitude, longitude = cities[int(len(cities) * dice.random() ** 2)]
        yield WriterFacts(
            id=number,
            majors=_few(dice, codes["major"], 2.5),
            occupations=_few(dice, codes["occupation"], 1.7),
            industries=_few(dice, codes["industry"], 1),
            services=_few(dice, ["resume", "cover_letter", "profile", "interview", "search", "coaching"], 1),
            stages=_few(dice, ["student", "graduate", "early", "middle"], 1),
            languages=frozenset(["en"]) if dice.random() < 0.6 else frozenset(["en", "es"]),
            latitude=latitude + dice.uniform(-0.5, 0.5),
            longitude=longitude + dice.uniform(-0.5, 0.5),
            travel_miles=dice.choice([10, 25, 25, 50, 100]),
            is_online=dice.random() < 0.7,
            is_pro_bono=dice.random() < 0.3,
            is_verified=dice.random() < 0.5,
            is_taking_part=dice.random() < 0.95,
            cap=3,
            record=_record(dice),
        )


def _record(dice: Random) -> Record:
    asked = int(dice.random() ** 3 * 12)
    return Record(
        asked=asked,
        answered=int(asked * dice.random()),
        asked_lately=int(dice.random() ** 4 * 4),
        days_since_asked=dice.randrange(300) if asked else None,
        volunteering=int(dice.random() ** 2 * 4),
        past={dice.randrange(1, 500): Past({"panel": 1})} if dice.random() < 0.1 else {},
    )


def _few(dice: Random, codes: list[str], usual: float) -> frozenset[str]:
    count = max(1, round(dice.gauss(usual, usual / 3)))
    return frozenset(codes[int(len(codes) * dice.random() ** 2.5)] for _n in range(count))
