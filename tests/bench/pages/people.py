"""Who asks in the bench, as JSON: `python -m tests.bench.pages.people`. Makes them agree to the texts and log in.

Only the sessions of a host's manager, of a writer and of those who sign up to shifts; and the cursors of the deepest
pages of this database.
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
from referrals.queries.pipeline import waiting_for  # noqa: E402
from tests.bench.pages.alumni import OFFICE  # noqa: E402
from tests.bench.pages.data import MANAGERS  # noqa: E402
from tests.bench.pages.places import PEOPLE  # noqa: E402

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
    approved = Writer.objects.filter(state=Writer.State.APPROVED).order_by("id")
    requests = list(waiting_for(Host(pk=OFFICE), "alumnus").order_by("-due_at", "-id")[:31])
    middle = Writer.objects.approved().order_by("id").values_list("slug", flat=True)[6]
    helpers = approved.exclude(pk=WRITER).values_list("user_id", flat=True)[:PEOPLE]
    print(
        json.dumps(
            {
                "cookie": settings.SESSION_COOKIE_NAME,
                "csrf": settings.CSRF_COOKIE_NAME,
                "manager": session_of(MANAGER),
                "writer": session_of(WRITER),
                "helpers": [session_of(pk) for pk in helpers],
                "writer_slug": middle,
                "deepest_writers": _write(FORWARD, [last.name, last.pk]),
                "deepest_hosts": _write(FORWARD, [host.institution.name, host.name, host.pk]),
                "deepest_requests": _write(FORWARD, [requests[-1].due_at, requests[-1].pk]) if requests else "",
                "last_page": -(-Writer.objects.approved().count() // 25),
            }
        )
    )


if __name__ == "__main__":
    main()
