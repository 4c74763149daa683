"""Load the texts that people agree to, from careerlink/accounts/data/<slug>-<version>.md."""

from pathlib import Path

from django.core.management.base import BaseCommand

from careerlink.accounts.models import LegalText

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = "Loads the terms of use and the writers' pledge. Versions that are there already stay as they are."

    def handle(self, *args, **options):
        for file in sorted(DATA.glob("*-*.md")):
            slug, _dash, version = file.stem.rpartition("-")
            _text, made = LegalText.objects.get_or_create(
                slug=slug, version=int(version), defaults={"body": file.read_text(encoding="utf-8")}
            )
            self.stdout.write(f"{slug} {version}: {'loaded' if made else 'there already'}")
