"""A professor signs up, writes a request, her department says yes by a link: the request is open."""

import re

import pytest
from django.core.management import call_command

from careerlink.taxonomy.models import Institution
from partners.models import CampusRules, Group, Host, Need
from tests.journeys.hands import let_mail_leave, mailed_code, newest_mail_to
from tests.journeys.test_first_partnership import PASSWORD

PROFESSOR, DEAN = "helen@wheaton.test", "dean@wheaton.test"


@pytest.fixture
def college(transactional_db):
    call_command("load_taxonomy", verbosity=0)
    call_command("load_texts", verbosity=0)
    college = Institution.objects.get(name="Wheaton College", state="IL")
    Institution.objects.filter(pk=college.pk).update(email_domain="wheaton.test")
    CampusRules.objects.create(institution=college, acting="after_yes")
    return college


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_department_lets_a_professor_begin_and_ask(college, hands_of, scripts):
    professor, dean = hands_of(scripts=scripts), hands_of(scripts=scripts)

    professor.go("/join/group/")
    professor.start_counting()
    professor.write("Your name", "Helen Marsh")
    professor.write("E-mail address", PROFESSOR)
    professor.write("Password", PASSWORD)
    professor.tick("I agree to the terms of use")
    professor.press("Make my account")
    typed = professor.typed
    professor.write("Code", mailed_code(PROFESSOR))
    professor.press("Go on")
    assert professor.field("College").input_value() == "Wheaton College"
    professor.write("Name of your department or group", "English Department")
    professor.write("E-mail address of who says yes for your department", DEAN)
    professor.press("Ask to join")
    assert (typed, professor.typed) == (3, 6)  # five fields about her, and the code that her mailbox showed
    host = Host.objects.get()
    assert (host.institution, host.state) == (college, Host.State.SUBMITTED)

    professor.go(f"/desk/{host.slug}/requests/new/")
    professor.choose("What would help?", "Class visit")
    professor.write("When?", "in three weeks")
    professor.press("Keep the request")
    assert Need.objects.get().state == Need.State.DRAFT

    answers_by_link(dean, "May English Department begin?")
    host.refresh_from_db()
    assert (host.state, host.group.approved_through) == (Host.State.APPROVED, Group.Through.DEPARTMENT)
    assert Need.objects.get().state == Need.State.WAITING

    answers_by_link(dean, "May they ask writers for this?")
    assert Need.objects.get().state == Need.State.OPEN
    let_mail_leave()
    assert newest_mail_to(PROFESSOR).subject.startswith("Your request is open: Class visit")


def answers_by_link(dean, title):
    """Open the newest mail and say yes: one page, one button."""
    address = re.search(r"^https?://\S+?(/go/\S+)$", newest_mail_to(DEAN).body, re.MULTILINE)[1]
    dean.go(address)
    dean.start_counting()
    assert dean.title == title
    with dean.page.expect_navigation():
        dean.click(dean.page.get_by_role("button", name="Say yes"))
    assert (dean.title, dean.clicks, dean.typed) == ("You said yes. Thank you", 1, 0)
