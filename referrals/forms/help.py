"""Judging what an office says about its own help."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.forms.hosts import CountField
from referrals.models import CounselParagraph, FreeService, HelpSettings

MOST_YEARS = 80


class HelpForm(forms.Form):
    """Whom the office helps itself, and who may ask for a writer."""

    own_years = CountField(
        label=_("How many years after graduation do you help yourselves?"),
        min_value=0,
        max_value=MOST_YEARS,
        required=False,
        help_text=_("Whoever graduated within these years is pointed to you first. Empty: you do not say."),
    )
    who_we_help = forms.CharField(
        label=_("Whom you help, in your words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stands on your public page before any writer."),
    )
    is_public = forms.BooleanField(
        label=_("Alumni may ask on our public page"),
        required=False,
        help_text=_("Without this tick only your office enters somebody."),
    )
    mails_a_day = CountField(
        label=_("Invitations a day"),
        min_value=1,
        max_value=500,
        help_text=_("When you invite many at once, so many mails leave on one day."),
    )

    def __init__(self, *args, settings: HelpSettings, **kwargs):
        initial = {name: getattr(settings, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)

    def clean_who_we_help(self):
        return self.cleaned_data["who_we_help"].replace("\r\n", "\n")


class ServiceForm(forms.Form):
    """Something that alumni get free of charge."""

    title = forms.CharField(label=_("What it is"), max_length=100)
    words = forms.CharField(label=_("What it helps with"), max_length=300, required=False)
    url = forms.URLField(
        label=_("Web page"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        help_text=_("Where to book it or read more."),
    )
    within_years = CountField(
        label=_("Only within so many years of graduation"),
        min_value=0,
        max_value=MOST_YEARS,
        required=False,
        help_text=_("Empty: for everybody."),
    )

    def __init__(self, *args, service: FreeService | None = None, **kwargs):
        initial = {name: getattr(service, name) for name in self.base_fields} if service else {}
        super().__init__(*args, initial=initial, **kwargs)

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())


class CounselForm(forms.Form):
    """The paragraph that counsel adds to the consent."""

    body = forms.CharField(
        label=_("Paragraph of your counsel"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Alumni sign it together with our text. Empty: ours alone."),
    )

    def __init__(self, *args, current: CounselParagraph | None = None, **kwargs):
        super().__init__(*args, initial={"body": current.body if current else ""}, **kwargs)

    def clean_body(self):
        return self.cleaned_data["body"].replace("\r\n", "\n")
