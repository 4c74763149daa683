"""Judging what people type about introductions."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from careerlink.taxonomy.fields import PickField
from partners.models import Introduction, IntroductionResult
from partners.models.reasons import IntroductionRefusal
from partners.queries.introductions import is_reach


class IntroductionForm(forms.Form):
    """Whom a writer introduces, and why. The last fields are about the contact: the host does not see them yet."""

    organization = forms.CharField(label=_("Employer or recruiter"), max_length=120)
    industry = PickField("industry", label=_("Industry"), required=False, help_text=_("Type a few words, then choose."))
    looks_for = forms.CharField(
        label=_("What they look for"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Jobs, internships, a booth at a fair. No names, addresses or numbers yet."),
    )
    majors_words = forms.CharField(
        label=_("For which majors?"),
        max_length=200,
        required=False,
        help_text=_("In ordinary words: English, nursing."),
    )
    why = forms.CharField(
        label=_("Why this college?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    is_recruiter = forms.BooleanField(label=_("A recruiter who hires for another employer"), required=False)
    hires_for = forms.CharField(
        label=_("For which employer?"), max_length=120, required=False, help_text=_("Only for recruiters.")
    )
    contact_name = forms.CharField(label=_("Who is your contact there?"), max_length=100)
    contact_role = forms.CharField(label=_("What is their work there?"), max_length=100, required=False)
    contact_email = forms.EmailField(
        label=_("Their e-mail address"),
        max_length=254,
        help_text=_("We ask once, remind once, and show it to nobody before both have said yes."),
    )

    def clean(self):
        cleaned = super().clean()
        for name in ("organization", "looks_for", "majors_words", "why", "contact_role", "hires_for"):
            if is_reach(cleaned.get(name, "")):
                self.add_error(name, _("Leave addresses and numbers out: they are shown when both have said yes."))
        if cleaned.get("is_recruiter") and not cleaned.get("hires_for") and "hires_for" not in self.errors:
            self.add_error("hires_for", _("A recruiter has to name the employer that they hire for."))
        return cleaned

    def facts(self) -> dict:
        """What the action takes: the industry as its code."""
        industry = self.cleaned_data["industry"]
        return {**self.cleaned_data, "industry": industry.code if industry else ""}


class AnswerIntroductionForm(forms.Form):
    """Yes or not now; reason and note stay with the host."""

    YES, NO = "yes", "no"

    answer = forms.ChoiceField(
        label=_("Your answer"), choices=[(YES, _("Yes, introduce us")), (NO, _("Not now"))], widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label=_("Your reason"), choices=[("", _("Not now")), *IntroductionRefusal.choices[1:]], required=False
    )
    note = forms.CharField(label=_("A note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class ResultsForm(forms.Form):
    """What came of an introduction; several are possible, "nothing" stands alone."""

    whats = forms.MultipleChoiceField(
        label=_("What came of it?"),
        choices=IntroductionResult.What.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one.")},
    )

    def clean_whats(self):
        whats = self.cleaned_data["whats"]
        if IntroductionResult.What.NOTHING in whats and len(whats) > 1:
            raise ValidationError(_("Either something came of it or nothing did: untick one."))
        return whats


def initial_of(introduction: Introduction) -> dict:
    """How the form of a draft begins: with the words of the offer that was accepted."""
    offer = introduction.offer
    return {"why": offer.text[:1000]} if offer and not is_reach(offer.text) else {}
