"""Who asks in the bench, as JSON: `python -m tests.bench.pages.people`. Makes them agree to the texts and log in.

Only the session of a host's manager and of a writer; and the cursors of the deepest pages of this database.
"""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerlink.settings")
django.setup()

from django.conf import settings  # noqa: E402 after the settings
from django.test import Client  # noqa: E402

from careerlink.accounts.models import Agreement, LegalText, User  # noqa: E402
from careerlink.web.pages import FORWARD, _write  # noqa: E402
from partners.models import Host, Writer  # noqa: E402
from tests.bench.pages.data import MANAGERS  # noqa: E402

MANAGER, WRITER = MANAGERS + 1, 1


def session_of(pk: int) -> str:
    """The cookie of somebody who logged in and agreed to everything."""
    user = User.objects.get(pk=pk)
    for text in LegalText.objects.all():
        Agreement.objects.get_or_create(user=user, text=text)
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def main() -> None:
    last = Writer.objects.approved().order_by("-name", "-id")[30]
    host = Host.objects.approved().order_by("-institution__name", "-name", "-id").select_related("institution")[30]
    middle = Writer.objects.approved().order_by("id").values_list("slug", flat=True)[6]
    print(
        json.dumps(
            {
                "cookie": settings.SESSION_COOKIE_NAME,
                "csrf": settings.CSRF_COOKIE_NAME,
                "manager": session_of(MANAGER),
                "writer": session_of(WRITER),
                "writer_slug": middle,
                "deepest_writers": _write(FORWARD, [last.name, last.pk]),
                "deepest_hosts": _write(FORWARD, [host.institution.name, host.name, host.pk]),
                "last_page": -(-Writer.objects.approved().count() // 25),
            }
        )
    )


if __name__ == "__main__":
    main()
