"""The pages of campus groups: the office's rules and answers, the department's link, the group's own part; and that
no writer sees anything before the yes.
"""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from careerlink.accounts.own_data import everything_about
from careerlink.audit.models import Entry
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock, links
from careerlink.web.models import SignedLink
from partners.actions import campus, campus_asks, hosts, needs, suggestions
from partners.actions.desk_mail import write_desk_mails
from partners.actions.person import erase_approvals
from partners.actions.weekly import write_request_mails
from partners.models import CampusRules, Group, Host, HostExport, Need, Writer
from partners.queries.host_exports.campus import PARTS
from tests import factories as make
from tests.pages import PAGES, fill
from tests.reading import finish, forms_of, text_of
from tests.test_pages import client_of

CANARY = "Zanzibarine"
SEARCHES = ["?where=campus", "?kind=class_visit", "?miles=50", "?order=date"]


def path(name, *args):
    return reverse(name, args=args)


def new_group(world, **more):
    person = make.UserFactory(email="newprof@demo.edu", name="Nell Ito")
    return hosts.found_host(by=person, institution=world.college, kind="faculty", name="History", **more)


def waiting(world, **facts):
    CampusRules.objects.get_or_create(institution=world.college, defaults={"acting": "after_yes"})
    make.GroupFactory(host=world.faculty)
    return needs.make_need(
        world.faculty, by=world.user["professor"],
        **{
            "kind": "class_visit", "words": "English", "details": "", "needed_on": clock.today() + timedelta(days=30),
            "where": "campus", "how_many": 1, **facts,
        },
    )  # fmt: skip


def mailed_link():
    return "/go/" + links.token(SignedLink.objects.filter(purpose__startswith="campus").latest("id")) + "/"


def token_stands_in_each(response, count):
    """Whether so many forms of a page say yes or no, each with its token."""
    answers = [form for form in forms_of(response) if {"reason", "note"} & {*form.values, *form.choices, *form.typed}]
    return len(answers) == count and all(form.values.get("csrfmiddlewaretoken") for form in answers)


# --- Joining ------------------------------------------------------------------------------------------


def test_a_professor_joins_with_three_answers_and_her_college_is_filled_in(world):
    person = make.UserFactory(email="newprof@demo.edu")
    person.agreements.create(text=world.terms)
    client = Client()
    client.force_login(person)
    form = text_of(client.get(path("join_group")))
    assert world.college.name in form
    answers = {"kind": "faculty", "institution": world.college.name, "name": "History"}
    response = client.post(path("join_group"), {**answers, "approver_email": "dean@demo.edu"}, follow=True)
    assert "Your college is asked to say yes" in text_of(response)
    host = Host.objects.get(name="History")
    assert (host.state, host.group.approver_email) == ("submitted", "dean@demo.edu")


