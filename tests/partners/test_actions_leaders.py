"""Who leads a student group: an adviser, terms that end, successors asked each April, and a group that pauses."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from careerlink.audit.models import Entry
from careerlink.outbox import delivery
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import leaders, members, needs, offers, pauses, suggestions
from partners.models import Group, Host, Invitation, Member, Need, Offer
from partners.queries.needs import open_needs
from tests import factories as make
from tests.test_pages import client_of

pytestmark = pytest.mark.django_db
YEAR = 2027


@pytest.fixture
def club(world, settings):
    """The student group, approved the autumn before."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Host.objects.filter(pk=world.club.pk).update(reviewed_at=datetime(YEAR - 1, 9, 1, tzinfo=UTC))
    world.club.refresh_from_db()
    world.leader = world.user["club"]
    return world.club


@pytest.fixture
def adviser(club):
    return make.MemberFactory(host=club, is_adviser=True, gets_decisions=False)


def on(month, day, hour=16):
    """Noon in New York, more or less."""
    return clock.set_to(datetime(YEAR, month, day, hour, tzinfo=UTC))


def strike():
    """The clock strikes twice; what it wrote."""
    before = set(OutgoingMail.objects.values_list("pk", flat=True))
    leaders.run_leader_clocks()
    leaders.run_leader_clocks()
    return sorted(OutgoingMail.objects.exclude(pk__in=before).values_list("kind", flat=True))


def answered(club):
    """The question of this spring is answered; only terms are left."""
    Group.objects.update_or_create(host=club, defaults={"successors_for": YEAR})


def own(club):
    return Member.objects.select_related("host").get(host=club, user__email="club@demo.edu")


def group(club):
    return Group.objects.get(host=club)


# --- Adviser ------------------------------------------------------------------------------------------


def test_an_adviser_is_invited_and_manages(world, club):
    invitation = members.invite_colleague(club, by=world.leader, email="p@demo.edu", role="viewer", is_adviser=True)
    person = make.UserFactory(email="p@demo.edu")
    member = members.accept_invitation(invitation, by=person)
    assert (member.role, member.is_adviser) == ("manager", True)
    with pytest.raises(ValidationError):
        members.invite_colleague(club, by=world.leader, email="q@demo.edu", role="manager", is_adviser=True)


def test_of_two_invited_advisers_one_advises(world, club):
    both = [
        members.invite_colleague(club, by=world.leader, email=f"p{n}@demo.edu", role="manager", is_adviser=True)
        for n in (1, 2)
    ]
    people = [members.accept_invitation(one, by=make.UserFactory()) for one in both]
    assert [member.is_adviser for member in people] == [True, False]


def test_only_a_student_group_has_an_adviser(world, club):
    with pytest.raises(ValidationError):
        members.invite_colleague(
            world.office, by=world.user["director"], email="p@demo.edu", role="manager", is_adviser=True
        )
    page = client_of(world, "director").get(reverse("host_members", args=[world.office.slug])).content.decode()
    assert "Adviser of the group" not in page


def test_nobody_makes_herself_the_adviser(world, club):
    with pytest.raises(ValidationError):
        leaders.set_term(own(club), by=world.leader, ends_on=None, is_adviser=True)
    assert not own(club).is_adviser


def test_with_a_smaller_role_she_advises_no_more(world, club, adviser):
    members.change_role(adviser, by=world.leader, role="viewer")
    adviser.refresh_from_db()
    assert (adviser.role, adviser.is_adviser) == ("viewer", False)


def test_the_desk_says_it_has_no_adviser_until_it_has_asked_one(world, club):
    def desk():
        return client_of(world, "club").get(reverse("desk", args=[club.slug])).content.decode()

    assert "Name your adviser" in desk()
    members.invite_colleague(club, by=world.leader, email="p@demo.edu", role="manager", is_adviser=True)
    assert "Name your adviser" not in desk()
    assert "Name your adviser" not in client_of(world, "director").get(world.office.get_absolute_url()).content.decode()


# --- April --------------------------------------------------------------------------------------------


