"""On a telephone, by private link alone: what an alumnus agrees to, whom she chooses, and how she stops."""

from urllib.parse import urlsplit

import pytest

from careerlink.web import links
from careerlink.web.models import SignedLink
from referrals.actions.consent import open_referral
from referrals.models import Leg, Referral
from tests import factories as make
from tests.journeys.hands import newest_mail_to

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
ADA = "ada@people.demo.test"


@pytest.fixture
def referral() -> Referral:
    """Ada was entered by her office a moment ago; three writers fit."""
    make.LegalTextFactory(slug="consent", version=1, body="You choose, and may stop.")
    make.MajorFactory(code="23.0101")
    for name in ("Maren Okafor", "Ben Novak", "Wen Zhao"):
        writer = make.WriterFactory(verified=True, name=name)
        make.WriterTagFactory(writer=writer, vocabulary="major", code="23.0101")
    alumnus = make.AlumnusFactory(email=ADA, name="Ada Osei")
    alumnus.tags.create(vocabulary="major", code="23.0101")
    return open_referral(alumnus, by=None, words="A resume for a first job as an editor")


def path_in_mail(purpose: str) -> str:
    """The path of the newest link of a purpose, which her newest letter bears."""
    url = links.url(SignedLink.objects.filter(purpose=purpose).latest("id"))
    assert url in newest_mail_to(ADA).body
    return urlsplit(url).path


def rank(ada, writer: str, place: str) -> None:
    ada.click(ada.page.get_by_role("group", name=f"Your choice: {writer}").get_by_label(place, exact=True))


def fits_the_phone(ada) -> bool:
    return ada.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_consent_and_three_choices_are_six_clicks_and_one_typed_name(hands_of, referral, scripts):
    ada = hands_of(scripts=scripts)
    ada.page.set_viewport_size(PHONE)
    ada.go(path_in_mail("referral-consent"))
    ada.start_counting()
    ada.clicks = 1  # the link in the mail
    assert ada.title == "You decide who helps you, and what they learn"
    assert fits_the_phone(ada)
    rank(ada, "Wen Zhao", "1st")
    rank(ada, "Maren Okafor", "2nd")
    rank(ada, "Ben Novak", "3rd")
    ada.tick("If one says no or does not answer, ask my next choice at once")
    ada.write("Type your name to sign", "Ada Osei")
    ada.press("Sign and send my choices")
    assert (ada.clicks, ada.typed, len(ada.pages)) == (6, 1, 2)
    assert ada.title == "We asked Wen Zhao"
    assert fits_the_phone(ada)
    assert [leg.writer.name for leg in Leg.objects.all()] == ["Wen Zhao"]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_she_changes_her_mind_rests_and_takes_her_consent_back(hands_of, referral, scripts):
    ada = hands_of(scripts=scripts)
    ada.page.set_viewport_size(PHONE)
    ada.go(path_in_mail("referral-consent"))
    ada.write("Type your name to sign", "Ada Osei")
    ada.press("Sign and send my choices")
    assert ada.title == "You choose whom we ask"
    ada.go(path_in_mail("referral-status"))
    rank(ada, "Maren Okafor", "1st")
    ada.press("Send my choices")
    assert ada.title == "We asked Maren Okafor"
    ada.follow("Take my consent back")
    assert ada.title == "Take your consent back?"
    ada.press("Take my consent back")
    assert ada.title == "You took your consent back"
    referral.refresh_from_db()
    assert (referral.state, referral.has_consent) == (Referral.State.CONSENT_REVOKED, False)
    assert Leg.objects.get().state == Leg.State.OBSOLETE
    ada.go("/help/link/")
    ada.write("Your e-mail address", ADA)
    ada.press("Send it")
    assert ada.title == "Look into your mail"
