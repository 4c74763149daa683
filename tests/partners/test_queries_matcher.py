"""The matcher's arrays hold what the tables say, and follow what happens."""

from datetime import timedelta

import pytest

from careerlink.audit import trail
from careerlink.web import clock
from partners.matching import NeedFacts, fit
from partners.models import Asked, Writer
from partners.queries.facts import writer_facts
from partners.queries.matcher import READ_ANEW, read_matcher, read_writers, refresh_matcher
from tests import factories as make
from tests.queries import count_queries

ENGLISH = NeedFacts(majors=frozenset({"23.0101"}))


@pytest.fixture
def writer(world):
    writer = make.WriterFactory()
    make.WriterTagFactory(writer=writer, vocabulary="major", code="23.0101")
    return writer


def test_the_arrays_rank_as_the_tables_do(world, writer):
    matcher, _marks = read_matcher()
    facts = writer_facts(Writer.objects.approved())
    found = matcher.best(ENGLISH)
    assert found[0][0].id == writer.pk
    rare = matcher.with_rarity(ENGLISH)
    assert [one.score for _writer, one in found] == [fit(rare, facts[one.id]).score for one, _fit in found]


def test_who_may_not_log_in_takes_no_part(world, writer):
    writer.user.is_active = False
    writer.user.save(update_fields=["is_active"])
    assert writer.pk not in read_matcher()[0].ids(ENGLISH)


def test_what_happens_to_a_writer_is_taken_in_and_nobody_else_is_read(world, writer):
    matcher, marks = read_matcher()
    writer.tags.all().delete()
    trail.record(writer, "expertise", by=writer.user, person=writer.user_id)
    matcher, marks = refresh_matcher(matcher, marks)
    assert matcher.best(ENGLISH, 1)[0][1].reasons[-1].code == "nothing_shared"
    Writer.objects.filter(pk=writer.pk).update(state="suspended")
    trail.record(writer, "suspend", by=None, person=writer.user_id)
    matcher, marks = refresh_matcher(matcher, marks)
    assert writer.pk not in matcher.ids(ENGLISH)


@pytest.mark.parametrize("how", ["asked", "saved"])
def test_who_is_asked_or_saved_is_read_anew(world, writer, how):
    matcher, marks = read_matcher()
    if how == "asked":
        Asked.objects.create(host=world.office, writer=writer, label="x", about_id=1)
    else:
        world.office.saved_writers.create(writer=writer)
    matcher, _marks = refresh_matcher(matcher, marks)
    need = NeedFacts(majors=ENGLISH.majors, host=world.office.pk)
    codes = {reason.code for reason in matcher.best(need, 1)[0][1].reasons}
    assert {"asked": "asked_lately", "saved": "favourite"}[how] in codes


def test_once_a_day_everything_is_read(world, writer):
    matcher, marks = read_matcher()
    with clock.set_to(clock.now() + READ_ANEW + timedelta(minutes=1)):
        other, fresh = refresh_matcher(matcher, marks)
    assert other is not matcher
    assert fresh.read_at - marks.read_at > READ_ANEW


@pytest.mark.parametrize("rows", [1, 9])
def test_reading_costs_the_same_for_any_number_of_writers(world, rows):
    for _row in range(rows):
        make.WriterFactory()
    with count_queries() as n:
        assert len(list(read_writers(Writer.objects.approved()))) > rows
    assert n() == 3, n.listing()
