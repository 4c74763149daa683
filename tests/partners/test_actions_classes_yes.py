"""The yes that a stand-in may need: who may give it, by which way, and what happens without one."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from careerlink.outbox import delivery
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import classes_clocks, classes_yes, desk_mail, reviews, suggestions
from partners.models import CampusRules, ClassRequest, Group, Offer
from partners.queries.desk_mail import parts_for
from tests import factories as make
from tests.partners.test_actions_classes import MONDAY, THURSDAY, ask, fresh, kinds_to
from tests.reading import words_of
from tests.test_pages import client_of

pytestmark = pytest.mark.django_db
CANARY = "canary-7 of the wishes"


@pytest.fixture(autouse=True)
def _monday():
    with clock.set_to(MONDAY):
        yield


@pytest.fixture
def careful(world, settings):
    """A college that wants a yes first; the department's chair has an address and no account."""
    settings.MODERATOR_EMAILS = ["admin@demo.test"]
    CampusRules.objects.create(institution=world.college, acting="after_yes")
    Group.objects.create(host=world.faculty, approver_name="Ruth Bell", approver_email="chair@demo.edu")
    make.WriterTagFactory(writer=world.writer)
    return world


def named(world, approver):
    CampusRules.objects.update(approver=approver)
    return world


def link_in_mail():
    delivery.deliver()
    return re.search(r"/go/[\w-]+/", next(one for one in mail.outbox if one.to == ["chair@demo.edu"]).body)[0]


