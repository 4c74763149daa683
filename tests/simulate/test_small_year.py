"""The simulation itself, for a handful of people: what it promises holds from the first day to the last."""

import pytest
from django.core.management import call_command

from careerlink.web import clock
from partners.models import Engagement, Offer
from tests.bench.report import Report
from tests.simulate import figures, year


@pytest.mark.django_db
def test_a_small_year_keeps_its_promises(capsys, monkeypatch):
    monkeypatch.setattr(year, "DAYS", 20)
    monkeypatch.setattr(year, "QUIET_DAYS", 30)
    with clock.set_to(year.START):
        call_command("load_texts", verbosity=0)
        lived = year.Year(3, hosts=5, writers=12, offers=25, requests=12)
    lived.live()
    report = Report()
    figures.tell(report, lived)
    said = capsys.readouterr().out
    assert (report.end(), report.misses) == (0, [])
    assert "ended by an answer: " in said
    assert Offer.objects.filter(parent=None).count() == 25
    assert {offer.is_open for offer in Offer.objects.all()} == {False}
    assert Engagement.objects.count() == Offer.objects.filter(state="accepted").count() > 0
