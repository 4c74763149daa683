"""The yes that a stand-in for class may need: by the office, the department or a moderator."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.web.models import SignedLink
from partners.actions.classes import end_need, open_request
from partners.actions.offers import lock_host
from partners.emails import classes as emails
from partners.emails.classes_yes import ask_department
from partners.models import ClassRequest, Host
from partners.queries import campus
from partners.queries import classes as queries


@transaction.atomic
def approve_class(request: ClassRequest, *, by: User | None, through: str) -> None:
    """Say yes, so that writers are asked. `through` is "office", "department" (`by` None: a link) or "moderator".

    Raises Stale or NoSuchMove when somebody was quicker, ValidationError when the college wants another's yes or
    the group itself is not approved yet.
    """
    request.host = lock_host(request.host)
    _refuse_to_decide(request, through)
    if not request.host.is_approved:
        raise ValidationError(_("%(host)s itself is not approved yet.") % {"host": request.host.name})
    open_request(request, by=by, through=through)
    emails.tell_professor_approved(request)


@transaction.atomic
def refuse_class(request: ClassRequest, *, by: User | None, through: str, refusal: str = "") -> None:
    """Say no; the professor is told, with the reason and a class plan. Raises as `approve_class()`."""
    request.host = lock_host(request.host)
    _refuse_to_decide(request, through)
    request.move("refuse", by=by, reason=through, refusal=refusal, due_at=None)
    end_need(request, "withdraw", by=by)
    emails.tell_professor_refused(request)


def _refuse_to_decide(request: ClassRequest, through: str) -> None:
    rules, group = campus.rules_of(request.host.institution_id), campus.group_of(request.host)
    if request.may_move("approve") and through not in queries.who_says_yes(request, rules, group):
        raise ValidationError(_("The college wants somebody else to say yes to this."))


def approve_by_moderator(request: ClassRequest, *, by: User) -> None:
    """A moderator says yes."""
    approve_class(request, by=by, through=queries.MODERATOR)


def refuse_by_moderator(request: ClassRequest, *, by: User, refusal: str) -> None:
    """A moderator says no."""
    refuse_class(request, by=by, through=queries.MODERATOR, refusal=refusal)


def is_departments(link: SignedLink, request: ClassRequest) -> bool:
    """Whether a link still belongs to whoever approves for the department now."""
    return campus.group_of(request.host).approver_email.lower() == link.address


@transaction.atomic
def go_on_after_approval(host: Host) -> None:
    """The host was approved: what waited only for that is open, for the rest the department is asked."""
    host = lock_host(host)
    rules, group = campus.rules_of(host.institution_id), campus.group_of(host)
    waiting = host.class_requests.filter(state=ClassRequest.State.WAITING_FOR_APPROVAL)
    for request in waiting.select_related(*queries.ROWS).order_by("starts_at", "id"):
        request.host = host
        if campus.needs_yes(host, rules, group):
            ask_department(request, rules, group)
        else:
            open_request(request, by=None)
            emails.tell_professor_approved(request)
