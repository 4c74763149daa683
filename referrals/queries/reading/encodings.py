"""In which letters a file is written, and whether it is a text at all."""

import codecs
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CHUNK = 1024 * 1024
LOOKED_AT = 4096  # bytes in which a UTF-16 without a mark gives itself away
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and other packages, .xls
OTHERS = (b"%PDF-", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"SQLite format 3")


def encoding_of(file: BinaryIO) -> str:
    """The name of the encoding of a text. Raises ValidationError with a sentence for what is none."""
    file.seek(0)
    start = file.read(LOOKED_AT)
    if start.startswith(WORKBOOKS):
        raise ValidationError(
            _("This is a workbook, whatever its name says. Open it, choose “Save as” and “CSV UTF-8”, and take that."),
            code="workbook",
        )
    if start.startswith(OTHERS):
        raise ValidationError(_("This is not a list. Choose a CSV file."), code="not_a_list")
    if start.lstrip()[:9].lower().startswith((b"<!doctype", b"<html", b"<table", b"<?xml")):
        raise ValidationError(_("This is a web page. Export the list as CSV and choose that file."), code="not_a_list")
    for mark, name in MARKS:
        if start.startswith(mark):
            _must_decode(file, name)
            return name
    silent = _utf_16(start)
    if silent:
        return silent
    return "utf-8" if _decodes(file, "utf-8") else "cp1252"


def _utf_16(start: bytes) -> str:
    """UTF-16 without a mark: of every two bytes of Western text one is zero. "" for anything else."""
    even, odd = start[0::2], start[1::2]
    if len(even) < 2 or len(even) != len(odd):
        return ""
    zeros = (even.count(0) / len(even), odd.count(0) / len(odd))
    if zeros[1] > 0.6 and zeros[0] < 0.1:
        return "utf-16-le"
    return "utf-16-be" if zeros[0] > 0.6 and zeros[1] < 0.1 else ""


def _must_decode(file: BinaryIO, name: str) -> None:
    if not _decodes(file, name):
        raise ValidationError(_("This file is damaged: its text cannot be read. Export it anew."), code="damaged")


def _decodes(file: BinaryIO, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    file.seek(0)
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
