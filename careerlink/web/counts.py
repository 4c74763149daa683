"""Counting no further than a person reads."""

from django.db.models import QuerySet

LIMIT = 1000


def bounded_count(queryset: QuerySet, limit: int = LIMIT) -> str:
    """How many rows there are, in words for a page: "41", or "1,000+" where there are more than `limit`.

    The database stops after `limit` + 1 rows. One query.
    """
    return say_count(queryset.order_by()[: limit + 1].count(), limit)


def say_count(number: int, limit: int = LIMIT) -> str:
    """The same words for a number that is known already."""
    return f"{limit:,}+" if number > limit else f"{number:,}"
