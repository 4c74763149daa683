"""The drill: what a backup holds comes back row by row and file by file; nobody is written to twice, and who
was erased since stays away, and so does an office that left.
"""

import json
import shutil
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from careerlink.accounts import actions
from careerlink.accounts.models import User
from careerlink.accounts.replay import finish_restore
from careerlink.audit import trail
from careerlink.audit.models import Entry
from careerlink.audit.seals import seal_everything
from careerlink.outbox import delivery, hold, tasks
from careerlink.outbox.actions import queue_mail, send_again
from careerlink.outbox.models import Departed, Hold, Mailbox, OutgoingMail
from careerlink.web import clock, ledger
from careerlink.web.backups import store
from partners.actions import leaving
from partners.models import Evidence, Host, Invitation, Member, Offer
from tests import factories as make
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.STORAGES = dict(settings.STORAGES)  # or the storage stays where an earlier test had it
    settings.BACKUP_ROOT = tmp_path / "backups"
    settings.LEDGER_ROOT = tmp_path / "ledger"
    world = make_world()
    world.offer = make.OfferFactory(writer=world.writer, host=world.office)
    credential = make.CredentialFactory(writer=world.writer)
    world.evidence = Evidence.objects.create(
        credential=credential,
        file=ContentFile(b"%PDF-1.7 evidence", name="paper.pdf"),
        content_type="application/pdf",
        size=17,
        name="paper.pdf",
    )
    return world


def all_rows():
    """Every table's rows, as text in an order of their own."""
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 names of tables
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def all_files(settings):
    root = Path(settings.PRIVATE_ROOT)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def restore(*arguments):
    call_command("restore", *arguments, "--force", verbosity=0, stdout=StringIO())


def queue(address, key):
    """A real mail of the portal, under a key of the test's."""
    return queue_mail("account_suspension_lifted", key=key, to=address, secret={"address": address})


def wreck(world, settings):
    """What can happen to data between a backup and the day it is needed."""
    Offer.objects.filter(pk=world.offer.pk).update(state="lapsed")
    User.objects.filter(pk=world.user["viewer"].pk).update(name="Somebody Else")
    world.evidence.file.delete(save=False)
    world.evidence.delete()
    make.UserFactory(email="later@demo.test")
    (Path(settings.PRIVATE_ROOT) / "later.pdf").write_bytes(b"later")


def test_every_row_and_every_file_comes_back(world, settings):
    rows, files = all_rows(), all_files(settings)
    assert len(files) == 1
    folder = store.make()
    wreck(world, settings)
    assert all_rows() != rows
    store.bring_back(folder, store.read(folder))
    assert all_rows() == rows
    assert all_files(settings) == files


def test_what_is_written_after_a_restore_gets_ids_that_were_never_given(world):
    folder = store.make()
    later = make.UserFactory(email="later@demo.test")
    store.bring_back(folder, store.read(folder))
    assert make.UserFactory(email="after@demo.test").pk > later.pk
    assert Entry.objects.create(at=clock.now(), event="test", label="test", about_id=1).pk > 0


def test_the_trail_refuses_changes_after_a_restore_as_before(world):
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL refuses by itself")
    folder = store.make()

    def triggers():
        with connection.cursor() as cursor:
            cursor.execute("SELECT tgrelid, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2")
            return cursor.fetchall()

    before = triggers()
    store.bring_back(folder, store.read(folder))
    assert triggers() == before


def test_the_trail_is_whole_after_a_restore_and_goes_on(world):
    actions.change_zone(world.user["staff"], "America/Chicago")
    trail.record(world.office, "test", by=world.user["staff"])
    seal_everything()
    folder = store.make()
    trail.record(world.office, "test", by=world.user["staff"])
    seal_everything()
    restore(str(folder))
    call_command("verify_audit", stdout=StringIO())
    trail.record(world.office, "test", by=world.user["staff"])
    seal_everything()
    call_command("verify_audit", stdout=StringIO())


