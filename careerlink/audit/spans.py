"""Sets of ids as spans, [[1, 500], [502, 900]]: a million ids without gaps are two numbers."""

from collections.abc import Iterable, Iterator
from itertools import islice

Span = list[int]


def spans_of(ids: Iterable[int]) -> list[Span]:
    """The spans of ids that come in rising order."""
    found: list[Span] = []
    for one in ids:
        if found and found[-1][1] == one - 1:
            found[-1][1] = one
        else:
            found.append([one, one])
    return found


def merged(spans: Iterable[Span]) -> list[Span]:
    """Any spans, in order and without overlap."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            found[-1][1] = max(found[-1][1], last)
        else:
            found.append([first, last])
    return found


def outside(ids: Iterable[int], spans: list[Span]) -> Iterator[int]:
    """The ids (rising) that merged spans do not hold."""
    rest = iter(spans)
    span = next(rest, None)
    for one in ids:
        while span and span[1] < one:
            span = next(rest, None)
        if span is None or one < span[0]:
            yield one


def size(spans: Iterable[Span]) -> int:
    return sum(last - first + 1 for first, last in spans)


def each(spans: Iterable[Span]) -> Iterator[int]:
    for first, last in spans:
        yield from range(first, last + 1)


def batches(ids: Iterable[int], size: int) -> Iterator[list[int]]:
    """The same ids, so many at a time."""
    rest = iter(ids)
    while some := list(islice(rest, size)):
        yield some
