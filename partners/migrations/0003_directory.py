"""What only PostgreSQL has for the directory: an index that hands out the nearest one by one (the
expression is `partners.models.directory.SPOT`), and how often codes go with their vocabulary.
"""

from django.db import migrations

ADD = [
    """
    CREATE INDEX writer_spot ON partners_writer USING gist
    (point(longitude * 0.78 + (id % 997) * 1e-9::float8, latitude + (id % 1009) * 1e-9::float8))
    WHERE state IN ('approved', 'paused')
    """,
    "CREATE STATISTICS writer_tag_pairs (dependencies, mcv) ON vocabulary, code FROM partners_writertag",
]
DROP = ["DROP INDEX writer_spot", "DROP STATISTICS writer_tag_pairs"]


def run(statements):
    def on_postgresql(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement, params=None)

    return on_postgresql


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_overlap")]

    operations = [migrations.RunPython(run(ADD), run(DROP))]
