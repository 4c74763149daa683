"""Judging what is typed on the pages of the outbox."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MailboxForm(forms.Form):
    """Whose mail to look at."""

    to = forms.CharField(label=_("Mail to"), required=False, max_length=254)
