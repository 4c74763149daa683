"""The database itself refuses to change or delete rows of the ledger of hours; only words may be blanked.

On PostgreSQL a session that sets `careerlink.reset_trail` to `on` may do what it likes; `truncate` lets it empty the
table only, which is how tests begin anew. Rebuilding the table on SQLite loses its triggers: a migration that does
so adds them again with `add`.
"""

from django.db import migrations

TABLE = "events_hoursentry"
KEPT = "id, key, place_id, host_id, writer_id, \"on\", minutes, state, replaces_id, \"by\", at"
WHY = "the ledger of hours is append-only"
NAMES = ("hours_keep_rows", "hours_keep_words", "hours_keep_all")
SQLITE = (
    f"CREATE TRIGGER hours_keep_rows BEFORE UPDATE OF {KEPT} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{WHY}'); END",
    f"CREATE TRIGGER hours_keep_words BEFORE UPDATE OF words ON {TABLE} WHEN NEW.words <> '' "
    f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END",
    f"CREATE TRIGGER hours_keep_all BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{WHY}'); END",
)
FUNCTION = f"""
CREATE OR REPLACE FUNCTION careerlink_hours_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE allowed text := current_setting('careerlink.reset_trail', true);
BEGIN
    IF allowed = 'on' THEN
        IF TG_LEVEL = 'STATEMENT' THEN RETURN NULL; END IF;
        RETURN NEW;
    END IF;
    IF allowed = 'truncate' AND TG_OP = 'TRUNCATE' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '{WHY}: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$
"""
CALL = "EXECUTE FUNCTION careerlink_hours_are_append_only()"
POSTGRESQL = (
    f"CREATE TRIGGER hours_keep_rows BEFORE UPDATE OF {KEPT} ON {TABLE} FOR EACH ROW {CALL}",
    f"CREATE TRIGGER hours_keep_words BEFORE UPDATE OF words ON {TABLE} FOR EACH ROW WHEN (NEW.words <> '') {CALL}",
    f"CREATE TRIGGER hours_keep_all BEFORE DELETE OR TRUNCATE ON {TABLE} FOR EACH STATEMENT {CALL}",
)


def add(apps, schema_editor):
    remove(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION, params=None)  # it has percent signs of its own
    for trigger in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(trigger, params=None)


def remove(apps, schema_editor):
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    for name in NAMES:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}", params=None)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS careerlink_hours_are_append_only()", params=None)


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
