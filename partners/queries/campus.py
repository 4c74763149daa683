"""Reads about professors and student groups: the rules of their college, and how far ahead they ask."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.taxonomy.models import Institution
from careerlink.web import clock
from careerlink.web.templatetags.web import day
from partners.models import CampusRules, Group, Host, Need

GROUP_KINDS = (Host.HostKind.FACULTY, Host.HostKind.STUDENT_ORGANIZATION)


def is_group(host: Host) -> bool:
    """Whether a host is a professor or student group, not a career office."""
    return host.kind in GROUP_KINDS


def is_paused(host: Host) -> bool:
    """Whether a student group pauses because nobody leads it. One query for a student group that was not read
    with its `group`, none for others.
    """
    group = getattr(host, "group", None) if host.is_of_students else None
    return group is not None and group.paused_at is not None


def rules_of(institution_id: int) -> CampusRules:
    """The rules of a college; the default ones, not kept, where its office has chosen none. One query."""
    found = CampusRules.objects.filter(institution=institution_id).first()
    return found or CampusRules(institution_id=institution_id)


def group_of(host: Host) -> Group:
    """What is special about a group; an empty one, not kept, where nobody has written any. One query."""
    found = Group.objects.filter(host=host).first()
    return found or Group(host=host)


def lead_days(rules: CampusRules, group: Group) -> int:
    """How many days ahead a request must come: the longer of what the college and what the group asks for."""
    return max(rules.lead_days, group.lead_days or 0)


def first_day(host: Host, rules: CampusRules, group: Group) -> date:
    """The first day for which a group may still ask, in its own zone."""
    return clock.today(host.zone) + timedelta(days=lead_days(rules, group))


def no_contact_before_yes(rules: CampusRules, group: Group) -> bool:
    """Whether no word goes to a speaker before the yes: the college or the group says so."""
    return rules.no_contact_before_yes or bool(group.no_contact_before_yes)


def needs_yes(host: Host, rules: CampusRules, group: Group) -> bool:
    """Whether a request of this host waits for a yes: groups whose college wants it, or where no word goes to
    a speaker before it.
    """
    return is_group(host) and (rules.acting == CampusRules.Acting.AFTER_YES or no_contact_before_yes(rules, group))


# --- Who says yes ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Campus:
    """A group and what its college wants of it, read together."""

    host: Host
    rules: CampusRules
    group: Group
    has_office: bool

    @property
    def doors(self) -> frozenset[str]:
        """Who may say yes, as values of Group.Through: whoever the college names, else any of them. A moderator
        stands in where the named one is not here.
        """
        through = Group.Through
        here = {through.MODERATOR}
        if self.has_office:
            here.add(through.OFFICE)
        if self.group.approver_email:
            here.add(through.DEPARTMENT)
        named = {
            CampusRules.Approver.OFFICE: through.OFFICE,
            CampusRules.Approver.DEPARTMENT: through.DEPARTMENT,
        }.get(CampusRules.Approver(self.rules.approver))
        if named is None:
            return frozenset(here)
        return frozenset({named if named in here else through.MODERATOR})

    @property
    def needs_yes(self) -> bool:
        """Whether each request waits for a yes."""
        return needs_yes(self.host, self.rules, self.group)

    @property
    def first_day(self) -> date:
        """The first day for which it may still ask, where it is."""
        return first_day(self.host, self.rules, self.group)


def campus_of(host: Host) -> Campus:
    """A group with the rules of its college. Three queries."""
    return Campus(host, rules_of(host.institution_id), group_of(host), offices_of(host.institution_id).exists())


def asks_first(host: Host) -> bool:
    """Whether each request of this host waits for a yes. No query for an office, two for a group."""
    return is_group(host) and needs_yes(host, rules_of(host.institution_id), group_of(host))


def first_day_of(host: Host) -> date:
    """The first day for which a host may still ask, where it is: today for an office. No query for an office, two
    for a group.
    """
    if not is_group(host):
        return clock.today(host.zone)
    return first_day(host, rules_of(host.institution_id), group_of(host))


def too_soon(first: date) -> str:
    """The sentence at a day that is too near."""
    return _("Your college asks for more time ahead. The first day that works is %(day)s.") % {"day": day(first)}


def offices_of(institution_id: int) -> QuerySet[Host]:
    """The approved career offices of a college."""
    return Host.objects.approved().filter(institution=institution_id, kind=Host.HostKind.CAREER_OFFICE)


def groups_of(institution_id: int) -> QuerySet[Host]:
    """The professors and student groups of a college that are here or want to be, those that wait in front."""
    rows = Host.objects.filter(institution=institution_id, kind__in=GROUP_KINDS)
    rows = rows.exclude(state__in=[Host.State.LEFT, Host.State.REFUSED]).select_related("group", "institution")
    waits = Case(When(state=Host.State.SUBMITTED, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.annotate(rank=waits).order_by("rank", "name", "id")


def groups_to_ask_for(office: Host) -> QuerySet[Host]:
    """Groups for which their career office may post a request: approved, and not without anybody to lead them."""
    rows = Host.objects.taking_part().filter(institution=office.institution_id, kind__in=GROUP_KINDS)
    return rows.order_by("name", "id")


# --- Addresses under the college's domain ---------------------------------------------------------


def is_under(address: str, college: Institution) -> bool:
    """Whether an address is under the mail domain of a college: a hint, never proof."""
    own, domain = college.email_domain.lower(), address.rpartition("@")[2].lower()
    return bool(own) and (domain == own or domain.endswith("." + own))


def confirmed_addresses(user: User) -> list[str]:
    """The confirmed addresses of a person, in small letters. One query."""
    rows = user.emailaddress_set.filter(verified=True).values_list("email", flat=True)
    return [address.lower() for address in rows]


def college_by_address(user: User) -> Institution | None:
    """The one college under whose mail domain a confirmed address of hers is; None when it is none or several.
    Two queries.
    """
    domains: set[str] = set()
    for address in confirmed_addresses(user):
        parts = address.rpartition("@")[2].split(".")
        domains.update(".".join(parts[start:]) for start in range(len(parts) - 1))
    found = list(Institution.objects.filter(email_domain__in=domains)[:2]) if domains else []
    return found[0] if len(found) == 1 else None


def may_name_approver(host: Host, address: str) -> str:
    """Why this address cannot say yes for the department of a host, "" when it can: it has to be under the
    college's domain, as an address of the group's own people is, so that a stranger cannot name a friend; and
    nobody approves herself. Two queries.
    """
    college = host.institution
    if not college.email_domain:
        return _("We know no mail domain of your college, so its career office or a moderator says yes.")
    if not is_under(address, college):
        return _("Give an address under %(domain)s.") % {"domain": college.email_domain}
    own = User.objects.filter(memberships__host=host, memberships__ended_at=None)
    if own.filter(Q(email__iexact=address) | Q(emailaddress__email__iexact=address)).exists():
        return _("Name somebody else than the people of the group.")
    if not _has_address_of_college(host):
        return _("Confirm an address of your own under %(domain)s first, or leave this empty.") % {
            "domain": college.email_domain
        }
    return ""


def _has_address_of_college(host: Host) -> bool:
    rows = User.objects.filter(memberships__host=host, memberships__ended_at=None, emailaddress__verified=True)
    addresses = rows.values_list("emailaddress__email", flat=True)
    return any(is_under(address, host.institution) for address in addresses)


def requests_for_moderators() -> QuerySet[Need]:
    """Requests that a moderator may say yes to: her college names nobody, or nobody of those it names is here."""
    offices = Host.objects.approved().filter(kind=Host.HostKind.CAREER_OFFICE)
    approver = CampusRules.Approver
    no_department = Q(host__group=None) | Q(host__group__approver_email="")
    rules = "host__institution__campus_rules"
    named_office = Q(**{f"{rules}__approver": approver.OFFICE})
    named_department = Q(**{f"{rules}__approver": approver.DEPARTMENT})
    nobody_named = Q(**{rules: None}) | Q(**{f"{rules}__approver": approver.ANY})
    without_office = named_office & ~Q(host__institution__in=offices.values("institution"))
    return Need.objects.filter(
        nobody_named | without_office | (named_department & no_department), state=Need.State.WAITING
    )
