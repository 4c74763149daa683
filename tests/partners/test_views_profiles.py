"""A writer's own profile, part by part, and her credential passport."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from careerlink.accounts import registry
from careerlink.audit import trail
from careerlink.audit.models import Disclosure
from careerlink.web import clock
from careerlink.web.files import Judged
from partners.actions import credentials as credential_actions
from partners.actions import expertise as expertise_actions
from partners.models import Credential, Writer
from partners.queries import writers as queries
from tests import factories as make

pytestmark = pytest.mark.django_db

PAGES = [
    "/writer/profile/",
    "/writer/profile/basics/",
    "/writer/profile/place/",
    "/writer/profile/availability/",
    "/writer/profile/visibility/",
    "/writer/profile/expertise/",
    "/writer/profile/services/",
    "/writer/profile/fees/",
    "/writer/profile/photo/",
    "/writer/profile/pause/",
    "/writer/credentials/",
    "/writer/credentials/new/",
]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nxref\nstartxref\n9\n%%EOF\n"
FEES = {"fee-TOTAL_FORMS": "2", "fee-INITIAL_FORMS": "0"}


@pytest.fixture
def login(client, world):
    def as_(who):
        client.logout()
        client.force_login(world.user[who])
        return client

    return as_


@pytest.fixture
def writer(world):
    return world.writer


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("who", "status"), [("writer", 200), ("newwriter", 200), ("director", 404), ("admin", 404)])
def test_who_opens_the_profile(login, page, who, status):
    assert login(who).get(page).status_code == status


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_asked_to_log_in(client, world, page):
    assert client.get(page).status_code == 302


def test_a_part_that_does_not_exist_is_not_found(login):
    assert login("writer").get("/writer/profile/secrets/").status_code == 404


def test_while_suspended_she_sees_her_profile_and_changes_nothing(login, writer):
    Writer.objects.filter(pk=writer.pk).update(state="suspended", suspended_until=clock.now() + timedelta(days=2))
    client = login("writer")
    assert "Your profile is suspended" in client.get("/writer/profile/").content.decode()
    assert client.get("/writer/profile/basics/").status_code == 404
    assert client.post("/writer/profile/photo/remove/").status_code == 404


BASICS = {"name": "Maren Okafor", "headline": "Resumes", "about": "", "phone": "", "website": ""}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Fill this in."),
        ("name", "\0", "There is a character in it that cannot be kept. Type it again."),
        ("headline", "x" * 10_000, "Make it shorter: 120 characters at most"),
        ("about", "x" * 10_000, "Make it shorter: 3000 characters at most"),
        ("about", "Write to maren@demo.test", "Leave out addresses"),
        ("about", "See https://maren.demo.test", "Leave out addresses"),
        ("phone", "12", "Write the whole number"),
        ("website", "javascript:alert(1)", "Write a web address, for example https://college.edu/careers."),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(login, writer, field, value, sentence):
    response = login("writer").post("/writer/profile/basics/", BASICS | {field: value})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    writer.refresh_from_db()
    assert writer.headline == "Resumes for people who write"


@pytest.mark.parametrize("words", ["🦊", "מרן אוקפור", "<b>bold</b> <script>alert(1)</script>"])
def test_odd_words_are_kept_as_text(login, writer, words):
    assert login("writer").post("/writer/profile/basics/", BASICS | {"about": words}).status_code == 302
    writer.refresh_from_db()
    assert writer.about == words
    assert "<script>alert" not in login("director").get("/desk/oxbow-career/writers/writer/").content.decode()


def test_a_new_headline_is_found_in_the_directory(login, writer):
    login("writer").post("/writer/profile/basics/", BASICS | {"headline": "Astronomers only"})
    assert "astronomers" in writer.words.values_list("word", flat=True)


def test_the_place_is_shown_as_a_town(login, writer):
    make.PlaceFactory(zip="94110", city="San Francisco", state="CA", latitude=37.75, longitude=-122.41)
    client = login("writer")
    assert client.post("/writer/profile/place/", {"place": "94110-1234", "travel_miles": "10"}).status_code == 302
    writer.refresh_from_db()
    assert (writer.place_id, writer.travel_miles, writer.is_online) == ("94110", 10, False)
    assert "San Francisco, CA" in login("director").get("/desk/oxbow-career/writers/writer/").content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {"place": "94110", "travel_miles": "10"},  # no such place here
        {"place": "10001", "travel_miles": "-1"},
        {"place": "10001", "travel_miles": "99999999999999999999"},
        {"place": "10001", "travel_miles": "0"},  # neither travels nor online
    ],
)
def test_a_place_that_makes_no_sense_is_refused(login, writer, data):
    assert login("writer").post("/writer/profile/place/", data).status_code == 422


# --- Whom she helps best ------------------------------------------------------------------------------


@pytest.fixture
def words():
    make.MajorFactory(code="23.0101", title="English Language and Literature, General")
    make.OccupationFactory(code="27-3041", title="Editors")


def test_phrases_are_read_shown_back_and_corrected(login, writer, words):
    client = login("writer")
    response = client.post("/writer/profile/expertise/", {"phrase_1": "English", "phrase_2": "Editors", "phrase_3": ""})
    assert (response.status_code, response.url) == (302, "/writer/profile/expertise/")
    html = client.get(response.url).content.decode()
    assert "We read it as" in html
    assert "English Language and Literature, General" in html
    response = client.post("/writer/profile/expertise/", {"reading": "1", "phrase_1": ["major:23.0101"]})
    assert (response.status_code, response.url) == (302, "/writer/profile/")
    assert list(writer.tags.values_list("vocabulary", "code")) == [("major", "23.0101")]


def test_nothing_ticked_is_told_in_a_sentence(login, writer, words):
    expertise_actions.say_whom(writer, by=writer.user, phrases=["English"])
    response = login("writer").post("/writer/profile/expertise/", {"reading": "1"})
    assert response.status_code == 422
    assert "Tick at least one" in response.content.decode()


def test_a_code_that_was_not_offered_is_refused(login, writer, words):
    expertise_actions.say_whom(writer, by=writer.user, phrases=["English"])
    response = login("writer").post("/writer/profile/expertise/", {"reading": "1", "phrase_1": ["major:99.9999"]})
    assert response.status_code == 422


def test_a_phrase_that_nobody_knows_is_kept_and_said(login, writer, words):
    client = login("writer")
    client.post("/writer/profile/expertise/", {"phrase_1": "zzxxqq", "phrase_2": "", "phrase_3": ""})
    assert "in none of our lists" in client.get("/writer/profile/expertise/").content.decode()
    assert writer.phrases.get().text == "zzxxqq"


def test_services_stages_and_languages(login, writer):
    data = {"services": ["resume", "interview"], "stages": ["student"], "languages": ["en", "ig"]}
    assert login("writer").post("/writer/profile/services/", data).status_code == 302
    chosen = queries.chosen_ways(writer)
    assert {name: sorted(codes) for name, codes in chosen.items()} == {
        "service": ["interview", "resume"], "stage": ["student"], "language": ["en", "ig"],
    }  # fmt: skip
    assert login("writer").post("/writer/profile/services/", data | {"services": ["magic"]}).status_code == 422


# --- Fees, breaks, sending ------------------------------------------------------------------------------


def test_prices_are_kept_and_taken_away(login, writer):
    client = login("writer")
    data = FEES | {"fee-0-what": "Resume", "fee-0-dollars": "180", "fee-1-what": "", "fee-1-dollars": ""}
    assert client.post("/writer/profile/fees/", data).status_code == 302
    assert [(fee.what, fee.dollars) for fee in writer.fees.all()] == [("Resume", 180)]
    client.post("/writer/profile/fees/", FEES | {"is_pro_bono": "on"})
    writer.refresh_from_db()
    assert (writer.fees.count(), writer.is_pro_bono) == (0, True)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"fee-0-what": "Resume", "fee-0-dollars": ""}, "Write the price, 0 for free."),
        ({"fee-0-what": "", "fee-0-dollars": "5"}, "Say what this price is for."),
        ({"fee-0-what": "Resume", "fee-0-dollars": "-5"}, "At least 0"),
        ({"fee-0-what": "Resume", "fee-0-dollars": "1" * 40}, "At most 100000"),
        ({"fee-0-what": "x" * 10_000, "fee-0-dollars": "5"}, "Make it shorter: 100 characters at most"),
    ],
)
def test_a_price_that_makes_no_sense_is_refused_at_its_row(login, writer, row, sentence):
    response = login("writer").post("/writer/profile/fees/", FEES | row)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_forged_rows_of_prices_are_refused_without_a_crash(login, writer):
    assert login("writer").post("/writer/profile/fees/", {"is_pro_bono": "on"}).status_code == 422


def test_a_break_begins_and_ends(login, writer):
    client = login("writer")
    back = clock.today() + timedelta(days=20)
    client.post("/writer/profile/pause/", {"until": back.isoformat()})
    writer.refresh_from_db()
    assert (writer.state, writer.paused_until) == ("paused", back)
    client.post("/writer/profile/resume/")
    writer.refresh_from_db()
    assert (writer.state, writer.paused_until) == ("approved", None)


def test_a_double_click_ends_the_break_once_and_says_so(login, writer):
    response = login("writer").post("/writer/profile/resume/", follow=True)
    assert "This had changed in the meantime" in response.content.decode()


@pytest.mark.parametrize("until", ["", "2020-01-01", "never", "\0"])
def test_a_break_until_no_day_is_refused(login, writer, until):
    assert login("writer").post("/writer/profile/pause/", {"until": until}).status_code == 422


def test_a_question_is_shown_and_its_answer_goes_to_the_moderators(login, world):
    newwriter = world.newwriter
    newwriter.move("ask", by=world.user["admin"], note="Which guild issued it?")
    client = login("newwriter")
    assert "Which guild issued it?" in client.get("/writer/profile/").content.decode()
    client.post("/writer/profile/send/", {"reply": ""})
    newwriter.refresh_from_db()
    assert newwriter.state == "needs_information"
    client.post("/writer/profile/send/", {"reply": "The one of Ohio."})
    newwriter.refresh_from_db()
    assert newwriter.state == "submitted"
    assert trail.entries_about(newwriter, events=["submit"]).get().note.text == "The one of Ohio."


def test_completeness_names_what_is_missing(writer):
    parts = queries.completeness(writer)
    assert [(part.name, part.is_done) for part in parts] == [
        ("Whom you help best", False),
        ("What you do, and for whom", False),
        ("What you ask for", False),
        ("About you", False),
        ("A photo", False),
        ("Where you are", True),
        ("A credential", True),
    ]
    assert queries.share(parts) == 29


# --- The credential passport ----------------------------------------------------------------------------

NEW = {"type": "", "name": "Interview coach", "issuer": "Guild", "number": "7", "expires_on": ""}


def test_a_credential_is_added_with_its_certificate(login, writer):
    proof = SimpleUploadedFile("scan.pdf", PDF, "application/pdf")
    assert login("writer").post("/writer/credentials/new/", NEW | {"evidence": proof}).status_code == 302
    credential = Credential.objects.get(name="Interview coach")
    assert (credential.state, credential.evidence.get().name) == ("submitted", "interview-coach-1.pdf")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": ""}, "Choose a credential above, or write its name."),
        ({"issuer": ""}, "Write who issued it"),
        ({"name": "x" * 10_000}, "Make it shorter: 120 characters at most"),
        ({"number": "\0"}, "There is a character in it that cannot be kept. Type it again."),
        ({"expires_on": "2020-01-01"}, "This day is past."),
        ({"expires_on": "3020-01-01"}, "within the next twenty years"),
        ({"expires_on": "soon"}, "Write the day such as"),
        ({"type": "999999"}, "Choose"),
    ],
)
def test_a_credential_that_makes_no_sense_is_refused_at_its_field(login, writer, data, sentence):
    response = login("writer").post("/writer/credentials/new/", NEW | data)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert writer.credentials.count() == 1


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + b"\0" * 500,
        b"%PDF-1.4\nMZ\x90 no end",
        b"<html><script>alert(1)</script></html>",
        PDF.replace(b"/Type", b"/JavaScript(app.alert(1))/Type"),
        b"%PDF-1.4" + b"\0" * (30 * 1024 * 1024),
    ],
    ids=["executable", "PDF that is an executable", "script", "PDF with a script", "30 MB"],
)
def test_what_proves_nothing_is_refused_and_nothing_is_kept(login, writer, content):
    proof = SimpleUploadedFile("certificate.pdf", content, "application/pdf")
    assert login("writer").post("/writer/credentials/new/", NEW | {"evidence": proof}).status_code == 422
    assert writer.credentials.count() == 1


@pytest.fixture
def proof(writer):
    credential = writer.credentials.get()
    return credential_actions.add_evidence(credential, by=writer.user, evidence=Judged(PDF, "pdf", "application/pdf"))


@pytest.mark.parametrize(
    ("who", "status"),
    [("writer", 200), ("admin", 200), ("director", 404), ("writer2", 404), ("newwriter", 404)],
)
def test_who_opens_what_proves_a_credential(login, world, proof, who, status):
    make.PartnershipFactory(host=world.office, writer=world.writer)
    response = login(who).get(f"/evidence/{proof.key}/")
    assert response.status_code == status
    if status == 200:
        assert b"".join(response.streaming_content) == PDF
        assert "no-store" in response["Cache-Control"]
    seen = list(Disclosure.objects.values_list("seen_by", "what", "right"))
    assert seen == ([(world.user["admin"].pk, "evidence", "moderation")] if who == "admin" else [])


def test_another_writers_credential_does_not_exist_for_her(login, writer):
    key = writer.credentials.get().key
    for page in ("renew", "certificate", "remove"):
        assert login("writer2").get(f"/writer/credentials/{key}/{page}/").status_code == 404


def test_what_was_checked_is_renewed_and_cannot_be_taken_out(login, writer):
    credential = writer.credentials.get()
    client = login("writer")
    assert client.get(f"/writer/credentials/{credential.key}/remove/").status_code == 404
    day = clock.today() + timedelta(days=700)
    page = f"/writer/credentials/{credential.key}/renew/"
    assert client.post(page, {"number": "N-2", "expires_on": day.isoformat()}).status_code == 302
    assert "renewal waits" in client.get("/writer/credentials/").content.decode()
    assert client.post(page, {"number": "N-3"}).status_code == 404


def test_what_nobody_checked_is_taken_out_after_a_question(login, world):
    credential = make.CredentialFactory(writer=world.newwriter, waiting=True)
    client = login("newwriter")
    page = f"/writer/credentials/{credential.key}/remove/"
    assert client.get(page).status_code == 200
    assert client.post(page).status_code == 302
    assert not world.newwriter.credentials.exists()


# --- Her own data ---------------------------------------------------------------------------------------


def test_her_export_has_what_she_told_us(writer):
    writer.fees.create(what="Resume", dollars=180)
    export = registry.exports["You as a writer"](writer.user)
    assert (export["name"], export["prices"]) == ("Maren Okafor", [{"what": "Resume", "dollars": 180}])
    assert [one["name"] for one in export["credentials"]] == ["Certified Professional Resume Writer"]


def test_erasing_leaves_no_words_and_no_files(writer, proof, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        registry.erasures["Writer"](writer.user)
    registry.erasures["Writer"](writer.user)
    writer.refresh_from_db()
    assert (writer.name, writer.headline, writer.place, writer.credentials.count()) == ("A former writer", "", None, 0)
    assert not proof.file.storage.exists(proof.file.name)


def test_who_is_no_writer_has_nothing_to_export_or_erase(world):
    registry.erasures["Writer"](world.user["director"])
    assert registry.exports["You as a writer"](world.user["director"]) == {}
    assert registry.panels["Writer"](world.user["director"]) == []


def test_the_moderators_lines_name_her_state_and_credentials(writer):
    lines = registry.panels["Writer"](writer.user)
    assert lines[0] == ("Profile", "Maren Okafor, Approved", f"/admin/partners/writer/{writer.pk}/change/")
