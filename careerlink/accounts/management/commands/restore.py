"""`make restore`: database and private files of a backup in place of the present ones."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from careerlink.accounts.models import User
from careerlink.accounts.replay import finish_restore
from careerlink.outbox import hold
from careerlink.web import ledger
from careerlink.web.backups import store


class Command(BaseCommand):
    help = "Bring a backup back, then repeat from the ledger which mail left, and who was erased or left since."

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", nargs="?", help="a backup; by default the newest in BACKUP_ROOT")
        parser.add_argument("--force", action="store_true", help="ask nothing")
        parser.add_argument(
            "--without-ledger",
            action="store_true",
            help="the ledger is lost or older than the backup: hold doubtful mail for a moderator",
        )
        parser.add_argument("--finish", action="store_true", help="only finish a restore that was broken off")
        parser.add_argument(
            "--since", help="with --finish: a database that you brought back yourself is of this moment"
        )

    def handle(self, *, folder: str | None, finish: bool, **options) -> None:
        if finish:
            self._open_hold(options["since"], options["without_ledger"])
        else:
            self._bring_back(self._chosen(folder), **options)
        done = finish_restore()
        if not done:
            self.stdout.write("Nothing to finish.")
            return
        self.stdout.write(
            f"Mail that had left already: {done['left']}. Held for a moderator: {done['doubtful']}. "
            f"Waiting: {done['waiting']}. Erased again: {done['erased']}. "
            f"Left again: {done['gone']}. Everybody logs in again."
        )

    def _bring_back(self, folder: Path, *, force: bool, without_ledger: bool, **options) -> None:
        try:
            manifest = store.read(folder)
            store.is_older(manifest)
            is_whole = ledger.goes_on_from(manifest["ledger"])
        except (store.BadBackupError, ledger.LedgerLostError) as error:
            raise CommandError(f"nothing was changed: {error}") from error
        if not is_whole and not without_ledger:
            raise CommandError(
                f"nothing was changed: the ledger in {settings.LEDGER_ROOT} does not go on from this backup. Put its "
                "newest copy there. If it is lost, --without-ledger: who was erased since then is there again, and "
                "mail that may have left waits for a moderator."
            )
        if not force:
            self._ask(folder, manifest)
        self._keep_what_is_there(force=force)
        moment = datetime.fromisoformat(manifest["moment"])
        opened = hold.statement(moment, is_ledger_whole=is_whole)
        try:
            store.bring_back(folder, manifest, statements=[opened])
        except (DatabaseError, OSError, ValueError) as error:
            raise CommandError(f"the backup was not brought back: {error}") from error
        self.stdout.write(f"{folder} is back, as of {moment:%Y-%m-%d %H:%M:%S} UTC.")

    def _chosen(self, folder: str | None) -> Path:
        if folder:
            return Path(folder)
        backups = sorted(Path(settings.BACKUP_ROOT).glob(f"[0-9]*/{store.MANIFEST}"))
        if not backups:
            raise CommandError(f"there is no backup in {settings.BACKUP_ROOT}")
        return backups[-1].parent

    def _ask(self, folder: Path, manifest: dict) -> None:
        rows = sum(manifest["tables"]["rows"].values())
        self.stdout.write(f"{folder}: {rows} rows of {manifest['moment']} take the place of everything that is here.")
        if others := store.engine().others():
            self.stdout.write(f"{others} other connections are open: stop web, worker and beat first.")
        try:
            said = input("Type yes to go on: ")
        except EOFError:  # nobody is there
            said = ""
        if said.strip() != "yes":
            raise CommandError("nothing was changed")

    def _keep_what_is_there(self, *, force: bool) -> None:
        """A backup of what is about to go, so that a restore can be taken back."""
        if not self._has_people():
            return
        try:
            kept = store.make(store.new_folder("before-restore-"))
        except (OSError, DatabaseError) as error:
            if not force:
                raise CommandError(
                    f"what is here could not be kept first: {error}. --force goes on all the same"
                ) from error
            self.stderr.write(f"What was here could not be kept: {error}")
        else:
            self.stdout.write(f"What was here is kept in {kept}.")

    def _has_people(self) -> bool:
        try:
            return User._meta.db_table in connection.introspection.table_names() and User.objects.exists()
        except DatabaseError:
            connection.close()
            return False

    def _open_hold(self, since: str | None, without_ledger: bool) -> None:
        if since is None:
            return
        moment = datetime.fromisoformat(since)
        if moment.tzinfo is None:
            raise CommandError("--since needs a moment with its zone, such as 2027-03-01T04:00:00Z")
        with connection.cursor() as cursor:
            cursor.execute(hold.statement(moment, is_ledger_whole=not without_ledger))
