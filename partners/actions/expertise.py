"""Whom a writer helps best: her phrases, how they are read in standard codes, and her ways of helping."""

from collections.abc import Iterable

from django.db import transaction

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.taxonomy.queries import Resolved, resolve
from partners.actions.directory import index_words
from partners.models import Phrase, Vocabulary, Writer, WriterTag

Codes = set[tuple[str, str]]  # (vocabulary, code)


def first_reading(resolved: Resolved) -> Codes:
    """What a new phrase is taken for until she corrects it: what bears the very name she wrote, else
    the best of each list. Of a job title that means several jobs, none.
    """
    lists = [resolved.majors, [] if resolved.choices else resolved.occupations, resolved.industries]
    named = [match for matches in lists for match in matches if match.is_exact]
    best = [matches[0] for matches in lists if matches]
    return {(match.vocabulary, match.code) for match in named or best}


@transaction.atomic
def say_whom(writer: Writer, *, by: User, phrases: Iterable[str]) -> None:
    """Say whom she helps best in up to three ordinary phrases. New ones are read into codes at once;
    those that stay keep what she corrected. Raises ValueError for more than three.
    """
    wanted = list(dict.fromkeys(" ".join(text.split()) for text in phrases if text.strip()))
    if len(wanted) > Phrase.MOST:
        raise ValueError("at most three phrases")
    Writer.objects.select_for_update().get(pk=writer.pk)
    kept: dict[str, Codes] = {
        phrase.text.casefold(): {(tag.vocabulary, tag.code) for tag in phrase.tags.all()}
        for phrase in writer.phrases.prefetch_related("tags")
    }
    writer.phrases.all().delete()
    taken: Codes = set()
    for position, text in enumerate(wanted, start=1):
        phrase = Phrase.objects.create(writer=writer, position=position, text=text)
        codes = kept.get(text.casefold())
        codes = first_reading(resolve(text)) if codes is None else codes
        _tag(writer, codes - taken, phrase)
        taken |= codes
    index_words(writer)
    trail.record(writer, "edit", by=by, fields=["phrases"], person=writer.user_id)


@transaction.atomic
def correct_reading(writer: Writer, *, by: User, readings: dict[Phrase, Codes]) -> None:
    """Keep, of what her phrases were read as, what she ticked. Raises Stale when she has written others since."""
    Writer.objects.select_for_update().get(pk=writer.pk)
    if {phrase.pk for phrase in readings} - set(writer.phrases.values_list("pk", flat=True)):
        raise Stale("her phrases are others by now")
    WriterTag.objects.filter(writer=writer).exclude(phrase=None).delete()
    taken: Codes = set()
    for phrase, codes in readings.items():
        _tag(writer, codes - taken, phrase)
        taken |= codes
    trail.record(writer, "edit", by=by, fields=["reading"], person=writer.user_id)


@transaction.atomic
def choose_ways(
    writer: Writer, *, by: User, services: Iterable[str], stages: Iterable[str], languages: Iterable[str]
) -> None:
    """Say what she does, for people at which point of their career, and in which languages."""
    Writer.objects.select_for_update().get(pk=writer.pk)
    ways = {Vocabulary.SERVICE: services, Vocabulary.STAGE: stages, Vocabulary.LANGUAGE: languages}
    WriterTag.objects.filter(writer=writer, vocabulary__in=ways).delete()
    _tag(writer, {(vocabulary, code) for vocabulary, codes in ways.items() for code in codes}, None)
    trail.record(writer, "edit", by=by, fields=["services", "stages", "languages"], person=writer.user_id)


def _tag(writer: Writer, codes: Codes, phrase: Phrase | None) -> None:
    WriterTag.objects.bulk_create(
        WriterTag(writer=writer, vocabulary=vocabulary, code=code, phrase=phrase) for vocabulary, code in sorted(codes)
    )
