"""Judging what writers put into their credential passport."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from careerlink.taxonomy.models import CredentialType
from careerlink.web import clock
from careerlink.web.days import DayField
from careerlink.web.files import judge_document
from partners.models import Credential

LAST_YEARS_AHEAD = 20


class LastDayField(DayField):
    """The day until which something is good; years ahead are ordinary here."""

    def __init__(self, **options):
        super().__init__(years=None, **options)

    def clean(self, value):
        day = super().clean(value)
        if day and day < clock.today():
            raise ValidationError(_("This day is past. Renew it with its issuer first, then tell us the new day."))
        if day and day.year > clock.today().year + LAST_YEARS_AHEAD:
            raise ValidationError(_("Choose a day within the next twenty years, or leave it empty for no end."))
        return day


class EvidenceField(forms.FileField):
    """A file that proves something, judged by its content; cleans to None when there is none."""

    def __init__(self, **options):
        widget = forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"})
        help_text = _("PDF, JPEG or PNG, up to 5 MB. Only you and our moderators can open it.")
        super().__init__(widget=widget, help_text=help_text, **options)

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        return judge_document(upload) if upload else None


class CredentialForm(forms.Form):
    """A credential from the list, or another one with its name and issuer."""

    type = forms.ModelChoiceField(
        CredentialType.objects.none(), label=_("Credential"), required=False, empty_label=_("Another one, named below")
    )
    name = forms.CharField(label=_("Its name, when it is not in the list"), required=False, max_length=120)
    issuer = forms.CharField(label=_("Who issued it"), required=False, max_length=150)
    number = forms.CharField(
        label=_("Number"), required=False, max_length=60, help_text=_("As it stands on the certificate.")
    )
    expires_on = LastDayField(label=_("Good until"), required=False, help_text=_("Leave it empty when it has no end."))
    evidence = EvidenceField(label=_("Certificate"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["type"].queryset = CredentialType.objects.order_by("acronym")

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("type")
        if kind is None and "type" not in self.errors:
            if not cleaned.get("name") and "name" not in self.errors:
                self.add_error("name", _("Choose a credential above, or write its name."))
            elif not cleaned.get("issuer") and "issuer" not in self.errors:
                self.add_error("issuer", _("Write who issued it, so that we know whom to ask."))
        return cleaned


class RenewForm(forms.Form):
    number = forms.CharField(label=_("Number"), required=False, max_length=60)
    expires_on = LastDayField(label=_("Good until"), required=False, help_text=_("Leave it empty when it has no end."))
    evidence = EvidenceField(label=_("Certificate"), required=False)

    def __init__(self, *args, credential: Credential, **kwargs):
        super().__init__(*args, initial={"number": credential.number}, **kwargs)


class EvidenceForm(forms.Form):
    evidence = EvidenceField(label=_("Certificate or letter"))
