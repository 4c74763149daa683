"""What pages and moderators ask about a host."""

from datetime import time

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from careerlink.accounts.disclosures import Office, Seat
from careerlink.taxonomy.models import Institution
from careerlink.web import clock
from careerlink.web.templatetags.web import clock_words
from partners.clocks import back_on
from partners.models import Closure, Host, Invitation, Member, Need, TaughtMajor
from partners.queries.offers import answer_habit

LONGEST_SLUG = 70
MOST_MAJORS_SHOWN = 400
# Time zones that a college of the United States and its territories can be in, in ordinary words.
ZONES = {
    "America/New_York": "Eastern",
    "America/Chicago": "Central",
    "America/Denver": "Mountain",
    "America/Phoenix": "Mountain, without daylight saving (Arizona)",
    "America/Los_Angeles": "Pacific",
    "America/Anchorage": "Alaska",
    "Pacific/Honolulu": "Hawaii",
    "America/Puerto_Rico": "Atlantic (Puerto Rico, Virgin Islands)",
    "Pacific/Guam": "Chamorro (Guam, Northern Marianas)",
    "Pacific/Pago_Pago": "Samoa",
    "Pacific/Palau": "Palau",
    "Pacific/Majuro": "Marshall Islands",
    "Pacific/Pohnpei": "Pohnpei (Micronesia)",
}


def zone_choices(host: Host) -> list[tuple[str, str]]:
    """Time zones to choose from; the one it has is always among them."""
    zones = dict(ZONES)
    zones.setdefault(host.zone, host.zone)
    return list(zones.items())


def zone_name(zone: str) -> str:
    """A time zone in ordinary words: "Eastern"."""
    return ZONES.get(zone, zone)


def free_slug(institution: Institution, name: str) -> str:
    """A slug that no host has, made from the college and the name of the host."""
    stem = slugify(f"{institution.name} {name}")[:LONGEST_SLUG].strip("-") or "host"
    taken = set(Host.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def same_here(institution: Institution, kind: str, name: str) -> list[Host]:
    """Approved hosts that somebody may mean who asks to join: any office of her college, a group of that name;
    oldest first, at most 20.
    """
    found = Host.objects.approved().filter(institution=institution, kind=kind)
    if kind != Host.HostKind.CAREER_OFFICE:
        found = found.filter(name__iexact=name)
    return list(found.order_by("id")[:20])


def offices_of_people(seats: set[Seat]) -> dict[Seat, Office]:
    """The hosts to which people belong or belonged, of pairs of a host's key and the id of a User; one query."""
    keys, people = {key for key, _person in seats}, {person for _key, person in seats}
    rows = Member.objects.filter(host__key__in=keys, user__in=people).select_related("host__institution")
    return {(member.host.key, member.user_id): Office(str(member.host), member.host.is_of_students) for member in rows}


def members_of(host: Host) -> QuerySet[Member]:
    """Running members with their users: managers first, then by name."""
    rank = Case(
        *[When(role=role, then=Value(number)) for number, role in enumerate(Member.Role)], output_field=IntegerField()
    )
    rows = Member.objects.filter(host=host, ended_at=None).select_related("user")
    return rows.annotate(rank=rank).order_by("rank", "user__name", "id")


def managers_of(host: Host) -> list[Member]:
    """Running managers with their users, oldest first."""
    rows = Member.objects.filter(host=host, ended_at=None, role=Member.Role.MANAGER, user__is_active=True)
    return list(rows.select_related("user").order_by("since", "id"))


def open_invitations_of(host: Host) -> list[Invitation]:
    """Invitations to colleagues that are not answered yet, newest first; at most 100."""
    rows = Invitation.objects.filter(host=host, state=Invitation.State.SENT, expires_at__gt=clock.now())
    return list(rows.select_related("invited_by").order_by("-made_at", "-id")[:100])


def public_facts(host: Host) -> list[tuple[str, str]]:
    """Label and value of what anybody who may see the host reads about it; no contact details."""
    college = host.institution
    facts = [
        (_("College"), f"{college.name}, {college.city}, {college.state}"),
        (_("Students served"), host.students and intcomma(host.students)),
        (_("Alumni"), host.alumni and intcomma(host.alumni)),
        (_("People in the office"), host.staff),
        (_("Time zone"), zone_name(host.zone)),
    ]
    return [(label, str(value)) for label, value in facts if value]


def page_of(host: Host) -> dict:
    """What the page of a host shows beside its facts. Five queries.

    `back_on` is the day from which it takes offers again (None: now); `majors` are titles, `is_guess`
    says that nobody has confirmed them.
    """
    closures = list(host.closures.order_by("starts_on", "id"))
    host._prefetched_objects_cache = {"closures": closures}
    today = clock.today(host.zone)
    majors = list(host.taught_majors.select_related("major").order_by("major__title")[:MOST_MAJORS_SHOWN])
    return {
        "wants": [want.get_kind_display() for want in host.wants.order_by("kind")],
        "needs": open_needs_of(host),
        "closures": [closure for closure in closures if closure.ends_on >= today],
        "habit": answer_habit(host),
        "back_on": back_on(host),
        "majors": [taught.major.title for taught in majors],
        "is_guess": any(taught.source == TaughtMajor.Source.GUESS for taught in majors),
    }


def settings_rows(host: Host, part: str) -> list[tuple[str, str]]:
    """Label and value of one page of settings, for those who may only read it."""
    if part == "host_wants":
        rows = [
            (_("What would help you now"), ", ".join(str(want) for want in host.wants.order_by("kind"))),
            (_("Offers you look at at once"), host.attention_budget),
            (
                _("No room for new offers until"),
                host.no_capacity_until and date_format(host.no_capacity_until, "D j M Y"),
            ),
        ]
    elif part == "host_mail":
        named = members_of(host).filter(gets_decisions=True)
        rows = [
            (_("One mail with what waits"), slot_words(host)),
            (_("Who gets it"), ", ".join(str(member.user) for member in named)),
        ]
    else:
        rows = [
            *public_facts(host),
            (_("Office e-mail"), host.email),
            (_("Published telephone number"), host.phone),
            (_("Web page"), host.website),
        ]
    return [(label, str(value or _("not said"))) for label, value in rows]


def slot_words(host: Host) -> str:
    """When its desk mail comes: "Tuesday, 9:00 am Eastern"."""
    day, hour = host.get_desk_mail_weekday_display(), clock_words(time(host.desk_mail_hour))
    return f"{day}, {hour} {zone_name(host.zone)}"


def coming_closures(host: Host) -> list[Closure]:
    """Closures that are not over, soonest first; at most 50."""
    today = clock.today(host.zone)
    return list(Closure.objects.filter(host=host, ends_on__gte=today).order_by("starts_on", "id")[:50])


def open_needs_of(host: Host) -> list[Need]:
    """Open requests of a host, soonest first; at most 50."""
    today = clock.today(host.zone)
    rows = Need.objects.filter(host=host, state=Need.State.OPEN, needed_on__gte=today)
    return list(rows.order_by("needed_on", "id")[:50])
