"""What the desk of a student group says about who leads it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from careerlink.dashboard.lines import Line
from partners.models import Host
from partners.permissions.desks import may_manage


def group_lines(host: Host, leading: dict, user) -> list[Line]:
    """For its managers: who leads it next year, and that it has no adviser. `leading` comes from
    `partners.queries.leaders.desk_lines`.
    """
    if not leading or not may_manage(user, host):
        return []
    lines = []
    if leading["asked_until"]:
        lines.append(
            Line(
                _("Say who leads you next year"),
                _("One button if you stay; else name the next manager. A group that nobody leads pauses."),
                reverse("host_leaders", args=[host.slug]),
                _("Say it"),
                leading["asked_until"],
            )
        )
    if leading["wants_adviser"]:
        lines.append(
            Line(
                _("Name your adviser"),
                _("A professor or somebody of the staff who leads the group when you hand over."),
                reverse("host_members", args=[host.slug]),
                _("Invite them"),
            )
        )
    return lines
