"""Links at the foot of a mail: stop mail of its group in one click (RFC 8058), and choose what comes.

Tokens are derived, not stored: the random key of the mail and an HMAC of 136 bits over purpose and key, in
43 characters. One that stops works for as long as the mail's row exists; one that opens the page where
everything is chosen works for 180 days, newer mails hold fresh ones.
"""

import base64
import hashlib
import hmac
from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.urls import reverse

from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from careerlink.web.keys import LENGTH

Purpose = Literal["stop", "choose"]
MAC_BYTES = 17
CHOOSE_LASTS = timedelta(days=180)


def token(purpose: Purpose, mail: OutgoingMail) -> str:
    """The token of one mail for one purpose."""
    return mail.public_key + _mac(settings.SECRET_KEY, purpose, mail.public_key)


def find(purpose: Purpose, text: str) -> OutgoingMail | None:
    """The mail (with its mailbox) behind a token; None for one that is altered, unknown or of another purpose."""
    key, mac = text[:LENGTH], text[LENGTH:]
    if not text.isascii():
        return None
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(hmac.compare_digest(_mac(secret, purpose, key), mac) for secret in keys):
        return None
    return OutgoingMail.objects.select_related("mailbox").filter(public_key=key).first()


def opens_choices(mail: OutgoingMail) -> bool:
    """Whether the link of this mail still opens the page of choices."""
    return clock.now() - mail.made_at < CHOOSE_LASTS


def stop_url(mail: OutgoingMail) -> str:
    """The address that stops mail like this one."""
    return settings.SITE_URL + reverse("mail_stop", args=[token("stop", mail)])


def choose_url(mail: OutgoingMail) -> str:
    """Where the reader chooses: in her account, or by a private link when she has none."""
    if mail.mailbox.user_id:
        return settings.SITE_URL + reverse("mail_choices")
    return settings.SITE_URL + reverse("mail_choose", args=[token("choose", mail)])


def may_stop(mail: OutgoingMail) -> bool:
    """Whether it is mail that nobody asked for, which one click stops; or mail to a stranger, whose click stops
    such mail.
    """
    kind = kinds.get(mail.kind)
    return kind is not None and (not kind.transactional or bool(kind.stops))


def headers(mail: OutgoingMail) -> dict[str, str]:
    """What mail programs need to offer a way out (RFC 2369, RFC 8058); nothing for transactional mail to those who
    have an account.
    """
    if not may_stop(mail):
        return {}
    return {"List-Unsubscribe": f"<{stop_url(mail)}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def footer(mail: OutgoingMail) -> dict[str, str]:
    """The links at the foot of a letter; "" where there is none."""
    return {"choose_url": choose_url(mail), "stop_url": stop_url(mail) if may_stop(mail) else ""}


def _mac(secret: str, purpose: str, key: str) -> str:
    digest = hmac.new(secret.encode(), f"careerlink.mail:{purpose}:{key}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:MAC_BYTES]).decode().rstrip("=")
