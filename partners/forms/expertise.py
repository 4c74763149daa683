"""Judging whom writers help: their phrases, what these were read as, and their ways of helping."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from careerlink.taxonomy.queries import Match, resolve
from partners.forms.writers import LONGEST_PHRASE, without_contact_details
from partners.models import CareerStage, Language, Phrase, Service, Vocabulary, WriterTag
from partners.queries.writers import titled_tags


class PhrasesForm(forms.Form):
    """Whom she helps best, in up to three phrases."""

    def __init__(self, *args, phrases: list[Phrase], **kwargs):
        super().__init__(*args, **kwargs)
        texts = [phrase.text for phrase in phrases]
        labels = [_("First of all"), _("Then"), _("And")]
        for n, label in enumerate(labels):
            self.fields[f"phrase_{n + 1}"] = forms.CharField(
                label=label,
                required=n == 0,
                max_length=LONGEST_PHRASE,
                initial=texts[n] if n < len(texts) else "",
                validators=[without_contact_details],
            )
        self.fields["phrase_1"].help_text = _("In ordinary words: English majors, nurses, people leaving the army.")

    @property
    def phrases(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.fields]


class ReadingField(forms.MultipleChoiceField):
    """What one phrase may mean. It may be left empty, but it is nothing that is only nice to have."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value):
        for one in value:
            if not self.valid_value(one):
                raise ValidationError(_("Choose from this list."), code="invalid_choice")


class ReadingForm(forms.Form):
    """What each phrase was read as, to be corrected. The field of a phrase offers what the words may
    mean and what is ticked already; values are "vocabulary:code".
    """

    def __init__(self, *args, phrases: list[Phrase], **kwargs):
        super().__init__(*args, **kwargs)
        self.phrases = phrases
        self.unread: list[Phrase] = []
        kept = _kept(phrases)
        for phrase in phrases:
            choices, is_ambiguous = _choices(phrase, kept.get(phrase.pk, []))
            if not choices:
                self.unread.append(phrase)
                continue
            self.fields[f"phrase_{phrase.position}"] = ReadingField(
                label=_("“%(phrase)s”") % {"phrase": phrase.text},
                choices=choices,
                initial=[f"{tag.vocabulary}:{tag.code}" for tag in kept.get(phrase.pk, [])],
                help_text=_("It may mean several jobs: tick those you mean.") if is_ambiguous else "",
            )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and self.fields and not any(cleaned.values()):
            raise ValidationError(_("Tick at least one, or change your words above: offices search by these."))
        return cleaned

    @property
    def readings(self) -> dict[Phrase, set[tuple[str, str]]]:
        return {
            phrase: {tuple(value.split(":", 1)) for value in self.cleaned_data.get(f"phrase_{phrase.position}", [])}
            for phrase in self.phrases
        }


class WaysForm(forms.Form):
    """What she does, for people at which point, in which languages."""

    services = forms.MultipleChoiceField(
        label=_("What do you do?"), choices=Service.choices, widget=forms.CheckboxSelectMultiple
    )
    stages = forms.MultipleChoiceField(
        label=_("For whom?"), choices=CareerStage.choices, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=_("In which languages?"), choices=Language.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, chosen: dict[str, list[str]], **kwargs):
        initial = {
            "services": chosen[Vocabulary.SERVICE],
            "stages": chosen[Vocabulary.STAGE],
            "languages": chosen[Vocabulary.LANGUAGE] or [Language.ENGLISH],
        }
        super().__init__(*args, initial=initial, **kwargs)


def _kept(phrases: list[Phrase]) -> dict[int, list[WriterTag]]:
    kept: dict[int, list[WriterTag]] = {}
    for tag in titled_tags(WriterTag.objects.filter(phrase__in=phrases)).order_by("id"):
        kept.setdefault(tag.phrase_id, []).append(tag)
    return kept


def _choices(phrase: Phrase, kept: list[WriterTag]) -> tuple[list, bool]:
    """Groups of choices for one phrase, and whether it is only a job title that stands for several jobs."""
    read = resolve(phrase.text)
    jobs: list[Match] = list({match.code: match for match in [*read.occupations, *read.choices]}.values())
    groups = []
    for name, label, matches in [
        (Vocabulary.MAJOR, _("Majors"), read.majors),
        (Vocabulary.OCCUPATION, _("Jobs"), jobs),
        (Vocabulary.INDUSTRY, _("Industries"), read.industries),
    ]:
        found = {match.code: match.label for match in matches}
        found |= {tag.code: tag.title for tag in kept if tag.vocabulary == name and tag.code not in found}
        if found:
            groups.append((label, [(f"{name}:{code}", title) for code, title in found.items()]))
    is_named = any(match.is_exact for match in [*read.majors, *read.industries])
    return groups, bool(read.choices) and not is_named
