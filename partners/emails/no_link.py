"""The link in mails by which a writer says, without logging in, that a request is not for her."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse

from careerlink.outbox.letters import absolute
from careerlink.web import links
from partners.models import Writer

LINK = "not-for-me"
LASTS = timedelta(days=90)
AT_LEAST = timedelta(days=30)  # that the link in a new mail still opens


def keep_links(writers: Iterable[Writer]) -> None:
    """See that each of these writers (with user) has a link that opens for a month to come. One for all her mails:
    a link a request would be a million rows a week. Two statements.
    """
    links.keep_many(LINK, [(str(writer.pk), writer.user.email) for writer in writers], lasts=LASTS, at_least=AT_LEAST)


def no_urls(writer: Writer, keys: Iterable[str], address: str) -> dict[str, str]:
    """Where she says that each of these requests (keys) is not for her, by its key; after logging in where the address
    that the mail goes to has no link. One query.
    """
    pair = (LINK, str(writer.pk))
    link = links.urls_of(address, [pair]).get(pair)
    return {
        key: f"{link}?{urlencode({'request': key})}" if link else absolute(reverse("not_for_me", args=[key]))
        for key in keys
    }
