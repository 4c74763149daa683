"""What people do with a host: found it, keep its facts, say what it wants and when it is closed."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.taxonomy.models import Institution
from careerlink.taxonomy.queries import zone_of_place
from careerlink.web import clock
from partners.actions.campus_asks import ask_department, name_approver
from partners.actions.introduction_clocks import reckon_introductions
from partners.actions.majors import start_with_typical_majors
from partners.actions.offers import reckon_clocks
from partners.actions.reviews import stamp_submission
from partners.emails import hosts as emails
from partners.models import Closure, Group, Host, Member, Want
from partners.queries.campus import is_group
from partners.queries.desk_mail import next_slot
from partners.queries.hosts import free_slug, managers_of
from partners.signals import closures_changed

MOST_CLOSURES = 50
MOST_WAITING = 5  # hosts of one person that are not decided on
SLUG_ATTEMPTS = 5
SLOT = {"zone", "desk_mail_weekday", "desk_mail_hour"}  # what the moment of the desk mail hangs on


@transaction.atomic
def found_host(
    *,
    by: User,
    institution: Institution,
    kind: str,
    name: str,
    title: str = "",
    phone: str = "",
    website: str = "",
    approver_email: str = "",
) -> Host:
    """Ask to join for an office, a professor or a student group; the one who asks becomes its manager.

    The time zone is guessed from the state of the college and confirmed by a person later; a moderator
    answers within two working days. For a professor or student group the career office or the department may be
    quicker: `approver_email` is who says yes for the department. Raises ValidationError.
    """
    facts = {"institution": institution, "kind": kind, "name": name, "phone": phone, "website": website}
    User.objects.select_for_update().get(pk=by.pk)  # a double click asks once
    own = Host.objects.filter(members__user=by, members__ended_at=None)
    if already := own.filter(institution=institution, kind=kind, name__iexact=name).first():
        return already
    if own.filter(state=Host.State.SUBMITTED).count() >= MOST_WAITING:
        raise ValidationError(_("You asked for %(most)s already. Wait for an answer first.") % {"most": MOST_WAITING})
    host = make_host(facts)
    Member.objects.create(host=host, user=by, role=Member.Role.MANAGER, title=title, gets_decisions=True)
    forget_memberships(by)
    stamp_submission(host)
    if host.kind == Host.HostKind.CAREER_OFFICE:
        start_with_typical_majors(host)
    trail.record(host, "submit", by=by, after=host.state, scope=host.key, person=by.pk)
    emails.tell_applicant_received(host, by)
    if is_group(host):
        _begin_group(host, approver_email.strip().lower())
    return host


def _begin_group(host: Host, approver_email: str) -> None:
    if approver_email:
        name_approver(host, approver_email)
    Group.objects.create(host=host, approver_email=approver_email)
    ask_department(host)


def make_host(facts: dict) -> Host:
    """A host (institution, kind, name, …) whose slug nobody has; tried again when somebody took it meanwhile."""
    place = facts["institution"]
    zone = zone_of_place(place.state, place.zip)
    for _attempt in range(SLUG_ATTEMPTS):
        try:
            with transaction.atomic():
                return Host.objects.create(slug=free_slug(place, facts["name"]), zone=zone, **facts)
        except IntegrityError:
            continue
    raise ValidationError(_("Somebody joined under this name a moment ago. Try again."))


@transaction.atomic
def resubmit_host(host: Host, *, by: User) -> None:
    """Ask again after a refusal, with facts that were put right."""
    host.move("resubmit", by=by, reviewed_at=None, reviewed_by=None, review_reason="")
    stamp_submission(host)
    emails.tell_applicant_received(host, by)
    if is_group(host):
        ask_department(host)


@transaction.atomic
def change_host(host: Host, *, by: User, **facts) -> None:
    """Keep the facts of a host. Choosing a time zone confirms it."""
    changed = [name for name, value in facts.items() if getattr(host, name) != value]
    for name in changed:
        setattr(host, name, facts[name])
    saved = list(changed)
    if "zone" in facts and host.zone_confirmed_at is None:
        host.zone_confirmed_at = clock.now()
        saved.append("zone_confirmed_at")
    if SLOT.intersection(changed):
        host.next_desk_mail_at = next_slot(host, clock.now())
        host.save(update_fields=["next_desk_mail_at"])
    if saved:
        host.save(update_fields=saved)
        trail.record(host, "change", by=by, fields=saved, scope=host.key)


@transaction.atomic
def say_wants(host: Host, *, by: User, kinds: Iterable[str], **limits) -> None:
    """Say what the host wants now, and how much it can look at (attention_budget, no_capacity_until)."""
    change_host(host, by=by, **limits)
    want(host, kinds, by=by)


@transaction.atomic
def want(host: Host, kinds: Iterable[str], *, by: User) -> None:
    """Say what the host wants now; what is not in `kinds` is no longer wanted."""
    kinds = set(kinds)
    before = set(host.wants.values_list("kind", flat=True))
    host.wants.exclude(kind__in=kinds).delete()
    Want.objects.bulk_create([Want(host=host, kind=kind) for kind in sorted(kinds - before)], ignore_conflicts=True)
    if kinds != before:
        trail.record(host, "want", by=by, fields=["wants"], scope=host.key)


@transaction.atomic
def close_host(host: Host, *, by: User, starts_on: date, ends_on: date, name: str = "") -> Closure:
    """Enter days on which the host is closed: its clocks stop and writers are told when it is back. The same
    days under the same name a second time change nothing.
    """
    Host.objects.select_for_update().get(pk=host.pk)
    same = host.closures.filter(starts_on=starts_on, ends_on=ends_on, name=name).first()
    if same is not None:
        return same
    if host.closures.filter(ends_on__gte=clock.today(host.zone)).count() >= MOST_CLOSURES:
        raise ValidationError(_("There are %(most)s closures already. Remove one first.") % {"most": MOST_CLOSURES})
    closure = Closure(host=host, starts_on=starts_on, ends_on=ends_on, name=name)
    closure.validate_constraints(exclude={"host", "key"})
    closure.save()
    reckon_clocks(host)
    reckon_introductions(host)
    closures_changed.send(Host, host=host)
    trail.record(host, "close", by=by, fields=["closures"], scope=host.key)
    return closure


@transaction.atomic
def remove_closure(closure: Closure, *, by: User) -> None:
    """Take a closure back; clocks run on those days as on any other."""
    host = closure.host
    closure.delete()
    reckon_clocks(host)
    reckon_introductions(host)
    closures_changed.send(Host, host=host)
    trail.record(host, "open_again", by=by, fields=["closures"], scope=host.key)


@transaction.atomic
def ask_for_invitation(host: Host, *, by: User) -> int:
    """Ask the managers of a host that is here already for an invitation. Asking twice writes once.

    Returns how many managers are written to.
    """
    managers = managers_of(host)
    for manager in managers:
        emails.tell_manager_somebody_asks(host, manager, by)
    trail.record(host, "ask_for_invitation", by=by, scope=host.key, person=by.pk)
    return len(managers)


def forget_memberships(user: User) -> None:
    """Let the next question about a person's memberships be asked of the database again."""
    user.__dict__.pop("_memberships", None)