def test_who_cannot_say_yes_for_the_department_is_refused_at_the_field(world, client):
    client.force_login(world.user["writer"])
    answers = {"kind": "faculty", "institution": world.college.name, "name": "History"}
    response = client.post(path("join_group"), {**answers, "approver_email": "x@demo.test"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["approver_email"])
    assert not Host.objects.filter(name="History").exists()


# --- The office ---------------------------------------------------------------------------------------


def test_the_office_sees_who_wants_to_begin_and_says_yes(world):
    host = new_group(world)
    client = client_of(world, "staff")
    response = client.get(path("campus_waiting", world.office.slug))
    page = text_of(response)
    assert token_stands_in_each(response, 1)
    assert [words in page for words in ("History", "Nell Ito", "A confirmed address is under demo.edu.")] == [True] * 3
    assert "newprof@demo.edu" not in page
    url = path("campus_answer_group", world.office.slug, host.key)
    assert client.post(url, {"answer": "no"}).status_code == 422
    assert "You said yes" in text_of(client.post(url, {"answer": "yes"}, follow=True))
    assert "Somebody was quicker" in text_of(client.post(url, {"answer": "no", "reason": "not_known"}, follow=True))
    host.refresh_from_db()
    assert (host.state, host.reviewed_by) == ("approved", world.user["staff"])


def test_the_desk_mail_speaks_of_groups_and_requests_that_wait(world):
    new_group(world)
    waiting(world)
    write_desk_mails()
    with clock.set_to(clock.now() + timedelta(days=8)):
        write_desk_mails()
        mails = OutgoingMail.objects.filter(kind="desk_mail", mailbox__address="director@demo.edu")
        mail = mails.latest("id")  # on the day of the week on which it comes there is an earlier one
        text = kinds["desk_mail"].render(mail).text
    for words in ("1 new group", "History wants to begin", "1 request of a group",
                  f"/desk/{world.office.slug}/campus/waiting/"):  # fmt: skip
        assert words in text, words


def test_where_only_the_department_says_yes_nothing_waits_for_the_office(world):
    need = waiting(world)
    CampusRules.objects.update(approver="department")
    client = client_of(world, "director")
    assert "Nothing waits for a yes" in text_of(client.get(path("campus_waiting", world.office.slug)))
    url = path("campus_answer_request", world.office.slug, need.key)
    assert "Here only the department says yes" in text_of(client.post(url, {"answer": "yes"}, follow=True))
    need.refresh_from_db()
    assert need.state == Need.State.WAITING


def test_an_office_answers_nothing_of_another_college(world):
    host, need = new_group(world), waiting(world)
    client = client_of(world, "other")
    for name, key in [("campus_answer_group", host.key), ("campus_answer_request", need.key)]:
        for slug in (world.rival.slug, world.office.slug):
            assert client.post(path(name, slug, key), {"answer": "yes"}).status_code == 404
    assert text_of(client.get(path("campus", world.rival.slug))).count("History") == 0


def test_a_manager_chooses_the_rules_and_others_read_them(world):
    url = path("campus", world.office.slug)
    rules = {"acting": "after_yes", "approver": "any", "lead_days": "181"}
    assert client_of(world, "staff").post(url, rules).status_code == 404
    assert client_of(world, "director").post(url, rules).status_code == 422
    assert client_of(world, "director").post(url, {**rules, "lead_days": "10"}).status_code == 302
    assert (CampusRules.objects.get().acting, CampusRules.objects.get().lead_days) == ("after_yes", 10)
    page = text_of(client_of(world, "viewer").get(url))
    assert ("Each request needs a yes first" in page, "English Department" in page) == (True, True)


def test_the_office_posts_for_a_professor_from_one_page(world):
    client, url = client_of(world, "staff"), path("campus_ask", world.office.slug)
    facts = {"kind": "class_visit", "words": "", "needed_on": "in three weeks", "where": "campus", "how_many": "1"}
    assert client.post(url, facts).status_code == 422
    done = client.post(url, {**facts, "group": world.faculty.key}, follow=True)
    assert "Published. English Department is told and decides on the offers." in text_of(done)
    make.CampusRulesFactory(institution=world.college, acting="freely", lead_days=60)
    assert "The first day that works is" in text_of(client.post(url, {**facts, "group": world.faculty.key}))
    new = client.post(
        url, {**facts, "needed_on": "in 70 days", "name": "Biology", "email": "bio@demo.edu"}, follow=True
    )
    assert "as soon as somebody of Biology is in" in text_of(new)


# --- The department -----------------------------------------------------------------------------------


def test_the_link_shows_asks_and_is_used_up(world, client):
    host = new_group(world, approver_email="dean@demo.edu")
    url = mailed_link()
    for _look in range(2):
        response = client.get(url)
    page = text_of(response)
    assert token_stands_in_each(response, 1)
    assert [words in page for words in ("May History begin?", "Nell Ito")] == [True, True]
    host.refresh_from_db()
    assert host.state == "submitted"
    assert client.post(url, {"answer": "no"}).status_code == 422
    assert "You said no, and that is fine" in text_of(client.post(url, {"answer": "no", "reason": "not_known"}))
    host.refresh_from_db()
    assert (host.state, host.review_reason) == ("refused", "not_known")
    assert client.post(url, {"answer": "yes"}).status_code == 410


def test_the_link_opens_a_request_until_its_day_and_only_for_who_is_named(world, client):
    need = waiting(world, details="Room 12.")
    url = mailed_link()
    assert "Room 12." in text_of(client.get(url))
    Group.objects.update(approver_email="head@demo.edu")
    assert client.post(url, {"answer": "yes"}).status_code == 410
    Group.objects.update(approver_email="dean@demo.edu")
    with clock.set_to(clock.now() + timedelta(days=33)):
        assert client.post(url, {"answer": "yes"}).status_code == 410
    assert "You said yes" in text_of(client.post(url, {"answer": "yes"}))
    need.refresh_from_db()
    assert need.state == Need.State.OPEN
    assert Entry.objects.get(label="partners.need", event="approve").reason == "department"


# --- The moderator ------------------------------------------------------------------------------------


def test_a_moderator_says_yes_to_a_request_in_the_admin(world):
    need, client = waiting(world), client_of(world, "admin")
    queue = text_of(client.get(path("admin:index")))
    assert "Requests of groups that wait for a yes" in queue
    assert "Who may say yes" in text_of(client.get(path("admin:partners_need_change", need.pk)))
    assert client.post(path("admin:partners_need_decide", need.pk, "approve"), {"note": ""}).status_code == 302
    need.refresh_from_db()
    assert need.state == Need.State.OPEN


def test_a_moderator_who_is_not_named_reads_who_is(world):
    host = new_group(world)
    make.CampusRulesFactory(institution=world.college, approver="office")
    url = path("admin:partners_host_decide", host.pk, "approve")
    response = client_of(world, "admin").post(url, {"note": ""})
    assert (response.status_code, "Here only the career office says yes" in text_of(response)) == (422, True)


# --- The group's own part -----------------------------------------------------------------------------


def test_a_group_reads_its_rules_and_names_who_says_yes(world):
    make.CampusRulesFactory(institution=world.college, lead_days=10)
    client, url = client_of(world, "professor"), path("host_campus", world.faculty.slug)
    page = text_of(client.get(url))
    assert "waits until the career office or a moderator says yes" in page
    assert "A request must come 10 days ahead" in page
    assert client.post(url, {"approver_email": "x@demo.test"}).status_code == 422
    assert client.post(url, {"approver_email": "dean@demo.edu", "lead_days": "20"}).status_code == 302
    assert (world.faculty.group.approver_email, world.faculty.group.lead_days) == ("dean@demo.edu", 20)
    assert client_of(world, "director").get(path("host_campus", world.office.slug)).status_code == 404


def test_a_near_day_is_said_at_the_field_of_the_form(world):
    make.CampusRulesFactory(institution=world.college, acting="freely", lead_days=10)
    client, url = client_of(world, "professor"), path("need_new", world.faculty.slug)
    facts = {"kind": "class_visit", "words": "", "where": "campus", "how_many": "1"}
    response = client.post(url, {**facts, "needed_on": "in 5 days"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["needed_on"])
    assert client.post(url, {**facts, "needed_on": "in 11 days"}).status_code == 302


# --- What nobody sees ---------------------------------------------------------------------------------


@pytest.mark.parametrize("rules", [{"acting": "after_yes"}, {"acting": "freely", "no_contact_before_yes": True}])
def test_before_the_yes_nothing_reaches_any_writer(world, rules):
    """Every page, mail and export of every writer, looked through for a word of the request."""
    CampusRules.objects.create(institution=world.college, **rules)
    make.WriterTagFactory(writer=world.writer, code=make.MajorFactory().code)
    fill(world)
    before = open_requests(client_of(world, "writer"))
    assert before == 1  # the class for which writers are asked; the other one waits for its yes
    need = waiting(world, words=f"English, {CANARY}", details=CANARY)
    assert need.state == Need.State.WAITING
    assert look(world, before) == set()
    campus_asks.approve_request(need, by=world.user["director"], through="office")
    assert {"writer_needs", "need", "host_page", "count", "search 1"} <= look(world, before)


def open_requests(client) -> int:
    """How many open requests of the one group of professors the list of colleges counts for a writer."""
    [count] = re.findall(r"(\d+) open request", text_of(client.get(path("writer_hosts") + "?kind=faculty")))
    return int(count)


def look(world, before) -> set[str]:
    """Where a writer finds the canary, and whether the list of colleges counts more requests than `before`."""
    need, found = Need.objects.get(details=CANARY), set()
    suggestions.suggest_needs()
    Writer.objects.update(next_requests_at=clock.now())
    write_request_mails()
    for who in ("writer", "newwriter"):
        client = client_of(world, who)
        places = {page.id: page.address(world) for page in PAGES if who in page.may}
        places |= {"need": path("need", need.key), "host_page": path("host_page", world.faculty.slug)}
        places |= {f"search {n}": path("writer_needs") + query for n, query in enumerate(SEARCHES)}
        for name, address in places.items():
            response = client.get(address)
            finish(response)
            if not response.streaming and CANARY in response.content.decode():
                found.add(name)
        if open_requests(client) > before:
            found.add("count")
        if CANARY in str(everything_about(world.user[who])):
            found.add("export")
    mails = OutgoingMail.objects.filter(mailbox__user_id__in=[world.user[who].pk for who in ("writer", "newwriter")])
    for mail in mails.select_related("mailbox"):
        if not kinds[mail.kind].still_true(mail) and CANARY in kinds[mail.kind].render(mail).text:
            found.add(mail.kind)
    return found


def test_a_group_that_nobody_leads_is_on_no_page_of_a_writer(world):
    need = make.NeedFactory(host=world.club)
    make.GroupFactory(host=world.club)
    writer = client_of(world, "writer")
    addresses = [path("writer_needs"), path("writer_hosts")]
    assert ["Marketing Club" in text_of(writer.get(address)) for address in addresses] == [True, True]
    Group.objects.update(paused_at=clock.now())
    assert ["Marketing Club" in text_of(writer.get(address)) for address in addresses] == [False, False]
    own = [path("need", need.key), path("host_page", world.club.slug)]
    assert [writer.get(address).status_code for address in own] == [404, 404]
    assert [client_of(world, "club").get(address).status_code for address in own] == [200, 200]


# --- Taking out, forgetting ---------------------------------------------------------------------------


def test_office_and_group_take_out_what_is_theirs(world):
    campus.choose_rules(
        world.office, by=world.user["director"], acting="after_yes", approver="any", lead_days=3,
        no_contact_before_yes=False,
    )  # fmt: skip
    make.GroupFactory(host=world.faculty)
    for host, words in [(world.office, "Each request needs a yes first"), (world.faculty, "dean@demo.edu")]:
        rows = [row for table in PARTS["campus"](host) for row in table.rows]
        assert (len(rows), words in map(str, rows[0])) == (1, True)
    assert HostExport.objects.count() == 0


def test_who_says_yes_reads_it_in_her_data_and_is_forgotten(world):
    make.GroupFactory(host=world.faculty, approver_email="staff@demo.edu")
    assert "English Department" in str(everything_about(world.user["staff"]))
    erase_approvals(world.user["staff"])
    assert Group.objects.filter(approver_email="", approver_name="").count() == 1
