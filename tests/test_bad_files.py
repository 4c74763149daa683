"""Files that are not what they say: refused in words, and nothing of their names is kept."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from careerlink.web.files import MAX_BYTES
from partners.models import (
    Credential,
    Evidence,
)
from tests.pages import fill
from tests.reading import SCRIPT, finish, text_of
from tests.test_pages import client_of


def zip_bytes() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("evil.html", SCRIPT)
    return held.getvalue()


def picture(kind="PNG") -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (40, 40), "navy").save(held, kind)
    return held.getvalue()


BAD_FILES = {
    "script as picture": ("photo.jpg", SCRIPT.encode(), "image/jpeg"),
    "svg": ("photo.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "image/png"),
    "executable as PDF": ("paper.pdf", b"MZ\x90\x00" + b"\x00" * 400, "application/pdf"),
    "program as PDF": ("paper.pdf", b"\x7fELF" + b"\x00" * 400, "application/pdf"),
    "PDF that acts": (
        "paper.pdf",
        b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF",
        "",
    ),
    "PDF and archive": ("paper.pdf", b"%PDF-1.4\n%%EOF\n" + zip_bytes(), "application/pdf"),
    "archive": ("paper.pdf", zip_bytes(), "application/pdf"),
    "half a picture": ("photo.png", picture()[:60], "image/png"),
    "nothing": ("photo.png", b"", "image/png"),
    "too large": ("photo.png", picture() + b"\x00" * MAX_BYTES, "image/png"),
    "30 MB": ("photo.png", b"\x00" * (30 * 1024 * 1024), "image/png"),
}
SAID = [
    "This is not a PDF, JPEG, PNG or WebP. Choose one of these.",
    "This is not a JPEG, PNG or WebP picture. Choose one.",
    "This PDF is damaged or holds something else as well.",
    "This PDF holds another file.",
    "This PDF holds a script",
    "MB. Choose one of at most 5 MB.",
    "This file is empty.",
]


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_not_what_it_says_is_refused_in_words(world, name):
    fill(world)
    client = client_of(world, "writer")
    file_name, content, kind = BAD_FILES[name]
    photo = reverse("writer_photo_edit")
    certificate = reverse("credential_evidence", args=[world.waiting_credential.key])
    new = reverse("credential_new")
    before = Evidence.objects.count()
    for address, field, rest in [
        (photo, "photo", {}),
        (certificate, "evidence", {}),
        (new, "evidence", {"name": "Coach", "issuer": "Guild"}),
    ]:
        upload = SimpleUploadedFile(file_name, content, content_type=kind)
        response = client.post(address, {field: upload, **rest})
        assert response.status_code == 422, address
        assert any(words in text_of(response) for words in SAID), address
    world.writer.refresh_from_db()
    assert (world.writer.photo.name, Evidence.objects.count()) == ("", before)
    assert Credential.objects.filter(name="Coach").count() == 0


def test_a_nasty_file_name_is_not_kept(world):
    fill(world)
    client = client_of(world, "writer")
    address = reverse("credential_evidence", args=[world.waiting_credential.key])
    for name in ["../../etc/passwd", "a\r\nX: y.png", f"{SCRIPT}.png", "👩🏽‍🏫" * 100 + ".png", ".png"]:
        response = client.post(address, {"evidence": SimpleUploadedFile(name, picture(), content_type="image/png")})
        assert response.status_code in (302, 400, 422)
    for row in Evidence.objects.filter(credential=world.waiting_credential):
        assert "passwd" not in row.name + row.file.name
        assert "<" not in row.name + row.file.name
        answer = client.get(reverse("evidence", args=[row.key]))
        finish(answer)
        assert answer.status_code == 200