def test_a_restore_keeps_what_it_replaces_so_that_it_can_be_taken_back(world, settings):
    call_command("backup", stdout=StringIO())
    later = make.UserFactory(email="later@demo.test")
    restore()
    assert not User.objects.filter(email="later@demo.test").exists()
    (kept,) = Path(settings.BACKUP_ROOT).glob("before-restore-*")
    restore(str(kept))
    assert User.objects.get(email="later@demo.test").pk == later.pk


def test_nothing_is_sent_twice_and_nothing_is_lost(world):
    left_since, in_flight, waits = (queue(f"{name}@demo.test", f"drill:{name}") for name in ("ann", "bea", "cleo"))
    OutgoingMail.objects.exclude(key__startswith="drill:").update(state="cancelled")
    OutgoingMail.objects.filter(pk=in_flight.pk).update(state="claimed", claim="x", claimed_at=clock.now())
    OutgoingMail.objects.filter(pk=waits.pk).update(send_after=clock.now() + timedelta(minutes=5))
    folder = store.make()
    assert delivery.deliver() == 1
    queue("dora@demo.test", "drill:dora")
    assert delivery.deliver() == 1
    assert [message.to for message in mail.outbox] == [["ann@demo.test"], ["dora@demo.test"]]

    restore(str(folder))
    left_since.refresh_from_db()
    assert (left_since.state, left_since.secret) == ("sent", "")
    queue("dora@demo.test", "drill:dora")  # the clock asks what is due, and finds it due once more
    with clock.set_to(clock.now() + timedelta(minutes=10)):
        while delivery.deliver():
            pass
    assert sorted(message.to[0].split("@")[0] for message in mail.outbox) == ["ann", "bea", "cleo", "dora"]
    again = OutgoingMail.objects.get(key="drill:dora")
    assert (again.state, again.why) == ("skipped", "had left before the restore")


def test_a_moderator_may_let_leave_once_more_what_had_left(world):
    OutgoingMail.objects.update(state="cancelled")
    folder = store.make()
    queue("dora@demo.test", "drill:dora")
    delivery.deliver()
    restore(str(folder))
    again = queue("dora@demo.test", "drill:dora")
    delivery.deliver()
    send_again(OutgoingMail.objects.get(pk=again.pk), by=world.user["admin"])
    delivery.deliver()
    assert len(mail.outbox) == 2


def test_without_its_ledger_what_may_have_left_waits_for_a_moderator(world, settings, tmp_path):
    OutgoingMail.objects.update(state="cancelled")
    now_or_left, planned = queue("ann@demo.test", "drill:ann"), queue("bea@demo.test", "drill:bea")
    OutgoingMail.objects.filter(pk=planned.pk).update(send_after=clock.now() + timedelta(days=2))
    folder = store.make()
    settings.LEDGER_ROOT = tmp_path / "another-ledger"
    rows = all_rows()
    with pytest.raises(CommandError, match="does not go on from this backup"):
        restore(str(folder))
    assert all_rows() == rows
    restore(str(folder), "--without-ledger")
    assert delivery.deliver() == 0
    states = {row.key: row.state for row in OutgoingMail.objects.filter(key__startswith="drill:")}
    assert states == {now_or_left.key: "failed", planned.key: "waiting"}


def test_a_ledger_that_lost_lines_is_not_whole(world):
    ledger.write(ledger.DEPARTED, ledger.digest("one"))
    position = ledger.position()
    assert ledger.goes_on_from(position)
    ledger.write(ledger.DEPARTED, ledger.digest("two"))
    assert ledger.goes_on_from(position)
    next(Path(ledger.settings.LEDGER_ROOT).glob("departed-*")).write_text("")
    assert not ledger.goes_on_from(position)


def test_who_was_erased_since_is_not_there_again(world):
    admin = world.user["admin"]
    folder = store.make()
    actions.erase_person(world.user["writer2"], by=admin)
    restore(str(folder))
    person = User.objects.get(pk=world.user["writer2"].pk)
    assert (person.email.endswith("@erased.invalid"), person.name, person.is_active) == (True, "", False)
    assert not Mailbox.objects.filter(address="writer2@demo.test").exists()
    assert User.objects.filter(erased_at=None).count() == len(world.user) - 1


