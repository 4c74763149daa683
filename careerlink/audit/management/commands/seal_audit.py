"""Seal now whatever is not sealed, however old."""

from django.core.management.base import BaseCommand

from careerlink.audit.seals import seal_everything


class Command(BaseCommand):
    help = "Seal every row of the trail that bears our stamp and is under no seal, however old it is."

    def handle(self, **options) -> None:
        self.stdout.write(f"{seal_everything()} rows sealed.")
