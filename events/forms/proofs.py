"""Judging what people type after the day: an answer, the dates of a semester, a rate."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from careerlink.web.days import DayField
from events.models import Feedback, Term
from partners.models import Host, Member


class FeedbackForm(forms.Form):
    """One question, and a comment if she likes."""

    answer = forms.ChoiceField(choices=Feedback.Answer.choices, widget=forms.RadioSelect)
    comment = forms.CharField(
        label=_("Anything to add?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, question: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = question


class TermForm(forms.Form):
    """A semester: name, first and last day, and who reads its page."""

    name = forms.CharField(label=_("Name"), max_length=60)
    starts_on = DayField(label=_("First day"), years=10)
    ends_on = DayField(label=_("Last day"), years=10)
    reader = forms.ModelChoiceField(
        label=_("Who is mailed the page when it is over?"),
        queryset=Member.objects.none(),
        to_field_name="key",
        required=False,
        empty_label=_("Whoever decides here"),
    )

    def __init__(self, *args, host: Host, term: Term | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        members = Member.objects.filter(host=host, ended_at=None).select_related("user").order_by("since", "id")
        self.fields["reader"].queryset = members
        self.fields["reader"].label_from_instance = lambda member: member.user.name or member.user.email
        if term is not None:
            self.initial = {
                "name": term.name,
                "starts_on": term.starts_on,
                "ends_on": term.ends_on,
                "reader": next((member.key for member in members if member.user_id == term.reader_id), None),
            }

    def clean_reader(self):
        """The person behind the member."""
        member = self.cleaned_data["reader"]
        return member.user if member else None


class RateForm(forms.Form):
    """What the host reckons an hour with."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    rate = forms.DecimalField(
        label=_("Dollars an hour"),
        min_value=Decimal(1),
        max_value=Decimal(500),
        decimal_places=2,
        max_digits=5,
    )
    source = forms.CharField(label=_("Where the figure comes from"), max_length=200)

    def fields_of_rate(self) -> dict:
        """What the action takes."""
        data = self.cleaned_data
        return {"year": data["year"], "cents": int(data["rate"] * 100), "source": data["source"]}
