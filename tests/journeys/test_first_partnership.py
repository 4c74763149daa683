"""The main job, from two strangers to a partnership, on the real lists of colleges, majors and places."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from careerlink.accounts.queries import text_in_force
from careerlink.outbox.models import OutgoingMail
from careerlink.taxonomy.models import Institution
from careerlink.web import clock
from careerlink.web.templatetags.web import short_day
from partners.actions.desk_mail import write_desk_mails
from partners.models import Engagement, Host, Offer, Partnership, Writer
from tests import factories as make
from tests.journeys.hands import let_mail_leave, mailed_code, subjects_to

OFFICE, WRITER = "nora@demo.edu", "ines@demo.test"
PASSWORD = "three plain words"
OUR_WORDS = "I can read thirty resumes of English majors in one afternoon."


@pytest.fixture
def real_lists(transactional_db):
    call_command("load_taxonomy", verbosity=0)
    call_command("load_texts", verbosity=0)
    moderator = make.UserFactory(email="admin@demo.test", name="Admin", is_staff=True, is_superuser=True)
    moderator.agreements.create(text=text_in_force("terms"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_two_strangers_become_partners(real_lists, hands_of, scripts):
    office, writer, moderator = (hands_of(scripts=scripts) for _person in range(3))

    log_in(moderator, "admin@demo.test", "careerlink-demo")
    for step in [
        lambda: an_office_joins(office, scripts=scripts),
        lambda: a_moderator_approves_the_office(moderator),
        lambda: a_writer_joins(writer),
        lambda: a_moderator_approves_the_writer_and_checks_her_credential(moderator),
        lambda: the_office_finds_her_by_major(office),
        lambda: the_office_publishes_a_request(office),
        lambda: she_offers_to_help(writer),
        the_office_gets_its_desk_mail,
        lambda: the_office_accepts(office),
        lambda: both_see_how_to_reach_each_other(office, writer),
    ]:
        step()
        let_mail_leave()

    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {OutgoingMail.State.SENT}
    host, her, offer = Host.objects.get(), Writer.objects.get(), Offer.objects.get()
    assert subjects_to(OFFICE) == [
        "Confirm your address with this code",
        f"We check Career Services: you hear by {short_day(host.answer_by, host.zone)}",
        "Welcome: Career Services, Wheaton College is approved",
        f"Decide 1 offer; it ends {short_day(offer.sent_at + timedelta(days=14), host.zone)}",
        "You work with Ines Calloway: Resume clinic",
    ]
    assert subjects_to(WRITER) == [
        "Confirm your address with this code",
        f"We have your profile: you hear by {short_day(her.answer_by, her.user.zone)}",
        "Welcome: you are approved",
        "Checked: Certified Professional Résumé Writer",
        "Career Services said yes: Resume clinic",
    ]
    assert len(mail.outbox) == 10


def an_office_joins(office, *, scripts):
    office.go("/")
    office.follow("Ask for help on your campus")
    office.write("Your name", "Nora Lind")
    sign_up(office, OFFICE)
    college = office.field("College")
    office.type(college, "wheaton college")
    if scripts:
        office.tick("Wheaton College Wheaton, IL")
    office.write("Your title", "Director")
    office.write("Telephone number of the office", "630 555 0134")
    office.press("Ask to join")
    if not scripts:
        assert "Which one do you mean? Choose below, or type more of the name." in office.text
        office.tick("Wheaton College Wheaton, IL")
        office.press("Ask to join")
    assert office.title == "You are almost in"
    host = Host.objects.get()
    assert (host.institution, host.state, host.zone) == (
        Institution.objects.get(name="Wheaton College", state="IL"),
        Host.State.SUBMITTED,
        "America/Chicago",
    )


def sign_up(hands, address):
    hands.write("E-mail address", address)
    hands.write("Password", PASSWORD)
    hands.tick("I agree to the terms of use")
    hands.press("Make my account")
    hands.write("Code", mailed_code(address))
    hands.press("Go on")


def log_in(hands, address, password):
    hands.go("/accounts/login/")
    hands.write("E-mail address", address)
    hands.write("Password", password)
    hands.press("Log in")


def a_moderator_approves_the_office(moderator):
    moderator.go("/admin/")
    moderator.start_counting()
    moderator.follow("Offices, professors and groups to approve")
    moderator.follow("Career Services")
    moderator.press("Approve")
    assert moderator.clicks <= 4
    assert Host.objects.get().state == Host.State.APPROVED


def a_writer_joins(writer):
    writer.go("/")
    writer.follow("Offer your time")
    writer.start_counting()
    writer.write("Your name", "Ines Calloway")
    sign_up(writer, WRITER)
    writer.write("Whom do you help best?", "English majors, editors, publishing")
    writer.write("ZIP code", "60187")
    writer.write("You in one line", "Resumes for people who write")
    writer.choose("A credential", "CPRW, Certified Professional Résumé Writer")
    writer.tick("I have read and give the pledge of writers")
    writer.press("Ask to join")
    assert writer.title == "Whom you help best"
    *filled_in, _answer = writer.pages
    assert filled_in == ["/join/writer/", "/accounts/confirm-email/", "/join/writer/"]
    assert writer.typed <= 8
    assert Writer.objects.get().state == Writer.State.SUBMITTED


def a_moderator_approves_the_writer_and_checks_her_credential(moderator):
    moderator.go("/admin/")
    moderator.follow("Writers to approve")
    moderator.follow("Ines Calloway")
    moderator.press("Approve")
    moderator.go("/admin/")
    moderator.follow("Credentials to check")
    moderator.follow("Certified Professional Résumé Writer")
    moderator.press("Checked at the issuer")
    her = Writer.objects.get()
    assert her.state == Writer.State.APPROVED
    assert her.is_verified


def the_office_finds_her_by_major(office):
    office.go("/start/")
    office.follow("Writers")
    office.write("Helps best with", "english")
    office.press("Show writers")
    assert "Ines Calloway" in office.text
    assert "Order: best fit, then nearest." in office.text
    assert WRITER not in office.text


def the_office_publishes_a_request(office):
    office.go("/start/")
    office.follow("Ask writers for help")
    office.choose("What would help?", "Resume clinic")
    office.write("For which majors or jobs?", "English")
    office.write("When?", (clock.today() + timedelta(days=30)).isoformat())
    office.press("Publish the request")
    assert "Published. Writers see it now." in office.text


def she_offers_to_help(writer):
    writer.go("/writer/requests/")
    writer.start_counting()
    writer.follow("Offer to help")
    writer.type(writer.page.get_by_label("Your words to them"), OUR_WORDS)
    writer.press("Send offer")
    assert "Your offer is on its way. You hear by" in writer.text
    assert writer.clicks <= 3
    assert writer.typed <= 1


def the_office_gets_its_desk_mail():
    """At the hour of the office that comes next."""
    write_desk_mails()
    with clock.set_to(Host.objects.get().next_desk_mail_at):
        write_desk_mails()
        let_mail_leave()


def the_office_accepts(office):
    office.go("/start/")
    office.follow("Offers")
    assert office.title == "Decide one offer"
    office.tick("Accept")
    office.press("Send my answers")
    assert "You work with Ines Calloway now" in office.text


def both_see_how_to_reach_each_other(office, writer):
    office.follow("Partners")
    office.follow("Ines Calloway")
    assert WRITER in office.text
    writer.go("/writer/")
    writer.follow("Career Services")
    assert OFFICE in writer.text
    assert "630 555 0134" in writer.text
    history = ["Agreed: Resume clinic", "You began to work together"]
    assert happened(office) == happened(writer) == history
    agreed, partnership = Engagement.objects.get(), Partnership.objects.get()
    assert (agreed.host, agreed.writer) == (partnership.host, partnership.writer)


def happened(hands):
    return hands.page.locator(".timeline .h").all_inner_texts()
