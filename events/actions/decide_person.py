"""Messages, meetings and releases in a person's own copy of her data, and in her erasure."""

from functools import partial

from django.db import transaction

from careerlink.accounts.models import User
from events.models import AgreedWriter, Announcement, Answering, Attendance, Release


def export_words(user: User) -> dict:
    """What she wrote to people at events, which requests she answered, where she was at board meetings, and to what
    she agreed before it was planned.
    """
    written = Announcement.objects.filter(by=user).select_related("event__host").order_by("at", "id")
    answered = Answering.objects.filter(by=user).select_related("host").order_by("at", "id")
    meetings = Attendance.objects.filter(seat__writer__user=user).select_related("meeting__event__host")
    agreed = AgreedWriter.objects.filter(writer__user=user).select_related("event__host").order_by("at", "id")
    parts = {
        "written": [
            {"event": one.event.title, "host": one.event.host.name, "on": one.at, "words": one.text, "mails": one.mails}
            for one in written
        ],
        "requests answered": [
            {"host": one.host.name, "answer": str(one.get_answer_display()), "on": one.at, "taken back": one.undone_at}
            for one in answered
        ],
        "board meetings": [
            {
                "meeting": one.meeting.event.title,
                "host": one.meeting.event.host.name,
                "on": one.meeting.event.starts_at,
                "you": str(one.get_answer_display()),
            }
            for one in meetings.order_by("meeting__event__starts_at", "id")
        ],
        "agreed before it was planned": [
            {"event": one.event.title, "host": one.event.host.name, "on": one.at} for one in agreed
        ],
    }
    return {name: rows for name, rows in parts.items() if rows}


def export_releases(user: User) -> list[dict]:
    """What she signed as a guest of a podcast."""
    rows = Release.objects.filter(writer__user=user).select_related("episode__event__host").order_by("signed_at", "id")
    return [
        {
            "recording": one.episode.event.title,
            "host": one.episode.event.host.name,
            "how": str(one.get_how_display()),
            "words": one.terms,
            "signature": one.signature,
            "on": one.signed_at,
        }
        for one in rows
    ]


@transaction.atomic
def erase_words(user: User) -> None:
    """Blank what she wrote to people at events; that something was sent stays."""
    Announcement.objects.filter(by=user).update(text="", by=None)
    Answering.objects.filter(by=user).update(by=None)


@transaction.atomic
def erase_releases(user: User) -> None:
    """Delete name and paper; that something was signed and when stays, so that what is out stays lawful. May run
    twice.
    """
    for release in Release.objects.filter(writer__user=user).exclude(signature="", file=""):
        name = release.file.name
        Release.objects.filter(pk=release.pk).update(signature="", file="", content_type="")
        if name:
            transaction.on_commit(partial(release.file.storage.delete, name))
