"""PostgreSQL compares the index's words byte by byte, so that a beginning of a word uses the index
under every locale. SQLite does so by itself.
"""

from django.db import migrations


def compare_bytes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE taxonomy_word ALTER COLUMN word TYPE varchar(41) COLLATE "C"')


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0001_initial")]

    operations = [migrations.RunPython(compare_bytes, migrations.RunPython.noop)]
