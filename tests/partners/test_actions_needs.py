"""Requests: made, published, put right, filled, taken back, run out; and the cold start."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from careerlink.audit.machines import NoSuchMove
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import hosts as host_actions
from partners.actions import needs as actions
from partners.actions import waiting
from partners.models import Kind, WaitingName
from partners.queries.needs import phrases_of, read_words
from partners.queries.waiting import requests_within_reach, writers_near
from partners.signals import host_approved, need_published, writer_approved
from tests import factories as make

pytestmark = pytest.mark.django_db


def facts(**more):
    return {
        "kind": Kind.WORKSHOP,
        "words": "",
        "details": "",
        "needed_on": clock.today() + timedelta(days=20),
        "where": "campus",
        "how_many": 1,
        **more,
    }


@pytest.fixture
def heard():
    found = []

    def hear(sender, need, **more):
        found.append(need)

    need_published.connect(hear)
    yield found
    need_published.disconnect(hear)


def test_an_approved_host_publishes_at_once(world, heard):
    need = actions.make_need(world.office, by=world.user["staff"], **facts())
    assert (need.state, heard) == ("open", [need])
    assert need.published_at is not None


def test_what_was_taken_back_a_moment_ago_can_be_asked_for_again(world):
    first = actions.make_need(world.office, by=world.user["staff"], **facts())
    assert actions.make_need(world.office, by=world.user["staff"], **facts()) == first
    actions.withdraw_need(first, by=world.user["staff"])
    assert actions.make_need(world.office, by=world.user["staff"], **facts()).state == "open"


def test_a_host_that_waits_keeps_a_draft_until_it_is_approved(world, heard):
    host = make.HostFactory(waiting=True)
    need = actions.make_need(host, by=world.user["staff"], **facts())
    assert (need.state, heard) == ("draft", [])
    with pytest.raises(ValidationError):
        actions.publish_need(need, by=world.user["staff"])
    host.state, host.reviewed_at = "approved", clock.now()
    host.save()
    actions.publish_need(need, by=world.user["staff"])
    assert (need.state, heard) == ("open", [need])


def test_a_day_that_is_past_is_refused(world):
    with pytest.raises(ValidationError):
        actions.make_need(world.office, by=world.user["staff"], **facts(needed_on=clock.today() - timedelta(days=2)))


def test_words_become_codes_and_can_be_put_right(world):
    make.MajorFactory()
    make.MajorFactory(code="51.3801", title="Registered Nursing")
    words = "English Language and Literature, General"
    need = actions.make_need(world.office, by=world.user["staff"], **facts(words=words))
    assert ("major", "23.0101") in set(need.tags.values_list("vocabulary", "code"))
    actions.correct_need(need, [("major", "51.3801")], by=world.user["staff"])
    assert list(need.tags.values_list("vocabulary", "code")) == [("major", "51.3801")]
    actions.change_need(need, by=world.user["staff"], **facts(words=words))
    assert list(need.tags.values_list("code", flat=True)) == ["51.3801"]
    actions.change_need(need, by=world.user["staff"], **facts(words=""))
    assert not need.tags.exists()


@pytest.mark.parametrize(("field", "value", "is_anew"), [
    ("words", "Nursing", True), ("service", "resume", True), ("language", "vi", True), ("how_many", 3, False),
])  # fmt: skip
def test_what_would_fit_others_is_suggested_anew(world, field, value, is_anew):
    need = make.NeedFactory(host=world.office, suggested_at=clock.now())
    actions.change_need(need, by=world.user["staff"], **{field: value})
    need.refresh_from_db()
    assert (need.suggested_at is None) is is_anew


def test_phrases_are_told_apart():
    assert phrases_of("English, nursing and marketing; law") == ["English", "nursing", "marketing", "law"]
    assert phrases_of(" , ;") == []


def test_no_words_mean_nothing(db):
    assert read_words("").codes == []
    assert read_words("zzqx 😀").codes == []


def test_a_request_is_filled_opened_again_and_taken_back(world, heard):
    need = actions.make_need(world.office, by=world.user["staff"], **facts())
    actions.fill_need(need)
    with pytest.raises(NoSuchMove):
        actions.withdraw_need(need, by=world.user["staff"])
    actions.reopen_need(need, by=world.user["staff"])
    assert len(heard) == 2
    actions.withdraw_need(need, by=world.user["staff"])
    assert need.state == "withdrawn"


def test_a_request_runs_out_when_its_day_is_over_where_the_host_is(world):
    west = make.HostFactory(zone="America/Los_Angeles")
    day = datetime(2027, 3, 10, tzinfo=UTC).date()
    here = make.NeedFactory(host=world.office, needed_on=day)
    there = make.NeedFactory(host=west, needed_on=day, state="draft")
    with clock.set_to(datetime(2027, 3, 11, 3, 59, tzinfo=UTC)):
        assert actions.expire_needs() == 0
    with clock.set_to(datetime(2027, 3, 11, 5, 0, tzinfo=UTC)):
        assert actions.expire_needs() == 1
        assert actions.expire_needs() == 0
    with clock.set_to(datetime(2027, 3, 11, 8, 0, tzinfo=UTC)):
        assert actions.expire_needs() == 1
    for need in (here, there):
        need.refresh_from_db()
        assert need.state == "expired"


def test_a_request_of_today_can_be_published(world):
    with clock.set_to(datetime(2027, 3, 11, 3, 0, tzinfo=UTC)):  # still the 10th in New York
        today = datetime(2027, 3, 10, tzinfo=UTC).date()
        assert actions.make_need(world.office, by=world.user["staff"], **facts(needed_on=today)).state == "open"


def test_a_writer_waits_for_a_college_and_is_told_once(world):
    college = make.InstitutionFactory(name="Fresh College")
    waiting.put_name_down(world.writer, college)
    waiting.put_name_down(world.writer, college)
    assert OutgoingMail.objects.count() == 0
    office = make.HostFactory(institution=college)
    for _time in range(2):
        host_approved.send(type(office), host=office, by=world.user["admin"])
    mail = OutgoingMail.objects.get(kind="waiting_college_here")
    assert mail.mailbox.address == "writer@demo.test"
    assert WaitingName.objects.get().told_at is not None


def test_a_student_group_wakes_nobody(world):
    college = make.InstitutionFactory()
    waiting.put_name_down(world.writer, college)
    club = make.HostFactory(institution=college, kind="student_organization")
    assert waiting.tell_waiting_writers(club) == 0


def test_nobody_waits_for_a_college_that_is_here(world):
    with pytest.raises(ValidationError):
        waiting.put_name_down(world.writer, world.college)


def test_writers_near_counts_who_waits_and_who_travels_so_far(world):
    far = make.InstitutionFactory(latitude=34.05, longitude=-118.24)
    office = make.HostFactory(institution=far)
    assert writers_near(office) == 0
    waiting.WaitingName.objects.create(writer=world.newwriter, institution=far)
    waiting.WaitingName.objects.create(writer=world.writer, institution=far)
    assert writers_near(office) == 2
    make.WriterFactory(latitude=34.06, longitude=-118.25, travel_miles=5)
    make.WriterFactory(latitude=34.4, longitude=-118.24, travel_miles=5)
    make.WriterFactory(latitude=34.06, longitude=-118.25, waiting=True)
    assert writers_near(office) == 3
    assert writers_near(world.office) == 2


def test_a_writer_whom_an_office_knows_is_invited_and_joins(world):
    by = world.user["staff"]
    invitation = waiting.invite_writer(world.office, by=by, name="Ana Bell", email="ANA@demo.test")
    assert OutgoingMail.objects.get(kind="waiting_writer_invited").mailbox.address == "ana@demo.test"
    with pytest.raises(ValidationError):
        waiting.invite_writer(world.office, by=by, name="Ana", email="ana@demo.test")
    ana = make.UserFactory(email="ana@demo.test")
    assert waiting.note_person_joined(ana) == 1
    assert waiting.note_person_joined(ana) == 0
    assert OutgoingMail.objects.get(kind="waiting_writer_joined").mailbox.address == "staff@demo.edu"
    writer = make.WriterFactory(user=ana)
    writer_approved.send(type(writer), writer=writer, by=world.user["admin"])
    invitation.refresh_from_db()
    assert (invitation.state, invitation.writer) == ("joined", writer)


def test_an_unconfirmed_address_fulfils_no_invitation(world):
    waiting.invite_writer(world.office, by=world.user["staff"], name="Ana", email="ana@demo.test")
    thief = make.UserFactory(email="thief@demo.test")
    thief.emailaddress_set.create(email="ana@demo.test", verified=False)
    assert waiting.note_person_joined(thief) == 0


def test_an_invitation_to_a_writer_runs_out_after_30_days(world):
    invitation = waiting.invite_writer(world.office, by=world.user["staff"], name="Ana", email="ana@demo.test")
    with clock.set_to(clock.now() + timedelta(days=29)):
        assert waiting.expire_writer_invitations() == 0
    with clock.set_to(clock.now() + timedelta(days=30)):
        assert waiting.expire_writer_invitations() == 1
    invitation.refresh_from_db()
    assert invitation.state == "expired"


def test_the_slug_of_a_host_is_its_own(world):
    people = [make.UserFactory() for _ in range(3)]
    slugs = [
        host_actions.found_host(by=person, institution=world.college, kind="career_office", name="Career Services").slug
        for person in people
    ]
    assert slugs == [
        "oxbow-state-university-career-services",
        "oxbow-state-university-career-services-2",
        "oxbow-state-university-career-services-3",
    ]


def test_nobody_asks_to_join_for_many_hosts_at_once(world):
    person = make.UserFactory()
    for number in range(host_actions.MOST_WAITING):
        host_actions.found_host(by=person, institution=world.college, kind="faculty", name=f"Department {number}")
    with pytest.raises(ValidationError):
        host_actions.found_host(by=person, institution=world.college, kind="faculty", name="One more")


def test_what_was_written_while_waiting_is_published_on_approval(world, heard):
    host = make.HostFactory(waiting=True)
    soon = actions.make_need(host, by=world.user["staff"], **facts())
    late = make.NeedFactory(host=host, state="draft", needed_on=clock.today() - timedelta(days=3))
    host.move("approve", by=world.user["admin"], reviewed_at=clock.now())
    host_approved.send(type(host), host=host, by=world.user["admin"])
    for need, state in [(soon, "open"), (late, "draft")]:
        need.refresh_from_db()
        assert need.state == state
    assert heard == [soon]


def test_who_works_online_reaches_what_is_online(world):
    far = make.HostFactory(institution=make.InstitutionFactory(latitude=34.05, longitude=-118.24))
    online = make.NeedFactory(host=far, where="online")
    near = make.NeedFactory(host=world.office)
    world.writer.is_online = True
    assert {need.pk for need in requests_within_reach(world.writer)} == {near.pk, online.pk}
    world.writer.is_online = False
    assert [need.pk for need in requests_within_reach(world.writer)] == [near.pk]