def test_the_spring_of_a_group_without_adviser(world, club):
    """Asked, reminded, told when it pauses, and then it does: each once."""
    with on(3, 31):
        assert strike() == []
    with on(4, 1, hour=3):  # still 31 March in New York
        assert strike() == []
    with on(4, 1):
        assert strike() == ["leaders_asked"]
    with on(4, 19):
        assert strike() == []
    with on(4, 23):  # three days on which no clock struck are caught up
        assert strike() == ["leaders_asked"]
    with on(5, 31):
        assert strike() == []
    with on(6, 1):
        assert strike() == ["leaders_last_word"]
        assert group(club).pauses_on == date(YEAR, 6, 30)
    with on(6, 29):
        assert strike() == []
    with on(6, 30):
        assert strike() == ["group_paused", "group_paused_office"]
        assert group(club).paused_at
    with on(8, 1):
        assert strike() == []


def test_the_spring_of_a_group_with_an_adviser(world, club, adviser):
    with on(4, 2):
        assert strike() == ["leaders_asked"] * 2
    with on(4, 20):
        assert strike() == ["leaders_asked"] * 2
    with on(6, 1):
        assert strike() == ["leaders_adviser"]
        assert OutgoingMail.objects.get(kind="leaders_adviser").mailbox.address == adviser.user.email
    with on(7, 15):
        assert strike() == []
        assert group(club).paused_at is None


def test_who_is_asked_late_is_asked_once_and_gets_a_fortnight(world, club):
    with on(5, 30):
        assert strike() == ["leaders_asked"]
    with on(6, 25):
        assert strike() == ["leaders_last_word"]
        assert group(club).pauses_on == date(YEAR, 7, 9)
    with on(7, 1):
        assert strike() == []


def test_a_summer_without_a_clock_asks_nobody(world, club):
    with on(6, 2):
        assert strike() == []
    assert not Group.objects.filter(host=club, successors_asked_in=YEAR).exists()


def test_a_group_that_came_this_spring_is_not_asked(world, club):
    Host.objects.filter(pk=club.pk).update(reviewed_at=datetime(YEAR, 4, 2, tzinfo=UTC))
    with on(4, 10):
        assert strike() == []


def test_offices_and_professors_are_not_asked(world, club):
    Host.objects.exclude(pk=club.pk).update(reviewed_at=datetime(YEAR - 1, 9, 1, tzinfo=UTC))
    with on(4, 10):
        strike()
    assert list(Group.objects.values_list("host", flat=True)) == [club.pk]


def test_one_click_from_the_mail_and_they_stay(world, club):
    with on(4, 1):
        strike()
        delivery.deliver()
        assert mail.outbox[-1].subject == "Say by Mon 31 May who leads Marketing Club next year"
        assert reverse("host_leaders", args=[club.slug]) in mail.outbox[-1].body
        client = client_of(world, "club")
        assert "Say who leads you next year" in client.get(club.get_absolute_url()).content.decode()
        page = client.get(reverse("host_leaders", args=[club.slug]))
        assert "We stay another year" in page.content.decode()
        for _twice in range(2):
            assert client.post(reverse("host_leaders", args=[club.slug]), {"stay": "yes"}).status_code == 302
        assert group(club).successors_for == YEAR
        assert Entry.objects.filter(event="lead_on").count() == 1
        assert "Say who leads you next year" not in client.get(club.get_absolute_url()).content.decode()
    with on(6, 30):
        assert strike() == []


def test_naming_the_next_manager_answers_and_sets_ones_own_end(world, club):
    with on(4, 1):
        strike()
        data = {"email": "next@demo.edu", "ends_on": "2027-06-01"}
        assert client_of(world, "club").post(reverse("host_leaders", args=[club.slug]), data).status_code == 302
        invitation = Invitation.objects.get(email="next@demo.edu")
        assert (invitation.role, own(club).ends_on) == ("manager", date(YEAR, 6, 1))
        assert group(club).successors_for == YEAR
    with on(4, 10):
        heir = make.UserFactory(email="next@demo.edu")
        members.accept_invitation(invitation, by=heir)
    with on(6, 1):
        assert strike() == ["term_over"]
    assert list(Member.objects.filter(host=club, ended_at=None).values_list("user", flat=True)) == [heir.pk]
    assert group(club).paused_at is None


