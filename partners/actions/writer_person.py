"""What this room holds about a person as a writer: her export and her erasure."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from partners.actions.directory import index_words
from partners.models import (
    Credential,
    NotForMe,
    Offer,
    Partnership,
    SavedHost,
    SavedWriter,
    Suggestion,
    Writer,
)
from partners.permissions import own_writer
from partners.queries.cooling_off import distances_kept
from partners.queries.writers import sheet


def export_writer(user: User) -> dict:
    """Everything she told us as a writer, and what became of it."""
    writer = own_writer(user)
    if writer is None:
        return {}
    short = sheet(writer)
    return {
        "name": writer.name,
        "in one line": writer.headline,
        "about you": writer.about,
        "telephone": writer.phone,
        "web page": writer.website,
        "state": str(writer.get_state_display()),
        "place": str(writer.place or ""),
        "miles you travel": writer.travel_miles,
        "online": writer.is_online,
        "when you have time": str(writer.get_availability_display()),
        "page for everybody": writer.is_public,
        "whom you help best": short.phrases,
        "read as": {vocabulary: titles for vocabulary, titles in short.titles.items() if titles},
        "prices": [{"what": price.what, "dollars": price.dollars} for price in short.prices],
        "credentials": [_credential(one) for one in writer.credentials.prefetch_related("evidence")],
        "offers": [
            {"to": str(offer.host), "what": str(offer), "text": offer.text, "state": str(offer.get_state_display())}
            for offer in Offer.objects.filter(writer=writer).select_related("host__institution").order_by("id")
        ],
        "working together": [
            {"with": str(one.host), "since": one.since}
            for one in Partnership.objects.filter(writer=writer).select_related("host__institution")
        ],
        "distance you keep from students you met as a volunteer": distances_kept(writer),
        "not for you": [
            {"what": str(one.need), "because": str(one.get_because_display()), "at": one.at}
            for one in NotForMe.objects.filter(writer=writer).select_related("need").order_by("id")
        ],
        "saved": [
            {"who": str(one.host), "your note": one.note}
            for one in SavedHost.objects.filter(writer=writer).select_related("host__institution")
        ],
    }


def _credential(credential: Credential) -> dict:
    return {
        "name": credential.name,
        "issued by": credential.issuer,
        "number": credential.number,
        "good until": credential.expires_on,
        "state": str(credential.get_state_display()),
        "files": [{"name": proof.name, "bytes": proof.size} for proof in credential.evidence.all()],
    }


@transaction.atomic
def erase_writer(user: User) -> None:
    """Blank what she told us and delete her files. The row stays without a name, so that the numbers of
    the offices she worked with stay true. May run twice.
    """
    writer = Writer.objects.select_for_update().filter(user=user).first()
    if writer is None:
        return
    credentials = writer.credentials.prefetch_related("evidence")
    files = [(proof.file.storage, proof.file.name) for one in credentials for proof in one.evidence.all()]
    if writer.photo:
        files.append((writer.photo.storage, writer.photo.name))
    kept = (
        writer.phrases,
        writer.fees,
        writer.saved_hosts,
        writer.waiting_names,
        writer.cooling_off,
        writer.not_for_me,
    )
    for rows in (writer.credentials, *kept):
        rows.all().delete()
    Suggestion.objects.filter(writer=writer).delete()
    SavedWriter.objects.filter(writer=writer).delete()  # with what offices noted about her
    writer.offers.update(text="", private_note="")
    Writer.objects.filter(pk=writer.pk).update(
        name=_("A former writer"),
        slug=f"former-{writer.key}",
        headline="",
        about="",
        phone="",
        website="",
        photo="",
        last_text="",
        is_public=False,
        place=None,
        latitude=None,
        longitude=None,
        verified_until=None,
    )
    writer.refresh_from_db()
    index_words(writer)
    for storage, name in files:
        transaction.on_commit(partial(storage.delete, name))
