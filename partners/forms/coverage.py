"""What the page about who can help which majors is narrowed by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.forms.directory import FilterForm
from partners.queries.coverage import MAJORS, PARTS


class CoverageForm(FilterForm):
    """A word and a tick; works by GET."""

    of = forms.ChoiceField(choices=[(part, part) for part in PARTS], required=False, widget=forms.HiddenInput)
    q = forms.CharField(label=_("Find"), required=False, max_length=100)
    gaps = forms.BooleanField(label=_("Only what nobody covers"), required=False)

    @property
    def part(self) -> str:
        return self.value("of") or MAJORS

    @property
    def chips(self) -> list[dict]:
        return [chip for chip in super().chips if chip["label"] not in PARTS]
