"""Files are what is in them, not what they say they are."""

import io
import os
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from careerlink.web import files


def pdf(more=b""):
    """A small PDF with `more` objects in it."""
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
        + more
        + b"xref\n0 3\ntrailer\n<< /Root 1 0 R >>\nstartxref\n120\n%%EOF\n"
    )


PLAIN_PDF = pdf()


def upload(content, name="file.jpg", kind="image/jpeg"):
    return SimpleUploadedFile(name, content, kind)


def picture(kind="JPEG", size=(1200, 900), mode="RGB", **more):
    out = io.BytesIO()
    Image.new(mode, size, "teal").save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_drawn_anew_within_800_pixels(kind):
    judged = files.judge_image(upload(picture(kind), name="../../me.svg", kind="text/html"))
    drawn = Image.open(judged)
    assert (drawn.format, drawn.size, judged.content_type) == ("WEBP", (800, 600), "image/webp")
    assert (judged.name.endswith(".webp"), len(judged.name)) == (True, 25)


def test_where_and_when_a_photo_was_taken_is_taken_out_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "Secret Camera"
    drawn = Image.open(files.judge_image(upload(picture(size=(400, 200), exif=exif))))
    assert (drawn.size, dict(drawn.getexif())) == ((200, 400), {})


def test_a_see_through_picture_is_put_on_white():
    drawn = Image.open(files.judge_image(upload(picture("PNG", (20, 20), "RGBA"))))
    assert drawn.mode == "RGB"


SCRIPT = b"#!/bin/sh\nrm -rf /\n"
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ZIP = b"PK\x03\x04" + b"\0" * 50
EXE = b"MZ\x90\0" + b"\0" * 200
GIF = b"GIF89a" + b"\0" * 60


@pytest.mark.parametrize("content", [SCRIPT, HTML, SVG, ZIP, EXE, GIF, b"\xff\xd8\xff\xe0 not a jpeg", PLAIN_PDF])
def test_what_is_no_picture_is_refused_as_photo(content):
    with pytest.raises(ValidationError, match="not a JPEG, PNG or WebP picture"):
        files.judge_image(upload(content))


@pytest.mark.parametrize("content", [SCRIPT, HTML, SVG, ZIP, EXE, GIF, b"\0"])
def test_what_is_neither_paper_nor_picture_is_refused_as_document(content):
    with pytest.raises(ValidationError, match="not a PDF, JPEG, PNG or WebP"):
        files.judge_document(upload(content, "certificate.pdf", "application/pdf"))


def test_a_broken_picture_is_refused():
    with pytest.raises(ValidationError, match="not a JPEG, PNG or WebP picture"):
        files.judge_image(upload(picture("PNG")[:-400]))


def test_a_picture_of_a_million_million_pixels_is_refused_before_it_is_unpacked():
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    data = zlib.compress(b"")
    body = struct.pack(">I", len(data)) + b"IDAT" + data + struct.pack(">I", zlib.crc32(b"IDAT" + data))
    with pytest.raises(ValidationError, match="too many pixels"):
        files.judge_image(upload(b"\x89PNG\r\n\x1a\n" + chunk + body))


def test_thirty_megabytes_are_refused_by_their_size_alone():
    big = upload(b"x")
    big.size = 30 * files.MEGABYTE
    with pytest.raises(ValidationError) as refused:
        files.judge_document(big)
    assert refused.value.messages == ["This file has 30 MB. Choose one of at most 5 MB."]


def test_of_a_large_upload_only_the_first_part_is_written_to_disk():
    handler = files.BoundedUpload()
    handler.new_file("file", "big.pdf", "application/pdf", 60 * files.MEGABYTE)
    chunk = b"x" * files.MEGABYTE
    for n in range(60):
        handler.receive_data_chunk(chunk, n * files.MEGABYTE)
    upload_of_it = handler.file_complete(60 * files.MEGABYTE)
    assert (upload_of_it.size, os.path.getsize(upload_of_it.temporary_file_path())) == (  # noqa: PTH202 Django's path
        60 * files.MEGABYTE,
        files.KEEP_BYTES,
    )
    upload_of_it.close()


def test_an_empty_file_is_refused():
    with pytest.raises(ValidationError, match="empty"):
        files.judge_document(upload(b""))


def test_a_plain_pdf_is_kept_as_it_is_under_a_random_name():
    judged = files.judge_document(upload(PLAIN_PDF, "My Certificate.pdf", "text/html"))
    assert (judged.read(), judged.content_type, judged.name.endswith(".pdf")) == (PLAIN_PDF, "application/pdf", True)


def test_a_pdf_whose_compressed_pages_spell_a_name_by_chance_is_kept():
    data = pdf(b"3 0 obj\n<< /Length 9 >>\nstream\nab/JS (x)\nendstream\nendobj\n")
    assert files.judge_document(upload(data)).content_type == "application/pdf"


def test_a_photo_of_a_paper_is_drawn_anew_as_jpeg():
    judged = files.judge_document(upload(picture("PNG", (3000, 1000))))
    assert (Image.open(judged).size, judged.content_type) == ((2400, 800), "image/jpeg")


@pytest.mark.parametrize(
    "act",
    [
        b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>\n",
        b"<< /S /J#61vaScript /J#53 (x) >>\n",
        b"<< /S /Launch /F (cmd.exe) >>\n",
        b"<< /Type /EmbeddedFile >>\n",
        b"<< /XFA [] >>\n",
    ],
)
def test_a_pdf_that_does_something_is_refused(act):
    with pytest.raises(ValidationError, match="script, a form or another file"):
        files.judge_document(upload(pdf(b"3 0 obj\n" + act + b"endobj\n")))


def test_a_script_in_a_compressed_object_is_found():
    packed = zlib.compress(b"4 0 << /S /JavaScript /JS (app.alert) >>")
    stream = (
        b"3 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\n" + packed + b"\nendstream\nendobj\n"
    )
    with pytest.raises(ValidationError, match="script, a form or another file"):
        files.judge_document(upload(pdf(stream)))


def test_a_pdf_that_unpacks_without_end_is_refused():
    packed = zlib.compress(b"\0" * 40 * files.MEGABYTE)
    stream = b"3 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + packed + b"\nendstream\nendobj\n"
    with pytest.raises(ValidationError, match="unpacks to far more"):
        files.judge_document(upload(pdf(stream)))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.4\nMZ and nothing else", "damaged or holds something else"),
        (PLAIN_PDF + b"MZ" + b"\0\1" * 100, "damaged or holds something else"),
        (PLAIN_PDF.replace(b"xref\n0 3", b"PK\x05\x06" + b"\0" * 18 + b"\nxref\n0 3"), "holds another file"),
        (PLAIN_PDF.replace(b"/Root", b"/Encrypt 9 0 R /Root"), "locked"),
    ],
)
def test_a_pdf_that_is_not_only_a_pdf_is_refused(content, words):
    with pytest.raises(ValidationError, match=words):
        files.judge_document(upload(content))


def test_a_private_file_can_do_nothing_in_the_browser():
    response = files.stream_private(io.BytesIO(b"x"), content_type="application/pdf", name='a "b".pdf', inline=True)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"] == 'attachment; filename="a \\"b\\".pdf"'
    shown = files.stream_private(io.BytesIO(b"x"), content_type="image/webp", name="a.webp", inline=True)
    assert shown["Content-Disposition"] == 'inline; filename="a.webp"'
