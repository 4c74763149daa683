"""Codes that stand above or below one another are one field, in memory and in the database."""

import pytest

from partners.matching.closeness import names
from partners.models import WriterTag
from partners.queries.suggestions import named
from tests import factories as make

CODES = {
    "major": ["23", "23.01", "23.0101", "23.0102", "23.1302", "51.3801"],
    "occupation": ["27-0000", "27-3000", "27-3040", "27-3041", "27-3043", "27-1011", "15-1200", "15-1250", "15-1252"],
    "industry": ["31-33", "32", "311", "3117", "48-49", "61", "6113"],
    "service": ["resume", "linkedin"],
}


@pytest.mark.parametrize(("vocabulary", "code"), [(one, code) for one, codes in CODES.items() for code in codes])
def test_the_database_finds_those_who_name_it_by_the_same_rule(db, vocabulary, code):
    writer = make.WriterFactory()
    WriterTag.objects.bulk_create(
        [WriterTag(writer=writer, vocabulary=one, code=other) for one, codes in CODES.items() for other in codes]
    )
    found = WriterTag.objects.filter(named([(vocabulary, code)])).values_list("vocabulary", "code")
    assert set(found) == {(vocabulary, other) for other in CODES[vocabulary] if names(vocabulary, code, {other})}
    assert (vocabulary, code) in set(found)


def test_nothing_asked_for_is_named_by_nobody(db):
    make.WriterTagFactory()
    assert not WriterTag.objects.filter(named([])).exists()
