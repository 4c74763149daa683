"""Links in mails: derived, not stored.

A token is a nonce and an HMAC over purpose and nonce, so that the database alone opens nothing and
an altered token is refused without a look-up. The row keeps what the link is for, until when, and
whether it was used. A GET never changes anything; the page behind a link has a button.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from careerlink.web import clock
from careerlink.web.models import SignedLink

NONCE_BYTES = 16  # 128 bits
MAC_BYTES = 16  # 128 bits of HMAC-SHA256
RENEW_EVERY = 600  # seconds


@dataclass(frozen=True)
class Purpose:
    """What a kind of link opens: `view(request, link)` answers, GET shows and POST acts."""

    slug: str
    view: Callable[[HttpRequest, SignedLink], HttpResponse]
    renew: Callable[[SignedLink], bool | None] | None = None


purposes: dict[str, Purpose] = {}


def register(slug: str, view: Callable, renew: Callable | None = None) -> None:
    """Say what opens links of one purpose; `renew(link)` mails a fresh one when the old is used up."""
    purposes[slug] = Purpose(slug, view, renew)


def make(purpose: str, *, about: str, address: str, lasts: timedelta, single_use: bool = True) -> str:
    """Make a link for one purpose and one address; returns its full URL.

    `about` is the key of the thing that it opens. Raises KeyError for an unknown purpose.
    """
    link = SignedLink.objects.create(
        purpose=purposes[purpose].slug,
        nonce=secrets.token_bytes(NONCE_BYTES).hex(),
        about=about,
        address=address.lower(),
        single_use=single_use,
        made_at=clock.now(),
        expires_at=clock.now() + lasts,
    )
    return url(link)


def make_many(purpose: str, pairs: Iterable[tuple[str, str]], *, lasts: timedelta) -> None:
    """Make a link that opens until it expires for each of these pairs of what it is about and an address; their
    addresses are found with `urls_of`. One statement. Raises KeyError for an unknown purpose.
    """
    now, slug = clock.now(), purposes[purpose].slug
    SignedLink.objects.bulk_create(
        SignedLink(
            purpose=slug,
            nonce=secrets.token_bytes(NONCE_BYTES).hex(),
            about=about,
            address=address.lower(),
            single_use=False,
            made_at=now,
            expires_at=now + lasts,
        )
        for about, address in pairs
    )


def keep_many(purpose: str, pairs: Iterable[tuple[str, str]], *, lasts: timedelta, at_least: timedelta) -> None:
    """Make such a link for each of these pairs that has none which still opens for `at_least`. Two statements."""
    wanted = [(about, address.lower()) for about, address in pairs]
    rows = SignedLink.objects.filter(
        purpose=purposes[purpose].slug,
        address__in={address for _about, address in wanted},
        used_at=None,
        expires_at__gt=clock.now() + at_least,
    )
    known = set(rows.values_list("about", "address"))
    make_many(purpose, [pair for pair in wanted if pair not in known], lasts=lasts)


def urls_of(address: str, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The full addresses of the newest links to one person that still open, by purpose and what they are about;
    what has none is left out. One query.
    """
    wanted = set(wanted)
    if not wanted:
        return {}
    rows = SignedLink.objects.filter(
        address=address.lower(),
        purpose__in={purpose for purpose, _about in wanted},
        about__in={about for _purpose, about in wanted},
        used_at=None,
        expires_at__gt=clock.now(),
    )
    found = {(link.purpose, link.about): url(link) for link in rows.order_by("made_at", "id")}
    return {pair: address for pair, address in found.items() if pair in wanted}


def url(link: SignedLink) -> str:
    """The full address of a link that exists."""
    return settings.SITE_URL + reverse("go", args=[token(link)])


def token(link: SignedLink) -> str:
    """The token of a link: base64url of nonce and HMAC, 43 characters."""
    return _encode(bytes.fromhex(link.nonce) + _mac(settings.SECRET_KEY, link.purpose, link.nonce))


def find(text: str) -> SignedLink | None:
    """The link behind a token, whether it still opens or not; None for anything altered or unknown."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return None
    if len(raw) != NONCE_BYTES + MAC_BYTES or _encode(raw) != text:
        return None
    link = SignedLink.objects.filter(nonce=raw[:NONCE_BYTES].hex()).first()
    if link is None:
        return None
    for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        if hmac.compare_digest(_mac(key, link.purpose, link.nonce), raw[NONCE_BYTES:]):
            return link
    return None


def use(link: SignedLink) -> bool:
    """Use a single-use link up; False when somebody was quicker or it has expired."""
    now = clock.now()
    fresh = SignedLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=now)
    return bool(fresh.update(used_at=now))


def renew(link: SignedLink) -> bool:
    """Mail a fresh link in place of one that opens no more, to the address of the old one; at most one in
    ten minutes. False when its purpose has no renewal, or its `renew` returned False: there is nothing left
    that a new one could open.
    """
    purpose, key = purposes[link.purpose], f"link-renewed:{link.pk}"
    if purpose.renew is None:
        return False
    if cache.add(key, True, timeout=RENEW_EVERY) and purpose.renew(link) is False:
        cache.set(key, False, timeout=RENEW_EVERY)
    return cache.get(key, True)


def _mac(key: str, purpose: str, nonce: str) -> bytes:
    message = f"careerlink.link:{purpose}:{nonce}".encode()
    return hmac.new(key.encode(), message, hashlib.sha256).digest()[:MAC_BYTES]


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
