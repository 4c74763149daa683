"""Who gets the decisions of a host: always somebody, never somebody who only looks."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from careerlink.accounts.actions import suspend_person
from careerlink.audit.machines import Stale
from careerlink.audit.models import Entry
from careerlink.web import clock
from partners.actions import decisions, members
from partners.actions.hosts import found_host
from partners.actions.person import erase_memberships
from partners.models import Host, Member
from tests import factories as make


def named(host):
    rows = Member.objects.filter(host=host, gets_decisions=True).order_by("user__email")
    return list(rows.values_list("user__email", flat=True))


def member(world, who):
    return Member.objects.select_related("host", "user").get(user=world.user[who], host=world.office)


def settings(world, people, weekday=3, hour=15):
    keys = [world.user[who].key for who in people]
    return {"desk_mail_weekday": weekday, "desk_mail_hour": hour, "people": keys}


@pytest.mark.parametrize("wrong", [{"role": "viewer"}, {"ended_at": "2026-01-01T00:00Z", "role": "manager"}])
def test_the_database_itself_refuses_decisions_for_who_does_not_decide(world, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(user=world.user["staff"]).update(gets_decisions=True, **wrong)


def test_a_coordinator_opts_in_and_out_on_her_own(client, world):
    client.force_login(world.user["staff"])
    address = reverse("decisions_choose", args=[world.office.slug])
    assert client.post(address, {"gets": "yes"}).status_code == 302
    assert named(world.office) == ["director@demo.edu", "staff@demo.edu"]
    client.post(address, {"gets": "yes"})
    client.post(address, {"gets": "no"})
    assert named(world.office) == ["director@demo.edu"]
    entries = Entry.objects.filter(label="partners.member", person=world.user["staff"].pk).order_by("id")
    assert list(entries.values_list("event", "scope")) == [
        ("get_decisions", world.office.key),
        ("get_no_decisions", world.office.key),
    ]


def test_the_last_one_cannot_opt_out_and_reads_why(client, world):
    client.force_login(world.user["director"])
    page = client.post(reverse("decisions_choose", args=[world.office.slug]), {"gets": "no"}, follow=True)
    assert "You are the only one who gets the decisions." in page.content.decode()
    assert named(world.office) == ["director@demo.edu"]


def test_a_manager_names_somebody_and_says_when(client, world):
    client.force_login(world.user["director"])
    address = reverse("host_mail", args=[world.office.slug])
    assert client.post(address, settings(world, ["staff"])).status_code == 302
    assert named(world.office) == ["staff@demo.edu"]
    office = Host.objects.get(pk=world.office.pk)
    assert (office.desk_mail_weekday, office.desk_mail_hour) == (3, 15)
    local = office.next_desk_mail_at.astimezone(ZoneInfo("America/New_York"))
    assert (local.isoweekday(), local.hour, local > clock.now()) == (3, 15, True)


@pytest.mark.parametrize("people", [[], ["viewer"], ["other"], ["staff", "viewer"]])
def test_nobody_and_who_does_not_decide_here_cannot_be_named(client, world, people):
    client.force_login(world.user["director"])
    assert client.post(reverse("host_mail", args=[world.office.slug]), settings(world, people)).status_code == 422
    assert named(world.office) == ["director@demo.edu"]


@pytest.mark.parametrize(
    ("weekday", "hour"), [(0, 9), (8, 9), (2, 24), (2, -1), ("x", "y"), ("\x00", 9), (2, "9" * 400)]
)
def test_no_other_day_and_hour_than_there_are(client, world, weekday, hour):
    client.force_login(world.user["director"])
    data = settings(world, ["director"], weekday, hour)
    assert client.post(reverse("host_mail", args=[world.office.slug]), data).status_code in (400, 422)
    assert Host.objects.get(pk=world.office.pk).desk_mail_weekday == 2


def test_when_the_named_one_goes_a_manager_gets_them(world):
    decisions.set_desk_mail(
        world.office, by=world.user["director"], desk_mail_weekday=2, desk_mail_hour=9, people=[world.user["staff"]]
    )
    members.end_membership(member(world, "staff"), by=world.user["staff"])
    assert named(world.office) == ["director@demo.edu"]


def test_when_the_named_one_only_looks_from_now_on_a_manager_gets_them(world):
    decisions.set_desk_mail(
        world.office, by=world.user["director"], desk_mail_weekday=2, desk_mail_hour=9, people=[world.user["staff"]]
    )
    members.change_role(member(world, "staff"), by=world.user["director"], role="viewer")
    assert named(world.office) == ["director@demo.edu"]
    with pytest.raises(Stale):
        decisions.choose_decisions(member(world, "staff"), by=world.user["staff"], gets=True)


def test_while_the_named_one_is_kept_out_somebody_else_gets_them_too(world):
    until = clock.now() + timedelta(days=3)
    suspend_person(world.user["director"], by=world.user["admin"], until=until, reason="conduct")
    assert named(world.office) == ["director@demo.edu", "staff@demo.edu"]
    with pytest.raises(ValidationError):
        decisions.choose_decisions(member(world, "staff"), by=world.user["staff"], gets=False)


def test_when_the_named_one_is_erased_another_manager_gets_them(world):
    make.MemberFactory(host=world.office, gets_decisions=False, user=world.user["club"])
    erase_memberships(world.user["director"])
    assert named(world.office) == ["club@demo.edu"]


def test_who_founds_an_office_gets_its_decisions(world):
    place = make.InstitutionFactory()
    host = found_host(by=world.user["club"], institution=place, kind="faculty", name="History")
    assert named(host) == ["club@demo.edu"]