def test_an_answer_after_the_last_word_stops_the_pause(world, club):
    with on(4, 1):
        strike()
    with on(6, 1):
        strike()
    with on(6, 2):
        leaders.keep_leaders(club, by=world.leader)
    with on(6, 30):
        assert strike() == []


# --- Terms --------------------------------------------------------------------------------------------


def test_the_last_manager_hands_over_to_the_adviser(world, club, adviser):
    answered(club)
    with on(5, 1):
        leaders.set_term(own(club), by=world.leader, ends_on=date(YEAR, 5, 20), is_adviser=False)
    with on(5, 20, hour=3):  # 19 May in New York
        assert strike() == []
    with on(5, 23):  # a day that was missed
        assert strike() == ["adviser_alone", "term_over"]
    adviser.refresh_from_db()
    assert (adviser.gets_decisions, group(club).paused_at) == (True, None)
    assert own(club).ended_at


def test_without_either_the_group_pauses(world, club):
    need = make.NeedFactory(host=club, needed_on=date(YEAR, 7, 1))
    with on(5, 1):
        waiting = make.OfferFactory(host=club, writer=world.writer, need=need)
        leaders.set_term(own(club), by=world.leader, ends_on=date(YEAR, 5, 20), is_adviser=False)
        assert open_needs().filter(pk=need.pk).exists()
    with on(5, 20):
        assert strike() == ["group_paused_offer", "group_paused_office", "term_over"]
        office = OutgoingMail.objects.get(kind="group_paused_office").mailbox.address
        assert office == "director@demo.edu"
        assert Offer.objects.get(pk=waiting.pk).state == "obsolete"
        assert Need.objects.get(pk=need.pk).state == "open"
        assert not open_needs().filter(pk=need.pk).exists()
        delivery.deliver()
        subjects = {letter.subject for letter in mail.outbox}
    assert "Name who leads Marketing Club: it pauses without a manager" in subjects
    assert "See who else needs you: Marketing Club pauses" in subjects
    thanks = next(letter for letter in mail.outbox if letter.to == ["club@demo.edu"])
    assert thanks.subject == "You have handed over Marketing Club: thank you"
    assert "it pauses until the career office names somebody" in thanks.body


def test_a_day_that_was_moved_does_not_end_it(world, club):
    answered(club)
    member = own(club)
    with on(5, 1):
        leaders.set_term(member, by=world.leader, ends_on=date(YEAR, 5, 20), is_adviser=False)
        leaders.set_term(own(club), by=world.leader, ends_on=None, is_adviser=False)
    with on(5, 20):
        assert strike() == []


def test_leaving_by_hand_still_needs_a_successor(world, club):
    with pytest.raises(ValidationError) as refused:
        members.end_membership(own(club), by=world.leader)
    assert refused.value.code == "last_manager"


@pytest.mark.parametrize("day", ["2027-05-01", "2026-01-01", "nonsense"])
def test_a_term_ends_on_a_day_to_come(world, club, day):
    with on(5, 1):
        address = reverse("member_term", args=[club.slug, own(club).key])
        assert client_of(world, "club").post(address, {"ends_on": day}).status_code == 422


# --- A group that pauses --------------------------------------------------------------------------------


@pytest.fixture
def resting(world, club):
    make.NeedFactory(host=club)
    Member.objects.filter(host=club).update(ended_at=clock.now(), gets_decisions=False)
    make.MemberFactory(host=club, role="coordinator", user=make.UserFactory(email="second@demo.edu"))
    assert pauses.pause_group(club)
    assert not pauses.pause_group(club)
    return club


def test_writers_do_not_see_it_and_offer_nothing(world, resting):
    client = client_of(world, "writer")
    for address in (
        reverse("host_page", args=[resting.slug]),
        reverse("offer_new", args=[resting.slug]),
        reverse("need", args=[resting.needs.get().key]),
    ):
        assert client.get(address).status_code == 404
    assert resting.name not in client.get(reverse("writer_hosts")).content.decode()
    assert resting.name not in client.get(reverse("writer_needs")).content.decode()
    with pytest.raises(ValidationError):
        offers.send_offer(writer=world.writer, host=resting, kind="panel", text="x", by=world.user["writer"])


