from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from partners.actions.engagements import agree, note_answer, note_asked
from partners.models import Asked, Engagement, Partnership
from tests import factories as make

START = datetime(2026, 5, 12, 14, tzinfo=UTC)
HOUR = timedelta(hours=1)


def take(world, host, busy_from, busy_until):
    offer = make.OfferFactory(host=host, writer=world.writer, kind="panel", state="accepted")
    return agree(host, world.writer, "panel", source=offer, by=None, busy_from=busy_from, busy_until=busy_until)


@pytest.mark.parametrize(
    ("begins", "ends", "may"),
    [(0, 2, False), (1, 3, False), (-1, 1, False), (2, 3, True), (-2, 0, True), (-1, 3, False)],
)
def test_a_writer_agrees_to_one_thing_at_a_time(world, begins, ends, may):
    take(world, world.office, START, START + 2 * HOUR)
    if may:
        take(world, world.rival, START + begins * HOUR, START + ends * HOUR)
    else:
        with pytest.raises(ValidationError):
            take(world, world.rival, START + begins * HOUR, START + ends * HOUR)
    assert Engagement.objects.count() == (2 if may else 1)
    assert Partnership.objects.count() == (2 if may else 1)


def test_what_was_called_off_frees_the_time(world):
    take(world, world.office, START, START + HOUR).move("cancel")
    take(world, world.rival, START, START + HOUR)


def test_who_was_asked_is_noted_once_with_the_answer(world):
    need = make.NeedFactory(host=world.office)
    for _time in range(2):
        note_asked(world.office, world.writer, about=need)
    note_answer(world.writer, "yes", about=need)
    assert list(Asked.objects.values_list("label", "about_id", "answer")) == [("partners.need", need.pk, "yes")]
