"""The code on the wall: off unless the host wants it, six digits, another each day, only around a writer's shift."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from careerlink.web import clock
from events.actions import wall
from events.models import Assignment
from events.queries.wall import code_of, code_today
from tests import factories as make

S = Assignment.State


@pytest.fixture
def walled(fair):
    fair.place = make.AssignmentFactory(shift=fair.desk, writer=fair.world.writer)
    fair.user = fair.world.writer.user
    wall.put_up_code(fair.event, by=fair.world.user["staff"])
    fair.place.shift = fair.desk
    fair.place.shift.role.event = fair.event
    return fair


def refused(place, code, user) -> str:
    with pytest.raises(ValidationError) as error:
        wall.check_in_by_code(place, code, by=user)
    return error.value.error_list[0].code


def test_the_right_code_checks_her_in_and_spaces_do_not_matter(walled):
    with clock.set_to(walled.desk.starts_at):
        code = code_today(walled.event)
        place = wall.check_in_by_code(walled.place, f" {code[:3]} {code[3:]}", by=walled.user)
        assert place.state == S.CHECKED_IN
        assert wall.check_in_by_code(place, "000000", by=walled.user).state == S.CHECKED_IN


def test_the_code_is_another_one_each_day_and_when_the_host_takes_another(walled):
    today = clock.today()
    codes = {code_of(walled.event, today + timedelta(days=number)) for number in range(20)}
    assert len(codes) >= 19
    before = code_of(walled.event, today)
    wall.put_up_code(walled.event, by=walled.world.user["staff"])
    assert code_of(walled.event, today) != before
    wall.take_down_code(walled.event, by=walled.world.user["staff"])
    assert code_of(walled.event, today) == ""


def test_eight_wrong_codes_close_it_for_her_and_the_right_one_comes_too_late(walled):
    with clock.set_to(walled.desk.starts_at):
        right = code_today(walled.event)
        wrong = f"{(int(right) + 1) % 1_000_000:06}"
        assert [refused(walled.place, wrong, walled.user) for _try in range(9)] == ["wrong"] * 8 + ["tries"]
        assert refused(walled.place, right, walled.user) == "tries"


def test_it_is_taken_only_around_the_shift_and_while_it_hangs(walled):
    for moment in (walled.desk.starts_at - timedelta(minutes=46), walled.desk.ends_at + timedelta(minutes=61)):
        with clock.set_to(moment):
            assert refused(walled.place, code_today(walled.event), walled.user) == "time"
    wall.take_down_code(walled.event, by=walled.world.user["staff"])
    with clock.set_to(walled.desk.starts_at):
        assert refused(walled.place, "", walled.user) == "time"
    assert Assignment.objects.get(pk=walled.place.pk).code_tries == 0


def test_on_her_phone_the_short_address_takes_the_code_and_says_what_was_wrong(walled):
    with clock.set_to(walled.desk.starts_at):
        phone, other = Client(), Client()
        phone.force_login(walled.user)
        other.force_login(walled.world.writer2.user)
        wrong = phone.post(reverse("here"), {"code": "٣٣٣٣٣٣"})
        assert (wrong.status_code, "not today&#x27;s code" in wrong.content.decode()) == (422, True)
        assert phone.post(reverse("here"), {"code": "1" * 10_000}).status_code == 422
        assert other.post(reverse("here"), {"code": code_today(walled.event)}).status_code == 200
        done = phone.post(reverse("here"), {"code": code_today(walled.event), "place": walled.place.key})
        assert done["Location"] == reverse("place_day", args=[walled.place.key])
        assert "Here since" in phone.get(done["Location"]).content.decode()
