"""Judging what an alumnus types behind a private link, and the address to which a link is asked for."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.models import Host, Report, Writer


class ProblemForm(forms.Form):
    """What is wrong with whom, and what happened."""

    whom = forms.TypedChoiceField(label=_("About whom?"), coerce=int, widget=forms.RadioSelect)
    about = forms.ChoiceField(label=_("What is wrong?"), choices=Report.About.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What happened?"),
        help_text=_("In your own words: what, when, and how you know."),
        max_length=3900,
        widget=forms.Textarea({"rows": 6}),
    )

    def __init__(self, *args, things: Sequence[Host | Writer], **options):
        super().__init__(*args, **options)
        self.things = list(things)
        self.fields["whom"].choices = [(number, str(thing)) for number, thing in enumerate(self.things)]

    def said(self) -> dict:
        """What the action takes."""
        thing = self.things[self.cleaned_data["whom"]]
        return {"thing": thing, "about": self.cleaned_data["about"], "text": self.cleaned_data["text"]}


class AgainForm(forms.Form):
    """To which address a link is sent again."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
