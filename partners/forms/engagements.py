"""Judging what people type about agreed work."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CallOffForm(forms.Form):
    """The word to the other side."""

    word = forms.CharField(
        label=_("A word to them"),
        max_length=1000,
        help_text=_("They read it in the mail, and only there."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say in a sentence why, so that nobody has to guess.")},
    )
