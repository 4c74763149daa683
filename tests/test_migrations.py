"""Every migration suits the version that runs already and the one that comes: docs/operations.md, "Upgrades"."""

import re

import pytest
from django.apps import apps
from django.db import connection, migrations, models
from django.db.migrations import operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.models import IndexOperation
from django.db.migrations.optimizer import MigrationOptimizer
from django.db.migrations.state import ModelState, ProjectState

from careerlink.web.management.commands.makemigrations import is_of
from careerlink.web.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint

# The migrations that the first release begins with.
FIRST = {
    ("audit", "0002_append_only"),
    ("events", "0002_hours_append_only"),
    ("partners", "0002_overlap"),
    ("partners", "0003_directory"),
    ("taxonomy", "0002_words_in_byte_order"),
}
NEVER = (
    operations.DeleteModel,
    operations.RenameModel,
    operations.RenameField,
    operations.RemoveField,
    operations.AlterModelTable,
    operations.AlterOrderWithRespectTo,
    operations.AlterUniqueTogether,
    operations.AlterIndexTogether,
)
SQL = re.compile(
    r"\bdrop\s+(table|column)\b|\brename\b|\bset\s+not\s+null\b|\balter\s+column\s+\S+\s+(set\s+data\s+)?type\b"
    r"|\bcreate\s+(unique\s+)?index\s+(?!concurrently)|\b(update|delete\s+from|insert\s+into)\b|\btruncate\b",
    re.IGNORECASE,
)


def refused(migration, state=None):
    """Why a migration must not be: a line for each step, in order. What it allows by name is left out, and an
    allowance that nothing needs, or without a reason, is refused too.
    """
    allowed = getattr(migration, "allowed", {})
    state = state.clone() if state else ProjectState()
    found, new = [], set()
    for step in migration.operations:
        database_steps = step.database_operations if isinstance(step, operations.SeparateDatabaseAndState) else [step]
        for inner in database_steps:
            why = _why(inner, migration, state, new)
            if why:
                found.append((name_of(inner), why))
            if isinstance(inner, operations.CreateModel):
                new.add(inner.name_lower)
        step.state_forwards(migration.app_label, state)
    lines = [f"{name}: {why}" for name, why in found if not allowed.get(name)]
    unused = set(allowed) - {name for name, _why in found}
    return lines + [f"{name}: this allowance is for nothing" for name in sorted(unused)]


def name_of(step):
    """How an allowance names a step: "RemoveField user.nickname"."""
    parts = [getattr(step, name, "") for name in ("model_name_lower", "name_lower")]
    if isinstance(step, AddIndexConcurrently | operations.AddIndex):
        parts[1] = step.index.name
    if isinstance(step, operations.AddConstraint):
        parts[1] = step.constraint.name
    return f"{type(step).__name__} {'.'.join(part for part in parts if part)}".strip()


def _why(step, migration, state, new):
    if getattr(step, "model_name_lower", "") in new:  # a table that nobody uses yet
        return ""
    if isinstance(step, operations.AlterField):
        before = state.models[migration.app_label, step.model_name_lower].fields[step.name]
        return _why_not_alter(before, step.field)
    judge = next((judge for kinds, judge in JUDGES if isinstance(step, kinds)), None)
    return judge(step, migration) if judge else ""


def _why_not_add(field):
    if field.many_to_many:
        return ""
    if not field.null and field.db_default is models.NOT_PROVIDED:
        return "the version that runs writes rows without it: null=True or db_default"
    if field.unique or field.db_index:
        return "makes an index under a lock: db_index=False, then AddIndexConcurrently"
    return ""


def _why_not_alter(before, after):
    if before.null and not after.null:
        return "the version that runs may write nothing into it"
    if before.get_internal_type() != after.get_internal_type():
        return "another type writes the whole table anew under a lock"
    if (after.max_length or 0) < (before.max_length or 0):
        return "the version that runs may write more into it"
    if (after.unique, after.db_index) != (before.unique, before.db_index) and (after.unique or after.db_index):
        return "makes an index under a lock"
    return ""


def _why_no_rows(step, migration):
    is_alone = all(isinstance(other, operations.RunPython) for other in migration.operations)
    return "" if is_alone and not migration.atomic else "rows change in a migration of its own, atomic = False"


