"""What most tests of this room begin with."""

from types import SimpleNamespace

import pytest

from referrals.actions import consent
from tests import factories as make
from tests.referrals.hands import token_of


@pytest.fixture
def asked(db):
    """An alumnus who has just been asked for consent, three writers who fit, and a browser's path to the page."""
    text = make.LegalTextFactory(slug="consent", version=1, body="You choose, and may stop.")
    make.LegalTextFactory(slug="pledge", version=1)
    make.MajorFactory(code="23.0101")
    writers = [make.WriterFactory(verified=True, name=name) for name in ("Maren Okafor", "Ben Novak", "Wen Zhao")]
    for writer in writers:
        make.WriterTagFactory(writer=writer, vocabulary="major", code="23.0101")
        make.FeeFactory(writer=writer)
    alumnus = make.AlumnusFactory(email="ada@people.demo.test", name="Ada Osei")
    alumnus.tags.create(vocabulary="major", code="23.0101")
    referral = consent.open_referral(alumnus, by=None, words="A resume for a first job as an editor")
    return SimpleNamespace(
        text=text, writers=writers, alumnus=alumnus, referral=referral, path=f"/go/{token_of('referral-consent')}/"
    )
