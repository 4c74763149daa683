"""The long-lived private page of an alumnus: where it stands, and everything that can be done there."""

from datetime import timedelta

import pytest
from django.core import mail

from careerlink.audit.models import Disclosure
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from careerlink.web.models import SignedLink
from partners.models import Asked, Report
from referrals.actions import consent, legs
from referrals.actions.choice import choose_writers
from referrals.emails.letters import status_url
from referrals.models import Leg, Referral
from referrals.queries.legs import contact_rows, is_valid
from referrals.tasks import run_clocks
from tests import factories as make
from tests.referrals.hands import letters_to, token_of

State = Referral.State
ADA = "ada@people.demo.test"


@pytest.fixture
def signed(asked):
    """She has signed and not chosen yet."""
    consent.sign_consent(asked.referral, signature="Ada Osei", text=asked.text)
    asked.referral.refresh_from_db()
    status_url(asked.referral)
    asked.path = f"/go/{token_of('referral-status')}/"
    return asked


def said_yes(signed) -> Leg:
    """Her first choice has said yes."""
    leg = choose_writers(signed.referral, signed.writers[:2])
    legs.accept_leg(leg, by=leg.writer.user)
    signed.referral.refresh_from_db()
    return Leg.objects.get(pk=leg.pk)


def kinds_to(address: str) -> list[str]:
    return list(OutgoingMail.objects.filter(mailbox__address=address).order_by("id").values_list("kind", flat=True))