def test_nothing_leaves_to_a_writer_before_the_yes(careful):
    request = ask(careful, wishes=CANARY, room=CANARY)
    suggestions.suggest_needs()
    suggestions.suggest_need(request.need_id)
    classes_clocks.run_class_clocks()
    delivery.deliver()
    assert (request.state, fresh(request.need).state) == ("waiting_for_approval", "draft")
    assert {address for one in mail.outbox for address in one.to} == {"chair@demo.edu"}
    for who in ("writer", "writer2", "newwriter"):
        client = client_of(careful, who)
        for address in (reverse("writer_needs"), reverse("writer_desk"), reverse("host_page", args=["oxbow-english"])):
            assert "English 101" not in words_of(client.get(address))
            assert "canary" not in words_of(client.get(address))
        assert client.get(reverse("need", args=[request.need.key])).status_code == 404
        assert client.get(request.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(("through", "who"), [("office", "director"), ("moderator", "admin"), ("department", None)])
@pytest.mark.parametrize(
    ("approver", "may"),
    [("any", {"office", "moderator", "department"}), ("office", {"office"}), ("department", {"department"})],
)
def test_any_of_three_says_yes_unless_the_college_names_one(careful, through, who, approver, may):
    request, by = ask(named(careful, approver)), careful.user.get(who)
    if through not in may:
        with pytest.raises(ValidationError, match="somebody else"):
            classes_yes.approve_class(request, by=by, through=through)
        with pytest.raises(ValidationError, match="somebody else"):
            classes_yes.refuse_class(request, by=by, through=through)
        assert fresh(request).state == "waiting_for_approval"
        return
    classes_yes.approve_class(request, by=by, through=through)
    assert (fresh(request).state, fresh(request.need).state, fresh(request).approved_by) == ("open", "open", by)
    assert "class_approved" in kinds_to("professor@demo.edu")


def test_where_the_named_one_is_nobody_a_moderator_says_yes(careful):
    Group.objects.update(approver_email="")
    request = ask(named(careful, "department"))
    classes_yes.approve_by_moderator(request, by=careful.user["admin"])
    assert fresh(request).state == "open"


def test_the_department_says_yes_by_a_link_and_looking_changes_nothing(careful):
    request = ask(careful)
    address = link_in_mail()
    for method in ("get", "head"):
        assert getattr(Client(), method)(address).status_code == 200
    assert fresh(request).state == "waiting_for_approval"
    assert Client().post(address, {}).status_code == 422
    answers = [Client().post(address, {"answer": "yes"}).status_code for _click in range(2)]
    assert (answers, fresh(request).state, fresh(request).approved_by) == ([200, 410], "open", None)


def test_the_link_of_somebody_who_approves_no_more_opens_nothing(careful):
    request = ask(careful)
    address = link_in_mail()
    Group.objects.update(approver_email="new-chair@demo.edu")
    assert Client().get(address).status_code == Client().post(address, {"answer": "yes"}).status_code == 410
    assert fresh(request).state == "waiting_for_approval"


def test_nobody_approves_her_own_class_by_naming_herself(careful):
    Group.objects.update(approver_email="Professor@demo.edu")
    ask(careful)
    assert not OutgoingMail.objects.filter(kind="class_yes_wanted").exists()


def test_the_office_decides_on_its_page_and_reads_it_in_its_desk_mail(careful):
    yes, no = ask(careful), ask(careful, course="English 202")
    with clock.set_to(MONDAY + timedelta(hours=24)):
        desk_mail.write_desk_mails()
        (part,) = parts_for(careful.user["director"].pk, clock.now())
    assert (part.section.slug, part.count, part.url) == ("class_requests", 2, "/desk/oxbow-career/classes/approve/")
    assert kinds_to("director@demo.edu") == ["desk_mail"]
    data = {f"{yes.key}-answer": "yes", f"{no.key}-answer": "no", f"{no.key}-refusal": "Exams are that week."}
    client = client_of(careful, "director")
    assert client.post(part.url, data).status_code == 302
    assert (fresh(yes).state, fresh(no).state, fresh(no).need.state) == ("open", "refused", "withdrawn")
    assert "No class waits for your yes" in words_of(client.get(part.url))
    delivery.deliver()
    refused = next(one for one in mail.outbox if "not approved" in one.subject)
    assert "Exams are that week." in refused.body
    assert "Your class plan, 75 minutes" in refused.body


def test_an_office_of_another_college_sees_nothing_and_decides_nothing(careful):
    request = ask(careful)
    client = client_of(careful, "other")
    address = reverse("class_approvals", args=["rival-career"])
    assert "English 101" not in words_of(client.get(address))
    client.post(address, {f"{request.key}-answer": "yes"})
    assert fresh(request).state == "waiting_for_approval"


def test_an_office_that_said_yes_itself_is_not_told_again(careful):
    request = ask(careful)
    classes_yes.approve_class(request, by=careful.user["director"], through="office")
    offer = make.OfferFactory(host=careful.faculty, writer=careful.writer, need=request.need, kind="class_visit")
    client_of(careful, "professor").post(reverse("class_pick", args=[request.key]), {"offer": offer.key})
    assert fresh(request).state == "filled"
    assert "class_filled_office" not in kinds_to("director@demo.edu")


def test_moderators_are_alarmed_once_after_a_day(careful):
    request = ask(careful)
    for hours, alarms in [(23, 0), (24, 1), (25, 1), (40, 1)]:
        with clock.set_to(MONDAY + timedelta(hours=hours)):
            classes_clocks.run_class_clocks()
        assert kinds_to("admin@demo.test").count("class_alarm") == alarms, hours
    queue = client_of(careful, "admin").get("/admin/")
    assert "Stand-ins that wait for a yes" in words_of(queue)
    assert fresh(request).alarmed_at == MONDAY + timedelta(hours=24)


def test_the_moderator_decides_in_the_admin(careful):
    request = ask(careful)
    client = client_of(careful, "admin")
    page = reverse("admin:partners_classrequest_change", args=[request.pk])
    assert "Say yes" in words_of(client.get(page))
    way = reverse("admin:partners_classrequest_decide", args=[request.pk, "refuse"])
    assert client.post(way, {}).status_code == 422
    assert client.post(way, {"refusal": "We know nobody there."}).status_code == 302
    assert (fresh(request).state, fresh(request).refusal) == ("refused", "We know nobody there.")


def test_without_a_yes_it_is_closed_twelve_hours_before_class_and_a_plan_is_sent(careful):
    request = ask(careful)
    for hours, state in [(-13, "waiting_for_approval"), (-12, "closed")]:
        with clock.set_to(THURSDAY + timedelta(hours=hours)):
            classes_clocks.run_class_clocks()
        assert fresh(request).state == state
    assert kinds_to("professor@demo.edu") == ["class_closed"]
    assert fresh(request.need).state == "expired"
    assert kinds_to("writer@demo.test") == []


def test_a_late_yes_leaves_time_to_decide(careful):
    request = ask(careful)
    late = datetime(2026, 3, 4, 20, tzinfo=ZoneInfo("America/New_York"))
    with clock.set_to(late):
        classes_yes.approve_class(request, by=careful.user["director"], through="office")
    assert fresh(request).decide_by == late + (THURSDAY - late) / 2


def test_a_professor_who_is_not_approved_yet_waits_for_that_alone(world):
    world.faculty.state, world.faculty.reviewed_at = "submitted", None
    world.faculty.save()
    request = ask(world)
    with pytest.raises(ValidationError, match="not approved yet"):
        classes_yes.approve_by_moderator(request, by=world.user["admin"])
    reviews.approve_host(fresh(world.faculty), by=world.user["admin"])
    assert (fresh(request).state, fresh(request.need).state) == ("open", "open")


def test_after_approval_the_yes_that_the_college_wants_is_still_asked(careful):
    careful.faculty.state, careful.faculty.reviewed_at = "submitted", None
    careful.faculty.save()
    request = ask(careful)
    assert not OutgoingMail.objects.filter(kind="class_yes_wanted").exists()
    reviews.approve_host(fresh(careful.faculty), by=careful.user["admin"])
    assert (fresh(request).state, fresh(request.need).state) == ("waiting_for_approval", "draft")
    assert kinds_to("chair@demo.edu") == ["class_yes_wanted"]
    assert ClassRequest.objects.count() == 1
    assert Offer.objects.count() == 0
