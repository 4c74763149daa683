"""What pages about professors and student groups say: rules in words, the list of groups."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.web.templatetags.web import day
from partners.models import CampusRules, Group, Host, Member, Need
from partners.queries.campus import Campus, groups_of, lead_days

MOST_GROUPS = 200
MOST_DRAFTS = 5


def rules_rows(rules: CampusRules) -> list[tuple[str, str]]:
    """Label and value of the rules of a college, for those who may only read them."""
    return [
        (_("What professors and student groups may do"), str(rules.get_acting_display())),
        (_("Who says yes"), str(rules.get_approver_display())),
        (_("How many days ahead a request must come"), str(rules.lead_days)),
        (_("No word to the speaker before the yes"), _("yes") if rules.no_contact_before_yes else _("no")),
    ]


def group_rows(institution_id: int) -> list[dict]:
    """The groups of a college, those that wait in front: how each stands and who says yes. At most 200; one query."""
    return [
        {"group": group, "state": _state_of(group), "facts": ", ".join(_facts_of(group))}
        for group in groups_of(institution_id)[:MOST_GROUPS]
    ]


def _state_of(group: Host) -> str:
    if group.is_approved and hasattr(group, "group") and group.group.paused_at:
        return _("Pauses: nobody leads it")
    return str(group.get_state_display())


def _facts_of(group: Host) -> list[str]:
    found = [str(group.get_kind_display())]
    if not hasattr(group, "group"):
        return found
    own = group.group
    if own.department:
        found.append(own.department)
    if group.is_approved and own.approved_through:
        found.append(_("approved by %(who)s") % {"who": own.get_approved_through_display()})
    if own.approver_email:
        found.append(_("%(name)s says yes for the department") % {"name": own.approver_name or _("somebody")})
    if own.lead_days:
        found.append(ngettext("asks %(n)s day ahead", "asks %(n)s days ahead", own.lead_days) % {"n": own.lead_days})
    return found


def group_facts(group: Group) -> list[tuple[str, str]]:
    """Label and value of what is special about a group, for those who may only read it."""
    rows = [
        (_("Department"), group.department),
        (_("Who says yes for the department"), group.approver_name),
        (_("How many days ahead it asks"), group.lead_days),
    ]
    return [(label, str(value or _("not said"))) for label, value in rows]


def rules_for(campus: Campus) -> list[str]:
    """What its college wants of a group, in sentences."""
    doors = [str(Group.Through(door).label) for door in Group.Through.values if door in campus.doors]
    who = _(" or ").join(doors)
    days = lead_days(campus.rules, campus.group)
    said = []
    if campus.needs_yes:
        said.append(
            _("Each of your requests waits until %(who)s says yes. Writers see nothing before that.") % {"who": who}
        )
    else:
        said.append(_("Your requests go out at once. Your career office is told when and where a writer comes."))
    if days:
        words = ngettext("A request must come %(n)s day ahead", "A request must come %(n)s days ahead", days)
        said.append(_("%(words)s: the first day that works is %(day)s.") % {
            "words": words % {"n": days}, "day": day(campus.first_day),
        })  # fmt: skip
    return said


def people_of(group: Host) -> str:
    """The names of a group's people, oldest first. One query."""
    rows = Member.objects.filter(host=group, ended_at=None).select_related("user").order_by("since", "id")
    return ", ".join(str(member.user) for member in rows)


def drafts_of(group: Host) -> list[Need]:
    """The next requests that a group wrote down while it waits; at most 5."""
    return list(group.needs.filter(state=Need.State.DRAFT).order_by("needed_on", "id")[:MOST_DRAFTS])
