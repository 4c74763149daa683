"""Six months of distance between a writer and a student whom she met as a volunteer."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from careerlink.audit import trail
from careerlink.audit.trail import label_of
from careerlink.web import clock
from careerlink.web.templatetags.web import day
from partners import clocks
from partners.models import CoolingOff, Host, Writer
from partners.queries.cooling_off import keeps_distance, names_of


@transaction.atomic
def note_met(writer: Writer, host: Host, address: str, met_on: date, source: models.Model) -> CoolingOff:
    """Note that a writer met the student with this address as a volunteer of a host, because of `source`. When
    they meet again, the later day counts; the same again changes nothing.
    """
    Writer.objects.select_for_update().get(pk=writer.pk)
    names = names_of(address)
    fields = {
        "host": host,
        "person": names[0],
        "met_on": met_on,
        "until": clocks.distance_until(met_on),
        "source_label": label_of(source),
        "source_id": source.pk,
    }
    met = CoolingOff.objects.filter(writer=writer, person__in=names).order_by("-until", "-pk").first()
    if met is None:
        met = CoolingOff.objects.create(writer=writer, **fields)
    elif met.until < fields["until"]:
        CoolingOff.objects.filter(pk=met.pk).update(**fields)
        met.refresh_from_db()
    else:
        return met
    trail.record(met, "meet", scope=host.key, person=writer.user_id)
    return met


def refuse_if_cooling_off(writer: Writer, address: str) -> None:
    """Raise ValidationError with a sentence when she met the person with this address as a volunteer less than
    six months ago. It is for her eyes: nobody else learns from us whom she met.
    """
    until = keeps_distance(writer, [address], clock.today())
    if until:
        sentence = _("You met this person as a volunteer. You promised six months of distance: until %(day)s.")
        raise ValidationError(sentence % {"day": day(until)}, code="cooling_off")
