"""That a host declined a writer, and why, changes nothing that any other host sees: no page, no order, no archive."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from careerlink.audit.models import Entry
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import answers
from partners.models import Offer
from partners.queries.facts import offer_fits
from partners.queries.suggestions import writers_to_tell
from partners.registry import host_exports
from tests import factories as make

CANARY = "canary-9d1f"
OTHERS = (("rival", "other"), ("faculty", "professor"))
TOKENS = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|hx-headers=\'[^\']+\'')


@pytest.fixture
def campus(world):
    """Writers who offered to everybody; what other hosts ask for; and four of them before the office."""
    make.MajorFactory()
    world.writers = [make.WriterFactory(name=f"Writer {letter}", slug=f"w-{letter}") for letter in "abcde"]
    for writer in world.writers:
        make.WriterTagFactory(writer=writer)
        make.FeeFactory(writer=writer)
    world.needs = {}
    for name, _who in OTHERS:
        host = getattr(world, name)
        need = world.needs[name] = make.NeedFactory(host=host)
        need.tags.create(vocabulary="major", code="23.0101")
        for writer in world.writers[:3]:
            make.OfferFactory(host=host, writer=writer, need=need)
    world.declined = [make.OfferFactory(host=world.office, writer=writer, kind="panel") for writer in world.writers[:4]]
    return world


def seen_by(world, name, who):
    """All that somebody of another host is shown about writers, and in which order they stand."""
    host, need = getattr(world, name), world.needs[name]
    client = Client()
    client.force_login(world.user[who])
    slug = host.slug
    addresses = [
        reverse("desk", args=[slug]),
        reverse("offers", args=[slug]),
        reverse("desk_writers", args=[slug]),
        reverse("desk_writers", args=[slug]) + "?words=english",
        reverse("need", args=[need.key]),
        *(reverse("desk_writer", args=[slug, writer.slug]) for writer in world.writers),
    ]
    pages = {address: TOKENS.sub("", client.get(address).content.decode()) for address in addresses}
    offers = list(Offer.objects.filter(host=host).select_related("writer", "need").order_by("id"))
    fits = {
        pk: (fit.score, [str(reason) for reason in fit.reasons]) for pk, (fit, _f) in offer_fits(offers, host).items()
    }
    suggested = [writer.slug for writer in writers_to_tell(need)]
    archive = [
        (table.name, [list(map(str, row)) for row in table.rows])
        for part in host_exports.values()
        for table in part(host)
        if table.name not in ("what_happened", "who_was_shown_contacts")  # this very look is in the second
    ]
    return pages, fits, suggested, archive


@pytest.mark.parametrize(("name", "who"), OTHERS)
def test_another_host_sees_the_same_before_and_after(campus, name, who):
    with clock.set_to(clock.now() + timedelta(minutes=5)):
        seen_by(campus, name, who)  # what a first look writes down is written
        before = seen_by(campus, name, who)
        for offer, reason in zip(campus.declined, ("not_a_fit", "fees", "credential", "not_now"), strict=True):
            answers.decline_offer(offer, by=campus.user["director"], reason=reason, note=f"{CANARY} {reason}")
        after = seen_by(campus, name, who)
    assert "Writer a" in str(before[0])
    assert before[2]
    for what, was, now in zip(("pages", "fits", "suggested", "archive"), before, after, strict=True):
        assert now == was, what


def test_the_reason_stays_with_the_office_that_gave_it(campus):
    for offer in campus.declined:
        answers.decline_offer(offer, by=campus.user["director"], reason="fees", note=CANARY)
    entries = Entry.objects.filter(event="decline")
    assert set(entries.values_list("scope", flat=True)) == {campus.office.key}
    told = OutgoingMail.objects.filter(kind="offer_declined").values_list("mailbox__user_id", flat=True)
    assert set(told) == {offer.writer.user_id for offer in campus.declined}
    for name, who in OTHERS:
        assert CANARY not in str(seen_by(campus, name, who))
    client = Client()
    client.force_login(campus.user["director"])
    assert CANARY in client.get(campus.declined[0].get_absolute_url()).content.decode()
