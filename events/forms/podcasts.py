"""Judging what a podcast needs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from careerlink.web.files import judge_document
from events.models import Episode


class PaperField(forms.FileField):
    """A paper, judged by what is in it."""

    def __init__(self, **options):
        widget = forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"})
        super().__init__(widget=widget, **options)

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        return judge_document(upload) if upload else None


class ReleaseForm(forms.Form):
    signature = forms.CharField(
        label=_("Your name as your signature"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    terms = forms.CharField(widget=forms.HiddenInput, max_length=3000)


class PaperReleaseForm(forms.Form):
    file = PaperField(
        label=_("The signed release"),
        help_text=_("PDF, JPEG or PNG, up to 5 MB. Only the guest and your office can open it."),
    )


class TermsForm(forms.ModelForm):
    class Meta:
        model = Episode
        fields = ["terms"]
        widgets = {"terms": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"terms": _("Guests who have signed already stay with the words that they signed.")}


class PublishForm(forms.Form):
    link = forms.URLField(label=_("Link to listen"), max_length=500, assume_scheme="https")
    transcript = forms.URLField(
        label=_("Link to the transcript"),
        max_length=500,
        assume_scheme="https",
        help_text=_("For those who cannot hear it. Nothing goes out without one."),
    )