def _text(sql):
    parts = [sql] if isinstance(sql, str) else [part if isinstance(part, str) else part[0] for part in sql]
    return "\n".join(parts)


# The first that fits judges.
JUDGES = [
    (NEVER, lambda step, migration: "the version that runs still uses what goes or gets another name"),
    (operations.AddField, lambda step, migration: _why_not_add(step.field)),
    (AddIndexConcurrently, lambda step, migration: "needs atomic = False" if migration.atomic else ""),
    (operations.AddIndex, lambda step, migration: "locks a table that exists: AddIndexConcurrently"),
    (AddConstraintNotValid, lambda step, migration: ""),
    (operations.AddConstraint, lambda step, migration: "reads all rows under a lock: AddConstraintNotValid"),
    (
        operations.RunSQL,
        lambda step, migration: "locks, or takes away what is used" if SQL.search(_text(step.sql)) else "",
    ),
    (operations.RunPython, _why_no_rows),
]


def test_no_migration_of_ours_breaks_the_version_that_runs():
    loader = MigrationLoader(None)
    ours = {config.label for config in apps.get_app_configs() if config.module.__package__.split(".")[0] in ROOMS}
    found = {}
    for key, migration in loader.disk_migrations.items():
        if key[0] in ours and key[1] != "0001_initial" and key not in FIRST:
            lines = refused(migration, loader.project_state(key, at_end=False))
            if lines:
                found[key] = lines
    assert found == {}
    assert set(loader.disk_migrations) >= FIRST


def test_a_room_makes_its_tables_with_their_indexes_and_constraints(monkeypatch):
    monkeypatch.setattr(IndexOperation, "references_model", is_of)
    for (label, name), first in MigrationLoader(None).disk_migrations.items():
        if name == "0001_initial" and type(first).__module__.split(".")[0] in ROOMS:
            shortest = MigrationOptimizer().optimize(first.operations, label)
            assert len(first.operations) == len(shortest), f"let makemigrations write {label}.{name} anew"


ROOMS = {"careerlink", "partners", "events", "referrals"}


# --- What the guard refuses and accepts ----------------------------------------------------------------


def migration(*steps, atomic=True, allowed=None):
    made = type("Migration", (migrations.Migration,), {"operations": list(steps), "atomic": atomic})(
        "0009_test", "room"
    )
    if allowed:
        made.allowed = allowed
    return made


@pytest.fixture
def state():
    """One table that exists: room.person with a name and, perhaps, an age."""
    found = ProjectState()
    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.CharField(max_length=50)),
        ("nick", models.CharField(max_length=50, null=True)),
    ]
    found.add_model(ModelState("room", "Person", fields))
    return found


