"""What a writer does with her profile, and its clocks."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.text import slugify

from careerlink.accounts.actions import agree
from careerlink.accounts.models import LegalText, User
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.taxonomy.models import CredentialType, Place
from careerlink.taxonomy.queries import zone_of_place
from careerlink.web import clock
from careerlink.web.files import Judged
from careerlink.web.keys import new_key
from partners.actions.credentials import add_credential
from partners.actions.directory import index_words
from partners.actions.expertise import say_whom
from partners.actions.reviews import stamp_submission
from partners.actions.waiting import note_person_joined
from partners.emails import writers as emails
from partners.models import Writer

ANSWER_DAYS = 30  # to answer a moderator's question
BATCH = 200


@transaction.atomic
def join_writer(
    user: User,
    *,
    name: str,
    headline: str,
    phrases: list[str],
    place: Place,
    pledge: LegalText | None,
    credential_type: CredentialType | None = None,
    number: str = "",
) -> Writer:
    """Join as a writer: make her profile, take her pledge and hand it to the moderators. A second click
    makes no second profile: hers is returned.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if already := Writer.objects.filter(user=user).first():
        return already
    if pledge is not None:
        agree(user, pledge)
    writer = Writer.objects.create(
        user=user,
        slug=free_slug(name),
        name=name,
        headline=headline,
        place=place,
        latitude=place.latitude,
        longitude=place.longitude,
        pledged_at=clock.now(),
    )
    if not user.memberships.exists():
        user.zone = zone_of_place(place.state, place.zip)
        user.save(update_fields=["zone"])
    trail.record(writer, "join", by=user, person=user.pk)
    say_whom(writer, by=user, phrases=phrases)
    if credential_type is not None:
        add_credential(writer, by=user, type=credential_type, number=number)
    note_person_joined(user)  # somebody who was here before is invited as a writer, too
    return submit_writer(writer, by=user)


@transaction.atomic
def submit_writer(writer: Writer, *, by: User, reply: str = "") -> Writer:
    """Ask the moderators to look at her profile, the first time or again, with her `reply` to their question."""
    writer.move("submit", by=by, note=reply)
    stamp_submission(writer)
    emails.tell_writer_submitted(writer)
    return writer


@transaction.atomic
def edit_writer(writer: Writer, *, by: User, **fields) -> list[str]:
    """Change parts of a profile; returns the names of those that are different now."""
    if "place" in fields:
        place = fields["place"]
        fields |= {"latitude": place and place.latitude, "longitude": place and place.longitude}
    changed = [name for name, value in fields.items() if getattr(writer, name) != value]
    if not changed:
        return []
    for name in changed:
        setattr(writer, name, fields[name])
    writer.save(update_fields=changed)
    index_words(writer)
    trail.record(writer, "edit", by=by, fields=changed, person=writer.user_id)
    return changed


@transaction.atomic
def set_photo(writer: Writer, *, by: User, photo: Judged) -> None:
    """Put a photo on her profile; `photo` has been judged and made anew without what cameras write into it."""
    before = writer.photo.name
    writer.photo.save(f"photos/{photo.name}", photo, save=False)
    writer.save(update_fields=["photo"])
    trail.record(writer, "edit", by=by, fields=["photo"], person=writer.user_id)
    _forget_file(writer, before)


@transaction.atomic
def remove_photo(writer: Writer, *, by: User) -> None:
    """Take her photo away; the file is deleted."""
    before = writer.photo.name
    if not before:
        return
    writer.photo = ""
    writer.save(update_fields=["photo"])
    trail.record(writer, "edit", by=by, fields=["photo"], person=writer.user_id)
    _forget_file(writer, before)


@transaction.atomic
def pause_writer(writer: Writer, *, by: User, until: date) -> None:
    """Take a break until a day: offices see until when, and nobody can ask for more of her."""
    writer.move("pause", by=by, paused_until=until)


@transaction.atomic
def resume_writer(writer: Writer, *, by: User | None) -> None:
    """End the break; `by` is None when its day has come."""
    writer.move("resume", by=by, paused_until=None)
    if by is None:
        emails.tell_writer_resumed(writer)


def resume_due_writers() -> int:
    """End the breaks whose day has come, as the calendar stands where each writer lives; says how many."""
    latest = clock.today("Pacific/Kiritimati")  # where a day begins first
    due = Writer.objects.filter(state=Writer.State.PAUSED, paused_until__lte=latest).select_related("user")
    here = [one for one in due.order_by("paused_until")[:BATCH] if one.paused_until <= clock.today(one.user.zone)]
    return sum(_try(resume_writer, one) for one in here)


@transaction.atomic
def set_back_writer(writer: Writer, *, by: None = None) -> None:
    """Nobody answered the moderators' question: the profile is hers to finish again."""
    writer.move("set_back", by=by)
    emails.tell_writer_set_back(writer)


def set_back_silent_writers() -> int:
    """Give profiles back whose question was not answered in 30 days; says how many."""
    since = clock.now() - timedelta(days=ANSWER_DAYS)
    due = Writer.objects.filter(state=Writer.State.NEEDS_INFORMATION, state_since__lte=since).select_related("user")
    return sum(_try(set_back_writer, one) for one in due.order_by("state_since")[:BATCH])


def run_writer_clocks() -> None:
    """What is due for writers now? Harmless when run twice."""
    resume_due_writers()
    set_back_silent_writers()


def free_slug(name: str) -> str:
    """An address for a writer that nobody has: her name, with a few letters more where it is taken."""
    base = slugify(name)[:60] or "writer"
    slug = base
    while Writer.objects.filter(slug=slug).exists():
        slug = f"{base}-{new_key()[:5]}"
    return slug


def _try(action, writer: Writer) -> bool:
    """Do one thing to one row in its own transaction; somebody else may have been quicker."""
    try:
        action(writer, by=None)
    except Stale:
        return False
    return True


def _forget_file(writer: Writer, name: str) -> None:
    """Delete a file once the transaction that let go of it has committed."""
    if name:
        storage = writer.photo.storage
        transaction.on_commit(lambda: storage.delete(name))
