"""Counting no further than a person reads."""

import pytest

from careerlink.taxonomy.models import Institution
from careerlink.web.counts import bounded_count, say_count
from tests.factories import InstitutionFactory


@pytest.mark.parametrize(("rows", "words"), [(0, "0"), (2, "2"), (3, "3"), (4, "3+"), (5, "3+")])
def test_a_count_stops_at_its_limit(db, rows, words):
    InstitutionFactory.create_batch(rows)
    assert bounded_count(Institution.objects.order_by("name"), limit=3) == words


def test_a_large_count_is_written_for_people():
    assert [say_count(number) for number in (999, 1000, 1001)] == ["999", "1,000", "1,000+"]
