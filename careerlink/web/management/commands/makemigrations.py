"""`manage.py makemigrations`: Django's own, which here writes the indexes and constraints of a new table into it.

Django takes an index to concern any model, and so leaves most of them as operations of their own. Each of those renders
the models once more and, on SQLite, makes the table anew: the first start and every test run took twenty seconds more.
"""

from django.core.management.commands import makemigrations
from django.db.migrations.operations.models import IndexOperation


def is_of(operation: IndexOperation, name: str, app_label: str) -> bool:
    """Whether an index or a constraint concerns this model of its own room: only the one that it is of."""
    return operation.model_name_lower == name.lower()


class Command(makemigrations.Command):
    def handle(self, *args, **options) -> None:
        # Asked by nothing but the optimizer of this command.
        IndexOperation.references_model = is_of  # type: ignore[method-assign,assignment]  # Django has no other way in
        super().handle(*args, **options)