def text_of(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    return answer.content.decode()


def test_it_says_what_comes_next_and_by_when(signed, client):
    assert "You choose whom we ask" in text_of(client, signed.path)
    leg = said_yes(signed)
    page = text_of(client, signed.path)
    assert f"{leg.writer.name} said yes" in page
    assert leg.writer.user.email in page
    assert "You signed" in page
    shown = Disclosure.objects.filter(person=leg.writer.user_id, label="referrals.leg", about_id=leg.pk)
    assert shown.count() == 1
    assert "Somebody without an account" not in page.split("Who saw what about you")[1]
    assert leg.writer.user.name in page.split("Who saw what about you")[1]


def test_she_ranks_there_and_the_first_is_asked(signed, client):
    writer = signed.writers[1]
    client.post(signed.path, {"do": "choose", f"rank_{writer.key}": "1"})
    assert [leg.writer for leg in Leg.objects.all()] == [writer]
    page = text_of(client, signed.path)
    assert f"We asked {writer.name}" in page
    assert f'name="rank_{writer.key}"' not in page


def test_two_at_one_place_get_a_sentence(signed, client):
    both = {f"rank_{writer.key}": "1" for writer in signed.writers[:2]}
    answer = client.post(signed.path, {"do": "choose", **both})
    assert (answer.status_code, Leg.objects.count()) == (422, 0)
    assert "You gave this place to" in answer.content.decode()


def test_it_rests_until_a_day_and_goes_on(signed, client):
    until = clock.today(signed.referral.host.zone) + timedelta(days=20)
    client.post(signed.path, {"do": "hold", "until": until.isoformat()})
    signed.referral.refresh_from_db()
    assert (signed.referral.state, signed.referral.resumes_on) == (State.ON_HOLD, until)
    assert "It rests until" in text_of(client, signed.path)
    client.post(signed.path, {"do": "resume"})
    signed.referral.refresh_from_db()
    assert signed.referral.state == State.CHOOSING


@pytest.mark.parametrize("days", [0, 91, "never"])
def test_a_day_that_cannot_be_gets_a_sentence(signed, client, days):
    until = days if days == "never" else (clock.today(signed.referral.host.zone) + timedelta(days=days)).isoformat()
    answer = client.post(signed.path, {"do": "hold", "until": until})
    signed.referral.refresh_from_db()
    assert (answer.status_code, signed.referral.state) == (422, State.CHOOSING)


def test_a_revoked_consent_empties_what_the_writer_sees_and_tells_the_office_when_they_knew_each_other(signed, client):
    host = signed.referral.host
    member = make.MemberFactory(host=host, role="manager")
    leg = said_yes(signed)
    assert contact_rows(leg)[0][1] == "Ada Osei"
    assert "Take your consent back?" in text_of(client, f"{signed.path}?step=revoke")
    assert client.post(f"{signed.path}?step=revoke").headers["Location"] == signed.path
    leg = Leg.objects.select_related("referral__alumnus", "consent", "writer__user").get(pk=leg.pk)
    assert (leg.referral.state, is_valid(leg), contact_rows(leg)) == (State.CONSENT_REVOKED, False, [])
    assert "You took your consent back" in text_of(client, signed.path, 410)
    assert "referral_stopped" in kinds_to(member.user.email)


def test_a_revoked_consent_that_nobody_knew_of_mails_nobody_at_the_office(signed, client):
    member = make.MemberFactory(host=signed.referral.host, role="manager")
    client.post(f"{signed.path}?step=revoke")
    assert kinds_to(member.user.email) == []


def test_who_was_not_meant_is_never_written_to_again_and_the_office_is_told(asked, client):
    member = make.MemberFactory(host=asked.referral.host, role="manager")
    client.post(f"{asked.path}?step=not_me")
    asked.referral.refresh_from_db()
    asked.alumnus.refresh_from_db()
    assert (asked.referral.state, asked.alumnus.opted_out_at is not None) == (State.ENTERED_IN_ERROR, True)
    assert kinds_to(member.user.email) == ["referral_stopped"]
    assert "This was entered by mistake" in text_of(client, asked.path, 410)


def test_what_was_not_meant_for_her_shows_and_changes_nothing_any_more(signed, client):
    said_yes(signed)
    client.post(f"{signed.path}?step=not_me")
    for step in ("", "?step=data", "?step=data&format=json", "?step=details", "?step=erase", "?step=new_link"):
        page = text_of(client, signed.path + step, 410)
        assert ("Ada Osei" in page, "This was entered by mistake" in page) == (False, True)
    for step in ("erase", "new_link", "not_me"):
        client.post(f"{signed.path}?step={step}")
    signed.alumnus.refresh_from_db()
    assert (signed.alumnus.is_erased, kinds_to(ADA).count("referral_link")) == (False, 0)
    client.post("/help/link/", {"email": ADA})
    client.post(signed.path, {"renew": "1"})
    assert kinds_to(ADA).count("referral_link") == 0
    assert "Report a problem" in text_of(client, f"{signed.path}?step=report")


def test_also_what_has_ended_is_shut_and_the_office_is_told(signed, client):
    member = make.MemberFactory(host=signed.referral.host, role="manager")
    client.post(f"{signed.path}?step=stop")
    client.post(f"{signed.path}?step=not_me")
    signed.referral.refresh_from_db()
    assert (signed.referral.state, kinds_to(member.user.email)) == (State.CLOSED, ["referral_stopped"])
    assert "was not meant for them" in letters_to(member.user.email)[-1].body
    assert "This was entered by mistake" in text_of(client, signed.path, 410)
    client.post("/help/link/", {"email": ADA})
    assert kinds_to(ADA).count("referral_link") == 0


def test_consent_is_taken_back_also_when_it_has_ended(signed, client):
    said_yes(signed)
    member = make.MemberFactory(host=signed.referral.host, role="manager")
    client.post(f"{signed.path}?step=stop")
    assert "Take my consent back" in text_of(client, signed.path)
    client.post(f"{signed.path}?step=revoke")
    signed.referral.refresh_from_db()
    assert (signed.referral.state, kinds_to(member.user.email)) == (State.CONSENT_REVOKED, [])
    page = text_of(client, signed.path, 410)
    assert ("This was not me" in page, "Report a problem" in page) == (True, True)


def test_no_thank_you_takes_two_clicks_and_no_reason(asked, client):
    assert "No, thank you?" in text_of(client, f"{asked.path}?step=refuse")
    client.post(f"{asked.path}?step=refuse")
    asked.referral.refresh_from_db()
    assert asked.referral.state == State.CONSENT_REFUSED


def test_what_is_not_needed_any_more_ends_and_may_be_opened_again(signed, client):
    client.post(f"{signed.path}?step=stop")
    signed.referral.refresh_from_db()
    assert (signed.referral.state, signed.referral.outcome) == (State.CLOSED, "no_longer_interested")
    assert "Open it again" in text_of(client, signed.path)
    client.post(f"{signed.path}?step=reopen")
    signed.referral.refresh_from_db()
    assert signed.referral.state == State.CHOOSING


def test_a_new_link_stops_the_old_one(signed, client):
    with clock.set_to(clock.now() + timedelta(minutes=5)):
        client.post(f"{signed.path}?step=new_link")
        assert "A newer link took its place" in text_of(client, signed.path, 410)
        [letter] = [letter for letter in letters_to(ADA) if letter.subject.startswith("Open your page")]
        new = f"/go/{token_of('referral-status')}/"
        assert new in letter.body
        assert "You choose whom we ask" in text_of(client, new)


def test_the_page_opens_until_30_days_after_the_end(signed, client):
    client.post(f"{signed.path}?step=stop")
    with clock.set_to(clock.now() + timedelta(days=29)):
        text_of(client, signed.path)
    with clock.set_to(clock.now() + timedelta(days=31)):
        text_of(client, signed.path, 410)


@pytest.mark.parametrize("change", ["erased", "address", "altered", "another"])
def test_what_is_not_hers_opens_nothing(signed, client, change):
    path = signed.path
    if change == "erased":
        type(signed.alumnus).objects.filter(pk=signed.alumnus.pk).update(erased_at=clock.now())
    elif change == "address":
        signed.alumnus.addresses.update(email="new@people.demo.test")
    elif change == "altered":
        path = signed.path[:-3] + ("AA/" if signed.path[-3:-1] != "AA" else "BB/")
    else:
        SignedLink.objects.filter(purpose="referral-status").update(about=make.ReferralFactory().key)
    assert client.get(path).status_code == 404


def test_a_problem_reaches_the_moderators_with_the_key_of_the_request(signed, client):
    leg = said_yes(signed)
    sent = {"whom": "1", "about": "fees", "text": "Asked for twice as much."}
    answer = client.post(f"{signed.path}?step=report", sent)
    report = Report.objects.get()
    assert (answer.status_code, report.writer, report.by) == (200, leg.writer, None)
    assert report.text == f"Request {signed.referral.key}\n\nAsked for twice as much."
    assert "Your report is here" in answer.content.decode()
    for _n in range(5):
        answer = client.post(f"{signed.path}?step=report", sent | {"text": f"Again {_n}"})
    assert (answer.status_code, Report.objects.count()) == (422, 5)


def test_what_she_looks_for_draws_another_list(signed, client):
    make.OccupationFactory(code="27-3041")
    nurse = make.WriterFactory(name="Nora Nurse", is_pro_bono=True)
    client.post(
        f"{signed.path}?step=details",
        {"words": "A resume", "where": "online", "service": "resume", "wants_pro_bono": "on", "stage": "early"},
    )
    signed.referral.refresh_from_db()
    signed.alumnus.refresh_from_db()
    said = (signed.referral.words, signed.referral.where, signed.referral.service, signed.referral.wants_pro_bono)
    assert said == ("A resume", "online", "resume", True)
    assert (signed.alumnus.stage, signed.alumnus.name, signed.alumnus.tags.count()) == ("early", "Ada Osei", 0)
    page = text_of(client, signed.path)
    assert nurse.name in page
    assert "Only one writer fits at the moment." in page


def test_choosing_is_reminded_of_once_each_time(signed):
    for days in (8, 12):
        with clock.set_to(clock.now() + timedelta(days=days)):
            run_clocks()
    assert kinds_to(ADA).count("referral_choice_reminder") == 1


def test_she_says_that_they_are_in_contact(signed, client):
    leg = said_yes(signed)
    client.post(signed.path, {"with_writer": "reached", "with": leg.key})
    leg.refresh_from_db()
    signed.referral.refresh_from_db()
    assert (leg.state, signed.referral.state) == (Leg.State.CONTACTED, State.IN_CONTACT)
    assert f"You and {leg.writer.name} are in contact" in text_of(client, signed.path)


def test_somebody_else_may_be_asked_before_an_answer(signed, client):
    leg = choose_writers(signed.referral, signed.writers[:2])
    assert "Would you rather have somebody else asked?" in text_of(client, f"{signed.path}?step=another")
    client.post(f"{signed.path}?step=another")
    leg.refresh_from_db()
    signed.referral.refresh_from_db()
    assert (leg.state, signed.referral.state) == (Leg.State.OBSOLETE, State.CHOOSING)
    assert kinds_to(leg.writer.user.email)[-1] == "leg_over"
    assert Asked.objects.get(writer=leg.writer).answer == "moot"
    assert leg.writer.name not in text_of(client, signed.path).split("What happened")[0]


@pytest.mark.parametrize(("button", "side"), [("other", Leg.Side.ALUMNUS), ("not_heard", Leg.Side.WRITER)])
def test_a_writer_who_said_yes_is_let_go(signed, client, button, side):
    leg = said_yes(signed)
    client.post(signed.path, {"with_writer": button, "with": leg.key})
    leg.refresh_from_db()
    signed.referral.refresh_from_db()
    assert (leg.state, leg.side, signed.referral.state) == (Leg.State.RELEASED, side, State.CHOOSING)


def test_after_a_yes_that_step_does_nothing(signed, client):
    leg = said_yes(signed)
    client.post(f"{signed.path}?step=another")
    leg.refresh_from_db()
    assert leg.state == Leg.State.ACCEPTED


def test_with_the_tick_the_next_is_asked_at_once(signed, client):
    choose_writers(signed.referral, signed.writers[:2], moves_on=True)
    client.post(f"{signed.path}?step=another")
    assert [leg.writer for leg in Leg.objects.filter(state="offered")] == [signed.writers[1]]


def test_no_letter_says_on_its_outside_what_it_is_about(signed, client):
    make.MemberFactory(host=signed.referral.host, role="manager")
    with clock.set_to(clock.now() + timedelta(days=8)):
        run_clocks()
    said_yes(signed)
    client.post(f"{signed.path}?step=new_link")
    signed.alumnus.refresh_from_db()
    subjects = [letter.subject for letter in letters_to(ADA)]
    assert len(subjects) >= 3
    telling = ("resume", "job", "coach", "career help", "unemployed", "consent", "referral", "writer", "Ada")
    ours = [subject for subject in subjects if not subject.startswith("Write to ")]
    assert [subject for subject in ours for word in telling if word.lower() in subject.lower()] == []


def test_who_has_said_no_to_mail_since_is_not_reminded(asked):
    type(asked.alumnus).objects.update(opted_out_at=clock.now())
    with clock.set_to(clock.now() + timedelta(days=8)):
        run_clocks()
    assert kinds_to(ADA) == ["referral_consent"]


def test_who_was_invited_with_others_and_asks_for_the_link_gets_it_at_once(asked, client):
    Referral.objects.update(origin="bulk")
    client.post("/help/link/", {"email": ADA})
    assert kinds_to(ADA)[-1] == "referral_consent"


# --- The link once more -------------------------------------------------------------------------------------


def test_the_link_again_answers_the_same_for_everybody(signed, client):
    answers = []
    for address in (ADA.upper(), "nobody@people.demo.test"):
        page = client.post("/help/link/", {"email": address})
        answers.append((page.status_code, page.content))
    assert answers[0] == answers[1]
    assert [kind for kind in kinds_to(ADA) if kind == "referral_link"] == ["referral_link"]
    assert kinds_to("nobody@people.demo.test") == []


def test_the_link_again_is_not_a_mail_cannon(signed, client):
    for _n in range(10):
        assert client.post("/help/link/", {"email": ADA}).status_code == 200
    assert client.post("/help/link/", {"email": ADA}).status_code == 422
    assert kinds_to(ADA).count("referral_link") == 1
    assert len(mail.outbox) == 0


def test_who_waits_for_consent_gets_a_link_that_signs(asked, client):
    client.post("/help/link/", {"email": ADA})
    assert kinds_to(ADA) == ["referral_consent", "referral_consent"]
    assert client.get(f"/go/{token_of('referral-consent')}/").status_code == 200
