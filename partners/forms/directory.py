"""The filters of the directories. They work by GET, so that a page can be kept and passed on."""

from functools import cache
from typing import Self

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from careerlink.web.pages import PARAMETER
from partners.models import CareerStage, Host, Kind, Language, Service, Writer
from partners.queries.colleges import STATES, HostFilters
from partners.queries.directory import WriterFilters, place_of
from partners.queries.wanted import read_wanted

ANY = [("", _("Any"))]
MILES = [("", _("Any distance")), *[(n, _("Within %(n)s miles") % {"n": n}) for n in (10, 25, 50, 100, 250)]]
MOST_PANELS = 200
_panels: dict[tuple, SafeString] = {}  # panels of filters drawn by this process
is_zip = RegexValidator(r"\A[0-9]{5}\Z", _("A ZIP code has five digits."))


class FilterForm(forms.Form):
    """A form of filters that knows which are in use and how to take each away."""

    def __init__(self, query: QueryDict, **options):
        self.query = query.copy()
        self.query.pop(PARAMETER, None)
        super().__init__(data=self.query, **options)
        self.is_valid()
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("id", f"filter-{name}")
            if isinstance(field, forms.BooleanField):
                field.widget.attrs["class"] = "form-check-input"

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """The form of a request. Most ask for nothing and share one form."""
        return cls(query) if set(query) - {PARAMETER} else _blank(cls)

    def drawn(self, template: str, **more: object) -> SafeString:
        """The panel of filters, which nobody's page changes: the same questions give the same panel, so it
        is drawn once. One with something to put right is drawn anew.
        """
        key = (template, get_language(), self.query.urlencode())
        html = None if self.errors else _panels.get(key)
        if html is None:
            html = render_to_string(template, {"form": self, **more})
            if not self.errors:
                if len(_panels) >= MOST_PANELS:
                    _panels.clear()
                _panels[key] = html
        return html

    def value(self, name: str):
        """What a person asked for, or nothing where she typed what cannot be."""
        return self.cleaned_data.get(name)

    @property
    def chips(self) -> list[dict]:
        """The filters in use, each with the address of the page without it."""
        found = []
        for name, field in self.fields.items():
            value = self.value(name)
            each = value if isinstance(value, list) else [value]
            found += [{"label": self._words(name, field, one), "url": self._without(name, one)} for one in each if one]
        return found

    def _words(self, name: str, field: forms.Field, value) -> str:
        choices = dict(getattr(field, "choices", ()))
        if isinstance(field, forms.BooleanField):
            return str(field.label)
        return str(choices.get(value, value))

    def _without(self, name: str, value) -> str:
        kept = self.query.copy()
        if isinstance(self.fields[name], forms.MultipleChoiceField):
            kept.setlist(name, [one for one in kept.getlist(name) if one != value])
        else:
            kept.pop(name, None)
        return f"?{kept.urlencode()}"

    def with_value(self, name: str, value: str) -> str:
        """The address of this page with one filter set."""
        kept = self.query.copy()
        kept[name] = value
        return f"?{kept.urlencode()}"


@cache
def _blank(kind: type[FilterForm]) -> FilterForm:
    return kind(QueryDict())


class ZipMixin(forms.Form):
    """A ZIP code from which distances count."""

    def clean_zip(self):
        code = self.cleaned_data["zip"]
        if not code:
            return None
        place = place_of(code)
        if place is None:
            raise forms.ValidationError(_("We do not know the ZIP code %(code)s."), params={"code": code})
        return place


