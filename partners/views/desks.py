"""What pages of one desk share."""

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from partners.models import Host
from partners.queries.campus import is_group


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was posted, even if that is nothing; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def settings_tabs(host: Host, current: str) -> list[dict]:
    """The parts of a host's settings as tabs."""
    parts = [
        ("host_settings", _("About you")),
        ("host_wants", _("What you want now")),
        ("host_majors", _("Majors")),
        ("host_closures", _("Closed days")),
        ("host_members", _("People")),
        ("host_mail", _("Mail")),
    ]
    if is_group(host):
        parts.append(("host_campus", _("Campus")))
    elif host.is_approved:
        parts.append(("campus", _("Groups")))
    return [
        {"label": label, "url": reverse(name, args=[host.slug]), "current": name == current} for name, label in parts
    ]
