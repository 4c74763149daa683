"""The directory of writers as offices see it, the directory of colleges as writers see it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from careerlink.taxonomy.models import MajorOccupation
from careerlink.web import clock
from partners.actions.directory import index_those_without_words, index_words
from partners.models import Credential, Host, SavedWriter, Writer
from partners.queries import directory as queries
from tests import factories as make
from tests.queries import count_queries

URL = "/desk/oxbow-career/writers/"


def names(response) -> list[str]:
    return [row.name for row in response.context["rows"]]


@pytest.fixture
def office(world, client):
    client.force_login(world.user["director"])
    index_those_without_words()
    return client


def ask(client, **query):
    response = client.get(URL, query)
    assert response.status_code == 200
    return response


def test_an_office_sees_approved_and_paused_writers_by_name(world, office):
    make.WriterFactory(name="Zoe Paused", state=Writer.State.PAUSED, paused_until=clock.today() + timedelta(days=9))
    make.WriterFactory(name="Sam Suspended", state=Writer.State.SUSPENDED)
    make.WriterFactory(name="Lena Locked", user=make.UserFactory(is_active=False))
    make.WriterFactory(name="Uma Out", user=make.UserFactory(suspended_until=clock.now() + timedelta(days=1)))
    response = ask(office)
    assert names(response) == ["Ben Achterberg", "Maren Okafor", "Zoe Paused"]
    assert response.context["count"] == "3 writers"
    assert "Paused until" in response.context["rows"][2].free


def test_rows_say_what_decides_and_no_contact_details(world, office):
    Writer.objects.filter(pk=world.writer.pk).update(phone="555-0100", website="https://maren.demo.test/")
    world.writer.fees.create(what="Resume", dollars=180)
    world.writer.fees.create(what="Package", dollars=1420)
    world.writer.phrases.create(position=1, text="English majors")
    make.PartnershipFactory(host=world.office, writer=world.writer)
    response = ask(office)
    row = response.context["rows"][1]
    assert (row.helps, row.fees, row.free) == (
        "Helps best with English majors", "Free on campus. Privately $180 to $1,420", "Free now",
    )  # fmt: skip
    assert [mark.text for mark in row.marks] == ["Credential checked", "Knows your campus"]
    assert [mark.text for mark in response.context["rows"][0].marks] == ["Credential not checked"]
    html = response.content.decode()
    assert [secret in html for secret in ("555-0100", "maren.demo.test", world.user["writer"].email)] == [False] * 3


def test_what_people_wrote_brings_no_markup_into_rows(world, office):
    evil = '<img src=x onerror="alert(1)">&amp;'
    Writer.objects.filter(pk=world.writer.pk).update(name=f"Maren {evil}"[:100], headline=evil)
    world.writer.phrases.create(position=1, text=evil)
    SavedWriter.objects.create(host=world.office, writer=world.writer, note=f"one\ntwo {evil}")
    html = ask(office).content.decode()
    assert ("<img src=x" in html, html.count("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;amp;")) == (False, 6)
    assert "one<br>two &lt;img" in html
    shown = office.get(URL, {"page": '"><script>'}).content.decode()
    assert 'value="/desk/oxbow-career/writers/?page=%22%3E%3Cscript%3E"' in shown


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"verified": "on"}, ["Maren Okafor"]),
        ({"credential": "cprw"}, ["Maren Okafor"]),
        ({"credential": "NOPE"}, []),
        ({"language": "es"}, ["Maren Okafor"]),
        ({"service": ["interview", "resume"]}, ["Maren Okafor"]),
        ({"stage": "veteran"}, []),
        ({"pro_bono": "on"}, ["Ben Achterberg"]),
        ({"online": "on"}, ["Maren Okafor"]),
        ({"availability": "weekends"}, ["Maren Okafor"]),
        ({"availability": "evenings"}, ["Ben Achterberg", "Maren Okafor"]),
        ({"words": "OKA"}, ["Maren Okafor"]),
        ({"words": "maren scholars"}, ["Maren Okafor"]),
        ({"words": "scholars ben"}, []),
        ({"saved": "on"}, ["Ben Achterberg"]),
        ({"knows_us": "on"}, ["Maren Okafor"]),
        ({"miles": "50"}, ["Maren Okafor"]),
        ({"miles": "50", "zip": "90001"}, ["Ben Achterberg"]),
        ({"verified": "on", "pro_bono": "on"}, []),
    ],
)
def test_each_filter_leaves_those_who_fit(world, office, query, expected):
    for vocabulary, code in [("language", "es"), ("service", "interview"), ("service", "resume")]:
        make.WriterTagFactory(writer=world.writer, vocabulary=vocabulary, code=code)
    make.PlaceFactory(zip="90001", city="Los Angeles", state="CA", latitude=33.97, longitude=-118.25)
    Writer.objects.filter(pk=world.writer.pk).update(headline="Scholars who leave")
    Writer.objects.filter(pk=world.writer2.pk).update(
        is_pro_bono=True, is_online=False, availability="evenings", latitude=33.97, longitude=-118.25
    )
    for writer in (world.writer, world.writer2):
        writer.refresh_from_db()
        index_words(writer)
    SavedWriter.objects.create(host=world.office, writer=world.writer2, note="met at the fair")
    SavedWriter.objects.create(host=world.rival, writer=world.writer, note="theirs")
    make.PartnershipFactory(host=world.office, writer=world.writer)
    response = ask(office, **query)
    assert sorted(names(response)) == expected
    assert len(response.context["form"].chips) == sum(
        len(value) if isinstance(value, list) else 1 for value in query.values()
    )
    assert b"theirs" not in response.content


def test_a_lapsed_credential_counts_no_longer_on_its_last_day_but_one(world, office):
    day = clock.today() - timedelta(days=1)
    Credential.objects.filter(writer=world.writer).update(expires_on=day)
    Writer.objects.filter(pk=world.writer.pk).update(verified_until=day)
    assert names(ask(office, verified="on")) == []
    assert names(ask(office, credential="CPRW")) == []


def test_best_for_a_major_comes_first_then_related_by_the_crosswalk_then_nearest(world, office):
    english = make.MajorFactory()
    MajorOccupation.objects.create(major=english, occupation=make.OccupationFactory())
    make.WriterTagFactory(writer=world.writer2, vocabulary="occupation", code="27-3041")
    make.WriterTagFactory(writer=world.writer, vocabulary="major", code="23.0101")
    far = make.WriterFactory(name="Fay Far", latitude=33.97, longitude=-118.25)
    make.WriterTagFactory(writer=far, vocabulary="major", code="23.01")
    make.WriterTagFactory(writer=make.WriterFactory(), vocabulary="major", code="51.3801")
    response = ask(office, helps="English Language and Literature, General")
    assert names(response) == ["Maren Okafor", "Fay Far", "Ben Achterberg"]
    assert response.context["count"] == "3 writers"
    assert [match.code for match in response.context["meant"]] == ["23.0101"]


def test_a_distance_cuts_off_those_who_are_farther_and_keeps_who_is_only_related(world, office):
    english = make.MajorFactory()
    MajorOccupation.objects.create(major=english, occupation=make.OccupationFactory())
    make.WriterTagFactory(writer=world.writer2, vocabulary="occupation", code="27-3041")
    make.WriterTagFactory(writer=world.writer, vocabulary="major", code="23.0101")
    for number in range(60):
        far = make.WriterFactory(name=f"Far {number}", latitude=33.97, longitude=-118.25)
        make.WriterTagFactory(writer=far, vocabulary="major", code="23.01")
    Writer.objects.filter(pk=world.writer2.pk).update(latitude=world.writer.latitude, longitude=world.writer.longitude)
    words = {"helps": "English Language and Literature, General"}
    response = ask(office, **words, miles="50")
    assert (names(response), response.context["count"]) == (["Maren Okafor", "Ben Achterberg"], "2 writers")
    seen, response = [], ask(office, **words)
    assert response.context["count"] == "50+ writers"
    while True:
        seen += names(response)
        if not response.context["page"].older_url:
            break
        response = office.get(URL + response.context["page"].older_url)
    assert (len(seen), len(set(seen)), seen[0], seen[-1]) == (62, 62, "Maren Okafor", "Ben Achterberg")


def test_words_that_mean_nothing_find_nobody_and_teach(world, office):
    response = ask(office, helps="qwertzuiop")
    assert names(response) == []
    assert "Nobody fits all of this" in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"zip": "99999"}, {"zip": "💥"}, {"miles": "-3"}, {"service": "nope"}, {"page": "garbage"},
        {"helps": "x" * 10_000}, {"language": "<b>"}, {"helps": "x", "pick": "nope:1"}, {"words": "\u202e%_\\'\""},
    ],
)  # fmt: skip
def test_bad_input_gets_a_page(world, office, query):
    ask(office, **query)


@pytest.mark.parametrize("name", ["helps", "words", "page", "pick", "zip"])
def test_an_address_with_a_null_byte_names_nothing(world, office, name):
    assert office.get(URL, {name: "a\0b"}).status_code == 404


@pytest.mark.parametrize("query", [{}, {"miles": "250"}])
def test_pages_follow_each_other_and_show_everybody_once(world, office, query, monkeypatch):
    make.WriterFactory.create_batch(5)
    monkeypatch.setattr(queries, "PER_PAGE", 3)
    seen, address = [], None
    response = ask(office, **query)
    for _ in range(3):
        seen += names(response)
        address = response.context["page"].older_url
        if address:
            response = office.get(URL + address)
    assert (len(seen), len(set(seen)), address) == (7, 7, "")


@pytest.mark.parametrize(
    ("more", "query", "first", "next_page"),
    [
        (1, {}, "3 writers", None),
        (30, {}, "25+ writers", "25+ writers"),
        (30, {"online": "on"}, "32 writers", "32 writers"),
        (30, {"miles": "250"}, "32 writers", "32 writers"),
        (60, {"online": "on"}, "50+ writers", "50+ writers"),
        (60, {"miles": "250"}, "50+ writers", "50+ writers"),
    ],
)
def test_a_list_is_counted_as_far_as_a_person_reads_on(world, office, more, query, first, next_page):
    make.WriterFactory.create_batch(more, latitude=world.writer.latitude, longitude=world.writer.longitude)
    Writer.objects.filter(pk=world.writer2.pk).update(latitude=world.writer.latitude, longitude=world.writer.longitude)
    response = ask(office, **query)
    assert response.context["count"] == first
    address = response.context["page"].older_url
    assert (office.get(URL + address).context["count"] if address else None) == next_page


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("query", "count"), [({}, 4), ({"miles": "50"}, 4), ({"words": "writer"}, 4)])
def test_the_directory_asks_the_same_number_of_questions(world, office, rows, query, count):
    Writer.objects.filter(pk__in=[world.writer.pk, world.writer2.pk]).update(state="suspended")
    for writer in make.WriterFactory.create_batch(rows, verified=True):
        writer.fees.create(what="Resume", dollars=100)
        writer.phrases.create(position=1, text="English")
        index_words(writer)
    office.get(URL)
    with count_queries() as n:
        response = office.get(URL, query)
    assert len(names(response)) == rows
    assert n() == count, n.listing()


@pytest.mark.parametrize("rows", [1, 3])
def test_looking_for_a_major_stays_within_the_budget(world, office, rows):
    MajorOccupation.objects.create(major=make.MajorFactory(), occupation=make.OccupationFactory())
    Writer.objects.update(state="suspended")
    for writer in make.WriterFactory.create_batch(rows):
        make.WriterTagFactory(writer=writer)
    query = {"helps": "English Language and Literature, General"}
    office.get(URL, query)  # what the words mean is remembered for an hour
    with count_queries() as n:
        response = office.get(URL, query)
    assert len(names(response)) == rows
    assert n() == 6, n.listing()


@pytest.mark.parametrize(
    ("who", "status"),
    [("director", 200), ("staff", 200), ("viewer", 200), ("professor", 404), ("other", 404), ("writer", 404)],
)
def test_only_people_of_the_host_open_its_directory(world, client, who, status):
    client.force_login(world.user[who])
    assert client.get(URL).status_code == status


def test_a_waiting_office_looks_around_and_saves_without_inviting(world, client):
    Host.objects.filter(pk=world.office.pk).update(state=Host.State.SUBMITTED, reviewed_at=None)
    client.force_login(world.user["director"])
    response = client.get(URL)
    assert names(response) == ["Ben Achterberg", "Maren Okafor"]
    assert "You are looking around" in response.content.decode()
    assert "Invite someone you know" not in response.content.decode()
    assert client.post(URL + "writer/save/").status_code == 302


def test_a_suspended_office_sees_nobody(world, client):
    Host.objects.filter(pk=world.office.pk).update(state=Host.State.SUSPENDED)
    client.force_login(world.user["director"])
    assert client.get(URL).context["rows"] == []


# --- Colleges ------------------------------------------------------------------------------------


@pytest.fixture
def she(world, client):
    client.force_login(world.user["writer"])
    return client


def colleges(response):
    return [(row.college, row.name) for row in response.context["rows"]]


def test_a_writer_sees_approved_hosts_by_college_without_contact_details(world, she):
    make.HostFactory(waiting=True)
    Host.objects.update(email="office@demo.edu", phone="555-0199")
    response = she.get(reverse("writer_hosts"))
    assert colleges(response) == [
        ("Oxbow State University", "Career Office"),
        ("Oxbow State University", "English Department"),
        ("Oxbow State University", "Marketing Club"),
        ("Rival College", "Rival Career Center"),
    ]
    html = response.content.decode()
    assert ["office@demo.edu" in html, "555-0199" in html] == [False, False]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"words": "rival"}, ["Rival Career Center"]),
        ({"words": "ucla"}, ["Rival Career Center"]),
        ({"words": "oxbow state", "kind": "faculty"}, ["English Department"]),
        ({"wants": "podcast"}, ["Marketing Club"]),
        ({"state": "CA"}, ["Rival Career Center"]),
        ({"miles": "100", "kind": "career_office"}, ["Career Office"]),
        ({"miles": "100", "zip": "90001"}, ["Rival Career Center"]),
        ({"saved": "on"}, ["English Department"]),
        ({"words": "nowhere"}, []),
    ],
)
def test_each_filter_leaves_the_hosts_that_fit(world, she, query, expected):
    make.PlaceFactory(zip="90001", city="Los Angeles", state="CA", latitude=33.97, longitude=-118.25)
    type(world.college).objects.filter(pk=world.rival_college.pk).update(
        state="CA", latitude=33.97, longitude=-118.25, aliases="UCLA"
    )
    world.club.wants.create(kind="podcast")
    world.writer.saved_hosts.create(host=world.faculty, note="kind people")
    world.writer2.saved_hosts.create(host=world.club)
    response = she.get(reverse("writer_hosts"), query)
    assert [row.name for row in response.context["rows"]] == expected


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("query", "count"), [({}, 4), ({"miles": "50"}, 6)])
def test_the_colleges_ask_the_same_number_of_questions(world, she, rows, query, count):
    Host.objects.update(state=Host.State.SUSPENDED)
    for host in make.HostFactory.create_batch(rows):
        host.wants.create(kind="panel")
        make.NeedFactory(host=host)
    she.get(reverse("writer_hosts"))
    with count_queries() as n:
        response = she.get(reverse("writer_hosts"), query)
    assert [row.requests for row in response.context["rows"]] == ["1 open request"] * rows
    assert n() == count, n.listing()


def test_a_waiting_writer_looks_around_and_saves(world, client):
    client.force_login(world.user["newwriter"])
    response = client.get(reverse("writer_hosts"))
    assert len(response.context["rows"]) == 4
    assert "You are looking around" in response.content.decode()
    assert client.post(reverse("save_host", args=["oxbow-club"])).status_code == 302


def test_who_is_no_writer_has_no_directory_of_colleges(world, client):
    client.force_login(world.user["director"])
    assert client.get(reverse("writer_hosts")).status_code == 404
