"""How an office refers its alumni: turned on, what it does itself and free of charge, and what its counsel adds."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.web import clock
from partners.models import Host
from referrals.models import CounselParagraph, FreeService, HelpSettings

MOST_SERVICES = 20


@transaction.atomic
def turn_on(host: Host, *, by: User) -> HelpSettings:
    """Let an office refer its alumni; a second time changes nothing."""
    found, is_new = HelpSettings.objects.get_or_create(host=host)
    if is_new:
        trail.record(found, "open", by=by, scope=host.key)
    return found


@transaction.atomic
def change_help(settings: HelpSettings, *, by: User, **facts) -> None:
    """Say whom the office helps itself, whether alumni may ask by themselves, and how many it invites a day."""
    changed = [name for name, value in facts.items() if getattr(settings, name) != value]
    for name in changed:
        setattr(settings, name, facts[name])
    if changed:
        settings.validate_constraints()
        settings.save(update_fields=changed)
        trail.record(settings, "change", by=by, fields=changed, scope=settings.host.key)


@transaction.atomic
def add_service(host: Host, *, by: User, **facts) -> FreeService:
    """Add something that alumni get free of charge, behind the others. A second click returns the first.

    Raises ValidationError when there are enough, or when one of this name says something else.
    """
    Host.objects.select_for_update().get(pk=host.pk)
    services = list(FreeService.objects.filter(host=host))
    for service in services:
        if service.title == facts["title"] and all(getattr(service, name) == value for name, value in facts.items()):
            return service
    if len(services) >= MOST_SERVICES:
        raise ValidationError(_("Keep it to %(most)s services.") % {"most": MOST_SERVICES})
    service = FreeService(host=host, order=max((one.order for one in services), default=0) + 1, **facts)
    _save(service)
    trail.record(service, "add", by=by, scope=host.key)
    return service


@transaction.atomic
def change_service(service: FreeService, *, by: User, **facts) -> None:
    """Put a service right. Raises ValidationError when another one has this name."""
    changed = [name for name, value in facts.items() if getattr(service, name) != value]
    for name in changed:
        setattr(service, name, facts[name])
    if changed:
        _save(service)
        trail.record(service, "change", by=by, fields=changed, scope=service.host.key)


def _save(service: FreeService) -> None:
    """Raises ValidationError at the title when another service has it."""
    try:
        with transaction.atomic():
            service.save()
    except IntegrityError as error:
        raise ValidationError({"title": _("You have a service of this name already.")}) from error


@transaction.atomic
def remove_service(service: FreeService, *, by: User) -> None:
    """Take a service away."""
    trail.record(service, "remove", by=by, scope=service.host.key)
    service.delete()


@transaction.atomic
def move_service_up(service: FreeService, *, by: User) -> None:
    """Let a service stand before the one that stood before it."""
    host = Host.objects.select_for_update().get(pk=service.host_id)
    services = list(FreeService.objects.filter(host=host))
    at = next((n for n, one in enumerate(services) if one.pk == service.pk), 0)
    if at:
        services[at - 1 : at + 1] = [services[at], services[at - 1]]
        for order, one in enumerate(services, 1):
            one.order = order
        FreeService.objects.bulk_update(services, ["order"])
        trail.record(service, "move", by=by, scope=host.key)


@transaction.atomic
def say_counsel(host: Host, *, by: User, body: str) -> CounselParagraph | None:
    """Put a new version of the paragraph of counsel in force; an empty one takes it out. The same words change
    nothing; None where there was and is none. Who has signed an older version has signed that one.
    """
    Host.objects.select_for_update().get(pk=host.pk)
    last = CounselParagraph.objects.filter(host=host).order_by("-version").first()
    if body == (last.body if last else ""):
        return last
    version = last.version + 1 if last else 1
    made = CounselParagraph.objects.create(host=host, version=version, body=body, at=clock.now(), by=by)
    trail.record(made, "say", by=by, scope=host.key)
    return made
