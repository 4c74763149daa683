"""Seals over the trail: what is bent afterwards is found, and named."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from careerlink.accounts.own_data import erase_notes
from careerlink.audit import seals, stamps, trail
from careerlink.audit.models import Disclosure, Entry, Seal
from careerlink.audit.spans import merged, outside, spans_of
from careerlink.audit.verify import look_through, waits_unsealed
from careerlink.web import clock
from tests import factories as make

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def found(after=0):
    return [(one.code, one.label, one.id) for one in look_through(after)]


def test_what_is_written_is_sealed_in_order_and_found_whole(write, person):
    ids = [entry.pk for entry in write(3)]
    trail.disclose(person, what="contact", right="moderation", seen_by=make.UserFactory(), person_id=person.pk)
    assert seals.seal_new_rows() == 4
    later = [entry.pk for entry in write(2)]
    assert seals.seal_new_rows() == 2
    assert seals.seal_new_rows() == 0
    chain = list(Seal.objects.order_by("number").values_list("number", "of", "spans"))
    shown = Disclosure.objects.get().pk
    assert chain == [
        (1, "audit.entry", [[ids[0], ids[-1]]]),
        (2, "audit.disclosure", [[shown, shown]]),
        (3, "audit.entry", [[later[0], later[-1]]]),
    ]
    assert found() == []


def test_each_run_seals_a_bounded_part(write, monkeypatch):
    monkeypatch.setattr(seals, "BATCH", 2)
    write(7)
    assert seals.seal_new_rows(most=2) == 4
    assert [len(one.marks) // seals.MARK for one in Seal.objects.all()] == [2, 2]
    assert seals.seal_new_rows(most=2) == 3
    assert found() == []


COLUMNS = {
    "at": "2020-01-01 00:00:00+00",
    "by": 99,
    "event": "other",
    "label": "other.thing",
    "about_id": 99,
    "before": "x",
    "after": "x",
    "reason": "x",
    "fields": '["x"]',
    "scope": "x",
    "person": 99,
    "key": "x",
    "stamp": "0" * 32,
}


def test_every_column_of_an_entry_is_under_the_seal():
    assert set(COLUMNS) == {field.column for field in Entry._meta.concrete_fields} - {"id"}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_entry_is_named(write, force, column):
    second = write(3)[1]
    seals.seal_new_rows()
    force(f'UPDATE audit_entry SET "{column}" = %s WHERE id = %s', COLUMNS[column], second.pk)  # noqa: S608 our own names
    assert found() == [("changed", "audit.entry", second.pk)]


def test_a_changed_disclosure_is_named(person, force):
    trail.disclose(person, what="contact", right="moderation", seen_by=make.UserFactory(), person_id=person.pk)
    seals.seal_new_rows()
    force("UPDATE audit_disclosure SET seen_by = 0")
    assert found() == [("changed", "audit.disclosure", Disclosure.objects.get().pk)]


def test_an_entry_changed_before_it_was_sealed_is_named_and_never_sealed(write, force):
    one, two = write(2)
    force("UPDATE audit_entry SET reason = 'x' WHERE id = %s", one.pk)
    assert seals.seal_new_rows() == 1
    assert found() == [("inserted", "audit.entry", one.pk)]
    assert Seal.objects.get().spans == [[two.pk, two.pk]]


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_missing_entry_is_named(write, force, which):
    entry = write(3)[which]
    seals.seal_new_rows()
    force("DELETE FROM audit_entry WHERE id = %s", entry.pk)
    assert found() == [("missing", "audit.entry", entry.pk)]


def copy_of(entry, force, **other):
    """A row by the side of the program, as like a real one as anybody without the key can make it."""
    row = {field.column: getattr(entry, field.attname) for field in Entry._meta.concrete_fields}
    row |= {"key": "forged", "fields": "[]", **other}
    names, places = ", ".join(f'"{name}"' for name in row), ", ".join(["%s"] * len(row))
    force(f"INSERT INTO audit_entry ({names}) VALUES ({places})", *row.values())  # noqa: S608 our own names


@pytest.mark.parametrize("place", ["gap", "end", "before all"])
@pytest.mark.parametrize("is_new", [True, False])
def test_an_inserted_entry_is_named_at_once_and_never_sealed(write, force, place, is_new):
    _first, gap, last = write(3)
    force("DELETE FROM audit_entry WHERE id = %s", gap.pk)  # as if it had been rolled back
    seals.seal_new_rows()
    pk = {"gap": gap.pk, "end": last.pk + 1, "before all": -5}[place]
    copy_of(last, force, id=pk, at=clock.now() if is_new else last.at - timedelta(days=30))
    assert seals.seal_new_rows() == 0
    assert found() == [("inserted", "audit.entry", pk)]


def test_two_entries_in_each_others_place_are_named(write, force):
    one, two, _three = write(3)
    seals.seal_new_rows()
    for old, new in ((one.pk, -1), (two.pk, one.pk), (-1, two.pk)):
        force("UPDATE audit_entry SET id = %s WHERE id = %s", new, old)
    assert found() == [("exchanged", "audit.entry", one.pk), ("exchanged", "audit.entry", two.pk)]


def test_an_entry_under_another_number_is_missing_and_waits(write, force):
    entry = write(2)[0]
    seals.seal_new_rows()
    force("UPDATE audit_entry SET id = 5000, at = at WHERE id = %s", entry.pk)
    with clock.set_to(clock.now() + 11 * MINUTE):
        assert found() == [("missing", "audit.entry", entry.pk), ("unsealed", "audit.entry", 5000)]


@pytest.mark.parametrize(
    ("sql", "codes"),
    [
        ("UPDATE audit_seal SET digest = 'x' WHERE number = 2", ["seal_changed"]),
        ("UPDATE audit_seal SET at = '2020-01-01 00:00:00+00' WHERE number = 2", ["seal_changed"]),
        ("UPDATE audit_seal SET mac = 'x' WHERE number = 2", ["seal_changed", "seal_moved"]),
        ("UPDATE audit_seal SET previous = 'x' WHERE number = 2", ["seal_moved", "seal_changed"]),
        ("UPDATE audit_seal SET key_id = 'x' WHERE number = 2", ["seal_key"]),
        ("DELETE FROM audit_seal WHERE number = 2", ["seal_missing"]),
        ("UPDATE audit_seal SET of = 'x' WHERE number = 2", ["seal_changed"]),
        ("UPDATE audit_seal SET marks = '' WHERE number = 2", ["seal_changed"]),
    ],
)
def test_a_bent_seal_is_named(write, force, sql, codes):
    for _n in range(3):
        write(2)
        seals.seal_new_rows()
    force(sql.replace(" of =", ' "of" ='))
    now = [one for one in found() if one[1] == "audit.seal"]
    assert [code for code, _label, _id in now] == codes
    assert {number for _code, _label, number in now} <= {2, 3}


def test_seals_in_another_order_are_named(write, force):
    for _n in range(3):
        write(1)
        seals.seal_new_rows()
    for old, new in ((1, 10), (2, 1), (10, 2)):
        force("UPDATE audit_seal SET number = %s WHERE number = %s", new, old)
    assert ("seal_changed", "audit.seal", 1) in found()
    assert ("seal_changed", "audit.seal", 2) in found()


def test_an_end_that_was_cut_off_is_found_even_when_new_seals_grow_there(write, force):
    ids = []
    for _n in range(3):
        ids.append(write(1)[0].pk)
        seals.seal_new_rows()
    force("DELETE FROM audit_seal WHERE number > 1")
    force("DELETE FROM audit_entry WHERE id > %s", ids[0])
    assert found() == [("end_missing", "audit.seal", 3)]
    write(1)
    seals.seal_new_rows()
    seals.remember_end(Seal(number=3, mac="what it was", at=clock.now()))
    assert found() == [("end_missing", "audit.seal", 3)]


def test_all_seals_thrown_away_are_found(write, force):
    write(2)
    seals.seal_new_rows()
    force("DELETE FROM audit_seal")
    assert found() == [("end_missing", "audit.seal", 1)]


def test_after_a_restore_the_end_of_the_backup_is_the_end_and_that_is_on_record(write, force):
    for _n in range(2):
        write(1)
        seals.seal_new_rows()
    force("DELETE FROM audit_entry WHERE id > %s", Seal.objects.get(number=1).last_id)
    force("DELETE FROM audit_seal WHERE number > 1")
    with pytest.raises(CommandError, match="end_missing 1"):
        call_command("verify_audit", stdout=StringIO())
    call_command("verify_audit", "--restored", stdout=StringIO())
    seals.seal_new_rows()
    assert found() == []
    assert list(Entry.objects.filter(event="restored").values_list("label", "about_id")) == [
        ("audit.seal", Seal.objects.get(number=1).pk)
    ]


def test_a_slow_transaction_is_sealed_late_and_a_rolled_back_one_leaves_a_gap_nobody_minds(write, force):
    ids = [entry.pk for entry in write(4)]
    slow = Entry.objects.filter(pk=ids[1]).values().get()
    force("DELETE FROM audit_entry WHERE id IN (%s, %s)", ids[1], ids[2])
    assert seals.seal_new_rows() == 2
    assert Seal.objects.get().spans == [[ids[0], ids[0]], [ids[3], ids[3]]]
    assert found() == []
    names = ", ".join(f'"{name}"' for name in slow)
    values = [json.dumps(value) if isinstance(value, list) else value for value in slow.values()]
    force(f"INSERT INTO audit_entry ({names}) VALUES ({', '.join(['%s'] * len(slow))})", *values)  # noqa: S608
    assert found() == []
    assert seals.seal_new_rows() == 1
    assert Seal.objects.first().spans == [[ids[1], ids[1]]]
    assert found() == []
    force("DELETE FROM audit_entry WHERE id = %s", ids[1])
    assert found() == [("missing", "audit.entry", ids[1])]


def test_what_waits_for_more_than_ten_minutes_is_named(write):
    with clock.set_to(NOON):
        one = write(1)[0]
    for minutes, codes in ((10, []), (11, [("unsealed", "audit.entry", one.pk)])):
        with clock.set_to(NOON + minutes * MINUTE):
            assert found() == codes
            assert waits_unsealed(clock.now()) == ((1, NOON) if codes else (0, None))
    with clock.set_to(NOON + 11 * MINUTE):
        seals.seal_new_rows()
        assert found() == []


def test_the_key_can_be_changed_and_what_the_old_one_sealed_stays_good(write, settings):
    write(2)
    seals.seal_new_rows()
    old = settings.AUDIT_KEY
    settings.AUDIT_KEY, settings.AUDIT_KEY_FALLBACKS = "a new key", [old]
    write(2)
    seals.seal_new_rows()
    assert found() == []
    assert [one.key_id for one in Seal.objects.order_by("number")] == [stamps.name_of(old), stamps.name_of("a new key")]
    settings.AUDIT_KEY_FALLBACKS = []
    assert found()[0] == ("seal_key", "audit.seal", 1)


def test_erasing_notes_leaves_the_chain_whole(person):
    entry = trail.record(person, "suspend", person=person.pk, note="Wrote to three students.")
    seals.seal_new_rows()
    erase_notes(person)
    entry.note.refresh_from_db()
    assert entry.note.text == ""
    assert found() == []


def test_the_command_says_what_is_wrong_and_since_when_to_look(write, force):
    with clock.set_to(NOON):
        old = write(1)[0]
        seals.seal_new_rows()
    with clock.set_to(NOON + timedelta(days=2)):
        write(1)
        seals.seal_new_rows()
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue() == "seals 1 to 2 looked through\nThe trail is whole.\n"
    force("UPDATE audit_entry SET reason = 'x' WHERE id = %s", old.pk)
    out = StringIO()
    with pytest.raises(CommandError, match="changed 1"):
        call_command("verify_audit", stdout=out)
    assert out.getvalue().splitlines()[0] == f"changed audit.entry {old.pk}: it was changed"
    call_command("verify_audit", since="2026-03-03", stdout=StringIO())
    with pytest.raises(CommandError, match="--since"):
        call_command("verify_audit", since="yesterday", stdout=StringIO())


def test_memory_of_ids_is_spans():
    assert spans_of([1, 2, 3, 7, 9, 10]) == [[1, 3], [7, 7], [9, 10]]
    assert merged([[9, 10], [1, 3], [4, 5], [2, 2]]) == [[1, 5], [9, 10]]
    assert list(outside([1, 4, 5, 6, 11], [[1, 3], [5, 6]])) == [4, 11]


def test_sealing_costs_the_same_statements_for_few_and_for_many_rows(write, django_assert_num_queries):
    write(1)
    seals.seal_new_rows()
    for number in (1, 30):
        write(number)
        with django_assert_num_queries(13):
            seals.seal_new_rows()
