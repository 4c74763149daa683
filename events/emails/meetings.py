"""What members of a board are told about its meetings."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.outbox.copies import Recipient, queue_to_all
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web.templatetags.web import day
from events.models import Meeting
from events.queries.meetings import READABLE
from events.queries.words import span, where
from partners.models import BoardSeat


def tell_members(kind: str, meeting: Meeting, seats: Iterable[BoardSeat]) -> None:
    """To everybody who serves on the board, once for each meeting."""
    people = [seat.writer.user for seat in seats if seat.state == BoardSeat.State.SERVING]
    queue_to_all(
        kind,
        key=f"{kind}:{meeting.event.key}",
        to=[Recipient(person.email, person.pk, person.zone) for person in people],
        about=meeting,
        scope=meeting.event.host.key,
    )


def _letter(mail: OutgoingMail, *, is_over: bool) -> Content:
    rows = Meeting.objects.select_related("event__host__institution", "event__venue")
    meeting = rows.get(pk=mail.about_id)
    event = meeting.event
    with translation.override(mail.mailbox.language):
        names = {"event": event.title, "host": event.host.name, "college": event.host.institution.name}
        names["day"] = day(event.starts_at, event.zone)
        if is_over:
            subject = _("Read the minutes of %(day)s: %(event)s") % names
            context = {"paragraphs": [_("%(host)s at %(college)s has put the minutes here.") % names]}
        else:
            subject = _("Keep %(day)s free: %(event)s") % names
            context = {
                "paragraphs": [_("The board of %(host)s at %(college)s meets.") % names, *meeting.agenda.splitlines()],
                "rows": [
                    (_("When"), span(event.starts_at, event.ends_at, event.zone)),
                    *where(event, takes_part=True),
                ],
            }
        label = _("Read the minutes") if is_over else _("See the agenda")
        context["button"] = (label, absolute(meeting.get_absolute_url()))
    return compose(mail, "base", subject=subject, context=context)


def meeting_called(mail: OutgoingMail) -> Content:
    return _letter(mail, is_over=False)


def minutes_kept(mail: OutgoingMail) -> Content:
    return _letter(mail, is_over=True)


def _still(mail: OutgoingMail) -> str:
    meeting = Meeting.objects.filter(pk=mail.about_id, event__state__in=READABLE).select_related("event").first()
    if meeting is None:
        return "the meeting is not on"
    serving = BoardSeat.objects.filter(
        host=meeting.event.host_id, writer__user=mail.mailbox.user_id, state=BoardSeat.State.SERVING
    )
    return "" if serving.exists() else "she no longer serves on the board"


register("meeting_called", group="commitments", transactional=True, render=meeting_called, still_true=_still)
register("minutes_kept", group="commitments", transactional=True, render=minutes_kept, still_true=_still)
