"""`manage.py relate_taxonomy`: make `data/kin.csv.xz` out of the other shipped data."""

import csv
import io
import lzma

from django.core.management.base import BaseCommand

from careerlink.taxonomy.actions import files
from careerlink.taxonomy.actions.kin import kin


class Command(BaseCommand):
    help = "Works out which majors and occupations are near to each other, and writes it beside the shipped data."

    def handle(self, *args, **options):
        rows = kin()
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(("code", "others"))
        writer.writerows(rows)
        packed = lzma.compress(text.getvalue().encode(), preset=9 | lzma.PRESET_EXTREME)
        (files.HERE / "kin.csv.xz").write_bytes(packed)
        self.stdout.write(f"{len(rows):,} codes, {len(packed):,} bytes.")
