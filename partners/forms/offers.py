"""Judging what people type about offers."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from partners.actions.offers import MOST_WORDS
from partners.models import Host, Kind, Offer

LONGEST_TEXT = 2000  # characters; the words are what counts


class OfferForm(forms.Form):
    """What a writer offers, in at most 120 words of her own."""

    kind = forms.ChoiceField(label=_("What you offer"), choices=[("", _("Choose one")), *Kind.choices])
    text = forms.CharField(
        label=_("Your words to them"),
        max_length=LONGEST_TEXT,
        help_text=_("At most 120 words: what you would do, and when you could come."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    may_cascade = forms.BooleanField(
        label=_("Also offer it to professors and student groups here, if the office cannot take it up"), required=False
    )

    def __init__(self, *args, host: Host, **kwargs):
        super().__init__(*args, **kwargs)
        if host.kind != Host.HostKind.CAREER_OFFICE:
            del self.fields["may_cascade"]

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        over = len(text.split()) - MOST_WORDS
        if over > 0:
            raise ValidationError(
                ngettext("This is %(over)s word too long.", "This is %(over)s words too long.", over) % {"over": over}
            )
        return text

    def clean(self) -> dict:
        cleaned = super().clean()
        cleaned["may_cascade"] = True if cleaned.get("may_cascade") else None
        return cleaned


class AnswerForm(forms.Form):
    """One row of the page on which a host decides; what is left open keeps its date."""

    ANSWERS = (("accept", _("Accept")), ("decline", _("Not now")), ("later", _("Later")))

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Choose accept, not now or later.")},
    )
    reason = forms.ChoiceField(label=_("Why not, for your office only"), choices=Offer.Reason.choices, required=False)
    note = forms.CharField(
        label=_("A note, for your office only"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"auto_id": "id-%s", **kwargs})


class PassOnForm(forms.Form):
    """To which other host of the campus an offer is passed."""

    host = forms.ModelChoiceField(
        label=_("Who else on your campus could take it up?"),
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of these."), "required": _("Choose one of these.")},
    )

    def __init__(self, *args, hosts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = hosts
        self.fields["host"].label_from_instance = lambda host: f"{host.name} ({host.get_kind_display()})"


class HandOverForm(forms.Form):
    """To which colleague an offer is given."""

    colleague = forms.ModelChoiceField(label=_("Who answers it"), queryset=None, required=False)

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = colleagues
        self.fields["colleague"].empty_label = _("Everybody who decides")
