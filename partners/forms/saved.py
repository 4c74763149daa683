"""Private notes about somebody who is kept in mind."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NoteForm(forms.Form):
    """A note that only the side that writes it sees."""

    note = forms.CharField(
        label=_("Your note"),
        help_text=_("Only your side sees it."),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
