"""Judging for which days somebody wants the report."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock
from careerlink.web.days import DayField
from events.models import Term
from partners.models import Host

YEAR = timedelta(days=365)
LONGEST = timedelta(days=10 * 366)
YEARS = range(2000, 2100)


class ReportForm(forms.Form):
    """A semester, or two days; without either the last year."""

    term = forms.ModelChoiceField(
        label=_("Semester"),
        queryset=Term.objects.none(),
        to_field_name="key",
        required=False,
        empty_label=_("The days below"),
    )
    first = DayField(label=_("From"), years=None, required=False)
    last = DayField(label=_("To"), years=None, required=False)

    def __init__(self, *args, host: Host, **kwargs):
        super().__init__(*args, **kwargs)
        self.host = host
        self.fields["term"].queryset = Term.objects.filter(host=host).order_by("-starts_on", "-id")
        self.fields["term"].label_from_instance = lambda term: term.name
        self.fields["term"].choices = list(self.fields["term"].choices)  # read once, and not while it is drawn

    def clean_first(self):
        return self._in_our_time("first")

    def clean_last(self):
        return self._in_our_time("last")

    def _in_our_time(self, name: str) -> date | None:
        found = self.cleaned_data[name]
        if found and found.year not in YEARS:
            raise ValidationError(_("Choose a day of this century."))
        return found

    def clean(self):
        data = super().clean()
        first, last = data.get("first"), data.get("last")
        if not data.get("term") and first and last and not timedelta() <= last - first <= LONGEST:
            raise ValidationError(_("The second day comes after the first, and at most ten years later."))
        return data

    def days(self) -> tuple[date, date]:
        """First and last day of the report; the last year where nothing, or nothing right, was asked for."""
        data = self.cleaned_data if self.is_bound and self.is_valid() else {}
        if data.get("term"):
            return data["term"].starts_on, data["term"].ends_on
        last = data.get("last") or max(clock.today(self.host.zone), data.get("first") or date.min)
        return data.get("first") or last - YEAR, last
