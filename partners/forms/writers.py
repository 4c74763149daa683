"""Judging what writers say about themselves."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from careerlink.taxonomy.models import CredentialType, Place
from careerlink.web import clock
from careerlink.web.days import DayField
from careerlink.web.files import judge_image
from partners.forms.hosts import PhoneField
from partners.models import Phrase, Writer

CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.\w"  # an e-mail address
    r"|https?://|\bwww\."
    r"|(?:\+?\d[\s().-]*){10,}"  # a telephone number
)
ZIP = re.compile(r"(\d{5})(-?\d{4})?")
LONGEST_PHRASE = 100


def without_contact_details(text: str) -> None:
    """Refuse addresses and numbers in words that everybody sees: they are shown once both sides agreed."""
    if CONTACT.search(text):
        raise ValidationError(
            _("Leave out addresses, links and telephone numbers: they are shown once you both agree.")
        )


def initial_of(form: forms.BaseForm, writer: Writer) -> dict:
    """What a form about parts of a profile starts with."""
    return {name: getattr(writer, name) for name in form.base_fields}


class ZipField(forms.CharField):
    """A ZIP code of the United States; cleans to its Place."""

    def __init__(self, **options):
        widget = forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric", "class": "w-short"})
        super().__init__(max_length=10, widget=widget, **options)

    def prepare_value(self, value):
        return value.pk if isinstance(value, Place) else value

    def clean(self, value):
        text = super().clean(value)
        found = ZIP.fullmatch(text) if text.isascii() else None
        if text and not found:
            raise ValidationError(_("Write five digits, such as 10001."))
        place = Place.objects.filter(pk=found[1]).first() if found else None
        if text and place is None:
            raise ValidationError(_("We know no place with this ZIP code. Write one nearby."))
        return place


class PhrasesField(forms.CharField):
    """Up to three phrases in one line, with commas between them; cleans to a list."""

    def clean(self, value):
        text = super().clean(value)
        phrases = list(dict.fromkeys(" ".join(part.split()) for part in re.split(r"[,;\n]", text) if part.strip()))
        if self.required and not phrases:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(phrases) > Phrase.MOST:
            raise ValidationError(_("These are %(n)s. Name up to three, those you help best.") % {"n": len(phrases)})
        if any(len(phrase) > LONGEST_PHRASE for phrase in phrases):
            raise ValidationError(_("Keep each under 100 characters."))
        return phrases


class JoinWriterForm(forms.Form):
    """All that a writer types to join, once her address is confirmed."""

    name = forms.CharField(label=_("Your name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phrases = PhrasesField(
        label=_("Whom do you help best?"),
        max_length=320,
        help_text=_("Up to three, in your own words, with commas between: English majors, editors, publishing."),
        validators=[without_contact_details],
        error_messages={"required": _("Name at least one: a major, a job, or who they are.")},
    )
    zip = ZipField(
        label=_("ZIP code"),
        error_messages={"required": _("Write the five digits of your ZIP code.")},
        help_text=_("So that campuses near you find you. Only the town is shown."),
    )
    headline = forms.CharField(
        label=_("You in one line"),
        max_length=120,
        help_text=_("For example: Resumes for people leaving academia."),
        validators=[without_contact_details],
        error_messages={"required": _("Say in one line what you do, and for whom.")},
    )
    credential_type = forms.ModelChoiceField(
        CredentialType.objects.none(),
        label=_("A credential"),
        required=False,
        empty_label=_("None, or I add it later"),
        help_text=_("A person checks it. You can add more, and the certificate, later."),
    )
    number = forms.CharField(label=_("Its number"), required=False, max_length=60)
    pledge = forms.BooleanField(error_messages={"required": _("Tick the pledge to join.")})

    def __init__(self, *args, name: str, pledge, **kwargs):
        super().__init__(*args, **kwargs)
        self.known_name = name
        if name:
            del self.fields["name"]
        self.fields["credential_type"].queryset = CredentialType.objects.order_by("acronym")
        if pledge is None:
            del self.fields["pledge"]
        else:
            self.fields["pledge"].label = format_html(
                _now('I have read and give the <a href="#pledge-text">pledge of writers</a> (version {})'),
                pledge.version,
            )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("number") and not cleaned.get("credential_type") and "credential_type" not in self.errors:
            self.add_error("credential_type", _("Choose which credential this is the number of."))
        return cleaned

    @property
    def facts(self) -> dict:
        """What she said, as the action takes it."""
        given = self.cleaned_data
        return {
            "name": given.get("name") or self.known_name,
            "headline": given["headline"],
            "phrases": given["phrases"],
            "place": given["zip"],
            "credential_type": given["credential_type"],
            "number": given["number"],
        }


class BasicsForm(forms.Form):
    """Who she is, in her own words."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        validators=[without_contact_details],
    )
    headline = forms.CharField(
        label=_("You in one line"),
        max_length=120,
        help_text=_("Under your name, wherever it stands."),
        validators=[without_contact_details],
    )
    about = forms.CharField(
        label=_("About you"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("How you work and with whom. A few sentences are enough."),
        validators=[without_contact_details],
    )
    phone = PhoneField(
        label=_("Telephone"), required=False, help_text=_("Shown once you and an office both agree to work together.")
    )
    website = forms.URLField(
        label=_("Web page"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
        help_text=_("Shown once you both agree."),
    )

    def __init__(self, *args, instance: Writer, **kwargs):
        super().__init__(*args, initial=initial_of(self, instance), **kwargs)


class PlaceForm(forms.Form):
    """Where she is and how far she travels."""

    place = ZipField(label=_("ZIP code"), help_text=_("Offices see the town and the distance, not the ZIP code."))
    travel_miles = forms.IntegerField(
        label=_("How far you travel, in miles"), min_value=0, max_value=500, help_text=_("0: you do not travel.")
    )
    is_online = forms.BooleanField(label=_("I also help online"), required=False)

    def __init__(self, *args, instance: Writer, **kwargs):
        super().__init__(*args, initial=initial_of(self, instance), **kwargs)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("travel_miles") == 0 and not cleaned.get("is_online"):
            self.add_error("is_online", _("Tick this, or say how far you travel: otherwise nobody can meet you."))
        return cleaned


class AvailabilityForm(forms.Form):
    """When she has time, and how much of it."""

    availability = forms.ChoiceField(
        label=_("When you have time"), choices=Writer.Availability.choices, widget=forms.RadioSelect
    )
    free_from = DayField(label=_("Free from"), required=False, help_text=_("Leave it empty when you have time now."))
    cap = forms.IntegerField(
        label=_("Commitments at the same time"),
        min_value=1,
        max_value=50,
        help_text=_("You are not asked for more than this."),
    )

    def __init__(self, *args, instance: Writer, **kwargs):
        super().__init__(*args, initial=initial_of(self, instance), **kwargs)


class VisibilityForm(forms.Form):
    is_public = forms.BooleanField(
        label=_("Show my page to everybody, without log-in"),
        required=False,
        help_text=_("Your contact details stay hidden. Without this tick only approved offices see you."),
    )

    def __init__(self, *args, instance: Writer, **kwargs):
        super().__init__(*args, initial=initial_of(self, instance), **kwargs)


class PauseForm(forms.Form):
    until = DayField(label=_("Back on"), help_text=_("Offices see until when you are away. You can come back earlier."))

    def clean_until(self):
        day = self.cleaned_data["until"]
        if day <= clock.today():
            raise ValidationError(_("Choose a day after today."))
        return day


class ReplyForm(forms.Form):
    """Her answer to what a moderator asked."""

    reply = forms.CharField(label=_("Your answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("Photo"),
        help_text=_("JPEG, PNG or WebP, up to 5 MB. Place and time that cameras write into it are taken out."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def clean_photo(self):
        return judge_image(self.cleaned_data["photo"])
