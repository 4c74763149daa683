"""A mail as the bytes that go over the wire.

Letters with a text and an HTML part, and perhaps one for calendars, which nearly all are, are put together
here: the standard library takes several times as long for the same bytes. Whatever else a mail holds goes its way.
"""

import re
from binascii import b2a_qp
from dataclasses import dataclass
from email.utils import format_datetime
from functools import lru_cache
from secrets import token_hex
from typing import cast

from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import SafeMIMEMultipart, forbid_multi_line_headers, sanitize_address

from careerlink.web import clock

LONGEST_LINE = 998  # RFC 5322 2.1.1, without the line end
LONGEST_HEADER = 900
PLAIN_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)*", re.ASCII)


@dataclass(frozen=True)
class Letter:
    """What is handed to a mail server: the envelope and the bytes, and the message for other backends."""

    message: EmailMultiAlternatives
    sender: str
    to: str
    data: bytes


def letter_of(message: EmailMultiAlternatives) -> Letter:
    """Make a message to one recipient ready to leave. Raises ValueError for an address or a header that
    no server could carry.
    """
    return Letter(message, _address(message.from_email), _address(message.to[0]), as_bytes(message))


def as_bytes(message: EmailMultiAlternatives) -> bytes:
    """The message with CRLF line ends, 7 bits wide. Raises ValueError for a header with a line end in it."""
    is_usual = bool(message.alternatives) and not message.attachments
    headers = {
        "Subject": message.subject,
        "From": message.from_email,
        "To": message.to[0],
        "Date": format_datetime(clock.now()),
        **message.extra_headers,
    }
    if not is_usual or any(len(value) > LONGEST_HEADER for value in headers.values()):
        built = cast(SafeMIMEMultipart, message.message())
        return built.as_bytes(linesep="\r\n")
    boundary = token_hex(16)
    lines = [": ".join(_header(name, value)) for name, value in headers.items()]
    top = "\n".join(
        [*lines, "MIME-Version: 1.0", f'Content-Type: multipart/alternative; boundary="{boundary}"', "", ""]
    )
    mark = b"--" + boundary.encode()
    parts = [mark, _part("text/plain", str(message.body))]
    for content, mimetype in message.alternatives:
        parts += [mark, _part(str(mimetype), str(content))]
    parts += [mark + b"--", b""]
    return (top.encode("ascii") + b"\n".join(parts)).replace(b"\n", b"\r\n")


def _part(mimetype: str, text: str) -> bytes:
    body = text.replace("\r\n", "\n").replace("\r", "\n")
    data, encoding = body.encode(), "7bit"
    if not body.isascii() or max(map(len, body.split("\n"))) > LONGEST_LINE:
        data, encoding = b2a_qp(data, istext=True), "quoted-printable"
    top = f'Content-Type: {mimetype}; charset="utf-8"\nContent-Transfer-Encoding: {encoding}\n\n'
    return top.encode() + data


@lru_cache(maxsize=256)
def _header(name: str, value: str) -> tuple[str, str]:
    return forbid_multi_line_headers(name, value, "utf-8")


def _address(address: str) -> str:
    """An address as the envelope carries it, without the name before it."""
    return address if PLAIN_ADDRESS.fullmatch(address) else _bare(address)


@lru_cache(maxsize=256)
def _bare(address: str) -> str:
    whole = sanitize_address(address, "utf-8")
    return whole.rpartition("<")[2].rstrip(">")
