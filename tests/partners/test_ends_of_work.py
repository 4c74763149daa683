"""Agreed work ends by people: done, or called off with a word; and what both acknowledged when they agreed."""

from datetime import timedelta

import pytest
from django.core import mail as post
from django.core.exceptions import ValidationError
from django.urls import reverse

from careerlink.accounts.actions import agree as agree_to
from careerlink.accounts.queries import newest_agreement
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.audit.models import Entry
from careerlink.outbox import delivery
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import answers, engagements, offers
from partners.models import Engagement, Host, Partnership, Writer
from tests import factories as make

WORD = "I have <b>fallen</b> ill."


@pytest.fixture
def work(world):
    """What an accepted offer leads to."""
    make.LegalTextFactory(slug="gifts", version=1, body="Nothing is given, nothing is taken.")
    offer = offers.send_offer(
        writer=world.writer, host=world.office, kind="panel", text="Gladly.", by=world.user["writer"]
    )
    return answers.accept_offer(offer, by=world.user["director"])


def page_of(client, world, who, work):
    client.force_login(world.user[who])
    found = Partnership.objects.get(host=work.host, writer=work.writer)
    return client.get(reverse("partnership", args=[found.key])).content.decode()


def told():
    """To whom mail about agreed work was written, by kind."""
    rows = OutgoingMail.objects.filter(kind__startswith="engagement_").order_by("kind", "id")
    return list(rows.values_list("kind", "mailbox__address"))


# --- Done, called off ----------------------------------------------------------------------------------


def test_done_in_two_clicks_and_the_writer_is_thanked(client, world, work):
    address = reverse("engagement_finish", args=[work.key])
    assert address in page_of(client, world, "director", work)
    assert "Is it done? Panel" in client.get(address).content.decode()
    client.post(address)
    work.refresh_from_db()
    assert work.state == "done"
    assert told() == [("engagement_done", "writer@demo.test")]
    assert address not in page_of(client, world, "director", work)


@pytest.mark.parametrize(
    ("who", "kind", "to"),
    [
        ("writer", "engagement_called_off_office", "director@demo.edu"),
        ("staff", "engagement_called_off", "writer@demo.test"),
    ],
)
def test_either_side_calls_it_off_and_the_other_reads_why(client, world, work, who, kind, to):
    address = reverse("engagement_call_off", args=[work.key])
    assert address in page_of(client, world, who, work)
    assert client.post(address, {"word": " "}).status_code == 422
    assert client.post(address, {"word": WORD}).status_code == 302
    work.refresh_from_db()
    assert (work.state, told()) == ("cancelled", [(kind, to)])
    letter = kinds[kind].render(OutgoingMail.objects.select_related("mailbox").get(kind=kind))
    assert WORD in letter.text
    assert "&lt;b&gt;fallen" in letter.html
    assert "Panel" in letter.subject


def test_the_mail_leaves_and_names_no_address(client, world, work):
    engagements.call_off_engagement(work, by=world.user["staff"], word=WORD)
    delivery.deliver()
    [letter] = [letter for letter in post.outbox if "Called off" in letter.subject]
    assert letter.to == ["writer@demo.test"]
    assert "@demo.edu" not in letter.body


def test_the_writer_does_not_say_that_it_is_done(client, world, work):
    client.force_login(world.user["writer"])
    assert client.post(reverse("engagement_finish", args=[work.key])).status_code == 404
    assert reverse("engagement_finish", args=[work.key]) not in page_of(client, world, "writer", work)


@pytest.mark.parametrize(("state", "status"), [("suspended", 404), ("leaving", 302)])
def test_a_host_that_is_suspended_writes_to_nobody(client, world, work, state, status):
    soon = clock.now() + timedelta(days=9)
    Host.objects.filter(pk=world.office.pk).update(state=state, leaves_at=soon, suspended_until=soon)
    client.force_login(world.user["director"])
    assert client.post(reverse("engagement_call_off", args=[work.key]), {"word": WORD}).status_code == status
    assert len(told()) == (status == 302)


def test_a_writer_who_is_suspended_writes_to_nobody(client, world, work):
    Writer.objects.filter(pk=world.writer.pk).update(state="suspended", suspended_until=clock.now() + timedelta(days=9))
    client.force_login(world.user["writer"])
    assert client.post(reverse("engagement_call_off", args=[work.key]), {"word": WORD}).status_code == 404
    assert told() == []


def test_what_is_over_is_over(client, world, work):
    engagements.finish_engagement(work, by=world.user["director"])
    with pytest.raises(NoSuchMove):
        engagements.call_off_engagement(work, by=world.user["writer"], word=WORD)
    again = Engagement.objects.get(pk=work.pk)
    again.state = "agreed"  # as a page shows it that was opened before
    with pytest.raises(Stale):
        engagements.call_off_engagement(again, by=world.user["writer"], word=WORD)
    client.force_login(world.user["writer"])
    assert client.post(reverse("engagement_call_off", args=[work.key]), {"word": WORD}).status_code == 302
    assert told() == [("engagement_done", "writer@demo.test")]


