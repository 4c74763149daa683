"""`make backup`: database and private files as of one moment, while everything goes on."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from careerlink.web.backups import store
from careerlink.web.ledger import LedgerLostError


class Command(BaseCommand):
    help = "Write a backup of the database and the private files into a new folder."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--to", help="a folder that is not there yet; by default one in BACKUP_ROOT")

    def handle(self, *, to: str | None, **options) -> None:
        try:
            folder = store.make(Path(to) if to else None)
        except (OSError, LedgerLostError) as error:
            raise CommandError(f"no backup was made: {error}") from error
        manifest = store.read(folder)
        rows = sum(manifest["tables"]["rows"].values())
        files = sum(name.startswith(store.FILES) for name in manifest["digests"])
        for name in manifest["missing_files"]:
            self.stderr.write(f"A row speaks of {name}, which is not among the private files.")
        self.stdout.write(f"{folder}: {rows} rows, {files} files, read again and found whole.")
