"""Judging whom a writer names for her place, and whom a host adds to those who stand by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.queries import searches as queries


class StandInForm(forms.Form):
    """The name or e-mail address of an approved writer; `cleaned_data["writer"]` is she."""

    who = forms.CharField(
        label=_("Who could come?"),
        max_length=254,
        help_text=_("Name as on the profile, or e-mail address. We ask; you stay responsible until the answer is yes."),
        error_messages={"required": _("Say who could come.")},
    )

    def clean_who(self):
        found = queries.named(self.cleaned_data["who"])
        if not found:
            raise forms.ValidationError(_("We know no approved writer of this name or address."))
        if len(found) > 1:
            raise forms.ValidationError(_("There is more than one of this name. Give the e-mail address."))
        self.cleaned_data["writer"] = found[0]
        return self.cleaned_data["who"]


class StandbyForm(forms.Form):
    """Writers who work with the host and may be asked at short notice."""

    writers = forms.ModelMultipleChoiceField(
        label=_("Writers who work with you"),
        queryset=None,
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one."),
            "invalid_choice": _("Choose from the list."),
            "invalid_pk_value": _("Choose from the list."),
        },
    )

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["writers"].queryset = queries.partners_to_add(event.host, event)
