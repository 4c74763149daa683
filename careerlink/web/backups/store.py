"""What a backup is: a folder of tables and private files, and a manifest that says what belongs in it."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from careerlink.web import clock, ledger
from careerlink.web.backups import postgres, sqlite

FORMAT = 1
MANIFEST, TABLES, FILES = "manifest.json", "tables", "files"
CHUNK = 1024 * 1024


class BadBackupError(Exception):
    """A backup that cannot be used; says why."""


def engine():
    """The module that knows the tables of this database."""
    return postgres if connection.vendor == "postgresql" else sqlite


def make(to: Path | None = None) -> Path:
    """Write a backup into a new folder, by default one named after the moment in BACKUP_ROOT; only a whole one
    gets its name. Others may go on working. Raises FileExistsError and OSError.
    """
    moment = clock.now()
    to = to or new_folder()
    if to.exists():
        raise FileExistsError(f"{to} is there already")
    draft = to.with_name(f".{to.name}.unfinished")
    shutil.rmtree(draft, ignore_errors=True)
    before = os.umask(0o077)  # a backup holds what people told us in confidence
    try:
        (draft / TABLES).mkdir(parents=True)
        (draft / FILES).mkdir()
        manifest = {
            "format": FORMAT,
            "vendor": connection.vendor,
            "moment": moment.isoformat(),
            "migrations": sorted(MigrationRecorder(connection).applied_migrations()),
            "ledger": ledger.position(),
            **_fill(draft),
        }
        manifest["digests"] = {_under(path, draft): _digest(path) for path in _files_in(draft)}
        (draft / MANIFEST).write_text(json.dumps(manifest, indent=1))
        for path in _files_in(draft):
            _fsync(path)
        draft.rename(to)
        _fsync(to.parent)
    finally:
        os.umask(before)
        shutil.rmtree(draft, ignore_errors=True)
    return to


def new_folder(beginning: str = "") -> Path:
    """A name in BACKUP_ROOT that says the moment."""
    return Path(settings.BACKUP_ROOT) / f"{beginning}{clock.now():%Y-%m-%dT%H-%M-%S}"


def read(folder: Path) -> dict:
    """The manifest of a backup in which everything is as it was written. Raises BadBackupError."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
        expected = manifest["digests"]
        if manifest["format"] != FORMAT:
            raise BadBackupError(f"{folder} has format {manifest['format']}; this version reads {FORMAT}")
        datetime.fromisoformat(manifest["moment"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadBackupError(f"{folder} is no whole backup: {error}") from error
    if manifest["vendor"] != connection.vendor:
        raise BadBackupError(f"{folder} was made of {manifest['vendor']}, this database is {connection.vendor}")
    found = {_under(path, folder) for path in _files_in(folder)} - {MANIFEST}
    if missing := set(expected) - found:
        raise BadBackupError(f"{folder} lacks {sorted(missing)[0]}")
    if strange := found - set(expected):
        raise BadBackupError(f"{folder} holds {sorted(strange)[0]}, which does not belong there")
    for name, digest in expected.items():
        if _digest(folder / name) != digest:
            raise BadBackupError(f"{folder}/{name} was changed or is damaged")
    return manifest


def is_older(manifest: dict) -> bool:
    """Whether the backup is of an older state than this version. Raises BadBackupError for one of a newer state."""
    applied = {tuple(key) for key in manifest["migrations"]}
    known = set(MigrationLoader(None).disk_migrations)
    if unknown := applied - known:
        raise BadBackupError(
            f"the backup was made by another version: {'.'.join(sorted(unknown)[0])} is not known here"
        )
    return bool(known - applied)


def bring_back(folder: Path, manifest: dict, *, statements: Iterable[str] = ()) -> None:
    """Put database and private files of a backup in place of the present ones, and migrate forward what is of an
    older version. `statements` run in the transaction that brings the rows. Should the database refuse, all is
    as it was; only tables of an older version are made anew outside one transaction.
    """
    migrations, older = {tuple(key) for key in manifest["migrations"]}, is_older(manifest)
    added = _put_files(folder)  # first, so that no row is without its file
    try:
        engine().bring_back(folder / TABLES, manifest["tables"], statements, migrations=migrations, is_older=older)
    except BaseException:
        _remove(added)
        raise
    root = Path(settings.PRIVATE_ROOT)
    _remove(path for path in _files_in(root) if not (folder / FILES / path.relative_to(root)).exists())


def _put_files(folder: Path) -> list[Path]:
    """Lay the files of a backup among the private ones; returns those that are new there."""
    root, added = Path(settings.PRIVATE_ROOT), []
    for path in _files_in(folder / FILES):
        place = root / path.relative_to(folder / FILES)
        if place.exists() and _digest(place) == _digest(path):
            continue
        if not place.exists():
            added.append(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_name(f".{place.name}.unfinished")
        shutil.copyfile(path, draft)
        draft.replace(place)
    return added


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _fill(draft: Path) -> dict:
    """Copy files and tables. Files are copied before and after, and those kept that stood in a row or on the disk
    at the moment of the tables: whatever came or went meanwhile, each row has its file.
    """
    root, needed = Path(settings.PRIVATE_ROOT), set()
    _copy_files(root, draft / FILES)
    tables = engine().dump(draft / TABLES, lambda query: needed.update(_names_in_rows(query)))
    _copy_files(root, draft / FILES)
    for path in _files_in(draft / FILES):
        name = _under(path, draft / FILES)
        if name not in needed and not (root / name).exists():
            path.unlink()
    missing = sorted(name for name in needed if not (draft / FILES / name).is_file())
    return {"tables": tables, "missing_files": missing}


def _names_in_rows(query) -> set[str]:
    """All private files that rows speak of."""
    quote, there = connection.ops.quote_name, connection.introspection.table_names()
    names: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.FileField) and model._meta.db_table in there:
                column, table = quote(field.attname), quote(model._meta.db_table)
                names.update(name for (name,) in query(f"SELECT {column} FROM {table} WHERE {column} <> ''"))  # noqa: S608 our own tables
    return names


def _copy_files(root: Path, to: Path) -> None:
    for path in _files_in(root):
        place = to / path.relative_to(root)
        if place.exists():
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(path, place)
        except FileNotFoundError:  # deleted a moment ago
            place.unlink(missing_ok=True)


def _files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".unfinished"))


def _under(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _digest(path: Path) -> str:
    digest = hashlib.blake2b(digest_size=32)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _fsync(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
