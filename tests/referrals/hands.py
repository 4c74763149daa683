"""What an alumnus does at a browser, and the links in her mail."""

from django.core import mail

from careerlink.outbox.delivery import deliver
from careerlink.web import links
from careerlink.web.models import SignedLink


def token_of(purpose: str) -> str:
    """The token of the newest link of a purpose."""
    return links.token(SignedLink.objects.filter(purpose=purpose).latest("id"))


def letters_to(address: str) -> list:
    """All mail that has left for an address."""
    deliver()
    return [letter for letter in mail.outbox if letter.to == [address]]


def signing(asked, ranked=(), met=(), **more) -> dict:
    """What the form of the visit sends: a signature and these writers, first to third."""
    data = {"text": asked.text.pk, "counsel": "", "signature": asked.alumnus.name, **more}
    data |= {f"rank_{writer.key}": str(place) for place, writer in enumerate(ranked, start=1)}
    return data | {f"met_{writer.key}": "on" for writer in met}
