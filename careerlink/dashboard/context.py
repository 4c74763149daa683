"""What the shell around every page knows: who am I here, what waits for me."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from partners.models import Host, Writer
from partners.permissions.classes import has_classes
from partners.permissions.desks import memberships, own_writer
from partners.queries.offers import undecided_counts

OFFICE = [
    ("desk", _("Desk")),
    ("desk_writers", _("Writers")),
    ("coverage", _("Who can help")),
    ("offers", _("Offers")),
    ("event_list", _("Events")),
    ("needs", _("Requests")),
    ("partnerships", _("Partners")),
    ("host_settings", _("Settings")),
]
WRITER = [
    ("writer_desk", _("Desk")),
    ("writer_needs", _("Requests")),
    ("writer_offers", _("Offers")),
    ("writer_events", _("Events")),
    ("writer_referrals", _("Referrals")),
    ("writer_hosts", _("Colleges")),
    ("writer_profile", _("Profile")),
]
ALUMNI = ("referrals", _("Alumni"))  # of a career office that refers them
# Pages of single things, which do not stand under the address of their entry in the navigation.
ENTRY_OF = {
    "need": ("needs", "writer_needs"),
    "need_ask": ("needs",),
    "not_for_me": ("writer_needs",),
    "class_request": ("class_requests",),
    "class_again": ("class_requests",),
    "class_plan": ("class_requests",),
    "class_withdraw": ("class_requests",),
    "offer": ("offers", "writer_offers"),
    "offer_new": ("writer_hosts",),
    "introductions": ("offers",),
    "introduction": ("offers", "writer_offers"),
    "introduction_new": ("writer_hosts",),
    "introduction_fill": ("writer_offers",),
    "introduction_withdraw": ("writer_offers",),
    "writer_introductions": ("writer_offers",),
    "leg": ("writer_referrals",),
    "leg_outcome": ("writer_referrals",),
    "host_page": ("writer_hosts",),
    "host_export": ("host_settings",),
    "host_end": ("host_settings",),
    "partnership": ("partnerships", "writer_offers"),
    **dict.fromkeys(
        ("board", "board_settings", "board_close", "board_roster", "board_invite", "board_invite_writer"),
        ("partnerships",),
    ),
    **dict.fromkeys(("event", "place", "shift"), ("event_list", "shifts_to_take", "writer_events")),
    **dict.fromkeys(
        (
            "writer_events",
            "writer_month",
            "writer_hours",
            "certificates",
            "calendar",
            "here",
            "place_day",
            "place_cannot",
            "place_release",
            "hours_claim",
        ),
        ("shifts_to_take", "writer_events"),
    ),
    **dict.fromkeys(("shift_invite", "shift_enter"), ("event_list",)),
    **dict.fromkeys(
        (
            "event_plan",
            "event_edit",
            "event_again",
            "event_show",
            "event_cancel",
            "event_keep",
            "template_use",
            "role_edit",
            "role_remove",
            "shift_new",
            "shift_edit",
            "shift_remove",
            "venue_edit",
            "event_standby",
            "event_run_sheet",
            "event_check_in",
            "event_wall",
            "event_hours",
            "event_requests",
            "event_messages",
            "event_episode",
            "event_meeting",
            "answering",
            "place_record",
            "hours_answer",
            "semesters",
            "semester",
            "semester_new",
            "semester_edit",
            "semester_rows",
            "semester_issue",
            "hour_rate",
        ),
        ("event_list",),
    ),
    **dict.fromkeys(
        (
            "alumni",
            "alumni_on",
            "alumni_leaving",
            "alumnus",
            "bulk_invite",
            "alumnus_new",
            "alumnus_edit",
            "alumnus_sent",
            "alumnus_data",
            "alumnus_erase",
            "help_settings",
            "help_service",
            "referral_close",
            "referral_reopen",
            "referral_settle",
            "referral_mistake",
        ),
        ("referrals",),
    ),
    "board_seat": ("partnerships", "writer_offers"),
    "board_seat_end": ("partnerships", "writer_offers"),
    "board_statement": ("writer_offers",),
    "writer_credentials": ("writer_profile",),
    "credential_new": ("writer_profile",),
    "credential_renew": ("writer_profile",),
    "credential_evidence": ("writer_profile",),
    "credential_remove": ("writer_profile",),
    "writer_page": ("desk_writers", "writer_profile"),
    "waiting_names": ("writer_hosts",),
}
DEFAULT = "acts_for"  # in the session: the slug of the host, or "" for her writer's desk


def shell(request) -> dict:
    """`shell` is worked out when a page asks for it, so that pages without it cost no query; `mailbox_url` is where
    a demonstration, which has no mail server, shows its mail.
    """
    mailbox_url = reverse("demo_mailbox") if settings.ENVIRONMENT == "demo" else ""
    return {"shell": SimpleLazyObject(lambda: _shell(request)), "mailbox_url": mailbox_url}


def remember(request, here: Host | Writer) -> None:
    """Let the desk that she opened last be the one that pages without a desk of their own show."""
    slug = here.slug if isinstance(here, Host) else ""
    if request.session.get(DEFAULT) != slug:
        request.session[DEFAULT] = slug


def acts_for(request) -> Host | Writer | None:
    """For whom a person acts on this page: the address says it, else the object (a view puts it on
    `request.here`), else the desk that she opened last, else the first that she has.
    """
    hosts = [member.host for member in memberships(request.user)]
    writer = own_writer(request.user)
    here = getattr(request, "here", None)
    if here is not None:
        return here
    match = request.resolver_match
    if match and match.route.startswith("desk/"):
        return next((host for host in hosts if host.slug == match.kwargs.get("slug")), None)
    if writer and match and match.route.startswith("writer/"):
        return writer
    default = request.session.get(DEFAULT)
    if default == "" and writer:
        return writer
    return next((host for host in hosts if host.slug == default), hosts[0] if hosts else writer)


def _shell(request) -> dict:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"hosts": [], "here": None, "nav": [], "me": None, "writer": None}
    here, writer = acts_for(request), own_writer(user)
    hosts = [member.host for member in memberships(user)]
    waiting = undecided_counts(hosts) if hosts else {}
    return {
        "hosts": [
            {
                "name": host.name,
                "college": host.institution.name,
                "url": reverse("desk", args=[host.slug]),
                "current": host == here,
                "waiting": waiting.get(host.pk, 0),
            }
            for host in hosts
        ],
        "here": {"name": here.name, "college": here.institution.name} if isinstance(here, Host) else None,
        "nav": _nav(request, here, waiting),
        "me": {"name": str(user), "initials": initials(str(user))},
        "writer": {"url": reverse("writer_desk"), "current": here == writer} if writer else None,
    }


def initials(name: str) -> str:
    """Up to two letters for the small round picture."""
    words = name.split("@", maxsplit=1)[0].split()
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


def _nav(request, here: Host | Writer | None, waiting: dict[int, int]) -> list[dict]:
    entries = []
    if isinstance(here, Host):
        entries = [(name, label, [here.slug]) for name, label in OFFICE]
        if _refers_alumni(request.user, here):
            entries.insert(6, (*ALUMNI, [here.slug]))
        if has_classes(here):
            entries.insert(5, ("class_requests", _("Classes"), [here.slug]))
    elif isinstance(here, Writer):
        entries = [(name, label, []) for name, label in WRITER]
        if here.is_approved:
            entries = [
                ("shifts_to_take" if name == "writer_events" else name, label, []) for name, label, _args in entries
            ]
    if request.user.is_staff:
        entries.append(("admin:index", _("Admin"), []))
    nav = []
    for name, label, args in entries:
        count = waiting.get(here.pk, 0) if name == "offers" else 0
        nav.append({"name": name, "label": label, "url": reverse(name, args=args), "count": count})
    current = _current(request, nav)
    return [{**entry, "current": entry["name"] == current} for entry in nav]


def _refers_alumni(user, host: Host) -> bool:
    """Whether an office has turned it on. Asks the host as her memberships read it, which costs no query."""
    known = (member.host for member in memberships(user) if member.host_id == host.pk)
    return any(hasattr(one, "help_settings") for one in known)


def _current(request, nav: list[dict]) -> str:
    """The entry whose address is the longest beginning of this page's, or the one its object belongs to."""
    named = ENTRY_OF.get(request.resolver_match.url_name or "", ()) if request.resolver_match else ()
    names = [entry["name"] for entry in nav if entry["name"] in named]
    if names:
        return names[0]
    above = [entry for entry in nav if request.path.startswith(entry["url"])]
    longest = max(above, key=lambda entry: len(entry["url"]), default={"name": ""})
    is_desk = longest["name"] in ("desk", "writer_desk")
    return "" if is_desk and request.path != longest["url"] else longest["name"]