@pytest.mark.parametrize("end", ["finish", "call off"])
def test_what_is_over_no_longer_keeps_her_busy(world, work, end):
    now = clock.now()
    Engagement.objects.filter(pk=work.pk).update(busy_from=now, busy_until=now + timedelta(hours=2))
    with pytest.raises(ValidationError):
        engagements.refuse_overlap(world.writer, now, now + timedelta(hours=1))
    if end == "finish":
        engagements.finish_engagement(work, by=world.user["director"])
    else:
        engagements.call_off_engagement(work, by=world.user["writer"], word=WORD)
    engagements.refuse_overlap(world.writer, now, now + timedelta(hours=1))


def test_the_word_is_erased_with_the_writer(world, work):
    engagements.call_off_engagement(work, by=world.user["writer"], word=WORD)
    Entry.objects.get(event="cancel").note.__class__.objects.update(text="")
    letter = kinds["engagement_called_off_office"].render(OutgoingMail.objects.get(kind="engagement_called_off_office"))
    assert "“" not in letter.text


# --- No gifts, no referral fees -------------------------------------------------------------------------


def test_the_rule_in_force_is_kept_with_what_was_agreed(client, world, work):
    make.LegalTextFactory(slug="gifts", version=2, in_force_from=clock.now() + timedelta(days=1))
    assert (work.rules.slug, work.rules.version) == ("gifts", 1)
    assert Entry.objects.get(label="partners.engagement", event="agree").reason == "gifts 1"
    for who in ("director", "writer"):
        assert "no gifts, no referral fees (version 1)" in page_of(client, world, who, work)


def test_it_stays_there_when_the_work_is_done(client, world, work):
    engagements.finish_engagement(work, by=world.user["director"])
    assert "Done. Both acknowledged: no gifts, no referral fees (version 1)" in page_of(client, world, "writer", work)


@pytest.mark.parametrize("name", ["offers", "offer", "offer_new"])
def test_the_rule_stands_beside_the_button(client, world, name):
    offer = make.OfferFactory(host=world.office, writer=world.writer)
    who, argument = {
        "offers": ("director", world.office.slug),
        "offer": ("director", offer.key),
        "offer_new": ("writer2", world.office.slug),
    }[name]
    client.force_login(world.user[who])
    page = client.get(reverse(name, args=[argument])).content.decode()
    assert "no gifts and no referral fees" in page
    assert f'href="{reverse("trust")}#gifts"' in page


# --- The pledge, dated and versioned --------------------------------------------------------------------


def test_a_partnership_begins_under_what_she_has_given(world):
    make.LegalTextFactory(slug="pledge", version=2, body="Seven months.")
    given = newest_agreement(world.user["writer"].pk, "pledge")
    found = engagements.partnership(world.office, world.writer, by=None)
    assert (found.pledge, found.pledged_at) == (world.pledge, given.at)


def test_a_newer_pledge_holds_from_the_moment_she_gives_it(client, world):
    first = engagements.partnership(world.office, world.writer, by=None)
    engagements.partnership(world.rival, world.writer, by=None)
    other = engagements.partnership(world.rival, world.writer2, by=None)
    client.force_login(world.user["writer"])
    desk = reverse("writer_desk")
    assert "has a new version" not in client.get(desk).content.decode()
    make.LegalTextFactory(slug="pledge", version=2, body="Seven months of distance.")
    assert "The pledge of writers has a new version: 2" in client.get(desk).content.decode()
    page = client.get(reverse("partnership", args=[first.key])).content.decode()
    assert ("Version 1, given on" in page, "Version 2 is in force since" in page) == (True, True)
    assert "Seven months of distance." in client.get(reverse("writer_pledge")).content.decode()
    client.post(reverse("writer_pledge"), {"version": 2})
    assert "has a new version" not in client.get(desk).content.decode()
    versions = Partnership.objects.order_by("id").values_list("writer__slug", "pledge__version")
    assert list(versions) == [("writer", 2), ("writer", 2), ("writer2", 1)]
    assert Entry.objects.filter(event="renew_pledge").count() == 2
    other.refresh_from_db()
    assert other.pledge == world.pledge
    client.force_login(world.user["director"])
    assert "Version 2, given on" in client.get(reverse("partnership", args=[first.key])).content.decode()


def test_both_sides_see_that_a_newer_one_waits(client, world):
    found = engagements.partnership(world.office, world.writer, by=None)
    make.LegalTextFactory(slug="pledge", version=2)
    client.force_login(world.user["director"])
    assert "The writer is asked on their desk" in client.get(reverse("partnership", args=[found.key])).content.decode()


@pytest.mark.parametrize("version", ["1", "", "x", "3"])
def test_what_is_not_in_force_cannot_be_given(client, world, version):
    make.LegalTextFactory(slug="pledge", version=2)
    make.LegalTextFactory(slug="pledge", version=3, in_force_from=clock.now() + timedelta(days=1))
    client.force_login(world.user["writer"])
    assert client.post(reverse("writer_pledge"), {"version": version}).status_code == 200
    assert newest_agreement(world.user["writer"].pk, "pledge").text == world.pledge


def test_a_pledge_that_was_replaced_meanwhile_is_refused(world):
    newer = make.LegalTextFactory(slug="pledge", version=2)
    with pytest.raises(Stale):
        engagements.renew_pledge(world.writer, world.pledge, by=world.user["writer"])
    engagements.renew_pledge(world.writer, newer, by=world.user["writer"])
    assert agree_to(world.user["writer"], newer).text == newer
