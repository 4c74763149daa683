"""Judging whom an office would like to invite."""

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.forms.alumni import AlumniFilterForm, YearField
from referrals.queries.bulk import BulkFilters

MOST = 2000


class BulkForm(forms.Form):
    """Whom, and how many at most."""

    major = forms.CharField(
        label=_("Major"), help_text=_("In ordinary words, such as nursing; empty for all"), max_length=100,
        required=False,
    )  # fmt: skip
    year_from = YearField(label=_("Graduated from"), required=False)
    year_to = YearField(label=_("Graduated until"), required=False)
    asked = forms.ChoiceField(
        label=_("Asked before"),
        choices=[("no", _("Only who was not asked in the last 12 months")), ("any", _("Others too"))],
    )
    most = forms.IntegerField(label=_("How many people at most?"), min_value=1, max_value=MOST, initial=50)

    clean_major = AlumniFilterForm.clean_major

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("year_from"), cleaned.get("year_to")
        if first and last and first > last:
            self.add_error("year_to", _("It cannot be before the first year."))
        return cleaned

    def filters(self) -> BulkFilters:
        """What was said, once it is valid."""
        return BulkFilters(
            most=self.cleaned_data["most"],
            year_from=self.cleaned_data["year_from"],
            year_to=self.cleaned_data["year_to"],
            majors=getattr(self, "meant", ()),
            words=self.cleaned_data["major"],
            is_rested=self.cleaned_data["asked"] == "no",
        )
