"""Write docs/machines.md from the tables of the machines."""

from django.conf import settings
from django.core.management.base import BaseCommand

from careerlink.audit.drawing import draw_all


class Command(BaseCommand):
    help = "Draw every state machine as diagram and tables into docs/machines.md."

    def handle(self, **options) -> None:
        path = settings.BASE_DIR / "docs" / "machines.md"
        path.write_text(draw_all(), encoding="utf-8")
        self.stdout.write(f"{path.relative_to(settings.BASE_DIR)} written.")
