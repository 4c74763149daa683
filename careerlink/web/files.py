"""Files from people: judged by what is in them, kept outside the served tree, opened only through a door.

The name and the type that a browser sends along are never believed. Pictures are drawn anew, so that
nothing of the old file is left: no place, no time, no second file hidden behind the first.
"""

import io
import re
import zlib
from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import FileResponse
from django.utils.translation import gettext as _

from careerlink.web.keys import new_key

MEGABYTE = 1024 * 1024
MAX_BYTES = 5 * MEGABYTE
KEEP_BYTES = 51 * MEGABYTE  # the largest that anything here takes, a list of people, and a little more
PHOTO_SIDE = 800
PAPER_SIDE = 2400  # a page of letters stays readable
MAX_PIXELS = 25_000_000
MAX_JPEG_PIXELS = 60_000_000  # a JPEG is decoded at a fraction of its size
INFLATED_BYTES = 20 * MEGABYTE
PDF_START, PDF_END, ZIP_END = b"%PDF-", b"%%EOF", b"PK\x05\x06"
# Names in a PDF that make something happen when it is opened (ISO 32000-1, 12.6.4 and 7.11.4).
PDF_ACTS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z])")
PDF_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z])")
PDF_DATA = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
PDF_STREAM = re.compile(rb"/ObjStm.{0,400}?stream\r?\n", re.DOTALL)
PDF_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")


class PrivateStorage(FileSystemStorage):
    """Files under PRIVATE_ROOT. It has no address: nothing in it is ever served directly."""

    def __init__(self):
        super().__init__(location=settings.PRIVATE_ROOT, base_url=None)


class BoundedUpload(TemporaryFileUploadHandler):
    """Writes a large upload to the disk, but no more of it than anything here may have; its size is
    counted to the end, so that the form can say that it is too large.
    """

    def receive_data_chunk(self, raw_data, start):
        if start < KEEP_BYTES:
            super().receive_data_chunk(raw_data, start)


class Judged(ContentFile):
    """A file that was judged good: `content_type` is what it is, its name is random."""

    def __init__(self, content: bytes, ending: str, content_type: str):
        super().__init__(content, name=f"{new_key()}.{ending}")
        self.content_type = content_type


def judge_image(upload: UploadedFile) -> Judged:
    """A photo as WebP of at most 800 by 800 pixels without anything hidden in it, from a JPEG, PNG or
    WebP of at most 5 MB. Raises ValidationError with a sentence for the person.
    """
    return Judged(_redraw(_bytes(upload), PHOTO_SIDE, "WEBP"), "webp", "image/webp")


def judge_document(upload: UploadedFile) -> Judged:
    """A PDF as it is, or a picture of a paper drawn anew as JPEG; at most 5 MB. Raises ValidationError
    with a sentence for the person.
    """
    content = _bytes(upload)
    if content.startswith(PDF_START):
        _judge_pdf(content)
        return Judged(content, "pdf", "application/pdf")
    try:
        return Judged(_redraw(content, PAPER_SIDE, "JPEG"), "jpg", "image/jpeg")
    except ValidationError as error:
        if error.code == "not_an_image":
            raise ValidationError(_("This is not a PDF, JPEG, PNG or WebP. Choose one of these.")) from error
        raise


def stream_private(file, *, content_type: str, name: str, inline: bool = False) -> FileResponse:
    """Hand out a private file (opened, or a FieldFile) to somebody who may see it. It can do nothing in
    the browser; `inline` shows pictures in the page, everything else is saved.
    """
    response = FileResponse(
        file,
        as_attachment=not (inline and content_type.startswith("image/")),
        filename=name,
        content_type=content_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _bytes(upload: UploadedFile) -> bytes:
    """What is in the upload; its size is looked at before a byte is read."""
    size = upload.size or 0
    if size > MAX_BYTES:
        megabytes = f"{size / MEGABYTE:.0f}"
        raise ValidationError(
            _("This file has %(size)s MB. Choose one of at most 5 MB.") % {"size": megabytes}, code="too_large"
        )
    if not size:
        raise ValidationError(_("This file is empty. Choose another one."), code="empty")
    upload.seek(0)
    return upload.read()


def _redraw(content: bytes, side: int, kind: str) -> bytes:
    """The picture drawn anew within a square of `side` pixels, upright, on white, without metadata."""
    # Imported when first needed: a web worker without uploads stays small.
    from PIL import Image, ImageOps  # noqa: PLC0415

    not_an_image = ValidationError(_("This is not a JPEG, PNG or WebP picture. Choose one."), code="not_an_image")
    too_many = ValidationError(_("This picture has too many pixels. Make it smaller first."), code="too_many_pixels")
    try:
        picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_many from error
    except Exception as error:  # a broken file makes decoders fail in many ways
        raise not_an_image from error
    with picture:
        if picture.width * picture.height > (MAX_JPEG_PIXELS if picture.format == "JPEG" else MAX_PIXELS):
            raise too_many
        try:
            picture.draft("RGB", (side * 2, side * 2))
            drawn = ImageOps.exif_transpose(picture).convert("RGBA")
            drawn.thumbnail((side, side))
            flat = Image.new("RGB", drawn.size, "white")
            flat.paste(drawn, mask=drawn.getchannel("A"))
        except Exception as error:  # as above
            raise not_an_image from error
    out = io.BytesIO()
    flat.save(out, kind, quality=82)
    return out.getvalue()


def _judge_pdf(content: bytes) -> None:
    """Refuse what is not only a PDF, or does more than show pages."""
    end = content.rfind(PDF_END)
    if end < 0 or b"startxref" not in content or content[end + len(PDF_END) :].strip(b"\0 \t\r\n\x1a"):
        raise ValidationError(_("This PDF is damaged or holds something else as well. Save it anew and try again."))
    if ZIP_END in content[-66_000:]:
        raise ValidationError(_("This PDF holds another file. Save it anew as a plain PDF."))
    if PDF_LOCKED.search(content):
        raise ValidationError(_("This PDF is locked. Save it without a password, so that we can check it."))
    for part in _parts(content):
        if PDF_ACTS.search(PDF_HEX.sub(lambda found: bytes([int(found[1], 16)]), part)):
            raise ValidationError(_("This PDF holds a script, a form or another file. Print it to a plain PDF first."))


def _parts(content: bytes) -> Iterator[bytes]:
    """The objects of the file without their data (chance writes any short name there), and what its
    compressed object streams unpack to, as far as we are ready to.
    """
    yield PDF_DATA.sub(b"", content)
    room = INFLATED_BYTES
    for found in PDF_STREAM.finditer(content):
        unpacker = zlib.decompressobj()
        try:
            part = unpacker.decompress(content[found.end() : found.end() + MAX_BYTES], room)
        except zlib.error:
            continue
        room -= len(part)
        if room <= 0:
            raise ValidationError(_("This PDF unpacks to far more than it seems. Save it anew and try again."))
        yield part
