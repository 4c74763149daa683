"""What a host takes out of the rules of its campus: an office those it chose, a group what is special about it."""

from collections.abc import Callable, Iterable

from careerlink.web.archives import Table
from partners.models import CampusRules, Group, Host
from partners.queries.host_exports.columns import display, get, name_of, table


def campus(host: Host) -> Iterable[Table]:
    if host.kind == Host.HostKind.CAREER_OFFICE:
        rules = CampusRules.objects.filter(institution=host.institution_id).select_related("changed_by")
        yield table(
            "campus_rules",
            rules.order_by("pk"),
            {
                "what_groups_may_do": display("acting"),
                "who_says_yes": display("approver"),
                "days_ahead": get("lead_days"),
                "no_word_before_the_yes": get("no_contact_before_yes"),
                "chosen_by": lambda row: name_of(row.changed_by),
                "chosen_at": get("changed_at"),
            },
        )
        return
    yield table(
        "group",
        Group.objects.filter(host=host).order_by("pk"),
        {
            "department": get("department"),
            "who_says_yes": get("approver_name"),
            "her_address": get("approver_email"),
            "mailbox": get("mailbox"),
            "approved_by": display("approved_through"),
            "days_ahead": get("lead_days"),
            "no_word_before_the_yes": get("no_contact_before_yes"),
            "successors_named_for": get("successors_for"),
            "paused_at": get("paused_at"),
        },
    )


PARTS: dict[str, Callable[[Host], Iterable[Table]]] = {"campus": campus}
