"""Judging what writers ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.forms.writers import without_contact_details
from partners.models import Writer

MOST_FEES = 8


class FeeForm(forms.Form):
    """One price."""

    what = forms.CharField(label=_("What"), max_length=100, required=False, validators=[without_contact_details])
    dollars = forms.IntegerField(
        label=_("Price in dollars"),
        required=False,
        min_value=0,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "w-short"}),
    )

    def clean(self):
        cleaned = super().clean()
        what, dollars = cleaned.get("what"), cleaned.get("dollars")
        if what and dollars is None and "dollars" not in self.errors:
            self.add_error("dollars", _("Write the price, 0 for free."))
        if dollars is not None and not what and "what" not in self.errors:
            self.add_error("what", _("Say what this price is for."))
        return cleaned


class FeesForm(forms.Form):
    is_pro_bono = forms.BooleanField(
        label=_("I work with alumni free of charge"),
        required=False,
        help_text=_("Anything on a campus, with its students and staff, is free in any case."),
    )

    def __init__(self, *args, writer: Writer, **kwargs):
        super().__init__(*args, initial={"is_pro_bono": writer.is_pro_bono}, **kwargs)


FeeFormSet = forms.formset_factory(FeeForm, extra=2, max_num=MOST_FEES, absolute_max=MOST_FEES)
