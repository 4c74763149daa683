"""Six months of distance between a writer and a student whom she met as a volunteer."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from careerlink.web import clock
from partners import clocks
from partners.actions import retention
from partners.actions.cooling_off import note_met, refuse_if_cooling_off
from partners.actions.writer_person import erase_writer, export_writer
from partners.models import CoolingOff
from partners.queries.cooling_off import distances_kept, keeps_distance
from partners.queries.host_exports import distances
from tests import factories as make

ADDRESS = "Student@Demo.edu"
MAY = date(2026, 5, 4)
NOVEMBER = date(2026, 11, 4)


def meet(world, *, writer=None, host=None, address=ADDRESS, on=MAY):
    source = make.EngagementFactory(host=host or world.office, writer=writer or world.writer)
    return note_met(writer or world.writer, host or world.office, address, on, source)


@pytest.mark.parametrize(
    ("met", "until"),
    [
        (MAY, NOVEMBER),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 12, 1), date(2027, 6, 1)),
        (date(2026, 6, 30), date(2026, 12, 30)),
    ],
)
def test_the_distance_is_six_months(met, until):
    assert clocks.distance_until(met) == until


@pytest.mark.parametrize(
    ("on", "address", "answer"),
    [
        (MAY, "student@demo.edu", NOVEMBER),
        (NOVEMBER, " STUDENT@demo.edu ", NOVEMBER),
        (NOVEMBER + timedelta(days=1), "student@demo.edu", None),
        (MAY, "other@demo.edu", None),
    ],
)
def test_it_holds_for_the_address_however_it_is_written_until_its_day(world, on, address, answer):
    meet(world)
    assert keeps_distance(world.writer, [address, "nobody@demo.edu"], on) == answer


def test_it_is_between_these_two_alone(world):
    meet(world)
    assert keeps_distance(world.writer2, [ADDRESS], MAY) is None
    assert keeps_distance(world.writer, [], MAY) is None


def test_who_is_met_again_is_kept_at_a_distance_for_longer_and_never_for_less(world):
    meet(world)
    meet(world, on=date(2026, 3, 1), host=world.rival)
    assert CoolingOff.objects.get().until == NOVEMBER
    again = meet(world, on=date(2026, 6, 4), host=world.rival)
    assert (CoolingOff.objects.get(), again.until, again.host) == (again, date(2026, 12, 4), world.rival)


def test_no_address_is_kept(world):
    row = CoolingOff.objects.filter(pk=meet(world).pk).values().get()
    assert "student" not in str(row).lower()
    assert len(row["person"]) == 64


def test_a_change_of_the_key_forgets_nobody(world, settings):
    meet(world)
    settings.AUDIT_KEY_FALLBACKS = [settings.AUDIT_KEY]
    settings.AUDIT_KEY = "another key that is quite as long as a key of the trail has to be"
    assert keeps_distance(world.writer, [ADDRESS], MAY) == NOVEMBER
    meet(world, on=date(2026, 6, 4))
    settings.AUDIT_KEY_FALLBACKS = []
    assert keeps_distance(world.writer, [ADDRESS], MAY) == date(2026, 12, 4)
    assert CoolingOff.objects.count() == 1


def test_she_is_refused_with_the_day(world):
    meet(world)
    with clock.set_to(datetime(2026, 10, 1, tzinfo=UTC)), pytest.raises(ValidationError) as refused:
        refuse_if_cooling_off(world.writer, ADDRESS)
    assert "until Wed 4 Nov 2026" in refused.value.message
    with clock.set_to(datetime(2026, 11, 5, tzinfo=UTC)):
        refuse_if_cooling_off(world.writer, ADDRESS)


def test_thirty_days_after_its_end_it_is_forgotten(world):
    meet(world)
    with clock.set_to(datetime(2026, 12, 4, 12, tzinfo=UTC)):
        assert retention.forget_cooling_off() == 0
    with clock.set_to(datetime(2026, 12, 5, 12, tzinfo=UTC)):
        assert retention.forget_cooling_off() == 1


def test_her_copy_says_how_many_and_until_when_and_nobody(world):
    meet(world)
    meet(world, address="second@demo.edu", on=date(2026, 5, 9))
    meet(world, address="long-ago@demo.edu", on=date(2025, 1, 1))
    with clock.set_to(datetime(2026, 6, 1, tzinfo=UTC)):
        assert distances_kept(world.writer) == {"students": 2, "until at the latest": date(2026, 11, 9)}
        kept = export_writer(world.user["writer"])["distance you keep from students you met as a volunteer"]
    assert kept == {"students": 2, "until at the latest": date(2026, 11, 9)}


def test_the_office_takes_out_the_day_and_no_digest(world):
    meet(world)
    meet(world, host=world.rival, address="second@demo.edu")
    [table] = list(distances(world.office))
    assert list(table.rows) == [["Maren Okafor", MAY, NOVEMBER]]


def test_it_goes_with_the_writer(world):
    meet(world)
    erase_writer(world.user["writer"])
    assert not CoolingOff.objects.exists()
