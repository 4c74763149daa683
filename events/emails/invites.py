"""The part of a letter about a place that goes into the reader's calendar."""

from dataclasses import replace

from careerlink.outbox.kinds import Content
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events.models import Assignment, Told
from events.queries.calendars import Guest, as_text, entry_of_place, method_of

PARTSTAT = {"CONFIRMED": "ACCEPTED", "TENTATIVE": "NEEDS-ACTION", "CANCELLED": "DECLINED"}


def with_invite(content: Content, mail: OutgoingMail, place: Assignment) -> Content:
    """The letter with the place as her calendar is to show it from now on: as certain, as not certain yet, or no more.
    Only for the writer herself; nothing for what a calendar never shows, for what is over, or where nothing was put
    into hers before.
    """
    if mail.mailbox.user_id != place.writer.user_id or place.state not in (*Assignment.LIVE, *Assignment.GONE):
        return content
    told = Told.objects.filter(place=place).first()
    if place.state == Assignment.State.WAITLISTED or (told is None and place.state in Assignment.GONE):
        return content
    now = clock.now()
    entry = entry_of_place(place, told.since if told else place.made_at)
    method = method_of(entry)
    guest = Guest(mail.mailbox.address, place.writer.name, PARTSTAT[entry.status])
    return replace(content, invite=(as_text([entry], stamp=now, method=method, guest=guest), method))
