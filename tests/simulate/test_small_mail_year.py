"""The simulated year of mail, for a few people and six weeks: what it promises holds."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from careerlink.web import clock
from tests.bench.report import Report
from tests.simulate import mail_year


@pytest.mark.django_db
def test_six_weeks_of_mail_keep_their_promises(capsys, monkeypatch):
    monkeypatch.setattr(mail_year, "HOURS", (13, 15, 17))
    monkeypatch.setattr(mail_year, "STOPS", 0.5)
    monkeypatch.setattr(mail_year, "LESS", 1.0)  # six weeks are too short to write less
    with clock.set_to(mail_year.START):
        call_command("load_texts", verbosity=0)
        year = mail_year.MailYear(3, days=42, hosts=3, writers=8, requests=16)
    year.live()
    report = Report()
    with clock.set_to(mail_year.START + timedelta(days=42)):
        mail_year.tell(report, year)
    said = capsys.readouterr().out
    assert (report.end(), report.misses) == (0, [])
    assert "requests_weekly" in said
