"""Judging what is looked for in the records of an office."""

from django import forms
from django.utils.translation import gettext_lazy as _

from careerlink.taxonomy.queries import resolve
from partners.forms.directory import FilterForm
from referrals.models.alumni import FIRST_YEAR, LAST_YEAR
from referrals.queries.alumni import NONE, OPEN, AlumniFilters

ANY = [("", _("Any"))]


class YearField(forms.IntegerField):
    """A year with four digits."""

    default_error_messages = {"invalid": _("Give the year with four digits, such as 2019.")}

    def __init__(self, **options):
        widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4", "class": "w-short"})
        super().__init__(widget=widget, min_value=FIRST_YEAR, max_value=LAST_YEAR, **options)
        for validator in self.validators:
            validator.message = self.error_messages["invalid"]


class AlumniFilterForm(FilterForm):
    """Whom an office looks for."""

    words = forms.CharField(
        label=_("Name or address"),
        help_text=_("The beginning of a name, a last name or an e-mail address"),
        max_length=150,
        required=False,
    )
    year_from = YearField(label=_("Graduated from"), required=False)
    year_to = YearField(label=_("Graduated until"), required=False)
    major = forms.CharField(
        label=_("Major"), help_text=_("In ordinary words, such as nursing"), max_length=100, required=False
    )
    request = forms.ChoiceField(
        label=_("Request"),
        choices=[*ANY, (OPEN, _("Has an open request")), (NONE, _("No open request"))],
        required=False,
    )

    def clean_major(self):
        """The words; what they mean is kept beside them."""
        words = self.cleaned_data["major"]
        self.meant = tuple(resolve(f"{words} majors").majors) if words else ()
        if words and not self.meant:
            raise forms.ValidationError(_("We know no major by these words. Try others, or fewer."))
        return words

    def filters(self) -> AlumniFilters:
        return AlumniFilters(
            words=self.value("words") or "",
            year_from=self.value("year_from"),
            year_to=self.value("year_to"),
            majors=getattr(self, "meant", ()),
            request=self.value("request") or "",
        )

    def _words(self, name: str, field: forms.Field, value) -> str:
        said = {
            "year_from": _("From %(year)s"),
            "year_to": _("Until %(year)s"),
        }.get(name)
        return said % {"year": value} if said else super()._words(name, field, value)
