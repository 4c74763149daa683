"""What a writer answers to a request of an alumnus."""

from django import forms
from django.utils.translation import gettext as _

from referrals.models import Leg

WITH_REASON = ("no", "back")


class LegForm(forms.Form):
    """One button: yes, no with its reason, in contact, tried in vain, working together, or given back with a reason."""

    ANSWERS = ("yes", "no", "reached", "tried", "together", "back")

    answer = forms.ChoiceField(choices=[(code, code) for code in ANSWERS])
    why = forms.ChoiceField(choices=Leg.Why.choices, required=False)

    def clean(self):
        found = super().clean()
        if "answer" not in found or "why" not in found or (found["answer"] in WITH_REASON and not found["why"]):
            raise forms.ValidationError(_("Choose one of the buttons."))
        return found

    @property
    def problems(self) -> list[str]:
        """What stands above the buttons when it could not be done."""
        return list(self.non_field_errors())
