"""Telling the moderators that something is wrong."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.models import Report
from partners.permissions.reports import may_report_now


class ReportForm(forms.Form):
    """What is wrong, and what happened: two fields."""

    about = forms.ChoiceField(label=_("What is wrong?"), choices=Report.About.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What happened?"),
        help_text=_("In your own words: what, when, and how you know."),
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
    )

    def __init__(self, *args, user, **options):
        self.user = user
        super().__init__(*args, **options)

    def clean(self):
        if not self.errors and not may_report_now(self.user):
            raise forms.ValidationError(
                _("You have reported several things in the last hour. Wait a little, or write to us if it is urgent.")
            )
        return super().clean()