def test_its_requests_are_suggested_to_nobody_until_it_goes_on(world, resting):
    need = resting.needs.get()
    assert suggestions.suggest_needs() == 0
    assert suggestions.suggest_need(need.pk) == 0
    assert Need.objects.get(pk=need.pk).suggested_at is None


def test_its_people_read_that_it_pauses(world, resting):
    second = Member.objects.get(host=resting, ended_at=None).user
    client = client_of(world, "stranger")
    second.agreements.create(text=world.terms)
    client.force_login(second)
    assert "Your group pauses" in client.get(resting.get_absolute_url()).content.decode()


@pytest.mark.parametrize("who", ["director", "admin"])
def test_one_step_of_the_office_or_a_moderator_brings_it_back(world, resting, who):
    address = reverse("group_back", args=[resting.slug])
    client = client_of(world, who)
    assert client.post(address, {"email": "new@demo.edu"}).status_code == 302
    assert group(resting).paused_at
    invitation = Invitation.objects.get(email="new@demo.edu")
    members.accept_invitation(invitation, by=make.UserFactory())
    assert group(resting).paused_at is None
    assert open_needs().filter(host=resting).exists()
    assert OutgoingMail.objects.filter(kind="group_back").count() == 2
    assert client.get(address).status_code == 404
    delivery.deliver()
    answer = next(letter for letter in mail.outbox if "has joined Marketing Club" in letter.subject)
    assert reverse("start") in answer.body
    assert reverse("host_members", args=[resting.slug]) not in answer.body


def test_one_of_its_people_leads_it_at_once(world, resting):
    assert leaders.bring_back(resting, by=world.user["director"], email="second@demo.edu") is None
    member = Member.objects.get(host=resting, ended_at=None)
    assert (member.role, member.gets_decisions, group(resting).paused_at) == ("manager", True, None)
    with pytest.raises(ValidationError):
        leaders.bring_back(resting, by=world.user["director"], email="second@demo.edu")


def test_managers_who_were_silent_say_it_and_the_group_goes_on(world, club):
    pauses.pause_group(club)
    client = client_of(world, "club")
    desk = client.get(club.get_absolute_url()).content.decode()
    assert reverse("host_leaders", args=[club.slug]) in desk
    client.post(reverse("host_leaders", args=[club.slug]), {"stay": "yes"})
    assert group(club).paused_at is None
    assert Entry.objects.filter(event="go_on").count() == 1


def test_a_college_without_an_office_is_the_moderators(world, club, settings):
    settings.MODERATOR_EMAILS = ["mod@demo.test"]
    Host.objects.filter(pk=world.office.pk).update(state="suspended", suspended_until=clock.now() + timedelta(days=9))
    pauses.pause_group(club)
    assert OutgoingMail.objects.get(kind="group_paused_office").mailbox.address == "mod@demo.test"


def test_another_college_brings_nothing_back(world, resting):
    assert client_of(world, "other").get(reverse("group_back", args=[resting.slug])).status_code == 404


def test_a_need_asked_for_meanwhile_is_refused_and_one_that_slipped_in_is_hidden(world, resting):
    """The click that publishes can meet the pause halfway; what it left behind is seen by nobody."""
    second, before = Member.objects.get(host=resting, ended_at=None).user, resting.needs.count()
    with pytest.raises(ValidationError, match="Nobody leads the group"):
        needs.make_need(
            resting, by=second, kind="panel", words="", details="", needed_on=clock.today() + timedelta(days=9),
            where="campus", how_many=1,
        )  # fmt: skip
    assert resting.needs.count() == before
    need = make.NeedFactory(host=resting, made_by=second)
    assert not open_needs().filter(pk=need.pk).exists()
    assert pauses.resume_group(resting, by=second)
    assert open_needs().filter(pk=need.pk).exists()
