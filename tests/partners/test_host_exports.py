"""A host takes everything of its own out."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from careerlink.audit import trail
from careerlink.audit.models import Disclosure, Entry
from careerlink.outbox.models import OutgoingMail
from careerlink.web import archives, clock
from partners.actions import host_exports as actions
from partners.models import HostExport, Offer, SavedWriter
from partners.registry import host_exports
from tests import factories as make
from tests.races import at_once
from tests.world import make_world


@pytest.fixture
def full(world):
    """An office with one of each, and a rival with the same."""
    for host, who in ((world.office, "director"), (world.rival, "other")):
        mark = host.slug
        need = make.NeedFactory(host=host, words=f"words of {mark}", made_by=world.user[who])
        make.OfferFactory(
            host=host, writer=world.writer2, need=need, state=Offer.State.DECLINED, due_at=None,
            private_note=f"note of {mark}", private_reason="fees", text=f"text to {mark}",
        )  # fmt: skip
        make.PartnershipFactory(host=host, writer=world.writer, pledge=world.pledge)
        make.EngagementFactory(host=host, writer=world.writer)
        SavedWriter.objects.create(host=host, writer=world.writer2, by=world.user[who], note=f"=note of {mark}")
        make.InvitationFactory(host=host, invited_by=world.user[who], email=f"asked@{mark}.demo.test")
        make.WriterInvitationFactory(host=host, by=world.user[who], email=f"writer@{mark}.demo.test")
        host.closures.create(starts_on=clock.today(), ends_on=clock.today(), name=f"break of {mark}")
        trail.record(need, "publish", by=world.user[who], scope=host.key)
        trail.disclose(
            need, what="contact", right="partnership", seen_by=world.user[who],
            person_id=world.writer.user_id, scope=host.key,
        )  # fmt: skip
    make.OfferFactory(host=world.office, writer=world.newwriter, state=Offer.State.DRAFT, text="nobody saw this")
    return world


def made(world, host=None):
    export = actions.ask_for_host_export(host or world.office, by=world.user["director"])
    assert actions.make_host_export(export.key)
    return HostExport.objects.select_related("host").get(pk=export.pk)


def opened(export):
    with actions.open_archive(export) as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def rows(archive, name):
    return list(csv.DictReader(io.StringIO(archive.read(f"csv/{name}.csv").decode())))


def test_the_archive_has_a_file_for_each_part_and_each_list(full):
    archive = opened(made(full))
    names = archive.namelist()
    assert names[0] == "README.txt"
    assert {name for name in names if name.startswith("json/")} == {f"json/{label}.json" for label in host_exports}
    lists = [table.name for part in host_exports.values() for table in part(full.office)]
    assert [name for name in names if name.startswith("csv/")] == [f"csv/{name}.csv" for name in lists]
    assert archive.testzip() is None


def test_it_holds_its_own_private_reasons_and_notes(full):
    offers = rows(opened(made(full)), "offers")
    assert [(row["private_reason"], row["private_note"], row["words"]) for row in offers] == [
        ("Fees", "note of oxbow-career", "text to oxbow-career")
    ]


def test_nothing_of_another_office_is_in_it(full):
    archive = opened(made(full))
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert ("rival" in everything.lower(), "other@" in everything, "nobody saw this" in everything) == (False,) * 3


def test_json_and_csv_say_the_same(full):
    archive = opened(made(full))
    for label in host_exports:
        for name, found in json.loads(archive.read(f"json/{label}.json")).items():
            assert len(found) == len(rows(archive, name))
            assert all(list(row) == list(rows(archive, name)[0]) for row in found)


def test_a_writers_address_is_in_it_only_when_both_agreed(full):
    archive = opened(made(full))
    together = rows(archive, "working_together")
    assert [(row["writer"], row["email"]) for row in together] == [("Maren Okafor", "writer@demo.test")]
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "writer2@demo.test" not in everything


def test_a_suspended_office_takes_no_address_of_a_writer(full):
    full.office.state = "suspended"
    full.office.save()
    export = made(full)
    assert rows(opened(export), "working_together")[0]["email"] == ""
    assert export.contacts == []


def test_mail_to_a_writer_is_told_without_address_and_subject(full):
    offer = full.office.offers.filter(state="declined").get()
    for about, who in ((offer, "writer2"), (full.office, "director")):
        actions.emails.queue_mail(
            "host_export_ready", key=f"x-{who}", to=full.user[who].email, user_id=full.user[who].pk, about=about,
            scope=full.office.key,
        )  # fmt: skip
    OutgoingMail.objects.update(subject="Words")
    found = rows(opened(made(full)), "emails")
    assert [(row["to"], row["subject"]) for row in found] == [("a writer", ""), ("director@demo.edu", "Words")]


@pytest.mark.parametrize("start", archives.FORMULA)
def test_no_cell_is_a_formula(start):
    assert archives.safe_cell(f"{start}HYPERLINK()") == f"'{start}HYPERLINK()"


def test_cells_are_plain_words():
    values = [None, True, -3, "Anna", clock.now().replace(2026, 5, 12, 14, 0, 0, 0)]
    assert [archives.safe_cell(value) for value in values] == ["", "yes", "-3", "Anna", "2026-05-12T14:00:00+00:00"]


def test_a_private_note_that_looks_like_a_formula_stays_text(full):
    archive = opened(made(full))
    assert rows(archive, "saved_writers")[0]["private_note"] == "'=note of oxbow-career"
    assert json.loads(archive.read("json/writers.json"))["saved_writers"][0]["private_note"] == "=note of oxbow-career"
    assert not archive.read("csv/offers.csv").startswith(b"\xef\xbb\xbf")


def test_two_clicks_are_one_job(world):
    first = actions.ask_for_host_export(world.office, by=world.user["director"])
    assert actions.ask_for_host_export(world.office, by=world.user["director"]) == first


def test_the_database_has_one_job_a_host(world):
    actions.ask_for_host_export(world.office, by=world.user["director"])
    with pytest.raises(IntegrityError), transaction.atomic():
        HostExport.objects.create(host=world.office, due_at=clock.now())


def test_making_it_twice_makes_it_once(world):
    export = made(world)
    assert not actions.make_host_export(export.key)
    assert not actions.make_host_export("unknown")
    assert OutgoingMail.objects.filter(kind="host_export_ready").count() == 1


def test_progress_is_counted_in_lists_and_rows(full):
    export = made(full)
    lists = sum(len(list(part(full.office))) for part in host_exports.values())
    archive = opened(export)
    total = sum(len(rows(archive, name[4:-4])) for name in archive.namelist() if name.startswith("csv/"))
    assert (export.lists_done, export.lists, export.rows) == (lists, lists, total)
    assert export.size == actions.storage().size(export.file.name)


def test_a_worker_that_died_is_followed_by_another(world, django_capture_on_commit_callbacks):
    export = actions.ask_for_host_export(world.office, by=world.user["director"])
    assert actions._begin(HostExport.objects.select_related("host__institution").get(pk=export.pk))
    actions.run_export_clocks()
    assert HostExport.objects.get().state == HostExport.State.WORKING
    with clock.set_to(clock.now() + timedelta(minutes=6)):
        actions.run_export_clocks()
        assert HostExport.objects.get().state == HostExport.State.ASKED
        assert actions.make_host_export(export.key)


def test_a_worker_who_was_given_up_writes_nothing_any_more(world):
    export = actions.ask_for_host_export(world.office, by=world.user["director"])
    slow = HostExport.objects.select_related("host__institution").get(pk=export.pk)
    assert actions._begin(slow)
    with clock.set_to(clock.now() + timedelta(minutes=6)):
        actions.run_export_clocks()
        assert actions.make_host_export(export.key)
    with pytest.raises(actions.GivenUp):
        actions._write(slow)
    with pytest.raises(actions.GivenUp):
        actions._finish(slow, [])
    ready = HostExport.objects.get()
    assert (ready.state, actions.storage().exists(ready.file.name)) == (HostExport.State.READY, True)


def test_after_three_tries_it_has_failed_and_the_one_who_asked_is_told(world, monkeypatch):
    def broken(host):
        raise OSError("no room on the disk")
        yield

    export = actions.ask_for_host_export(world.office, by=world.user["director"])
    monkeypatch.setitem(host_exports, "offers", lambda host: [archives.Table("offers", ["a"], broken(host))])
    assert [actions.make_host_export(export.key) for _ in range(3)] == [False] * 3
    assert HostExport.objects.get().state == HostExport.State.FAILED
    assert OutgoingMail.objects.get().kind == "host_export_failed"


def test_what_nobody_begins_within_a_day_has_failed(world):
    actions.ask_for_host_export(world.office, by=world.user["director"])
    with clock.set_to(clock.now() + timedelta(hours=25)):
        actions.run_export_clocks()
    assert HostExport.objects.get().state == HostExport.State.FAILED


def test_after_a_week_the_file_is_deleted(world, django_capture_on_commit_callbacks):
    export = made(world)
    name = export.file.name
    with clock.set_to(clock.now() + timedelta(days=7, minutes=1)), django_capture_on_commit_callbacks(execute=True):
        actions.run_export_clocks()
        actions.run_export_clocks()
    gone = HostExport.objects.get()
    assert (gone.state, gone.file.name, gone.contacts, actions.storage().exists(name)) == ("expired", "", [], False)


def test_a_new_archive_takes_the_place_of_the_old(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        old, _new = made(world), made(world)
    assert [row.state for row in HostExport.objects.order_by("id")] == ["expired", "ready"]
    assert not actions.storage().exists(old.file.name)


def test_a_file_without_an_export_is_deleted(world):
    kept = made(world)
    name = actions.storage().save(f"{actions.FOLDER}/ownerless.zip", ContentFile(b"PK"))
    with clock.set_to(clock.now() + timedelta(minutes=10)):
        actions.run_export_clocks()
    assert (actions.storage().exists(name), actions.storage().exists(kept.file.name)) == (False, True)


@pytest.mark.parametrize(
    ("who", "status"), [("director", 200), ("staff", 404), ("viewer", 404), ("other", 404), ("admin", 404)]
)
def test_only_its_managers_take_it(client, world, who, status):
    export = made(world)
    client.force_login(world.user[who])
    answer = client.get(reverse("host_export_file", args=[world.office.slug, export.key]))
    assert answer.status_code == status
    answer.close()


def test_an_archive_of_another_office_does_not_exist(client, world):
    export = made(world, world.rival)
    client.force_login(world.user["director"])
    for slug in (world.office.slug, world.rival.slug):
        assert client.get(reverse("host_export_file", args=[slug, export.key])).status_code == 404


def test_taking_it_is_on_record_and_told_to_those_whose_addresses_are_in_it(client, full):
    left = make.MemberFactory(host=full.office, ended_at=clock.now(), gets_decisions=False)
    export = made(full)
    make.MemberFactory(host=full.office, since=clock.now() + timedelta(seconds=1))  # stands in the next one
    client.force_login(full.user["director"])
    before = Disclosure.objects.count()
    for _time in range(2):
        answer = client.get(reverse("host_export_file", args=[full.office.slug, export.key]))
        assert b"".join(answer.streaming_content)[:2] == b"PK"  # read to its end, which closes it
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert Entry.objects.filter(event="download", about_id=export.pk, by=full.user["director"].pk).count() == 2
    shown = Disclosure.objects.order_by("id")[before:]
    colleagues = [full.user["staff"].pk, full.user["viewer"].pk, left.user_id]
    assert sorted((row.person, row.right, row.what, row.scope) for row in shown) == sorted(
        [(full.writer.user_id, "host_export", "contact", full.office.key)]
        + [(person, "colleague_export", "contact", full.office.key) for person in colleagues]
    )
    emails = {row["email"] for row in rows(opened(export), "members")}
    assert emails == {full.user[who].email for who in ("director", "staff", "viewer")} | {left.user.email}


def test_the_mail_leads_to_the_page_and_not_to_the_file(world):
    export = made(world)
    mail = OutgoingMail.objects.select_related("mailbox").get()
    content = actions.emails._render_ready(mail)
    assert reverse("host_export", args=["oxbow-career"]) in content.text
    assert (export.key in content.text, export.file.name in content.html) == (False, False)


def test_who_is_no_manager_any_more_gets_no_mail(world):
    made(world)
    world.office.members.update(role="viewer", gets_decisions=False)
    mail = OutgoingMail.objects.select_related("mailbox").get()
    assert actions.emails._still("ready")(mail) == "she is no manager any more"


def test_the_page_says_how_far_it_is(client, world):
    client.force_login(world.user["director"])
    address = reverse("host_export", args=["oxbow-career"])
    assert b"Make the archive" in client.get(address).content
    assert client.post(address).status_code == 302
    assert b"It begins within a minute" in client.get(address).content
    export = HostExport.objects.get()
    actions.make_host_export(export.key)
    assert b"Download the archive" in client.get(address).content


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_managers_at_once_make_one_archive():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    world = make_world()
    make.MemberFactory(host=world.office, user=world.user["staff"], role="manager", ended_at=clock.now())
    found = at_once(*[lambda: actions.ask_for_host_export(world.office, by=world.user["director"]) for _ in range(6)])
    assert {export.pk for export in found} == {HostExport.objects.get().pk}
    made_by = at_once(*[lambda: actions.make_host_export(found[0].key) for _ in range(4)])
    assert sorted(made_by) == [False, False, False, True]


def test_a_long_list_is_read_in_batches(world, django_assert_num_queries):
    make.NeedFactory.create_batch(5, host=world.office)
    with django_assert_num_queries(3):  # 2 + 2 + 1: a batch that is not full still asks for the next
        batches = list(archives.in_batches(world.office.needs.all(), size=3))
    assert [len(batch) for batch in batches] == [3, 2]
