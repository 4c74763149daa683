"""`manage.py load_taxonomy`: bring the reference data to the state that is shipped."""

from time import perf_counter

from django.core.management.base import BaseCommand

from careerlink.taxonomy.actions import load


class Command(BaseCommand):
    help = "Loads colleges, majors, occupations, industries, places and credentials. Quick when nothing changed."

    def add_arguments(self, parser):
        parser.add_argument("--force", action="store_true", help="load even when the data is there already")

    def handle(self, *args, force, verbosity, **options):
        began = perf_counter()
        is_new = load(is_forced=force)
        if verbosity:
            done = "Reference data loaded" if is_new else "Reference data is up to date"
            self.stdout.write(f"{done} ({perf_counter() - began:.1f} s).")
