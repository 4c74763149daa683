"""The whole reference data for those tests that ask for it, gone again after their module."""

import pytest
from django.db import transaction

from careerlink.taxonomy.actions import files, load


@pytest.fixture(scope="module")
def _reference(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load(is_forced=True)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def reference(_reference, db):
    """Everything that is shipped, loaded once a module."""


@pytest.fixture
def few_rows(monkeypatch, db):
    """A small part of the shipped data that fits together; change the lists to change the data."""
    majors = [row for row in files.rows("majors") if row["cip_code"].startswith("23")]
    codes = {row["cip_code"] for row in majors}
    titles = [row for row in files.rows("titles") if row["code"].startswith(("27-3", "25-2"))]
    few = {
        "institutions": files.rows("institutions")[:20],
        "majors": majors,
        "occupations": files.rows("occupations"),
        "titles": titles,
        "crosswalk": [row for row in files.rows("crosswalk") if row["cip_code"] in codes],
        "places": files.rows("places")[:50],
    }
    whole = files.rows
    monkeypatch.setattr(files, "rows", lambda name: few.get(name) or whole(name))
    return few
