"""Writers of like fit are suggested alike, and a moderator can see whether they are."""

from django.test import Client
from django.urls import reverse

from partners.models import Asked
from partners.queries.exposure import exposure_report, exposures
from tests import factories as make
from tests.queries import count_queries

REPORT = "admin:partners_suggestion_exposure"


def test_who_fits_as_well_as_the_third_counts_and_who_fits_less_does_not():
    rows = [(1, 1, 900, 10), (1, 2, 800, 11), (1, 3, 700, 12), (1, 4, 640, 13), (1, 5, 639, 14), (2, 1, 500, 13)]
    found = {one.writer: (one.fits, one.shown) for one in exposures(reversed(rows))}
    assert found == {10: (1, 1), 11: (1, 1), 12: (1, 1), 13: (2, 1)}


def test_the_report_puts_in_front_who_is_passed_over(world):
    writers = [make.WriterFactory() for _n in range(5)]
    for _n in range(2):
        need = make.NeedFactory(host=world.office)
        for rank, writer in enumerate(writers, start=1):
            need.suggestions.create(writer=writer, rank=rank, score=1000 - rank)
    Asked.objects.create(host=world.office, writer=writers[3], label="partners.need", about_id=1)
    with count_queries() as n:
        report = exposure_report()
    assert (n(), report.requests, report.writers, report.never) == (3, 2, 5, 2)
    assert [(one.name, one.fits, one.shown, one.asked) for one in report.rows[:2]] == [
        (writers[3].name, 2, 0, 1), (writers[4].name, 2, 0, 0),
    ]  # fmt: skip
    assert (report.middle, report.tenth) == (1.0, 0.0)


def test_only_moderators_read_it(world):
    for who, status in [("admin", 200), ("director", 302)]:
        client = Client()
        client.force_login(world.user[who])
        assert client.get(reverse(REPORT)).status_code == status
    client = Client()
    client.force_login(world.user["admin"])
    assert "No suggestions are kept" in client.get(reverse(REPORT)).content.decode()
    assert reverse(REPORT) in client.get(reverse("admin:partners_suggestion_changelist")).content.decode()