def test_an_office_that_has_left_since_stays_gone_and_nobody_hears_twice(world):
    writer = world.writer.user.email
    folder = store.make()
    leaving.leave_host(world.office, by=world.user["director"])
    delivery.deliver()
    told = sorted(address for message in mail.outbox for address in message.to)
    assert writer in told
    with clock.set_to(clock.now() + timedelta(days=30, minutes=1)):
        assert leaving.end_leaving() == 1
        left = [folder, store.make()]
        restore(str(folder))
        while delivery.deliver():
            pass
    office = Host.objects.get(pk=world.office.pk)
    assert (office.state, office.email, office.phone) == (Host.State.LEFT, "", "")
    assert not Member.objects.filter(host=office, ended_at=None).exists()
    assert Offer.objects.get(pk=world.offer.pk).state == Offer.State.OBSOLETE
    assert [message.to for message in mail.outbox].count([writer]) == told.count(writer)
    assert len(mail.outbox) == len(told)
    assert Entry.objects.filter(label="partners.host", about_id=office.pk, event="stay_gone").count() == 1
    restore(str(left[1]))  # of a time when it had left: nothing is left to do
    assert Entry.objects.filter(label="partners.host", about_id=office.pk, event="stay_gone").count() == 0


def test_an_applicant_who_gave_up_stays_gone_and_one_who_is_only_leaving_does_not(world):
    applicant = make.HostFactory(state="submitted")
    folder = store.make()
    leaving.leave_host(applicant, by=None)
    leaving.leave_host(world.office, by=world.user["director"])
    restore(str(folder))
    states = dict(Host.objects.filter(pk__in=[applicant.pk, world.office.pk]).values_list("pk", "state"))
    assert states == {applicant.pk: Host.State.LEFT, world.office.pk: Host.State.APPROVED}


def test_a_departure_that_cannot_be_noted_does_not_happen(world, settings, tmp_path):
    applicant = make.HostFactory(state="submitted")
    (tmp_path / "file").write_text("")
    settings.LEDGER_ROOT = tmp_path / "file"
    with pytest.raises(OSError, match="file"):
        leaving.leave_host(applicant, by=None)
    assert Host.objects.get(pk=applicant.pk).state == Host.State.SUBMITTED


def test_what_stands_under_the_address_of_somebody_who_joined_and_was_erased_since_goes_too(world):
    invitation = make.InvitationFactory(host=world.office, email="new@demo.test")
    folder = store.make()
    actions.erase_person(make.UserFactory(email="new@demo.test"), by=world.user["admin"])
    restore(str(folder))
    assert Invitation.objects.get(pk=invitation.pk).email.endswith("@erased.invalid")
    assert not User.objects.filter(email="new@demo.test").exists()


def test_who_was_erased_and_came_back_before_the_backup_stays(world):
    actions.erase_person(make.UserFactory(email="back@demo.test"), by=world.user["admin"])
    with clock.set_to(clock.now() + timedelta(days=1)):
        make.UserFactory(email="back@demo.test", name="Back Again")
        folder = store.make()
    restore(str(folder))
    assert User.objects.get(email="back@demo.test").name == "Back Again"


def test_an_erasure_that_cannot_be_noted_does_not_happen(world, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.LEDGER_ROOT = tmp_path / "file"
    with pytest.raises(OSError, match="file"):
        actions.erase_person(world.user["writer2"], by=world.user["admin"])
    assert User.objects.get(pk=world.user["writer2"].pk).erased_at is None


def test_no_mail_starts_before_the_replay(world, client, monkeypatch):
    OutgoingMail.objects.update(state="cancelled")
    queue("ann@demo.test", "drill:ann")
    folder = store.make()
    actions.erase_person(world.user["writer2"], by=world.user["admin"])
    opened = hold.statement(clock.now(), is_ledger_whole=True)
    store.bring_back(folder, store.read(folder), statements=[opened])  # and the power fails before the replay
    assert delivery.deliver() == 0
    tasks.sweep()
    assert mail.outbox == []
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["restore"]) == (503, "is not finished")
    assert finish_restore()["erased"] == 1
    assert finish_restore() == {}
    assert delivery.deliver() == 1
    assert Hold.objects.get().lifted_at is not None
    assert Entry.objects.filter(label="outbox.hold", event="lifted").count() == 1


