"""One writer is in one place at a time: PostgreSQL refuses two agreed times that overlap.

SQLite has no such constraint; there the action that agrees holds the only writing transaction.
"""

from django.db import migrations

ADD = """
ALTER TABLE partners_engagement ADD CONSTRAINT engagement_writer_once_at_a_time
EXCLUDE USING gist (int8range(writer_id, writer_id, '[]') WITH &&, tstzrange(busy_from, busy_until) WITH &&)
WHERE (state = 'agreed' AND busy_from IS NOT NULL)
"""
DROP = "ALTER TABLE partners_engagement DROP CONSTRAINT engagement_writer_once_at_a_time"


def run(sql):
    def on_postgresql(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return on_postgresql


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial")]

    operations = [migrations.RunPython(run(ADD), run(DROP))]
