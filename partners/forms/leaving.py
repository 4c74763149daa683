"""Being sure."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LeaveForm(forms.Form):
    """One tick: nothing to type."""

    sure = forms.BooleanField(
        label=_("Yes, we stop using CareerLink"),
        error_messages={"required": _("Tick this box if you want to stop; nothing has changed yet.")},
    )
