"""PostgreSQL itself refuses to change or empty the trail, whoever asks.

A session that sets `careerlink.reset_trail` to `on` may; `truncate` lets it empty tables only, which
is how tests begin anew. What an owner of the database does with that shows in the seals.
"""

from django.db import migrations

TABLES = ("audit_entry", "audit_disclosure", "audit_seal")
FUNCTION = """
CREATE FUNCTION careerlink_trail_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE allowed text := current_setting('careerlink.reset_trail', true);
BEGIN
    IF allowed = 'on' OR (allowed = 'truncate' AND TG_OP = 'TRUNCATE') THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'the trail is append-only: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$
"""
TRIGGER = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION careerlink_trail_is_append_only()
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION, params=None)  # it has percent signs of its own
        for table in TABLES:
            schema_editor.execute(TRIGGER.format(table=table))


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP TRIGGER append_only ON {table}")
        schema_editor.execute("DROP FUNCTION careerlink_trail_is_append_only()")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
