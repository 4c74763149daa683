"""Judging requests."""

from django import forms
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock
from careerlink.web.days import DayField
from partners.forms.hosts import CountField
from partners.models import Host, Kind, Language, Need, Service
from partners.queries.campus import first_day_of, too_soon
from partners.queries.needs import CODED, MOST_TAGS

ANY = [("", _("Any"))]
BESIDES_ENGLISH = [(code, label) for code, label in Language.choices if code != Language.ENGLISH]
MILES = [
    ("", _("Any distance")),
    ("10", _("10 miles")),
    ("25", _("25 miles")),
    ("50", _("50 miles")),
    ("100", _("100 miles")),
]


class NeedForm(forms.Form):
    """A request in five fields; what else it takes, and details, stay folded."""

    kind = forms.ChoiceField(label=_("What would help?"), choices=Kind.choices)
    words = forms.CharField(
        label=_("For which majors or jobs?"),
        required=False,
        max_length=200,
        help_text=_("In ordinary words, such as: English, nursing. Leave it empty when it is for everybody."),
    )
    needed_on = DayField(
        label=_("When?"),
        help_text=_(
            "The day itself, or the last day on which an offer still helps. For example 12 May 2027, or “in two weeks”."
        ),
    )
    where = forms.ChoiceField(
        label=_("Where?"), choices=Need.Where.choices, widget=forms.RadioSelect, initial=Need.Where.CAMPUS
    )
    how_many = CountField(label=_("How many writers?"), min_value=1, max_value=100, initial=1)
    service = forms.ChoiceField(
        label=_("Is there one service that it takes?"), choices=[*ANY, *Service.choices], required=False
    )
    language = forms.ChoiceField(
        label=_("Is there a language that it takes?"),
        choices=[("", _("English will do")), *BESIDES_ENGLISH],
        required=False,
        help_text=_("Only writers who speak it are suggested."),
    )
    details = forms.CharField(
        label=_("Details"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Time of day, room, how many students, what you have tried."),
    )

    def __init__(self, *args, host: Host, **kwargs):
        super().__init__(*args, **kwargs)
        self.host = host
        self.first_day = first_day_of(host)
        self.fields["needed_on"].widget.attrs["min"] = self.first_day.isoformat()

    def clean_words(self):
        return " ".join(self.cleaned_data["words"].split())

    def clean_needed_on(self):
        day = self.cleaned_data["needed_on"]
        if day < clock.today(self.host.zone):
            raise forms.ValidationError(_("This day is past. Choose one from today on."))
        if day < self.first_day and day != self.initial.get("needed_on"):
            raise forms.ValidationError(too_soon(self.first_day))
        return day


class MeaningForm(forms.Form):
    """What the words of a request mean: ticked codes of those that were found."""

    codes = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, matches, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["codes"].choices = [(f"{match.vocabulary}:{match.code}", match.label) for match in matches]

    def clean_codes(self):
        codes = self.cleaned_data["codes"]
        if len(codes) > MOST_TAGS:
            raise forms.ValidationError(_("Tick at most %(most)s."), params={"most": MOST_TAGS})
        pairs = [tuple(code.split(":", 1)) for code in codes]
        return [(vocabulary, code) for vocabulary, code in pairs if vocabulary in CODED]


class NeedFilterForm(forms.Form):
    """What a writer narrows the list of requests by."""

    kind = forms.ChoiceField(label=_("What for"), choices=[*ANY, *Kind.choices], required=False)
    where = forms.ChoiceField(label=_("Where"), choices=[*ANY, *Need.Where.choices[:2]], required=False)
    miles = forms.TypedChoiceField(label=_("Within"), choices=MILES, required=False, coerce=int, empty_value=None)
    order = forms.ChoiceField(
        label=_("Order"), choices=[("", _("Best fit first")), ("date", _("Soonest first"))], required=False
    )

    def chips(self, query) -> list[dict]:
        """The filters in use, each with the address of the list without it."""
        if not self.is_bound or not self.is_valid():
            return []
        found = []
        for name in ("kind", "where", "miles"):
            value = self.cleaned_data[name]
            if value in ("", None):
                continue
            rest = query.copy()
            rest.pop(name, None)
            rest.pop("page", None)
            label = dict(self.fields[name].choices).get(str(value), value)
            found.append({"label": label, "url": f"?{rest.urlencode()}"})
        return found