def test_a_database_brought_back_by_other_means_is_finished_by_hand(world):
    moment = clock.now()
    queue("dora@demo.test", "drill:dora")
    delivery.deliver()
    call_command("restore", "--finish", "--since", moment.isoformat(), stdout=StringIO())
    assert Departed.objects.filter(digest=ledger.digest("drill:dora")).exists()
    assert not hold.is_on()


def test_everybody_logs_in_again(world, client):
    client.force_login(world.user["director"])
    folder = store.make()
    restore(str(folder))
    assert (Session.objects.count(), client.get("/account/").status_code) == (0, 302)


SPOILT = {
    "changed": "was changed or is damaged",
    "missing": "lacks",
    "strange": "does not belong there",
    "no manifest": "is no whole backup",
    "newer": "made by another version",
    "vendor": "was made of",
    "format": "has format 99",
}


def test_a_backup_that_is_not_whole_changes_nothing(world, settings, tmp_path):
    folder = store.make()
    wreck(world, settings)
    rows, files = all_rows(), all_files(settings)
    for what, words in SPOILT.items():
        spoilt = tmp_path / what
        shutil.copytree(folder, spoilt)
        spoil(spoilt, what)
        with pytest.raises(CommandError, match=words):
            restore(str(spoilt))
    assert all_rows() == rows
    assert all_files(settings) == files


def spoil(folder, what):
    (file,) = (path for path in (folder / "files").rglob("*.pdf"))
    manifest = json.loads((folder / "manifest.json").read_text())
    if what == "changed":
        file.write_bytes(b"other")
    elif what == "missing":
        file.unlink()
    elif what == "strange":
        (folder / "files" / "strange.txt").write_text("x")
    elif what == "newer":
        manifest["migrations"].append(["accounts", "0999_from_the_future"])
    elif what == "vendor":
        manifest["vendor"] = "oracle"
    elif what == "format":
        manifest["format"] = 99
    (folder / "manifest.json").write_text("{" if what == "no manifest" else json.dumps(manifest))


def test_a_load_that_fails_halfway_changes_nothing(world, settings):
    folder = store.make()
    wreck(world, settings)
    rows, files = all_rows(), all_files(settings)
    manifest = store.read(folder)
    manifest["tables"]["rows"]["web_signedlink"] += 1
    with pytest.raises(ValueError, match="rows"):
        store.bring_back(folder, manifest)
    assert all_rows() == rows
    assert all_files(settings) == files


def test_a_backup_of_an_older_state_comes_back_and_is_migrated_forward(world, settings):
    names = sorted(User.objects.values_list("email", "name"))
    call_command("migrate", "events", "0001", verbosity=0)
    try:
        folder = store.make()
    finally:
        call_command("migrate", verbosity=0)
    manifest = store.read(folder)
    assert store.is_older(manifest)
    now = sorted(MigrationRecorder(connection).applied_migrations())
    wreck(world, settings)
    restore(str(folder))
    assert sorted(User.objects.values_list("email", "name")) == names
    assert sorted(MigrationRecorder(connection).applied_migrations()) == now


def test_a_backup_is_written_whole_or_not_at_all(world, settings, monkeypatch):
    def breaks(*args):
        raise OSError("the disk is full")

    monkeypatch.setattr(store, "_copy_files", breaks)
    with pytest.raises(OSError, match="full"):
        store.make()
    assert list(Path(settings.BACKUP_ROOT).iterdir()) == []


def test_a_backup_is_for_its_owner_alone(world):
    folder = store.make()
    assert {path.stat().st_mode & 0o077 for path in [folder, *folder.rglob("*")]} == {0}


def test_a_file_that_goes_while_the_backup_is_made_is_kept_for_its_row(world, monkeypatch):
    dump = store.engine().dump

    def deleted_just_after(folder, look):
        found = dump(folder, look)
        world.evidence.file.delete(save=False)
        return found

    monkeypatch.setattr(store.engine(), "dump", deleted_just_after)
    folder = store.make()
    assert [path.name for path in (folder / "files").iterdir()] == ["paper.pdf"]
    assert store.read(folder)["missing_files"] == []
