"""What an office notes for itself travels nowhere: canaries are planted and looked for on every page, in every mail,
export and log line.
"""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.test import Client

from careerlink.accounts.own_data import everything_about
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import answers, cascade, host_exports, offer_clocks, offers
from partners.models import HostExport, Kind, Offer, Writer
from tests import factories as make
from tests.pages import PAGES, fill
from tests.reading import finish
from tests.world import PERSONAS

REASON, NOTE, COLLEAGUE = "CANARYREASON", "canary-in-the-note", "Canary Colleague"
OFFICE = {"director", "staff", "viewer"}
OTHERS = sorted(set(PERSONAS) - OFFICE)


@pytest.fixture
def way(world):
    """An offer that the office declined, the professor passed on and the club has now; all of them noted much."""
    fill(world)
    Writer.objects.filter(pk=world.writer.pk).update(cap=50)  # of all that a page may show much is hers
    colleague = make.MemberFactory(host=world.office, role="coordinator", user=make.UserFactory(name=COLLEAGUE)).user
    for host in (world.faculty, world.club):
        make.NeedFactory(host=host, kind=Kind.CLASS_VISIT, words="")
    writer = world.writer
    first = offers.send_offer(
        writer=writer, host=world.office, kind=Kind.CLASS_VISIT, text="Gladly.", by=writer.user, may_cascade=True
    )
    answers.hand_over(first, colleague, by=world.user["director"])
    answers.decline_offer(first, by=colleague, note=NOTE)
    Offer.objects.filter(pk=first.pk).update(private_reason=REASON)
    offer_clocks.run_offer_clocks()
    second = Offer.objects.select_related("host__institution", "writer__user").get(parent=first)
    third = cascade.pass_on(second, world.club if second.host == world.faculty else world.faculty,
                            by=second.host.members.get().user)  # fmt: skip
    return first, second, third


def test_the_way_is_as_it_should_be(way):
    assert [offer.host.kind for offer in way] == ["career_office", "faculty", "student_organization"]
    assert [Offer.objects.get(pk=offer.pk).state for offer in way] == ["declined", "redirected", "sent"]


@pytest.mark.parametrize("who", ["stranger", *OTHERS])
def test_no_page_of_anybody_else_shows_them(world, way, who, caplog):
    client = Client()
    if who != "stranger":
        client.force_login(world.user[who])
    addresses = [row.address(world) for row in PAGES if row.status_for(who) != 404]
    addresses += [offer.get_absolute_url() for offer in way]
    addresses += [f"/desk/{host.slug}/{part}" for host in (world.faculty, world.club, world.rival)
                  for part in ("", "offers/", "offers/answered/", "partners/")]  # fmt: skip
    addresses += ["/writer/offers/?show=all", "/admin/partners/offer/"]
    addresses += [f"/admin/partners/offer/{offer.pk}/change/" for offer in way]
    opened = 0
    for address in addresses:
        response = client.get(address)
        finish(response)
        page = response.content.decode("utf-8", "ignore") if not response.streaming else ""
        opened += response.status_code == 200
        assert [word for word in (REASON, NOTE, COLLEAGUE) if word in page] == [], address
    assert opened > 10
    assert not {word for word in (REASON, NOTE) if word in caplog.text}


def test_its_own_people_read_them(world, way):
    client = Client()
    client.force_login(world.user["viewer"])
    page = client.get(way[0].get_absolute_url()).content.decode()
    assert [word in page for word in (REASON, NOTE, COLLEAGUE)] == [True] * 3


def test_the_next_host_reads_who_passed_it_on_and_nothing_of_who_declined(world, way):
    client = Client()
    client.force_login(world.user["club"])
    for address in (way[2].get_absolute_url(), "/desk/oxbow-club/offers/"):
        page = client.get(address).content.decode()
        assert "English Department" in page
        assert "Career Office" not in page
    client.force_login(world.user["professor"])
    page = client.get(way[1].get_absolute_url()).content.decode()
    assert ("Passed on by" in page, "Career Office" in page) == (False, False)


def test_the_writer_sees_each_step(world, way):
    client = Client()
    client.force_login(world.user["writer"])
    steps = client.get(way[2].get_absolute_url()).context["steps"]
    assert [(step["title"], step["text"]) for step in steps] == [
        ("Marketing Club", "Sent"),
        ("English Department", "Passed on"),
        ("Career Office", "Not now"),
    ]
    assert [bool(step["url"]) for step in steps] == [False, True, True]


def test_no_mail_to_anybody_else_carries_them(world, way):
    answers.decline_offer(way[2], by=world.user["club"])
    offer_clocks.run_offer_clocks()
    own = {world.user[who].pk for who in OFFICE}
    mails = OutgoingMail.objects.select_related("mailbox").exclude(mailbox__user_id__in=own)
    read = 0
    for mail in mails.exclude(kind__startswith="host_invitation"):
        if kinds[mail.kind].still_true and kinds[mail.kind].still_true(mail):
            continue
        if mail.about_label != "partners.offer":
            continue
        letter = kinds[mail.kind].render(mail)
        read += 1
        said = letter.subject + letter.text + letter.html + json.dumps(mail.context)
        assert [word for word in (REASON, NOTE, COLLEAGUE) if word in said] == [], mail.kind
    assert read >= 3


def test_no_export_of_anybody_else_carries_them(world, way):
    for who in OTHERS:
        said = json.dumps(everything_about(world.user[who]), default=str)
        assert [word for word in (REASON, NOTE, COLLEAGUE) if word in said] == [], who
    for host, who in ((world.faculty, "professor"), (world.club, "club"), (world.rival, "other")):
        assert [word for word in (REASON, NOTE, COLLEAGUE) if word in archive(host, world.user[who])] == []
    assert [word in archive(world.office, world.user["director"]) for word in (REASON, NOTE, COLLEAGUE)] == [True] * 3


def archive(host, manager):
    """All that a host takes out, as text."""
    with clock.set_to(clock.now() + timedelta(days=1)):
        export = host_exports.ask_for_host_export(host, by=manager)
        assert host_exports.make_host_export(export.key)
        with host_exports.open_archive(HostExport.objects.get(pk=export.pk)) as file:
            parts = zipfile.ZipFile(io.BytesIO(file.read()))
            return "".join(parts.read(name).decode() for name in parts.namelist())
