"""Judging which majors a college teaches."""

from django import forms
from django.utils.translation import gettext_lazy as _

from careerlink.taxonomy.fields import PickManyField

MOST_LINES = 200


class PasteForm(forms.Form):
    """A list of majors as the catalogue has it, one a line."""

    catalogue = forms.CharField(
        label=_("Your list of majors"),
        max_length=30_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("One a line, as your catalogue writes them. You see what we made of it before anything is kept."),
    )

    def clean_catalogue(self):
        lines = [line for line in self.cleaned_data["catalogue"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(
                _("These are %(lines)s lines. Paste at most %(most)s at once."),
                params={"lines": len(lines), "most": MOST_LINES},
            )
        return "\n".join(lines)


class AddMajorsForm(forms.Form):
    """Majors found by ordinary words."""

    majors = PickManyField("major", label=_("Add majors"), help_text=_("Type a word, such as nursing or film."))
