"""The page with the rules in force for one host, for its counsel."""

from datetime import timedelta

import pytest
from django.urls import reverse

from careerlink.accounts.models import LegalText, User
from careerlink.web import clock
from partners import clocks
from partners.models import CampusRules, Group, Host, Member
from tests import factories as make


def read(client, host):
    answer = client.get(reverse("trust_host", args=[host.slug]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_stranger_reads_what_is_in_force_there(client, world, monkeypatch):
    for slug in LegalText.Slug.values:
        make.LegalTextFactory(slug=slug, version=3, body=f"Words of {slug}.")
    monkeypatch.setattr(clocks, "OFFER_ANSWER", 17)
    office = world.office
    office.house_rules = "Please park **behind** the library."
    office.attention_budget = 6
    office.no_capacity_until = clock.today() + timedelta(days=9)
    office.save()
    office.closures.create(starts_on="2999-03-01", ends_on="2999-03-05", name="Funeral of a colleague")
    office.closures.create(starts_on="2001-03-01", ends_on="2001-03-05", name="Long over")
    page = read(client, office)
    for words in (
        "Career Office, Oxbow State University",
        "Please park <strong>behind</strong> the library.",
        "6; more wait in line",
        "17 days; reminders from days 5 and 10 on",
        "Fri 1 Mar 2999 to Tue 5 Mar 2999",
        "No capacity for new offers",
        "No clients out of volunteering",
        "No gifts, no referral fees",
        "A no stays where it was said",
    ):
        assert words in page, words
    assert ("Funeral" in page, "2001" in page) == (False, False)
    assert page.count('data-label="Version">3<') == len(LegalText.Slug.values)


@pytest.mark.parametrize("slug", ["gifts", "conflict", "campus", "pledge"])
def test_each_text_that_it_names_can_be_read(client, world, slug):
    make.LegalTextFactory(slug=slug, version=2, body=f"Words of {slug}.")
    assert f'href="{reverse("trust")}#{slug}"' in read(client, world.office)
    page = client.get(reverse("trust")).content.decode()
    assert (f'id="{slug}"' in page, f"Words of {slug}." in page) == (True, True)


def test_a_group_stands_under_the_rules_of_its_college_and_its_own(client, world):
    assert "no set time" in read(client, world.club)
    CampusRules.objects.create(institution=world.college, acting="after_yes", approver="office", lead_days=7)
    Group.objects.create(host=world.club, lead_days=12, no_contact_before_yes=True)
    page = read(client, world.club)
    for words in ("Each request needs a yes first", "Only the career office", "12 days", "none leaves"):
        assert words in page, words
    assert "relayed by CareerLink" in page
    assert "7 days" in read(client, world.faculty)


def test_nobody_is_named(client, world):
    Group.objects.create(
        host=world.club, approver_name="Dr. Pine", approver_email="pine@demo.edu", mailbox="c@demo.edu"
    )
    world.office.email, world.office.phone = "careers@demo.edu", "555 0100"
    world.office.save()
    Member.objects.filter(host=world.office).update(title="Head of Canaries")
    User.objects.update(name="Quincy Canary")
    pages = read(client, world.office) + read(client, world.club)
    hidden = [user.email for user in User.objects.all()]
    hidden += ["Canar", "Pine", "pine@demo.edu", "c@demo.edu", "careers@demo.edu", "555 0100"]
    assert [word for word in hidden if word in pages] == []


@pytest.mark.parametrize("state", ["submitted", "suspended", "refused", "leaving", "left"])
def test_only_approved_hosts_have_one(client, world, state):
    soon = clock.now() + timedelta(days=9)
    Host.objects.filter(pk=world.office.pk).update(state=state, leaves_at=soon)
    assert client.get(reverse("trust_host", args=[world.office.slug])).status_code == 404
    client.force_login(world.user["director"])
    address = reverse("trust_host", args=[world.office.slug])
    assert client.get(address).status_code == 404
    assert address not in client.get(reverse("host_settings", args=[world.office.slug])).content.decode()


def test_it_is_linked_where_people_look_for_it(client, world):
    address = f'href="{reverse("trust_host", args=[world.office.slug])}"'
    client.force_login(world.user["director"])
    assert address in client.get(reverse("host_settings", args=[world.office.slug])).content.decode()
    assert address in client.get(reverse("trust")).content.decode()
    client.force_login(world.user["writer"])
    assert address in client.get(reverse("host_page", args=[world.office.slug])).content.decode()
    assert address not in client.get(reverse("trust")).content.decode()


def test_strangers_may_keep_it_and_people_may_not(client, world):
    address = reverse("trust_host", args=[world.office.slug])
    assert "public" in client.get(address).headers["Cache-Control"]
    client.force_login(world.user["director"])
    assert "public" not in client.get(address).headers.get("Cache-Control", "")
