"""Keeping the directory findable."""

from django.db import transaction

from partners.models import Phrase, Writer, WriterWord
from partners.models.directory import words_of

BATCH = 500


@transaction.atomic
def index_words(writer: Writer) -> None:
    """Let the directory find a writer by what her profile says now. Call it after every change of it."""
    phrases = Phrase.objects.filter(writer=writer).order_by("position").values_list("text", flat=True)
    wanted = set(words_of(writer.name, writer.headline, *phrases, writer.about))
    held = set(WriterWord.objects.filter(writer=writer).values_list("word", flat=True))
    if gone := held - wanted:
        WriterWord.objects.filter(writer=writer, word__in=gone).delete()
    if new := wanted - held:
        WriterWord.objects.bulk_create([WriterWord(writer=writer, word=word) for word in new], ignore_conflicts=True)


def index_those_without_words() -> None:
    """The clock: writers who take part and have no words yet become findable."""
    for writer in Writer.objects.approved().filter(words=None).order_by("id")[:BATCH]:
        index_words(writer)
