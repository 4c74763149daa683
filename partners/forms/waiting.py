"""Judging names put down and writers asked in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from careerlink.taxonomy.fields import PickField


class WaitingNameForm(forms.Form):
    institution = PickField(
        "institution", label=_("College"), help_text=_("Type part of the name or the city, then choose.")
    )


class InviteWriterForm(forms.Form):
    name = forms.CharField(label=_("Name of the writer"), max_length=100)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
