"""One visit for consent and choice, behind a link that works once."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from careerlink.web.models import SignedLink
from partners.actions.cooling_off import note_met
from referrals.actions import consent
from referrals.actions.choice import choose_writers, pin_writer
from referrals.models import Consent, CounselParagraph, Leg, Referral
from referrals.tasks import run_clocks
from tests import factories as make
from tests.referrals.hands import letters_to, signing, token_of

State = Referral.State


def kinds_to(address: str) -> list[str]:
    return list(OutgoingMail.objects.filter(mailbox__address=address).order_by("id").values_list("kind", flat=True))


def test_who_is_asked_gets_a_letter_whose_subject_says_nothing_about_work(asked):
    [letter] = letters_to("ada@people.demo.test")
    assert letter.subject.startswith("Open by ")
    assert all(word not in letter.subject.lower() for word in ("resume", "job", "career help", "coach"))
    assert asked.path in letter.body
    assert "Nothing costs anything unless you agree a price with a writer yourself." in letter.body


def test_the_page_begins_with_who_asked_what_it_costs_and_that_she_can_stop(asked, client):
    asked.referral.host.free_services.create(title="Resume hour", words="Wednesdays")
    page = client.get(asked.path).content.decode()
    order = [
        f"{asked.referral.host.name} asked us to help you.",
        "Nothing costs anything unless you agree a price with a writer yourself.",
        "You can stop at any time.",
        "Resume hour",
        "A resume for a first job as an editor",
        "Maren Okafor",
        "You choose, and may stop.",
    ]
    places = [page.find(words) for words in order if words != "Maren Okafor"]
    assert places == sorted(places)
    assert -1 not in places
    assert all(writer.name in page for writer in asked.writers)
    assert "does not endorse these writers and does not vet their prices" in page
    assert re.findall(r"<input[^>]* checked", page) == []


def test_the_page_is_kept_nowhere_and_tells_no_other_site(asked, client):
    answer = client.get(asked.path)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_one_form_signs_ranks_and_asks_the_first(asked, client):
    first, second, _third = asked.writers
    answer = client.post(asked.path, signing(asked, ranked=[second, first], moves_on="on"))
    asked.referral.refresh_from_db()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/go/{token_of('referral-status')}/")
    assert (asked.referral.state, asked.referral.moves_on) == (State.WITH_WRITER, True)
    assert [leg.writer for leg in Leg.objects.all()] == [second]
    signed = Consent.objects.get()
    assert (signed.text, signed.signature, signed.shares) == (asked.text, "Ada Osei", [])
    assert client.get(asked.path).status_code == 410


def test_the_receipt_has_the_very_words(asked, client):
    counsel = CounselParagraph.objects.create(host=asked.referral.host, version=3, body="Oxbow keeps no copy.")
    client.post(asked.path, signing(asked, counsel=counsel.pk, shares="year"))
    letter = letters_to("ada@people.demo.test")[-1]
    for words in (asked.text.body, "version 1", "Oxbow keeps no copy.", "version 3", "Ada Osei", "graduation year"):
        assert words in letter.body
    assert f"/go/{token_of('referral-status')}/" in letter.body


def test_the_page_names_the_address_that_a_writer_would_get(asked, client):
    asked.alumnus.addresses.update(is_main=False)
    asked.alumnus.addresses.create(host=asked.alumnus.host, email="main@people.demo.test", is_main=True)
    page = client.get(asked.path).content.decode()
    assert ("main@people.demo.test" in page, "ada@people.demo.test" in page) == (True, False)


def test_who_signs_may_choose_later(asked, client):
    client.post(asked.path, signing(asked))
    asked.referral.refresh_from_db()
    assert (asked.referral.state, Leg.objects.count()) == (State.CHOOSING, 0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda asked: {"signature": " "}, "Type your name. Without it nobody is asked."),
        (lambda asked: {f"rank_{asked.writers[1].key}": "1"}, "You gave this place to Maren Okafor already."),
        (
            lambda asked: {f"met_{asked.writers[0].key}": "on"},
            "Whom you met as a student in the last six months cannot be asked yet.",
        ),
        (lambda asked: {"text": "999"}, "The text has changed in the meantime. Please read it once more."),
        (lambda asked: {"text": "x"}, "Write a whole number."),
        (lambda asked: {f"rank_{asked.writers[1].key}": "7"}, "Choose from the list; “7” is not in it."),
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(asked, client, change, words):
    order = {writer.key: place for place, writer in enumerate(asked.writers)}
    for one in asked.referral.candidates.all():
        asked.referral.candidates.filter(pk=one.pk).update(position=100 + order[one.writer.key])
    answer = client.post(asked.path, signing(asked, ranked=asked.writers[:1]) | change(asked))
    asked.referral.refresh_from_db()
    assert (answer.status_code, asked.referral.state) == (422, State.AWAITING_CONSENT)
    assert words in answer.content.decode()
    assert (Consent.objects.count(), Leg.objects.count()) == (0, 0)
    assert SignedLink.objects.get(purpose="referral-consent").used_at is None


def test_a_writer_whom_the_address_met_as_a_student_is_not_shown_and_cannot_be_asked(asked):
    writer, host = asked.writers[0], asked.referral.host
    note_met(writer, host, "ada@people.demo.test", clock.today(), asked.referral)
    consent.sign_consent(asked.referral, signature="Ada", text=asked.text)
    with pytest.raises(ValidationError, match="worked with you as a student"):
        choose_writers(asked.referral, [writer])
    assert Leg.objects.count() == 0


def test_the_office_learns_nothing_of_a_writer_gone_since(asked, client):
    gone = asked.writers[0]
    type(gone).objects.filter(pk=gone.pk).update(state="suspended")
    page = client.get(asked.path).content.decode()
    assert gone.name not in page
    assert "Only two writers fit at the moment." in page


@pytest.mark.parametrize("why", ["paid", "on campus alone", "of the office"])
def test_who_cannot_be_asked_is_neither_shown_nor_chosen_nor_suggested(asked, client, why):
    writer, host = asked.writers[0], asked.referral.host
    if why == "of the office":
        make.MemberFactory(host=host, user=writer.user)
    else:
        type(writer).objects.exclude(pk=writer.pk).update(is_pro_bono=True, is_online=True)
        type(writer).objects.filter(pk=writer.pk).update(is_pro_bono=False, is_online=False)
        wish = {"wants_pro_bono": True} if why == "paid" else {"where": "online"}
        Referral.objects.filter(pk=asked.referral.pk).update(**wish)
    assert writer.name not in client.get(asked.path).content.decode()
    consent.sign_consent(asked.referral, signature="Ada", text=asked.text)
    with pytest.raises(ValidationError, match="cannot be asked any more"):
        choose_writers(asked.referral, [writer])
    asked.referral.candidates.filter(writer=writer).delete()
    with pytest.raises(ValidationError, match="cannot be asked about this"):
        pin_writer(asked.referral, writer, reason="Kind", by=make.UserFactory())


def test_when_nobody_of_her_choice_can_be_asked_she_reads_that(asked):
    consent.sign_consent(asked.referral, signature="Ada", text=asked.text)
    other = make.ReferralFactory(alumnus=asked.alumnus, closed=True)
    other.candidates.create(writer=asked.writers[0], position=1, met=True)
    with pytest.raises(ValidationError, match="Nobody whom you chose can be asked at the moment"):
        choose_writers(asked.referral, asked.writers[:1])


def test_a_link_that_was_used_mails_the_one_to_the_status_page(asked, client):
    client.post(asked.path, signing(asked))
    client.post(asked.path, {"renew": "1"})
    assert kinds_to("ada@people.demo.test")[-1] == "referral_link"


def test_one_reminder_after_seven_days_and_no_second(asked):
    for days in (6, 8, 12):
        with clock.set_to(clock.now() + timedelta(days=days)):
            run_clocks()
    assert kinds_to("ada@people.demo.test") == ["referral_consent", "referral_consent_reminder"]
