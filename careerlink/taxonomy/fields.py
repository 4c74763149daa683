"""Form fields that turn typed words into rows of the reference data.

`PickField("institution")` is a text input with a type-ahead under it. Without script the form comes
back once with the choices. Submitted: `<name>` the typed words, `<name>_code` the chosen code(s).
"""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from careerlink.taxonomy.queries import Match, clear_match, instances, match_of, matches_of, search
from careerlink.taxonomy.words import tokens

LONGEST = 200
MOST = 40
SHOWN = 8
LOOKED_AT = 30  # choices shown by the type-ahead are always among these


@dataclass(frozen=True)
class Picked:
    """What a person typed and ticked."""

    words: str = ""
    codes: tuple[str, ...] = ()


class PickWidget(forms.Widget):
    """Typed words and, under them, what they may mean: radio buttons or checkboxes."""

    template_name = "taxonomy/widgets/pick.html"

    def __init__(self, vocabulary: str, *, is_many: bool = False, attrs=None):
        super().__init__(attrs)
        self.vocabulary = vocabulary
        self.is_many = is_many

    def value_from_datadict(self, data, files, name) -> Picked:
        codes = data.getlist(f"{name}_code") if hasattr(data, "getlist") else data.get(f"{name}_code", [])
        codes = [codes] if isinstance(codes, (str, int)) else codes
        return Picked(str(data.get(name) or "").strip(), tuple(str(code) for code in codes if code)[:MOST])

    def value_omitted_from_data(self, data, files, name) -> bool:
        return name not in data and f"{name}_code" not in data

    def use_required_attribute(self, initial) -> bool:
        """With many, the input may be empty while boxes are ticked."""
        return not self.is_many and super().use_required_attribute(initial)

    def _render(self, template_name, context, renderer=None):
        """Draw with the project's own template engine rather than the one of Django's widgets."""
        return mark_safe(render_to_string(template_name, context))  # noqa: S308 a rendered, escaped template

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        value = value if isinstance(value, Picked) else Picked()
        context["widget"] |= {
            "words": value.words,
            "vocabulary": self.vocabulary,
            "is_many": self.is_many,
            "attributes": flatatt({"maxlength": str(LONGEST), "required": False} | context["widget"]["attrs"]),
        }
        context |= choices_for(self.vocabulary, value, is_many=self.is_many)
        return context


def choices_for(vocabulary: str, value: Picked, *, is_many: bool) -> dict:
    """What stands under the input: `chosen` matches (ticked) and the other `found` ones.

    With one to choose, a choice made for other words is dropped once new words are typed.
    """
    chosen = matches_of(vocabulary, value.codes if is_many else value.codes[:1])
    words = value.words[:LONGEST]
    found = search(words, vocabulary, SHOWN) if words else []
    if not is_many and chosen and words and not _speaks_of(words, chosen[0], found):
        chosen = []
    taken = {match.code for match in chosen}
    if not is_many and chosen:
        found = [] if words == chosen[0].title else found
    return {"chosen": chosen, "found": [match for match in found if match.code not in taken], "words": words}


def _speaks_of(words: str, match: Match, found: list[Match]) -> bool:
    return words in (match.title, match.label, match.code) or any(match.code == other.code for other in found)


def _has_namesake(words: str, match: Match, found: list[Match]) -> bool:
    """Whether all the typed words stand in the name of another one too; a college is never guessed then:
    Wheaton College is in Illinois and in Massachusetts.
    """
    typed = set(tokens(words))
    return any(other.code != match.code and typed <= set(tokens(other.title)) for other in found)


class PickField(forms.Field):
    """One row of a vocabulary, found by ordinary words; cleans to the row or None."""

    is_many = False
    default_error_messages = {
        "several": _("Which one do you mean? Choose below, or type more of the name."),
        "nothing": _("We found nothing for “%(words)s”. Try other words, or fewer."),
        "long": _("Keep it under %(longest)s characters."),
        "null": _("Leave out the invisible characters and try again."),
        "required": _("Type a few words, then choose."),
        "many": _("Choose at most %(most)s."),
    }

    def __init__(self, vocabulary: str, *, widget=None, most: int = MOST, **options):
        self.vocabulary = vocabulary
        self.most = min(most, MOST)
        super().__init__(widget=widget or PickWidget(vocabulary, is_many=self.is_many), **options)

    def prepare_value(self, value) -> Picked:
        """Initial values may be a row, its code or, for many, a list of either."""
        if isinstance(value, Picked) or value in (None, ""):
            return value or Picked()
        return self._picked(value)

    def _picked(self, value) -> Picked:
        match = self._match(value)
        return Picked(match.title, (match.code,)) if match else Picked()

    def _match(self, value) -> Match | None:
        if isinstance(value, Model):
            return match_of(self.vocabulary, value)
        found = matches_of(self.vocabulary, [value])
        return found[0] if found else None

    def clean(self, value):
        value = value if isinstance(value, Picked) else Picked()
        self._judge_words(value.words)
        rows = instances(self.vocabulary, value.codes)
        if value.words:
            row = self._row_for_words(value, rows)
            rows = self._with(rows, row)
        answer = self._answer(rows)
        if self.required and not answer:
            raise ValidationError(self.error_messages["required"], code="required")
        self.run_validators(answer)
        return answer

    def _judge_words(self, words: str) -> None:
        if "\0" in words:
            raise ValidationError(self.error_messages["null"], code="null")
        if len(words) > LONGEST:
            raise ValidationError(self.error_messages["long"], code="long", params={"longest": LONGEST})

    def _row_for_words(self, value: Picked, rows: dict[str, Model]) -> Model:
        """The row that the typed words mean; one ticked among their matches goes before a guess."""
        for row in rows.values():
            match = match_of(self.vocabulary, row)
            if _speaks_of(value.words, match, []):
                return row
        found = search(value.words, self.vocabulary, LOOKED_AT)
        for match in found:
            if match.code in rows:
                return rows[match.code]
        if not found:
            raise ValidationError(self.error_messages["nothing"], code="nothing", params={"words": value.words[:60]})
        clear = clear_match(found)
        if clear is None or (self.vocabulary == "institution" and _has_namesake(value.words, clear, found)):
            raise ValidationError(self.error_messages["several"], code="several")
        return instances(self.vocabulary, [clear.code])[clear.code]

    def _with(self, rows: dict[str, Model], row: Model) -> dict[str, Model]:
        return {match_of(self.vocabulary, row).code: row}

    def _answer(self, rows: dict[str, Model]):
        return next(iter(rows.values()), None)

    def has_changed(self, initial, data) -> bool:
        before, after = self.prepare_value(initial), data if isinstance(data, Picked) else Picked()
        return set(before.codes) != set(after.codes) or (bool(after.words) and before.words != after.words)


class PickManyField(PickField):
    """Several rows of a vocabulary; cleans to a list of rows, in the order of ticking."""

    is_many = True

    def _picked(self, value) -> Picked:
        rows = [value] if isinstance(value, (str, int, Model)) else value
        return Picked("", tuple(match.code for match in map(self._match, rows) if match))

    def _with(self, rows: dict[str, Model], row: Model) -> dict[str, Model]:
        return rows | {match_of(self.vocabulary, row).code: row}

    def _answer(self, rows: dict[str, Model]) -> list[Model]:
        if len(rows) > self.most:
            raise ValidationError(self.error_messages["many"], code="many", params={"most": self.most})
        return list(rows.values())
