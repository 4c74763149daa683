"""A fair from the template to the certificate, with a late no in between; and a writer entered by hand."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from events import tasks
from events.models import Assignment, Certificate, Event, HoursEntry
from tests import factories as make
from tests.journeys.hands import let_mail_leave, newest_mail_to, subjects_to
from tests.world import make_world

S = Assignment.State
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
PHONE = {"width": 390, "height": 844}
# The fair is on Tue 21 Apr 2026, 10 am Eastern; its shifts are two hours long, and sign-up ends a day before.
PLANNED = datetime(2026, 3, 2, 15, tzinfo=UTC)
THE_DAY_BEFORE = datetime(2026, 4, 20, 18, tzinfo=UTC)
DOORS_OPEN = datetime(2026, 4, 21, 13, 50, tzinfo=UTC)
SHIFTS_OVER = datetime(2026, 4, 21, 16, 5, tzinfo=UTC)
NEXT_MORNING = datetime(2026, 4, 22, 13, tzinfo=UTC)
DIRECTOR, MAREN, BEN, IDA = "director@demo.edu", "writer@demo.test", "writer2@demo.test", "ida@demo.test"


@pytest.fixture
def people(transactional_db, hands_of, log_in, time_is):
    """The office with last year's fair, and three writers. `people(scripts)` tells how to reach them:
    `hands("ben")` is he at a browser, logged in a moment ago; `hands()` is a stranger.
    """

    def reach(*, scripts):
        time_is(PLANNED)
        world = make_world()
        last_year(world)
        world.user["ida"] = make.WriterFactory(name="Ida Stone", user=make.UserFactory(email=IDA)).user
        world.user["ida"].agreements.create(text=world.terms)
        make.PartnershipFactory(host=world.office, writer=world.writer2, pledge=world.pledge)

        def hands(who=""):
            found = hands_of(scripts=scripts)
            if who:
                log_in(found.page.context, world.user[{"maren": "writer", "ben": "writer2"}.get(who, who)])
            return found

        return hands

    return reach


def last_year(world):
    starts_at = datetime(2025, 4, 22, 14, tzinfo=UTC)
    over = {"state": Event.State.COMPLETED, "due_at": None}
    fair = make.EventFactory(host=world.office, title="Job fair", starts_at=starts_at, **over)
    for name in ("Check-in desk", "Resume table"):
        make.ShiftFactory(role=make.RoleFactory(event=fair, name=name, most=1))


@SCRIPTS
def test_a_fair_from_the_template_to_the_certificate(people, time_is, scripts):
    hands = people(scripts=scripts)
    director = hands("director")
    the_office_plans_it_from_a_template(director)
    a_writer_takes_what_she_can(hands("maren"))
    the_office_invites_another(director)
    he_takes_it_from_the_mail_in_two_clicks(hands())
    a_third_stands_by(hands("ida"))

    time_is(THE_DAY_BEFORE)
    he_withdraws_late(hands("ben"))
    a_stand_in_takes_it(hands())
    assert taken() == {("Check-in desk", "Maren Okafor"), ("Resume table", "Ida Stone")}

    time_is(DOORS_OPEN)
    staff = hands("staff")
    both_are_checked_in_on_a_phone(staff)
    time_is(SHIFTS_OVER)
    their_hours_are_approved(staff)

    time_is(NEXT_MORNING)
    code = she_opens_her_certificate(hands("maren"))
    a_stranger_checks_it(hands(), code)
    the_office_sees_its_semester(hands("director"))


def the_office_plans_it_from_a_template(director):
    director.go("/desk/oxbow-career/")
    director.follow("Events")
    director.follow("Over")
    director.follow("Job fair")
    director.follow("Keep it as a template")
    director.press("Keep the template")
    director.follow("Plan one Job fair")
    director.write("On which day?", "21 April 2026")
    director.press("Make the plan")
    director.press("Publish")
    assert "Published." in director.text
    assert "10:00 am" in director.text
    fair = Event.objects.get(state=Event.State.PUBLISHED)
    assert fair.starts_at == datetime(2026, 4, 21, 14, tzinfo=UTC)
    assert fair.closes_at == datetime(2026, 4, 20, 14, tzinfo=UTC)


def a_writer_takes_what_she_can(maren):
    maren.go("/writer/")
    maren.follow("Events")
    assert maren.title == "What I can take"
    with maren.page.expect_navigation():
        maren.click(maren.page.get_by_role("button", name="Take it : Check-in desk"))
    assert "The place is yours." in maren.text
    assert newest_mail_to(MAREN).subject.startswith("Come on Tue 21 Apr")


def the_office_invites_another(director):
    with director.page.expect_navigation():
        director.click(director.page.get_by_role("link", name="Invite : Resume table"))
    director.tick("Ben Achterberg")
    director.press("Look before they are asked")
    director.press("Ask them")
    assert "asked" in director.text


def he_takes_it_from_the_mail_in_two_clicks(reader):
    """The first click is that in the mail; nobody is logged in."""
    reader.go(path_in(newest_mail_to(BEN), "/go/"))
    reader.start_counting()
    reader.press("Yes, I come")
    assert "Your place is confirmed." in reader.text
    assert (reader.clicks + 1, reader.typed) == (2, 0)
    assert taken() == {("Check-in desk", "Maren Okafor"), ("Resume table", "Ben Achterberg")}


def a_third_stands_by(ida):
    ida.go("/writer/shifts/")
    ida.follow("Show them with the reason")
    assert "Full." in ida.text
    ida.follow("Resume table, Job fair")
    ida.follow("Job fair")
    ida.press("I stand by")
    assert "You stand by." in ida.text


def he_withdraws_late(ben):
    ben.go("/writer/events/")
    ben.follow("Resume table")
    ben.follow("I can't make it")
    assert "Sign-up has ended, so this is late" in ben.text
    ben.press("Give my place back")
    assert "Your place is given back" in ben.text
    let_mail_leave()
    assert "Ben Achterberg" in subjects_to(DIRECTOR)[-1]
    tasks.run_clocks()  # what the worker does a moment later


def a_stand_in_takes_it(stranger):
    letter = newest_mail_to(IDA)
    assert letter.subject.startswith("Say whether you can stand in on Tue 21 Apr")
    stranger.go(path_in(letter, "/go/"))
    stranger.press("Yes, I take the place")
    assert stranger.title == "The place is yours: thank you for standing in"
    let_mail_leave()
    assert "Know that Ida Stone comes instead of Ben Achterberg: Job fair" in subjects_to(DIRECTOR)


def both_are_checked_in_on_a_phone(staff):
    staff.page.set_viewport_size(PHONE)
    staff.go("/desk/oxbow-career/events/")
    staff.follow("Job fair")
    staff.follow("Check-in")
    staff.press("Here : Maren Okafor")
    staff.press("Here : Ida Stone")
    assert "2 of 2 are here." in staff.text


def their_hours_are_approved(staff):
    staff.follow("Hours")
    staff.press("Approve hours as listed")
    assert "4 hours approved for 2 people." in staff.text
    assert HoursEntry.objects.filter(state="approved", minutes=120).count() == 2


def she_opens_her_certificate(maren) -> str:
    """From the mail that says her hours are approved; the code is the one on her page."""
    letter = newest_mail_to(MAREN)
    assert letter.subject == "Keep this: 2 hours approved, Job fair"
    maren.go(path_in(letter, "/hours/"))
    maren.follow("Check-in desk, Job fair")
    with maren.page.expect_response(re.compile(r"\.pdf$")) as opened:
        maren.click(maren.page.get_by_role("button", name="Certificate"))
    paper = maren.page.request.get(opened.value.url)
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body().startswith(b"%PDF-")
    maren.go("/hours/")
    maren.follow("Certificates")
    code = re.search(r"Code (\S+)", maren.text)[1]
    assert f"careerlink-{code}.pdf" in paper.headers["content-disposition"]
    assert Certificate.objects.get().shown_code == code
    return code


def a_stranger_checks_it(stranger, code):
    stranger.go("/")
    stranger.follow("Check a certificate")
    stranger.write("Code", code.replace("-", " ").lower())
    stranger.press("Check")
    assert stranger.title == "This certificate holds"
    assert "Maren Okafor" in stranger.text
    assert "Check-in desk, Job fair, Career Office, Oxbow State University" in stranger.text
    assert "2 hours" in stranger.text


def the_office_sees_its_semester(director):
    director.go("/desk/oxbow-career/")
    director.follow("The semester on one page")
    director.follow("Set a semester")
    director.write("Name", "Spring")
    director.write("First day", "12 January 2026")
    director.write("Last day", "15 May 2026")
    director.press("Save")
    assert director.title == "Spring"
    with director.page.expect_navigation():
        director.click(director.page.get_by_role("link", name="4 hours"))
    assert "Maren Okafor" in director.text
    assert "Ida Stone" in director.text


@SCRIPTS
def test_staff_enters_a_writer_by_hand_against_a_rule(people, scripts):
    hands = people(scripts=scripts)
    the_office_plans_it_from_a_template(hands("director"))
    fair = Event.objects.get(state=Event.State.PUBLISHED)
    fair.roles.filter(name="Resume table").update(credential="NCRW")
    staff = hands("staff")
    staff.go("/desk/oxbow-career/events/")
    staff.follow("Job fair")
    with staff.page.expect_navigation():
        staff.click(staff.page.get_by_role("link", name="Enter somebody : Resume table"))
    staff.tick("Ben Achterberg")
    staff.press("Enter this writer")
    assert "A rule stands in the way" in staff.text
    assert not Assignment.objects.exists()
    staff.write("Why all the same?", "Trained here for years.")
    staff.press("Enter this writer")
    assert "Ben Achterberg is entered and told by mail." in staff.text
    assert "Trained here for years." in staff.text
    assert taken() == {("Resume table", "Ben Achterberg")}
    assert newest_mail_to(BEN).subject.startswith("Come on Tue 21 Apr")


def taken() -> set[tuple[str, str]]:
    """Role and name of everybody who has a seat."""
    rows = Assignment.objects.filter(state__in=Assignment.COMING)
    return set(rows.values_list("shift__role__name", "writer__name"))


def path_in(letter, beginning: str) -> str:
    """The address in a letter that begins like this, as a path of the site that serves the test."""
    return urlsplit(re.search(rf"https?://[^/\s]+{beginning}\S*", letter.body)[0]).path
