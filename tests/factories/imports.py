"""Makers of lists of alumni in every state."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from careerlink.web import clock
from referrals.models import AlumniImport, ImportBefore
from tests.factories.hosts import HostFactory

SHAPE = {
    "encoding": "utf-8", "delimiter": ",", "header_line": 1, "columns": ["Name", "E-mail", "Class of"], "records": 1,
}  # fmt: skip


class AlumniImportFactory(DjangoModelFactory):
    """A list that waits for its columns to be named; `state` says how far it has come. It has no file."""

    class Meta:
        model = AlumniImport

    host = factory.SubFactory(HostFactory)
    state = "uploaded"
    file_name = "list.csv"
    shape = factory.LazyFunction(lambda: dict(SHAPE))
    columns = factory.LazyFunction(lambda: ["name", "email", "year"])
    due_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=1))
    applied_at = factory.LazyAttribute(
        lambda one: clock.now() if one.state in ("applied", "undoing", "kept", "undone") else None
    )


class ImportBeforeFactory(DjangoModelFactory):
    """How somebody stood before a row changed her."""

    class Meta:
        model = ImportBefore