INDEX = models.Index(fields=["name"], name="person_name")
CHECK = models.CheckConstraint(condition=~models.Q(name=""), name="person_named")
REFUSED = {
    "a table that goes": [migrations.DeleteModel("Person")],
    "a table with another name": [migrations.RenameModel("Person", "Human")],
    "a table elsewhere": [migrations.AlterModelTable("Person", "people")],
    "a column that goes": [migrations.RemoveField("person", "nick")],
    "a column with another name": [migrations.RenameField("person", "nick", "alias")],
    "a column that must have a value": [migrations.AddField("person", "age", models.IntegerField())],
    "a default that only Python knows": [migrations.AddField("person", "age", models.IntegerField(default=0))],
    "a column with an index": [migrations.AddField("person", "age", models.IntegerField(null=True, db_index=True))],
    "a unique column": [migrations.AddField("person", "age", models.IntegerField(null=True, unique=True))],
    "a foreign key with an index": [
        migrations.AddField("person", "boss", models.ForeignKey("room.Person", models.CASCADE, null=True))
    ],
    "no longer empty": [migrations.AlterField("person", "nick", models.CharField(max_length=50))],
    "shorter": [migrations.AlterField("person", "name", models.CharField(max_length=20))],
    "another type": [migrations.AlterField("person", "name", models.IntegerField())],
    "unique from now on": [migrations.AlterField("person", "name", models.CharField(max_length=50, unique=True))],
    "an index under a lock": [migrations.AddIndex("person", INDEX)],
    "a quiet index in a transaction": [AddIndexConcurrently("person", INDEX)],
    "a constraint under a lock": [migrations.AddConstraint("person", CHECK)],
    "unique together": [migrations.AlterUniqueTogether("person", {("name", "nick")})],
    "rows beside tables": [
        migrations.AddField("person", "age", models.IntegerField(null=True)),
        migrations.RunPython(migrations.RunPython.noop),
    ],
    "rows in one transaction": [migrations.RunPython(migrations.RunPython.noop)],
    "SQL that drops": [migrations.RunSQL("ALTER TABLE room_person DROP COLUMN nick")],
    "SQL that renames": [migrations.RunSQL("alter table room_person rename to human")],
    "SQL that locks": [migrations.RunSQL(["CREATE UNIQUE INDEX a ON room_person (name)"])],
    "SQL that writes": [migrations.RunSQL([("UPDATE room_person SET nick = %s", ["x"])])],
    "what is hidden from the state": [
        migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField("person", "nick")])
    ],
}
ACCEPTED = {
    "a new table, its index and its constraint": [
        migrations.CreateModel("Pet", [("id", models.BigAutoField(primary_key=True))]),
        migrations.AddField("pet", "name", models.CharField(max_length=9, db_index=True)),
        migrations.AddIndex("pet", models.Index(fields=["name"], name="pet_name")),
        migrations.AddConstraint("pet", models.CheckConstraint(condition=~models.Q(name=""), name="pet_named")),
    ],
    "a column that may be empty": [migrations.AddField("person", "age", models.IntegerField(null=True))],
    "a default that the database knows": [migrations.AddField("person", "age", models.IntegerField(db_default=0))],
    "longer": [migrations.AlterField("person", "name", models.CharField(max_length=80))],
    "empty from now on": [migrations.AlterField("person", "name", models.CharField(max_length=50, null=True))],
    "other words for the admin": [migrations.AlterModelOptions("person", {"verbose_name": "human"})],
    "a check for what comes": [AddConstraintNotValid("person", CHECK)],
    "a column forgotten by the code first": [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("person", "nick")])
    ],
    "SQL that locks nothing": [migrations.RunSQL("CREATE INDEX CONCURRENTLY a ON room_person (name)")],
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_would_break_the_version_that_runs_is_refused(state, what):
    assert len(refused(migration(*REFUSED[what]), state)) == 1


@pytest.mark.parametrize("what", ACCEPTED)
def test_what_suits_both_versions_is_accepted(state, what):
    assert refused(migration(*ACCEPTED[what]), state) == []


def test_a_quiet_index_and_rows_in_batches_are_accepted_outside_a_transaction(state):
    assert refused(migration(AddIndexConcurrently("person", INDEX), atomic=False), state) == []
    assert refused(migration(migrations.RunPython(migrations.RunPython.noop), atomic=False), state) == []


def test_an_allowance_names_its_step_and_its_reason(state):
    step = migrations.RemoveField("person", "nick")
    named = {"RemoveField person.nick": "unused since 1.4"}
    assert refused(migration(step, allowed=named), state) == []
    assert len(refused(migration(step, allowed={"RemoveField person.nick": ""}), state)) == 1
    assert len(refused(migration(step, allowed={"RemoveField person.name": "unused since 1.4"}), state)) == 2
    assert len(refused(migration(allowed=named), state)) == 1


@pytest.mark.django_db(transaction=True)
def test_the_quiet_steps_work_on_this_database(state):
    steps = [
        AddIndexConcurrently("person", INDEX),
        AddConstraintNotValid("person", CHECK),
        ValidateConstraint("person", "person_named"),
    ]
    person = state.apps.get_model("room", "Person")
    with connection.schema_editor() as editor:
        editor.create_model(person)
    try:
        for step in steps:
            after = state.clone()
            step.state_forwards("room", after)
            with connection.schema_editor(atomic=False) as editor:
                step.database_forwards("room", editor, state, after)
            state = after
        with connection.cursor() as cursor:
            there = connection.introspection.get_constraints(cursor, "room_person")
        assert {"person_name", "person_named"} <= set(there)
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(person)
