"""Everything that has to be there before the portal starts; harmless and quick when it is there already."""

import hashlib
import shutil
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection

from careerlink.dashboard.demo import LOGINS, PASSWORD, demo_is_there, make_demo


class Command(BaseCommand):
    help = "Migrate, load reference data and texts, gather static files and, in a demonstration, make the demo data."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--anew", action="store_true", help="throw the demonstration's data away first")

    def handle(self, *, anew: bool, **options) -> None:
        if anew:
            self._forget_everything()
        call_command("migrate", verbosity=0)
        call_command("load_taxonomy", verbosity=0)
        call_command("load_texts", verbosity=0)
        self._gather_static_files()
        if settings.ENVIRONMENT != "demo":
            self.stdout.write("Prepared.")
            return
        if not demo_is_there():
            self.stdout.write("Making demo data …")
            make_demo()
            call_command("seal_audit", stdout=StringIO())  # it tells of months in a minute
        self.stdout.write(f"\nCareerLink: {settings.SITE_URL}\n\nDemo log-ins, password {PASSWORD}:")
        for address, what in LOGINS:
            self.stdout.write(f"  {address:<22} {what}")
        self.stdout.write(f"\nMail that left: {settings.SITE_URL}/demo/mail/\nStop with Ctrl-C.\n")

    def _forget_everything(self) -> None:
        if settings.ENVIRONMENT != "demo" or not settings.SQLITE:
            raise CommandError("only a demonstration on SQLite can be made anew; drop a PostgreSQL database yourself")
        connection.close()
        database = Path(settings.DATABASES["default"]["NAME"])
        for path in (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))):
            path.unlink(missing_ok=True)
        beside = (settings.PRIVATE_ROOT, settings.LEDGER_ROOT, settings.VAR_DIR / "mail", settings.VAR_DIR / "cache")
        for folder in beside:
            shutil.rmtree(folder, ignore_errors=True)

    def _gather_static_files(self) -> None:
        """Hashing and compressing takes seconds, so it is done only when a file has changed."""
        digest = hashlib.blake2b()
        for finder in get_finders():
            for path, storage in finder.list([]):
                at = Path(storage.path(path)).stat()
                digest.update(f"{path} {at.st_size} {at.st_mtime_ns}".encode())
        stamp = settings.VAR_DIR / "static.stamp"
        if stamp.exists() and stamp.read_text() == digest.hexdigest() and settings.STATIC_ROOT.is_dir():
            return
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(digest.hexdigest())
