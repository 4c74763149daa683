"""Certificates and yearly records on paper: PDF with tags (PDF/UA-1, ISO 14289-1), drawn from what was issued."""

import json
from datetime import date
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from careerlink.web.templatetags.web import day
from events.models import Certificate
from events.queries.ledger import hours_words

LAYOUT = Path(__file__).resolve().parent.parent / "data" / "certificate.typ"


def check_address(certificate: Certificate) -> str:
    """The full address at which anybody checks it."""
    return settings.SITE_URL + reverse("certificate_check", args=[certificate.code])


def draw(certificate: Certificate) -> bytes:
    """The certificate as PDF, in the language that is active. The same certificate is the same page each time."""
    import typst  # noqa: PLC0415 heavy, and few pages need it

    document: bytes = typst.compile(
        LAYOUT.read_bytes(),
        sys_inputs={"data": json.dumps(_words(certificate))},
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        timestamp=int(certificate.issued_at.timestamp()),
    )
    return document


def _words(certificate: Certificate) -> dict:
    lines = certificate.lines
    if certificate.kind == Certificate.Kind.YEAR:
        title = _("Service record of %(year)s") % {"year": certificate.year}
        sentence = _("helped students and offices as a volunteer in %(year)s, as the hosts themselves approved:")
        sentence %= {"year": certificate.year}
    else:
        title = _("Certificate of volunteering")
        sentence = _("helped as a volunteer; %(host)s at %(college)s approved the hours:") % lines[0]
    return {
        "title": title,
        "author": "CareerLink",
        "language": (get_language() or "en").partition("-")[0],
        "name": certificate.name,
        "sentence": sentence,
        "head": [_("Day"), _("What"), _("Hours")],
        "rows": [[day(date.fromisoformat(line["day"])), _what(line), hours_words(line["minutes"])] for line in lines],
        "total": _("In all"),
        "sum": hours_words(certificate.minutes),
        "place": _("Issued on %(day)s.") % {"day": day(certificate.issued_at, "UTC")},
        "check": _("Anybody can check at this address whether it still holds:"),
        "code": certificate.shown_code,
        "address": check_address(certificate),
    }


def _what(line: dict) -> str:
    return f"{line['role']}, {line['event']} ({line['host']}, {line['college']})"
