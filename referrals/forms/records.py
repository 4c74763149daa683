"""Judging what an office writes down about an alumnus."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from careerlink.taxonomy.fields import Picked, PickField, PickManyField
from careerlink.taxonomy.queries import instances, match_of
from partners.forms.writers import ZipField
from partners.models import CareerStage, Language, Vocabulary
from referrals.forms.alumni import ANY, YearField
from referrals.models import Alumnus
from referrals.queries.alumni import addresses_of, tags_of

MOST_ADDRESSES = 5
MOST_MAJORS = 6


@dataclass(frozen=True)
class Spoken:
    """Words about somebody, and the standard codes that they were read as."""

    words: str = ""
    codes: tuple[str, ...] = ()


class SpokenMixin:
    """Words stay as they were typed where no code is known for them; where several are, one is chosen."""

    known_words = ""  # what is in the record: it need not be put right to save something else

    def clean(self, value) -> Spoken:
        value = value if isinstance(value, Picked) else Picked()
        try:
            answer = super().clean(value)
        except ValidationError as error:
            if error.code != "nothing" and not (error.code == "several" and value.words == self.known_words):
                raise
            answer, typed = list(instances(self.vocabulary, value.codes).values()) if self.is_many else [], value.words
        else:
            typed = "" if self.is_many else value.words
        rows = answer if isinstance(answer, list) else [answer] if answer else []
        words = ", ".join([*(str(row) for row in rows), *filter(None, [typed])]) if self.is_many else typed
        codes = tuple(match_of(self.vocabulary, row).code for row in rows)
        return Spoken((words or ", ".join(map(str, rows)))[:200], codes)


class SpokenField(SpokenMixin, PickField):
    """What somebody looks for, in ordinary words."""


class SpokenManyField(SpokenMixin, PickManyField):
    """What somebody studied, in ordinary words."""


class AddressesField(forms.CharField):
    """Further addresses, one a line; cleans to a list in small letters."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value) -> list[str]:
        found = list(dict.fromkeys(super().clean(value).lower().split()))
        for address in found:
            try:
                validate_email(address)
            except ValidationError as error:
                words = _("“%(words)s” is no e-mail address.") % {"words": address[:60]}
                raise ValidationError(words) from error
        if len(found) >= MOST_ADDRESSES:
            raise ValidationError(_("Keep at most %(most)s addresses."), params={"most": MOST_ADDRESSES})
        return found


class AlumnusForm(forms.Form):
    """All that is kept of somebody, and no more."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(label=_("E-mail address"), help_text=_("Letters go there."))
    others = AddressesField(
        label=_("Other addresses"), required=False, max_length=1500, help_text=_("One a line, such as an old one.")
    )
    year = YearField(label=_("Graduation year"), required=False)
    majors = SpokenManyField(
        "major", label=_("Majors"), required=False, most=MOST_MAJORS, help_text=_("In ordinary words, such as nursing.")
    )
    occupation = SpokenField(
        "occupation", label=_("Job looked for"), required=False, help_text=_("In ordinary words, such as editor.")
    )
    stage = forms.ChoiceField(label=_("Career stage"), choices=[*ANY, *CareerStage.choices], required=False)
    place = ZipField(label=_("ZIP code"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[*ANY, *Language.choices], required=False)
    no_mail = forms.BooleanField(
        label=_("Does not want to be written to about help"),
        required=False,
        help_text=_("No invitation is mailed any more. An import does not take this back; only this box does."),
    )

    def __init__(self, *args, alumnus: Alumnus, **kwargs):
        super().__init__(*args, initial=_initial(alumnus), **kwargs)
        self.fields["majors"].known_words = alumnus.majors_words
        self.fields["occupation"].known_words = alumnus.occupation_words
        for name in ("stage", "language"):
            self.fields[name].choices = [("", _("Not known")), *self.fields[name].choices[1:]]

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    @property
    def facts(self) -> dict:
        """What was said, as the action takes it. Majors that were not touched keep the words of the record."""
        given = dict(self.cleaned_data)
        majors, occupation = given.pop("majors"), given.pop("occupation")
        before = self.initial["majors"]
        is_same = set(majors.codes) == set(before.codes) and self.data.get("majors", "").strip() == before.words
        return given | {
            "majors_words": self.fields["majors"].known_words if is_same else majors.words,
            "occupation_words": occupation.words,
            "codes": {
                *((str(Vocabulary.MAJOR), code) for code in majors.codes),
                *((str(Vocabulary.OCCUPATION), code) for code in occupation.codes),
            },
        }


def _initial(alumnus: Alumnus) -> dict:
    """What the record says. Two queries."""
    addresses = [address.email for address in addresses_of(alumnus)]
    codes = tags_of(alumnus)
    majors = tuple(codes.get(Vocabulary.MAJOR, ()))
    return {
        "name": alumnus.name,
        "email": addresses[0] if addresses else "",
        "others": "\n".join(addresses[1:]),
        "year": alumnus.graduation_year,
        "majors": Picked("" if majors else alumnus.majors_words, majors),
        "occupation": Picked(alumnus.occupation_words, tuple(codes.get(Vocabulary.OCCUPATION, ())[:1])),
        "stage": alumnus.stage,
        "place": alumnus.place,
        "language": alumnus.language,
        "no_mail": alumnus.opted_out_at is not None,
    }
