"""Judging answers to requests for places."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from careerlink.web.keys import new_key
from events.models import Answering, Assignment
from events.queries.requests import AT_ONCE, ROWS
from partners.models import Host


class AnswerRequestsForm(forms.Form):
    """Which requests, and what to say to them. What has moved on is judged by the action, in words."""

    place = forms.ModelMultipleChoiceField(
        Assignment.objects.none(),
        label=_("Requests"),
        to_field_name="key",
        error_messages={
            "required": _("Tick the requests that you answer first."),
            "invalid_choice": _("One of these requests is not here. Look at the list anew."),
            "invalid_pk_value": _("One of these requests is not here. Look at the list anew."),
        },
    )
    answer = forms.ChoiceField(
        choices=Answering.Answer.choices, error_messages={"required": _("Choose accept or decline.")}
    )
    key = forms.CharField(
        required=False, max_length=24, validators=[RegexValidator(r"\A[A-Za-z0-9]{12,24}\Z")], widget=forms.HiddenInput
    )

    def __init__(self, *args, host: Host, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Assignment.objects.filter(shift__role__event__host=host)
        self.fields["place"].queryset = rows.select_related(*ROWS)

    def clean_place(self):
        places = list(self.cleaned_data["place"][: AT_ONCE + 1])
        if len(places) > AT_ONCE:
            raise forms.ValidationError(_("Answer at most %(most)s at once.") % {"most": AT_ONCE})
        return places

    def clean_key(self):
        return self.cleaned_data["key"] or new_key()
