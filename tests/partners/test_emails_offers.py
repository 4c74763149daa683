import pytest

from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from partners.actions import answers, offers
from partners.emails import offers as emails
from partners.models import Offer
from tests import factories as make

KINDS = sorted(kind for kind in kinds if kind.startswith("offer_"))


@pytest.fixture
def offer(world):
    need = make.NeedFactory(host=world.office, words="English")
    return offers.send_offer(
        writer=world.writer, host=world.office, kind="panel", text="I <b>would</b> come.", need=need,
        by=world.user["writer"],
    )  # fmt: skip


def mail(kind):
    return OutgoingMail.objects.select_related("mailbox").get(kind=kind)


def test_an_offer_has_these_mails():
    assert KINDS == [
        "offer_accepted",
        "offer_accepted_office",
        "offer_assigned",
        "offer_declined",
        "offer_lapsed",
        "offer_moved_up",
        "offer_obsolete",
        "offer_queued",
        "offer_redirected",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_can_be_read_in_both_forms(offer, kind, world):
    answers.hand_over(offer, world.user["staff"], by=world.user["director"])
    OutgoingMail.objects.filter(kind="offer_assigned").update(kind=kind)
    Offer.objects.filter(pk=offer.pk).update(queued_at=offer.sent_at)
    letter = kinds[kind].render(mail(kind))
    assert letter.subject
    assert "http" in letter.text
    assert "You get this because" in letter.text
    assert "<b>would</b>" not in letter.html
    assert "%(" not in letter.subject + letter.text + letter.html


def test_a_colleague_reads_by_when_first(offer, world):
    answers.hand_over(offer, world.user["staff"], by=world.user["director"])
    letter = kinds["offer_assigned"].render(mail("offer_assigned"))
    assert letter.subject.startswith("Answer by ")
    assert "A colleague asks you to answer this offer by " in letter.text


def test_a_mail_that_is_no_longer_true_does_not_leave(offer, world):
    answers.hand_over(offer, world.user["staff"], by=world.user["director"])
    assigned = mail("offer_assigned")
    assert kinds["offer_assigned"].still_true(assigned) == ""
    answers.accept_offer(offer, by=world.user["director"])
    assert kinds["offer_assigned"].still_true(assigned) == "the offer moved on"


def test_a_no_says_nothing_of_the_reason(offer, world):
    answers.decline_offer(offer, by=world.user["director"], reason="fees", note="Too dear")
    letter = kinds["offer_declined"].render(mail("offer_declined"))
    for word in ("Too dear", "Fees", "fees"):
        assert word not in letter.text


def test_no_mail_carries_contact_details(offer, world):
    answers.accept_offer(offer, by=world.user["director"])
    for kind in ("offer_accepted", "offer_accepted_office"):
        letter = kinds[kind].render(mail(kind))
        assert "writer@demo.test" not in letter.text
        assert "director@demo.edu" not in letter.text


def test_the_same_news_is_written_once(offer, world):
    for _time in range(2):
        emails.tell_colleague_offer_assigned(offer, world.user["staff"])
    assert OutgoingMail.objects.count() == 1
