"""A group asks its college for a yes: the department by a link, the office on its desk, a moderator; and what
becomes of a request that waits for it.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from careerlink.accounts.models import User
from careerlink.web import clock, links
from partners.clocks import end_of_day
from partners.emails import campus as emails
from partners.models import Group, Host, Need
from partners.queries.campus import Campus, campus_of, may_name_approver
from partners.signals import need_published

LINK_LASTS = timedelta(days=14)
ONLY = {
    Group.Through.OFFICE: _("Here only the career office says yes."),
    Group.Through.DEPARTMENT: _("Here only the department says yes."),
    Group.Through.MODERATOR: _("Here a moderator says yes."),
}


def ask_department(host: Host) -> None:
    """A group wants to begin: whoever says yes for its department gets a link, where she may say it."""
    campus = campus_of(host)
    if Group.Through.DEPARTMENT not in campus.doors:
        return
    address = campus.group.approver_email
    link = links.make("campus-group", about=host.key, address=address, lasts=LINK_LASTS)
    emails.ask_department_about_group(campus.group, link)


def ask_for_yes(need: Need, *, by: User | None) -> None:
    """A request that may not go out without a yes waits for it until its day is over. To be called in a
    transaction.
    """
    need.move("ask", by=by, asked_at=clock.now(), answer_by=end_of_day(need.host, need.needed_on))
    ask_department_about(need)


def ask_department_about(need: Need) -> None:
    """A request waits for a yes: whoever says it for the department gets a link, open as long as it waits."""
    campus = campus_of(need.host)
    if Group.Through.DEPARTMENT in campus.doors:
        address, lasts = campus.group.approver_email, need.answer_by - clock.now()
        link = links.make("campus-request", about=need.key, address=address, lasts=lasts)
        emails.ask_department_about_request(need, campus.group, link)


@transaction.atomic
def approve_request(need: Need, *, by: User | None, through: str, note: str = "") -> None:
    """Say yes to a request: writers see it from now on, and the group is told.

    Raises ValidationError when this is not who says yes here, Stale or NoSuchMove when somebody was quicker.
    """
    if not need.host.is_approved:
        raise ValidationError(_("The group does not take part at the moment."))
    refuse_door(campus_of(need.host), through)
    entry = need.move("approve", by=by, reason=through, note=note, published_at=clock.now(), answer_by=None)
    emails.tell_group_request_approved(need, entry)
    need_published.send(Need, need=need, by=by)


@transaction.atomic
def refuse_request(need: Need, *, by: User | None, through: str, reason: str, note: str = "") -> None:
    """Say no to a request, kindly and with the reason: it is a draft again and the group is told.

    Raises ValidationError when this is not who decides here, Stale or NoSuchMove when somebody was quicker.
    """
    refuse_door(campus_of(need.host), through)
    entry = need.move("refuse", by=by, reason=reason, note=note, asked_at=None, answer_by=None)
    emails.tell_group_request_refused(need, entry)


def refuse_door(campus: Campus, through: str) -> None:
    """Raise ValidationError where the college names somebody else to say yes."""
    if through in campus.doors:
        return
    named = next(iter(campus.doors)) if len(campus.doors) == 1 else Group.Through.MODERATOR
    raise ValidationError(ONLY[Group.Through(named)], code="door")


def name_approver(host: Host, address: str) -> None:
    """Raise ValidationError when this address cannot say yes for the department of a host."""
    if problem := may_name_approver(host, address):
        raise ValidationError({"approver_email": problem})
