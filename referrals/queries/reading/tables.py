"""The rows of a file: what parts its cells, where its header stands, and one record after the other."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from typing import BinaryIO, NamedTuple, TextIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from referrals.queries.reading.columns import is_known
from referrals.queries.reading.encodings import encoding_of

DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 200  # records by which a file is judged
HEADER_WITHIN = 30  # records
SHOWN = 10  # lines that a person may name as the header
LONGEST_LINE = 200_000  # characters
MOST_CELLS = 500
MOST_COLUMNS = 200
NUMBER = re.compile(r"[\s$€£+-]*\d[\d\s.,:/%-]*$")
SEPARATOR = re.compile(r"sep=(.)\s*$", re.IGNORECASE)  # what some spreadsheets write above everything


class Record(NamedTuple):
    """One record: the number of the line it begins in, its cells, and how many lines it takes."""

    line: int
    cells: list[str]
    lines: int = 1


@dataclass(frozen=True)
class Shape:
    """How a file is to be read. `header_line` is 0 where the first line is a person already; `records` counts the
    rows under the header that are not empty.
    """

    encoding: str
    delimiter: str
    header_line: int
    columns: tuple[str, ...]
    records: int

    @property
    def width(self) -> int:
        return len(self.columns)


def judge_shape(file: BinaryIO) -> Shape:
    """How this file is to be read; it is read to its end, and nothing of it is kept. Raises ValidationError with a
    sentence when it cannot be.
    """
    encoding = encoding_of(file)
    with _text(file, encoding) as text:
        start = text.read(1_000_000)
    if not start.strip("\0 \t\r\n\ufeff,;"):
        raise ValidationError(_("This file is empty. Choose another one."), code="empty")
    delimiter = _delimiter(start)
    sample = list(islice(_records(file, encoding, delimiter), SAMPLE))
    header = _header(sample)
    known = next((record for record in sample if record.line == header), None)
    width = len(known.cells) if known else max(len(record.cells) for record in sample)
    columns = _names(known.cells) if known else ("",) * width
    if width > MOST_COLUMNS:
        raise ValidationError(_("This file has more than %(most)s columns.") % {"most": MOST_COLUMNS}, code="columns")
    records = sum(record.line > header for record in _records(file, encoding, delimiter))
    if not records:
        raise ValidationError(_("This file has names of columns, and nobody under them."), code="nobody")
    return Shape(encoding, delimiter, header, columns, records)


def records_of(file: BinaryIO, shape: Shape) -> Iterator[Record]:
    """The records under the header, one after the other, without those that are empty. Raises ValidationError."""
    for record in _records(file, shape.encoding, shape.delimiter):
        if record.line > shape.header_line:
            yield record


def with_header(file: BinaryIO, shape: Shape, line: int) -> Shape:
    """The same file with another line as its header (0: none), as a person says. Raises ValidationError."""
    known = next((record for record in first_lines(file, shape) if record.line == line), None)
    if line == shape.header_line or (line and known is None):
        return shape
    width = len(known.cells) if known else max(len(record.cells) for record in first_lines(file, shape))
    columns = _names(known.cells) if known else ("",) * width
    records = sum(record.line > line for record in _records(file, shape.encoding, shape.delimiter))
    if not records:
        raise ValidationError(_("This file has names of columns, and nobody under them."), code="nobody")
    return replace(shape, header_line=line if known else 0, columns=columns, records=records)


def first_lines(file: BinaryIO, shape: Shape) -> list[Record]:
    """The first records of the file from its very beginning, for a person to say which is the header."""
    return list(islice(_records(file, shape.encoding, shape.delimiter), SHOWN))


def _names(cells: list[str]) -> tuple[str, ...]:
    return tuple(" ".join(cell.split())[:100] for cell in cells)


@contextmanager
def _text(file: BinaryIO, encoding: str) -> Iterator[TextIO]:
    """The file as text, from its beginning; it stays open afterwards."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        yield text
    finally:
        text.detach()


class _Lines:
    """The lines of a text for the parser. `is_over` once it asked for more than there are."""

    def __init__(self, text: TextIO):
        self.text, self.is_over, self.number = text, False, 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.text.readline(LONGEST_LINE)
        if not line:
            self.is_over = True
            raise StopIteration
        self.number += 1
        if len(line) >= LONGEST_LINE:
            raise ValidationError(
                _("Line %(line)s is far too long for a list of people.") % {"line": self.number}, code="long_line"
            )
        return line.replace("\0", "")


def _records(file: BinaryIO, encoding: str, delimiter: str) -> Iterator[Record]:
    """All records that hold anything. Raises ValidationError naming the line of a quotation mark without an end: a
    lenient parser would take all that follows for one giant cell.
    """
    with _text(file, encoding) as text:
        lines = _Lines(text)
        parser = csv.reader(lines, delimiter=delimiter)
        while True:
            line = lines.number + 1
            try:
                cells = next(parser)
            except StopIteration:
                return
            except csv.Error as error:
                raise _never_closed(line) from error
            if lines.is_over:
                raise _never_closed(line)
            if line == 1 and len(cells) <= 2 and SEPARATOR.match(delimiter.join(cells)):
                continue
            if len(cells) > MOST_CELLS:
                raise ValidationError(_("Line %(line)s has too many cells.") % {"line": line}, code="cells")
            if any(cell and not cell.isspace() for cell in cells):
                yield Record(line, cells, lines.number - line + 1)


def _never_closed(line: int) -> ValidationError:
    words = _('A quotation mark (") in line %(line)s is never closed. Put that line right and choose the file again.')
    return ValidationError(words % {"line": line}, code="unclosed", params={"line": line})


def _delimiter(start: str) -> str:
    """What parts the cells: with it most lines have the same number of them."""
    lines = start.splitlines(keepends=True)
    said = SEPARATOR.match(lines[0])
    if said and said[1] in DELIMITERS:
        return said[1]
    best, chosen = (0.0, 0), ","
    for delimiter in DELIMITERS:
        try:
            widths = [len(cells) for cells in islice(csv.reader(lines, delimiter=delimiter), SAMPLE) if any(cells)]
        except csv.Error:
            continue
        found = Counter(width for width in widths if width > 1).most_common(1)
        if found and (found[0][1] / len(widths), found[0][0]) > best:
            best, chosen = (found[0][1] / len(widths), found[0][0]), delimiter
    return chosen


def _header(sample: list[Record]) -> int:
    """The line with the names of the columns, 0 when there is none."""
    width = Counter(len(record.cells) for record in sample).most_common(1)[0][0]
    for record in sample[:HEADER_WITHIN]:
        known = sum(is_known(cell) for cell in record.cells)
        if known >= 2 or (known and _is_wordy(record.cells) and len(record.cells) >= min(width, 2)):
            return record.line
    for number, record in enumerate(sample[:HEADER_WITHIN]):
        if len(record.cells) == width:
            return record.line if _names_columns(record.cells, sample[number + 1 :]) else 0
    return 0


def _is_wordy(cells: list[str]) -> bool:
    """Whether these could be names of columns: words, and each only once."""
    words = [cell.strip().lower() for cell in cells if cell.strip()]
    return len(set(words)) == len(words) and not any("@" in word or NUMBER.match(word) for word in words)


def _names_columns(cells: list[str], others: list[Record]) -> bool:
    """Whether a line of unknown words is a header: it is wordy, and lines under it hold numbers or addresses."""
    if not _is_wordy(cells) or not all(cell.strip() for cell in cells):
        return False
    return any("@" in cell or NUMBER.match(cell) for record in others for cell in record.cells)
