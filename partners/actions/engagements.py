"""What both sides agreed: every room writes engagements and partnerships through here."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.accounts.queries import text_in_force
from careerlink.audit import trail
from careerlink.audit.trail import label_of
from careerlink.web import clock
from partners.models import Asked, Engagement, Host, Partnership, Writer


@transaction.atomic
def agree(
    host: Host,
    writer: Writer,
    kind: str,
    *,
    source: models.Model,
    by: User | None,
    busy_from: datetime | None = None,
    busy_until: datetime | None = None,
) -> Engagement:
    """Note one agreed piece of work that came from `source`, and that the two work together.

    `busy_from` and `busy_until` are the time it keeps the writer busy, where it has one already.
    Raises ValidationError when she has agreed to something else in that time.
    """
    Writer.objects.select_for_update().get(pk=writer.pk)
    if busy_from:
        refuse_overlap(writer, busy_from, busy_until)
    partnership(host, writer, by=by)
    engagement = Engagement.objects.create(
        host=host,
        writer=writer,
        kind=kind,
        busy_from=busy_from,
        busy_until=busy_until,
        source_label=label_of(source),
        source_id=source.pk,
        agreed_at=clock.now(),
    )
    trail.record(engagement, "agree", by=by, after=engagement.state, scope=host.key, person=writer.user_id)
    return engagement


def refuse_overlap(writer: Writer, busy_from: datetime, busy_until: datetime) -> None:
    """Raise ValidationError when she has agreed to be elsewhere in this time (half-open)."""
    agreed = Engagement.objects.filter(writer=writer, state=Engagement.State.AGREED)
    if agreed.filter(busy_from__lt=busy_until, busy_until__gt=busy_from).exists():
        raise ValidationError(_("The writer has agreed to something else at that time."), code="overlap")


def partnership(host: Host, writer: Writer, *, by: User | None) -> Partnership:
    """Host and writer work together from now on, under the pledge that is in force today; the same
    partnership when they do already.
    """
    found = Partnership.objects.filter(host=host, writer=writer).first()
    if found:
        return found
    now = clock.now()
    found = Partnership.objects.create(
        host=host, writer=writer, since=now, pledge=text_in_force("pledge"), pledged_at=writer.pledged_at or now
    )
    trail.record(found, "begin", by=by, scope=host.key, person=writer.user_id)
    return found


def note_asked(host: Host, writer: Writer, *, about: models.Model) -> Asked:
    """Note that a host asked a writer for something; once for each thing."""
    asked, _made = Asked.objects.get_or_create(
        writer=writer, label=label_of(about), about_id=about.pk, defaults={"host": host, "at": clock.now()}
    )
    return asked


def note_answer(writer: Writer, answer: str, *, about: models.Model) -> None:
    """Note what the writer said to something that she was asked for ("yes", "no")."""
    rows = Asked.objects.filter(writer=writer, label=label_of(about), about_id=about.pk)
    rows.update(answer=answer, answered_at=clock.now())
