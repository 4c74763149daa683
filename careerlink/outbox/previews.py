"""What a planned mail would say if it left now."""

import re
from copy import copy

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from careerlink.outbox import secrets
from careerlink.outbox.kinds import Content, kinds
from careerlink.outbox.models import OutgoingMail

PRIVATE = re.compile(r"https?://[^\s\"<]+/go/[^\s\"<]+")  # whoever has such an address may act for the reader


def preview_of(mail: OutgoingMail) -> Content | None:
    """A waiting mail with its mailbox as it would leave now, in its reader's language and zone; None when it is
    no longer true, so that it will not leave. Codes and links that only the reader may have are left out.
    """
    kind, box = kinds[mail.kind], mail.mailbox
    shown = copy(mail)
    with translation.override(box.language), timezone.override(box.zone):
        if kind.still_true(mail):
            return None
        hidden = _("(here stands what only the reader gets)")
        shown.secret = secrets.seal(dict.fromkeys(secrets.read(mail), hidden))
        content = kind.render(shown)
    return Content(content.subject, PRIVATE.sub(hidden, content.text), PRIVATE.sub("", content.html))
