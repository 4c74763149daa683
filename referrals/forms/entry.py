"""Judging what somebody at an office types while an alumnus is on the line."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.forms.writers import without_contact_details
from partners.models import Host
from referrals.forms.alumni import YearField
from referrals.queries.alumni import at_address, is_same_name

SAME, RENAMED = "same", "renamed"


class WhoseField(forms.ChoiceField):
    """Its choices are known only once name and address are."""

    widget = forms.RadioSelect

    def validate(self, value):
        """The form judges it."""


class EntryForm(forms.Form):
    """Four fields. Where the address is known under another name, a fifth asks whose it is."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    year = YearField(label=_("Graduation year"))
    words = forms.CharField(
        label=_("What is needed"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[without_contact_details],
        help_text=_("In the caller's own words, such as: a resume for a first job as an editor."),
    )
    whose = WhoseField(label=_("Who is on the line?"), required=False)

    def __init__(self, *args, host: Host, **kwargs):
        super().__init__(*args, **kwargs)
        self.host = host
        self.known = None  # the record that bears another name

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean(self):
        cleaned = super().clean()
        name, email, whose = cleaned.get("name"), cleaned.get("email"), cleaned.get("whose")
        found = at_address(self.host, email) if name and email else None
        if found is not None and not is_same_name(found.name, name):
            self.ask_whose(found)
            if whose not in (SAME, RENAMED):
                self.add_error("name", _("In your records this address belongs to %(name)s.") % {"name": found.name})
                self.add_error("whose", _("Say who it is. For somebody else, type another address."))
        return cleaned

    def ask_whose(self, known) -> None:
        """Let the page ask whether it is the same person."""
        self.known = known
        self.fields["whose"].choices = [
            (SAME, _("%(name)s, as the record says") % {"name": known.name}),
            (RENAMED, _("The same person, called %(name)s now") % {"name": self.cleaned_data["name"]}),
        ]

    @property
    def facts(self) -> dict:
        """What was said, as the action takes it."""
        given = self.cleaned_data
        name = self.known.name if self.known and given["whose"] == SAME else given["name"]
        facts = {field: given[field] for field in ("email", "year", "words")}
        return facts | {"name": name, "is_renamed": bool(self.known) and given["whose"] == RENAMED}
