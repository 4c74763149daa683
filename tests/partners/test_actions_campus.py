"""Groups begin, requests wait for a yes: who may say it, what happens then, and what nobody sees before."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from careerlink.audit.machines import NoSuchMove
from careerlink.audit.models import Entry
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from careerlink.web.models import SignedLink
from partners.actions import answers, campus, campus_asks, hosts, members, needs, offers, reviews
from partners.models import CampusRules, Group, Host, Invitation, Member, Need, Offer
from partners.queries.campus import campus_of
from tests import factories as make

Through, Approver = Group.Through, CampusRules.Approver
FREE = {"acting": "freely", "approver": "any", "lead_days": 0, "no_contact_before_yes": False}


def day(number):
    return clock.today("America/New_York") + timedelta(days=number)


def facts(**changes):
    return {
        "kind": "class_visit", "words": "English", "details": "", "needed_on": day(30), "where": "campus",
        "how_many": 1, **changes,
    }  # fmt: skip


def group_of(host, **fields):
    return make.GroupFactory(host=host, **fields)


def after_yes(world, **fields):
    return make.CampusRulesFactory(institution=world.college, **fields)


def kinds_to(address):
    return list(OutgoingMail.objects.filter(mailbox__address=address).order_by("id").values_list("kind", flat=True))


def found(world, **more):
    person = make.UserFactory(email="newprof@demo.edu")
    return hosts.found_host(by=person, institution=world.college, kind="faculty", name="History", **more)


# --- Who says yes to a group ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("approver", "address", "office", "doors"),
    [
        ("any", "dean@demo.edu", True, {"office", "department", "moderator"}),
        ("any", "", True, {"office", "moderator"}),
        ("any", "dean@demo.edu", False, {"department", "moderator"}),
        ("office", "dean@demo.edu", True, {"office"}),
        ("office", "dean@demo.edu", False, {"moderator"}),
        ("department", "dean@demo.edu", True, {"department"}),
        ("department", "", True, {"moderator"}),
    ],
)
def test_any_one_says_yes_unless_the_college_names_somebody(world, approver, address, office, doors):
    after_yes(world, approver=approver)
    group_of(world.faculty, approver_email=address)
    if not office:
        Host.objects.filter(pk=world.office.pk).update(state="suspended")
    assert campus_of(world.faculty).doors == doors


@pytest.mark.parametrize(("through", "who"), [("office", "director"), ("department", None), ("moderator", "admin")])
def test_a_group_begins_by_each_door_and_the_record_says_which(world, through, who):
    host = found(world, approver_email="dean@demo.edu")
    needs.make_need(host, by=host.members.get().user, **facts())
    campus.approve_group(host, by=world.user.get(who), through=through)
    host.refresh_from_db()
    entry = Entry.objects.get(label="partners.host", about_id=host.pk, event="approve")
    assert (host.state, host.group.approved_through, entry.reason) == ("approved", through, through)
    assert list(host.needs.values_list("state", flat=True)) == ["open"]
    with pytest.raises(NoSuchMove):
        campus.refuse_group(host, by=None, through="department", reason="not_known")


def test_who_is_not_named_by_the_college_says_neither_yes_nor_no(world):
    host = found(world)
    after_yes(world, approver=Approver.OFFICE)
    for act in (
        lambda: campus.approve_group(host, by=None, through="department"),
        lambda: campus.refuse_group(host, by=None, through="department", reason="not_known"),
        lambda: reviews.approve_host(host, by=world.user["admin"]),
    ):
        with pytest.raises(ValidationError, match="Here only the career office says yes"):
            act()
    host.refresh_from_db()
    assert host.state == "submitted"


def test_the_department_is_asked_by_a_link_and_a_stranger_cannot_name_a_friend(world):
    found(world, approver_email="Dean@demo.edu")
    link = SignedLink.objects.get(purpose="campus-group")
    assert (link.address, kinds_to("dean@demo.edu")) == ("dean@demo.edu", ["campus_group_asked"])
    stranger = make.UserFactory(email="stranger@demo.test")
    for person, address, words in [
        (stranger, "dean@demo.edu", "Confirm an address of your own"),
        (make.UserFactory(email="one@demo.edu"), "friend@demo.test", "Give an address under demo.edu"),
        (make.UserFactory(email="two@demo.edu"), "two@demo.edu", "Name somebody else"),
    ]:
        with pytest.raises(ValidationError, match=words):
            hosts.found_host(
                by=person, institution=world.college, kind="faculty", name=f"Of {person.pk}", approver_email=address
            )
    assert Host.objects.filter(name__startswith="Of ").count() == 0


def test_a_refused_group_asks_the_department_again(world):
    host = found(world, approver_email="dean@demo.edu")
    with clock.set_to(clock.now() + timedelta(days=1)):
        campus.refuse_group(host, by=None, through="department", reason="not_known")
        hosts.resubmit_host(host, by=host.members.get().user)
    assert kinds_to("newprof@demo.edu") == ["host_received", "review_host_refused", "host_received"]
    assert kinds_to("dean@demo.edu") == ["campus_group_asked"] * 2


# --- Requests ---------------------------------------------------------------------------------------


def test_where_groups_act_freely_a_request_is_open_at_once(world):
    group_of(world.faculty)
    assert needs.make_need(world.faculty, by=world.user["professor"], **facts()).state == Need.State.OPEN
    assert kinds_to("dean@demo.edu") == []


def test_after_a_no_the_request_is_a_draft_and_asks_again(world):
    after_yes(world)
    group_of(world.faculty)
    need = needs.make_need(world.faculty, by=world.user["professor"], **facts())
    assert (need.state, kinds_to("dean@demo.edu")) == (Need.State.WAITING, ["campus_request_asked"])
    campus_asks.refuse_request(need, by=None, through="department", reason="more", note="Who comes?")
    assert (need.state, need.answer_by, need.asked_at) == (Need.State.DRAFT, None, None)
    needs.change_need(need, by=world.user["professor"], details="An editor.")
    needs.publish_need(need, by=world.user["professor"])
    campus_asks.approve_request(need, by=world.user["director"], through="office")
    assert need.state == Need.State.OPEN
    with pytest.raises(ValidationError, match="said yes to it as it stands"):
        needs.change_need(need, by=world.user["professor"], details="Somebody else.")
    assert kinds_to("professor@demo.edu") == ["campus_request_refused", "campus_request_approved"]


def test_an_office_asks_nobody(world):
    after_yes(world, lead_days=20)
    need = needs.make_need(world.office, by=world.user["director"], **facts(needed_on=day(1)))
    assert need.state == Need.State.OPEN


def test_what_nobody_said_yes_to_ends_on_its_day_and_the_group_hears(world):
    after_yes(world)
    need = needs.make_need(world.faculty, by=world.user["professor"], **facts())
    with clock.set_to(clock.now() + timedelta(days=32)):
        assert needs.expire_needs() == 1
    need.refresh_from_db()
    assert (need.state, kinds_to("professor@demo.edu")) == (Need.State.EXPIRED, ["campus_request_expired"])


def test_drafts_of_a_new_group_wait_for_a_yes_too_and_a_near_one_stays_a_draft(world):
    after_yes(world)
    host = found(world)
    for days in (30, 20):
        needs.make_need(host, by=host.members.get().user, **facts(needed_on=day(days)))
    CampusRules.objects.update(lead_days=25)
    reviews.approve_host(host, by=world.user["admin"])
    assert list(host.needs.order_by("needed_on").values_list("state", flat=True)) == ["draft", "waiting"]


def test_what_waits_is_asked_of_whoever_says_yes_now(world):
    after_yes(world)
    group = group_of(world.faculty, approver_email="")
    needs.make_need(world.faculty, by=world.user["professor"], **facts())
    found(world, approver_email="head@demo.edu")
    fields = {"department": "", "lead_days": None, "no_contact_before_yes": None, "approver_name": "Dean"}
    campus.change_group(world.faculty, by=world.user["professor"], approver_email="DEAN@demo.edu", **fields)
    campus.choose_rules(world.office, by=world.user["director"], **{**FREE, "approver": "department"})
    group.refresh_from_db()
    assert group.approver_email == "dean@demo.edu"
    assert (kinds_to("dean@demo.edu"), kinds_to("head@demo.edu")) == (["campus_request_asked"], ["campus_group_asked"])


def test_rules_are_chosen_once_and_the_record_says_so(world):
    for _click in range(2):
        campus.choose_rules(world.office, by=world.user["director"], **{**FREE, "lead_days": 10})
    rules = CampusRules.objects.get()
    assert (rules.institution, rules.lead_days, rules.changed_by) == (world.college, 10, world.user["director"])
    assert Entry.objects.filter(event="campus_rules", scope=world.office.key).count() == 1


def test_a_group_that_nobody_leads_asks_nobody(world):
    need = make.NeedFactory(host=world.club, state="draft", published_at=None)
    make.GroupFactory(host=world.club, paused_at=clock.now())
    with pytest.raises(ValidationError, match="Nobody leads the group"):
        needs.publish_need(need, by=world.user["club"])
    assert needs.publish_drafts(world.club) == 0
    with pytest.raises(ValidationError, match="Nobody leads this group"):
        send(world, world.club)


# --- How far ahead ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("college", "group", "first"), [(10, None, 10), (10, 3, 10), (0, 14, 14), (0, None, 0)])
def test_a_near_day_is_refused_with_the_one_that_works(world, college, group, first):
    make.CampusRulesFactory(institution=world.college, acting="freely", lead_days=college)
    group_of(world.faculty, lead_days=group)
    if first:
        with pytest.raises(ValidationError, match="The first day that works is") as refused:
            needs.make_need(world.faculty, by=world.user["professor"], **facts(needed_on=day(first - 1)))
        assert list(refused.value.error_dict) == ["needed_on"]
    assert needs.make_need(world.faculty, by=world.user["professor"], **facts(needed_on=day(first))).state == "open"


def test_a_request_that_is_out_may_be_put_right_when_its_day_has_come_near(world):
    make.CampusRulesFactory(institution=world.college, acting="freely", lead_days=10)
    need = needs.make_need(world.faculty, by=world.user["professor"], **facts(needed_on=day(12)))
    with clock.set_to(clock.now() + timedelta(days=9)):
        needs.change_need(need, by=world.user["professor"], details="Room 12.")
        with pytest.raises(ValidationError, match="first day that works"):
            needs.change_need(need, by=world.user["professor"], needed_on=need.needed_on - timedelta(days=1))


# --- Offers -----------------------------------------------------------------------------------------


def send(world, host, need=None):
    return offers.send_offer(
        writer=world.writer, host=host, kind="class_visit", text="I would come.", by=world.user["writer"], need=need
    )


def test_a_group_whose_college_says_yes_first_takes_offers_for_open_requests_only(world):
    after_yes(world)
    need = needs.make_need(world.faculty, by=world.user["professor"], **facts())
    for wanted, words in [(None, "only for its open requests"), (need, "no longer open")]:
        with pytest.raises(ValidationError, match=words):
            send(world, world.faculty, wanted)
    campus_asks.approve_request(need, by=world.user["admin"], through="moderator")
    assert send(world, world.faculty, need).state == Offer.State.SENT


def test_the_office_hears_when_and_where_and_nothing_of_earlier_answers(world):
    need = needs.make_need(world.faculty, by=world.user["professor"], **facts(details="Room 12, ten o'clock."))
    other = make.OfferFactory(host=world.faculty, writer=world.writer2, need=need, kind="class_visit")
    answers.decline_offer(other, by=world.user["professor"], reason="covered", note="CANARY of the professor")
    answers.accept_offer(send(world, world.faculty, need), by=world.user["professor"])
    mail = OutgoingMail.objects.get(kind="campus_agreed")
    assert mail.mailbox.address == "director@demo.edu"
    text = rendered(mail)
    assert [words in text for words in ("English Department", "Maren Okafor", "Room 12", "On campus")] == [True] * 4
    assert [words in text for words in ("CANARY", "Ben Achterberg", "covered")] == [False] * 3


def test_the_office_hears_nothing_of_its_own_and_nothing_without_a_day(world):
    for host, need in [(world.office, make.NeedFactory(host=world.office)), (world.faculty, None)]:
        offer = send(world, host, need)
        answers.accept_offer(offer, by=world.user["director" if host == world.office else "professor"])
    assert OutgoingMail.objects.filter(kind="campus_agreed").count() == 0


def rendered(mail):
    content = kinds[mail.kind].render(mail)
    return f"{content.subject}\n{content.text}\n{content.html}"


# --- The office posts for a group -------------------------------------------------------------------


def test_the_office_posts_for_a_group_which_is_told_and_decides(world):
    after_yes(world)
    group_of(world.faculty)
    need = campus.ask_for_group(world.office, by=world.user["staff"], group=world.faculty, **facts())
    need.refresh_from_db()
    assert (need.host, need.state) == (world.faculty, Need.State.OPEN)
    assert "campus_request_for_you" in kinds_to("professor@demo.edu")
    again = campus.ask_for_group(world.office, by=world.user["staff"], group=world.faculty, **facts())
    assert again == need


def test_a_professor_who_is_not_here_is_invited_and_her_request_goes_out_when_she_is_in(world):
    after_yes(world)
    ask = {"by": world.user["director"], "name": "Biology", "email": "bio@demo.edu"}
    need = campus.ask_for_group(world.office, **ask, **facts())
    assert campus.ask_for_group(world.office, **ask, **facts()) == need
    invitation = Invitation.objects.get(host=need.host)
    assert (need.state, invitation.role, need.host.group.approved_through) == ("draft", "manager", "office")
    person = make.UserFactory(email="bio@demo.edu")
    members.accept_invitation(invitation, by=person)
    need.refresh_from_db()
    assert (need.state, Member.objects.get(user=person).gets_decisions) == (Need.State.OPEN, True)
    with pytest.raises(ValidationError, match="It is here already"):
        campus.ask_for_group(world.office, **{**ask, "name": "biology"}, **facts())


def test_where_the_department_is_named_the_office_posts_and_the_department_says_yes(world):
    after_yes(world, approver=Approver.DEPARTMENT)
    group_of(world.faculty)
    need = campus.ask_for_group(world.office, by=world.user["director"], group=world.faculty, **facts())
    assert (need.state, kinds_to("dean@demo.edu")) == (Need.State.WAITING, ["campus_request_asked"])
