"""Nobody changes or deletes what is in the trail: not by a model, not by a QuerySet, not in the admin."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models.deletion import Collector, ProtectedError

from careerlink.audit import seals, trail
from careerlink.audit.models import AppendOnlyError, Disclosure, Entry, Note, Seal
from tests import factories as make

ROADS = {
    "save": lambda row: row.save(),
    "save_base": lambda row: row.save_base(),
    "save of one column": lambda row: row.save(update_fields=["at"]),
    "delete": lambda row: row.delete(),
    "update": lambda row: type(row).objects.filter(pk=row.pk).update(at=row.at),
    "update of all": lambda row: type(row).objects.update(at=row.at),
    "base manager's update": lambda row: type(row)._base_manager.filter(pk=row.pk).update(at=row.at),
    "default manager's update": lambda row: type(row)._default_manager.filter(pk=row.pk).update(at=row.at),
    "bulk_update": lambda row: type(row).objects.bulk_update([row], ["at"]),
    "update_or_create": lambda row: type(row).objects.update_or_create(pk=row.pk, defaults={"at": row.at}),
    "upsert": lambda row: type(row).objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=["at"]
    ),
    "upsert without names": lambda row: type(row).objects.bulk_create([row], None, False, True, ["at"], ["id"]),
    "QuerySet's delete": lambda row: type(row).objects.filter(pk=row.pk).delete(),
    "base manager's delete": lambda row: type(row)._base_manager.all().delete(),
    "raw delete": lambda row: type(row).objects.filter(pk=row.pk)._raw_delete("default"),
}


@pytest.fixture(params=[Entry, Disclosure, Seal])
def row(request, person, write):
    write(2)
    trail.disclose(person, what="contact", right="moderation", seen_by=make.UserFactory(), person_id=person.pk)
    seals.seal_new_rows()
    return request.param.objects.order_by("id").first()


@pytest.mark.django_db
@pytest.mark.parametrize("road", ROADS)
def test_no_road_of_the_orm_changes_the_trail(row, road):
    before = list(type(row).objects.values())
    with pytest.raises(AppendOnlyError), transaction.atomic():
        ROADS[road](row)
    assert list(type(row).objects.values()) == before


def test_what_hangs_on_an_entry_cannot_take_it_along(person):
    entry = trail.record(person, "changed", note="words")
    collector = Collector(using="default")
    with pytest.raises(ProtectedError):
        collector.collect(Entry.objects.filter(pk=entry.pk))
    Note.objects.filter(entry=entry).delete()
    assert Entry.objects.count() == 1


def test_the_admin_shows_and_does_nothing_else(client, row):
    client.force_login(make.UserFactory(is_staff=True, is_superuser=True))
    before = list(type(row).objects.values())
    base = f"/admin/audit/{row._meta.model_name}/"
    answer = client.get(base)
    assert answer.status_code == 200
    assert "delete_selected" not in answer.content.decode()
    assert client.get(f"{base}{row.pk}/change/").status_code == 200
    assert client.get(f"{base}add/").status_code == 403
    assert client.post(f"{base}{row.pk}/change/", {"reason": "x"}).status_code == 403
    assert client.post(f"{base}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(base, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert list(type(row).objects.values()) == before


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize("table", ["audit_entry", "audit_disclosure", "audit_seal"])
@pytest.mark.parametrize(
    "sql", ["UPDATE {} SET at = now()", "DELETE FROM {}", "DELETE FROM {} WHERE id = 1", "TRUNCATE {} CASCADE"]
)
def test_postgresql_itself_refuses(write, table, sql):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    write(1)
    with connection.cursor() as cursor:
        cursor.execute("SET careerlink.reset_trail = ''")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(sql.format(table))
        cursor.execute("SET careerlink.reset_trail = 'truncate'")
    assert Entry.objects.count() == 1
