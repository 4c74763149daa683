"""What belongs together is written together."""

import pytest

from careerlink.audit import trail
from careerlink.audit.models import Entry
from tests import factories as make
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def written() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("event", flat=True))


def test_one_statement_in_the_same_order_and_stamped():
    user = make.UserFactory()
    with count_queries() as n, trail.together():
        trail.record(user, "one", by=user)
        with trail.together():
            trail.record(user, "two")
        trail.record(user, "three")
        assert n() == 0
    assert n() == 1
    assert written() == ["one", "two", "three"]
    assert all(entry.stamp for entry in Entry.objects.all())


def test_a_note_finds_its_entry_and_keeps_the_order():
    user = make.UserFactory()
    with trail.together():
        trail.record(user, "one")
        entry = trail.record(user, "two", note="Because.")
        trail.record(user, "three")
    assert written() == ["one", "two", "three"]
    assert Entry.objects.get(event="two").note.text == "Because."
    assert entry.pk


def test_nothing_stays_behind_an_error():
    user = make.UserFactory()

    def fail():
        with trail.together():
            trail.record(user, "one")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    trail.record(user, "two")
    assert written() == ["two"]
