"""Judging what somebody types on the public page of an office."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.forms.writers import without_contact_details
from referrals.forms.alumni import YearField


class HelpRequestForm(forms.Form):
    """Four fields, two more who likes, and one that only a program fills in."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("One that you read now. We mail you a link."),
    )
    year = YearField(label=_("Graduation year"))
    words = forms.CharField(
        label=_("What do you need?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[without_contact_details],
        help_text=_("A sentence is enough, such as: a resume for a job as an editor. Leave names out."),
    )
    majors = forms.CharField(label=_("What did you study?"), max_length=200, required=False)
    occupation = forms.CharField(label=_("Which job do you look for?"), max_length=200, required=False)
    leave_empty = forms.CharField(required=False)  # a program fills in all it finds

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_majors(self):
        return " ".join(self.cleaned_data["majors"].split())

    def clean_occupation(self):
        return " ".join(self.cleaned_data["occupation"].split())

    @property
    def is_of_a_program(self) -> bool:
        return bool(self.cleaned_data["leave_empty"])

    @property
    def facts(self) -> dict:
        """What was said, as the action takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "leave_empty"}
