"""The moderators' pages: queues, decisions, several at once, and what is not shown there."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import reports, reviews
from partners.models import Credential, Evidence, Host, HostCheck, Offer, Report, Writer
from tests import factories as make


@pytest.fixture
def moderator(world, client):
    client.force_login(world.user["admin"])
    return client


@pytest.fixture
def host(world):
    host = make.HostFactory(waiting=True, name="New Office", institution=world.college, phone="555 0100")
    make.MemberFactory(host=host, user__email="new@demo.edu")
    make.MemberFactory(host=host)
    reviews.stamp_submission(host)
    return host


def link_to(response, words: str) -> str:
    """The address behind a link of the page that a moderator clicks."""
    found = re.search(rf'<a href="([^"]+)"[^>]*>{re.escape(words)}</a>', response.content.decode())
    assert found, f"no link {words!r}"
    return found[1].replace("&amp;", "&")


def test_a_host_is_approved_in_three_clicks_from_the_first_page(moderator, host):
    index = moderator.get(reverse("admin:index"))
    queue = moderator.get(link_to(index, "Offices, professors and groups to approve"))
    page = moderator.get("/admin/partners/host/" + link_to(queue, "New Office").removeprefix("/admin/partners/host/"))
    action = re.search(
        r'<form method="post" action="([^"]+)" class="module" aria-label="Approve"', page.content.decode()
    )
    done = moderator.post(action[1], {"checks": ["phone"]}, follow=True)
    host.refresh_from_db()
    assert (done.status_code, host.state) == (200, Host.State.APPROVED)
    assert "2 mails leave." in done.content.decode()
    assert list(HostCheck.objects.values_list("host", "what")) == [(host.pk, "phone")]


def test_the_page_of_a_host_shows_what_to_check(moderator, host):
    reviews.record_host_checks(host, by=make.UserFactory(name="Mo Derator"), good=["website"])
    html = moderator.get(reverse("admin:partners_host_change", args=[host.pk])).content.decode()
    assert [words in html for words in ("555 0100", "A confirmed address is under demo.edu.", "Mo Derator")] == [
        True
    ] * 3


def test_a_refusal_shows_its_words_and_needs_a_reason(moderator, host):
    url = reverse("admin:partners_host_decide", args=[host.pk, "refuse"])
    assert "could not tell us that you ask on its behalf" in moderator.get(url).content.decode()
    assert moderator.post(url, {"reason": ""}).status_code == 422
    refused = moderator.post(url, {"reason": "other", "note": ""})
    assert (refused.status_code, "Say in your own words why" in refused.content.decode()) == (422, True)
    assert moderator.post(url, {"reason": "not_known", "note": "Sorry."}).status_code == 302
    host.refresh_from_db()
    assert (host.state, host.review_reason) == (Host.State.REFUSED, "not_known")


def test_what_somebody_else_decided_meanwhile_is_said_and_changes_nothing(world, moderator, host):
    reviews.approve_host(host, by=world.user["admin"])
    url = reverse("admin:partners_host_decide", args=[host.pk, "refuse"])
    response = moderator.post(url, {"reason": "not_known"}, follow=True)
    assert "Somebody has decided that in the meantime." in response.content.decode()
    host.refresh_from_db()
    assert host.state == Host.State.APPROVED


@pytest.mark.parametrize("event", ["nonsense", "approve_all", "resubmit"])
def test_an_unknown_decision_does_not_exist(moderator, host, event):
    assert moderator.get(reverse("admin:partners_host_decide", args=[host.pk, event])).status_code == 404


def test_several_are_approved_after_a_page_that_counts_the_mails(moderator, host):
    other = make.HostFactory(waiting=True, name="Other Office")
    make.MemberFactory(host=other)
    url = reverse("admin:partners_host_changelist")
    data = {"action": "approve_selected", "_selected_action": [host.pk, other.pk]}
    asked = moderator.post(url, data)
    assert (asked.status_code, asked.context["mails"]) == (200, 3)
    assert "3 mails leave." in asked.content.decode()
    assert Host.objects.filter(pk__in=[host.pk, other.pk], state="approved").count() == 0
    done = moderator.post(url, {**data, "confirmed": "1"}, follow=True)
    assert "2 decided: Approve." in done.content.decode()
    assert Host.objects.filter(pk__in=[host.pk, other.pk], state="approved").count() == 2
    assert OutgoingMail.objects.filter(kind="review_host_approved").count() == 3


def test_several_are_refused_only_with_a_reason(world, moderator):
    url = reverse("admin:partners_writer_changelist")
    data = {"action": "refuse_selected", "_selected_action": [world.newwriter.pk, world.writer.pk], "confirmed": "1"}
    assert moderator.post(url, data).status_code == 422
    assert moderator.post(url, {**data, "reason": "not_a_writer"}).status_code == 302
    assert sorted(Writer.objects.values_list("slug", "state")) == [
        ("newwriter", "refused"), ("writer", "approved"), ("writer2", "approved"),
    ]  # fmt: skip


def test_queues_start_with_what_is_late(moderator, host):
    early = make.HostFactory(waiting=True, name="Early Office", answer_by=clock.now() + timedelta(hours=1))
    Host.objects.filter(pk=host.pk).update(delay_told_at=clock.now(), answer_by=clock.now() + timedelta(days=3))
    page = moderator.get(reverse("admin:partners_host_changelist") + "?state__exact=submitted")
    assert [row.pk for row in page.context["cl"].result_list] == [host.pk, early.pk]
    assert page.content.decode().count("<strong>Late:</strong>") == 1


def test_the_first_page_counts_the_queues(world, moderator, host):
    reports.report_host(world.office, by=world.user["writer"], about="other", text="x")
    waiting = {row["facts"].title: row["facts"].count for row in moderator.get("/admin/").context["waiting"]}
    assert waiting == {
        "Credentials to check": 0,
        "Mail that failed": 0,
        "Offices, professors and groups to approve": 1,
        "Outcomes told differently": 0,
        "People to erase": 0,
        "Reminders that have not left": 0,
        "Stand-ins that wait for a yes": 0,
        "The trail: bent or not sealed": 0,
        "Reports to answer": 1,
        "Requests of groups that wait for a yes": 0,
        "Writers to approve": 1,
    }


def test_a_writer_is_asked_suspended_and_let_in_again(world, moderator):
    ask = reverse("admin:partners_writer_decide", args=[world.newwriter.pk, "ask"])
    assert moderator.post(ask, {"reason": "who"}).status_code == 422
    assert moderator.post(ask, {"reason": "who", "note": "Who are you?"}).status_code == 302
    suspend = reverse("admin:partners_writer_decide", args=[world.writer.pk, "suspend"])
    today = clock.today("America/New_York")
    assert moderator.post(suspend, {"reason": "conduct", "until": str(today)}).status_code == 422
    assert moderator.post(suspend, {"reason": "conduct", "until": str(today + timedelta(days=7))}).status_code == 302
    world.writer.refresh_from_db()
    assert world.writer.state == Writer.State.SUSPENDED
    lift = reverse("admin:partners_writer_decide", args=[world.writer.pk, "lift"])
    assert moderator.post(lift, {}).status_code == 302
    world.writer.refresh_from_db()
    assert world.writer.state == Writer.State.APPROVED


def test_a_suspended_writer_is_gone_from_the_directory_at_the_next_request(world, client):
    client.force_login(world.user["director"])
    before = [row.name for row in client.get("/desk/oxbow-career/writers/").context["rows"]]
    until = clock.now() + timedelta(days=1)
    reviews.suspend_writer(world.writer, by=world.user["admin"], reason="conduct", until=until)
    after = [row.name for row in client.get("/desk/oxbow-career/writers/").context["rows"]]
    assert (before, after) == (["Ben Achterberg", "Maren Okafor"], ["Ben Achterberg"])
    assert client.get("/desk/oxbow-career/writers/writer/").status_code == 404


def test_a_credential_is_checked_beside_its_issuers_look_up_address(world, moderator):
    credential = make.CredentialFactory(writer=world.writer2, waiting=True, number="A-17")
    Evidence.objects.create(credential=credential, content_type="application/pdf", size=2048, name="scan.pdf")
    url = reverse("admin:partners_credential_change", args=[credential.pk])
    html = moderator.get(url).content.decode()
    assert 'href="https://issuer.example.org/members"' in html
    assert re.search(r'href="/evidence/\w+/"', html)
    day = clock.today() + timedelta(days=300)
    check = reverse("admin:partners_credential_decide", args=[credential.pk, "check"])
    assert moderator.post(check, {"expires_on": "2020-01-01"}).status_code == 422
    assert moderator.post(check, {"expires_on": str(day)}).status_code == 302
    credential.refresh_from_db()
    assert (credential.state, credential.expires_on) == (Credential.State.CHECKED, day)


def test_a_report_is_settled(world, moderator):
    report = reports.report_writer(world.writer, by=world.user["staff"], about="safety", text="<script>x</script>")
    html = moderator.get(reverse("admin:partners_report_change", args=[report.pk])).content.decode()
    assert ["<script>x</script>" in html, "&lt;script&gt;x" in html] == [False, True]
    url = reverse("admin:partners_report_decide", args=[report.pk, "uphold"])
    assert moderator.post(url, {"reason": "spoke"}).status_code == 302
    report.refresh_from_db()
    assert report.state == Report.State.UPHELD


def test_plain_facts_are_put_right_and_noted(world, moderator, host):
    url = reverse("admin:partners_host_change", args=[host.pk])
    data = {"name": "Newer Office", "institution": world.college.pk, "email": "", "phone": "555 0199", "website": ""}
    assert moderator.post(url, data).status_code == 302
    host.refresh_from_db()
    assert (host.name, host.phone, host.state) == ("Newer Office", "555 0199", Host.State.SUBMITTED)
    assert "corrected" in moderator.get(url).content.decode()


def test_what_an_office_notes_for_itself_is_nowhere_in_the_admin(world, moderator):
    offer = make.OfferFactory(
        host=world.office, writer=world.writer, state=Offer.State.DECLINED, private_reason="fees",
        private_note="Far too dear", decided_at=clock.now(),
    )  # fmt: skip
    for name, args in [("change", [offer.pk]), ("changelist", [])]:
        html = moderator.get(reverse(f"admin:partners_offer_{name}", args=args)).content.decode()
        assert "Far too dear" not in html


LISTS = [
    "host",
    "writer",
    "credential",
    "report",
    "offer",
    "need",
    "partnership",
    "engagement",
    "member",
    "institution",
]


@pytest.mark.parametrize("model", LISTS)
def test_lists_open_search_and_cannot_add_or_delete(world, moderator, model):
    app = "taxonomy" if model == "institution" else "partners"
    base = f"/admin/{app}/{model}/"
    assert moderator.get(base, {"q": "oxbow"}).status_code == 200
    assert [moderator.get(base + "add/").status_code, moderator.post(base + "1/delete/").status_code] in (
        [403, 403], [403, 302], [403, 404],
    )  # fmt: skip
    assert "delete_selected" not in moderator.get(base).content.decode()


@pytest.mark.parametrize("address", ["", "host/", "host/1/decide/approve/", "report/"])
@pytest.mark.parametrize("who", ["director", "writer"])
def test_only_moderators_come_in(world, client, who, address):
    client.force_login(world.user[who])
    response = client.get(f"/admin/partners/{address}")
    assert response.status_code in (302, 404)


def test_the_pages_have_no_script_or_style_of_their_own(moderator, host):
    for url in [reverse("admin:partners_host_change", args=[host.pk]), "/admin/", "/admin/partners/host/"]:
        html = moderator.get(url).content.decode()
        assert re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|<style|\son\w+=", html) == []


def test_the_trail_is_read_and_never_changed(world, moderator, host):
    entry = reviews.record_host_checks(host, by=world.user["admin"], good=["phone"])
    assert entry is None
    assert moderator.get("/admin/audit/entry/").status_code == 200
    assert moderator.get("/admin/audit/entry/add/").status_code == 403
