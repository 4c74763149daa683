"""Judging whom a host asks, and why a request is not for a writer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.actions.asking import MOST_AT_ONCE
from partners.models import NotForMe


class AskForm(forms.Form):
    """Ticked writers, by slug."""

    writer = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Tick whom you want to ask.")}
    )

    def __init__(self, *args, suggested, **kwargs):
        super().__init__(*args, **kwargs)
        self.writers = {one.writer.slug: one.writer for one in suggested}
        self.fields["writer"].choices = [(slug, writer.name) for slug, writer in self.writers.items()]
        self.fields["writer"].error_messages["invalid_choice"] = _(
            "One of these cannot be asked any more. Look at the list again."
        )

    def clean_writer(self):
        slugs = self.cleaned_data["writer"]
        if len(slugs) > MOST_AT_ONCE:
            raise forms.ValidationError(_("Ask at most %(most)s at once."), params={"most": MOST_AT_ONCE})
        return [self.writers[slug] for slug in slugs]


class NotForMeForm(forms.Form):
    """Why a request is not for her."""

    because = forms.ChoiceField(
        label=_("Why?"),
        choices=NotForMe.Because.choices,
        widget=forms.RadioSelect,
        help_text=_("Only you see this. We show you fewer requests like it; you can take it back at any time."),
    )