class WriterFilterForm(ZipMixin, FilterForm):
    """What an office asks the directory of writers for."""

    helps = forms.CharField(
        label=_("Helps best with"),
        help_text=_("A major, a job or an industry, in your words"),
        max_length=100,
        required=False,
    )
    pick = forms.CharField(max_length=30, required=False, widget=forms.HiddenInput)
    miles = forms.TypedChoiceField(label=_("How far"), choices=MILES, coerce=int, empty_value=None, required=False)
    zip = forms.CharField(
        label=_("From ZIP code"), help_text=_("Empty for your campus"), validators=[is_zip], required=False
    )
    service = forms.MultipleChoiceField(
        label=_("What you need"), choices=Service.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    verified = forms.BooleanField(label=_("Credential checked"), required=False)
    pro_bono = forms.BooleanField(label=_("Free for alumni"), required=False)
    online = forms.BooleanField(label=_("Works online"), required=False)
    knows_us = forms.BooleanField(label=_("Has been here before"), required=False)
    saved = forms.BooleanField(label=_("Saved by us"), required=False)
    stage = forms.ChoiceField(label=_("Whom they help"), choices=[*ANY, *CareerStage.choices], required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[*ANY, *Language.choices], required=False)
    availability = forms.ChoiceField(label=_("When"), choices=[*ANY, *Writer.Availability.choices[1:]], required=False)
    credential = forms.CharField(
        label=_("Credential"), help_text=_("The letters, such as CPRW"), max_length=12, required=False
    )
    words = forms.CharField(label=_("Name or other words"), max_length=100, required=False)

    ONLY = ("verified", "pro_bono", "online", "knows_us", "saved")

    def filters(self) -> WriterFilters:
        helps, pick = self.value("helps") or "", self.value("pick") or ""
        return WriterFilters(
            wanted=read_wanted(helps, pick) if helps else None,
            words=self.value("words") or "",
            services=tuple(self.value("service") or ()),
            language=self.value("language") or "",
            stage=self.value("stage") or "",
            credential=self.value("credential") or "",
            availability=self.value("availability") or "",
            place=self.value("zip"),
            miles=self.value("miles"),
            **{name: bool(self.value(name)) for name in self.ONLY},
        )

    @property
    def only(self) -> list[forms.BoundField]:
        """The boxes that each ask for less."""
        return [self[name] for name in self.ONLY]

    @property
    def chips(self) -> list[dict]:
        """The choice among what words may mean belongs to the words and has no chip of its own."""
        return [chip for chip in super().chips if chip["label"] != self.value("pick")]

    def _without(self, name: str, value) -> str:
        kept = self.query.copy()
        if name == "helps":
            kept.pop("pick", None)
            kept.pop("helps", None)
            return f"?{kept.urlencode()}"
        return super()._without(name, value)

    def _words(self, name: str, field: forms.Field, value) -> str:
        if name == "zip":
            return _("From %(place)s") % {"place": value}
        return super()._words(name, field, value)


class HostFilterForm(ZipMixin, FilterForm):
    """What a writer asks the directory of colleges for."""

    words = forms.CharField(
        label=_("College"), help_text=_("A part of its name, or letters such as UCLA"), max_length=100, required=False
    )
    wants = forms.ChoiceField(label=_("What they want now"), choices=[*ANY, *Kind.choices], required=False)
    kind = forms.ChoiceField(label=_("Who"), choices=[*ANY, *Host.HostKind.choices], required=False)
    state = forms.ChoiceField(label=_("State"), choices=[*ANY, *STATES.items()], required=False)
    miles = forms.TypedChoiceField(label=_("How far"), choices=MILES, coerce=int, empty_value=None, required=False)
    zip = forms.CharField(
        label=_("From ZIP code"), help_text=_("Empty for your own"), validators=[is_zip], required=False
    )
    saved = forms.BooleanField(label=_("Saved by me"), required=False)

    def filters(self) -> HostFilters:
        return HostFilters(
            words=self.value("words") or "",
            wants=self.value("wants") or "",
            kind=self.value("kind") or "",
            state=self.value("state") or "",
            place=self.value("zip"),
            miles=self.value("miles"),
            saved=bool(self.value("saved")),
        )

    def _words(self, name: str, field: forms.Field, value) -> str:
        if name == "zip":
            return _("From %(place)s") % {"place": value}
        return super()._words(name, field, value)
