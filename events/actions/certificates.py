"""Certificates: issued to a writer for approved hours, and revoked when these are put right."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.web import clock
from events.models import Assignment, Certificate
from events.queries.approved import approved_minutes
from events.queries.certificates import lines_of_year
from partners.models import Writer

Kind = Certificate.Kind


@transaction.atomic
def issue_certificate(place: Assignment, *, by: User) -> Certificate:
    """Issue a certificate of one place for the hours that its host approved; the one that holds, when there is one.
    Raises ValidationError when no hours are approved.
    """
    Writer.objects.select_for_update().get(pk=place.writer_id)
    minutes = approved_minutes([place.pk]).get(place.pk, 0)
    if not minutes:
        raise ValidationError(_("The host has not approved hours for this place yet."))
    fields = {"lines": [line_of(place, minutes)], "minutes": minutes}
    return _issue({"kind": Kind.PLACE, "place": place, "writer": place.writer}, fields, by=by)


@transaction.atomic
def issue_record(writer: Writer, year: int, *, by: User) -> Certificate:
    """Issue the service record of a year, of all hosts, for the hours approved until now; the one that holds while it
    says the same. Raises ValidationError when no hours are approved in that year.
    """
    Writer.objects.select_for_update().get(pk=writer.pk)
    lines = [line_of(place, minutes) for place, minutes in lines_of_year(writer, year)]
    if not lines:
        raise ValidationError(_("No host has approved hours for that year yet."))
    fields = {"lines": lines, "minutes": sum(line["minutes"] for line in lines)}
    return _issue({"kind": Kind.YEAR, "year": year, "writer": writer}, fields, by=by)


def _issue(what: dict, fields: dict, *, by: User) -> Certificate:
    """The one that holds and says the same, else a new one in place of it. To be called with the writer locked."""
    holds = Certificate.objects.filter(**what, revoked_at=None).first()
    if holds is not None and (holds.lines, holds.name) == (fields["lines"], what["writer"].name):
        return holds
    if holds is not None:
        _revoke(holds, by=by)
    made = Certificate.objects.create(**what, **fields, name=what["writer"].name, issued_at=clock.now())
    trail.record(made, "issue", by=by, person=what["writer"].user_id)
    return made


def line_of(place: Assignment, minutes: int) -> dict:
    """What a certificate says of one place; the day is that of the event where it was."""
    event = place.event
    return {
        "day": place.shift.starts_at.astimezone(ZoneInfo(event.zone)).date().isoformat(),
        "event": event.title,
        "role": place.shift.role.name,
        "host": event.host.name,
        "college": event.host.institution.name,
        "minutes": minutes,
    }


def revoke_for(place: Assignment, *, by: User | None) -> None:
    """The hours of a place were put right: what was issued for them holds no longer. To be called in a transaction."""
    year = place.shift.starts_at.astimezone(ZoneInfo(place.event.zone)).year
    about = Certificate.objects.filter(revoked_at=None, writer=place.writer_id)
    revoke_all([*about.filter(place=place), *about.filter(kind=Kind.YEAR, year=year)], by=by)


def revoke_all(certificates: Iterable[Certificate], *, by: User | None) -> None:
    for certificate in certificates:
        _revoke(certificate, by=by)


def _revoke(certificate: Certificate, *, by: User | None) -> None:
    rows = Certificate.objects.filter(pk=certificate.pk, revoked_at=None)
    if rows.update(revoked_at=clock.now()):
        trail.record(certificate, "revoke", by=by, person=certificate.writer.user_id)
