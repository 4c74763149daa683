"""Judging what people say came of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.models import Outcome
from referrals.queries.outcomes import BY_OFFICE, SAID, answers_for


class AnswerForm(forms.Form):
    """What one side says; what the click in the mail named is ticked already."""

    answer = forms.ChoiceField(
        label=_("Your answer"), widget=forms.RadioSelect, error_messages={"required": _("Choose one of these.")}
    )

    def __init__(self, *args, side: str, ticked: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = answers_for(side)
        if ticked in dict(answers_for(side)):
            self.initial = {"answer": ticked}


class _OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": _("Choose one of these.")})
    CODES: tuple[Outcome, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(code.value, code.label) for code in self.CODES]


class CloseForm(_OutcomeForm):
    """Why an office closes it."""

    CODES = BY_OFFICE

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].label = _("Why do you close it?")


class SettleForm(_OutcomeForm):
    """What counts, where the two sides told it differently."""

    CODES = (*SAID, Outcome.UNRESOLVED)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].label = _("What counts?")
