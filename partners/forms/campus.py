"""Judging what a college wants of its groups, and what a group says of itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.forms.hosts import CountField
from partners.forms.needs import NeedForm
from partners.models import CampusRules, Group, Host
from partners.models.campus import MOST_LEAD_DAYS
from partners.queries.campus import first_day_of, too_soon


class RulesForm(forms.Form):
    """What a college asks of its professors and student groups."""

    acting = forms.ChoiceField(
        label=_("What may professors and student groups do?"),
        choices=CampusRules.Acting.choices,
        widget=forms.RadioSelect,
    )
    approver = forms.ChoiceField(
        label=_("Who says yes, to new groups and to requests?"),
        choices=CampusRules.Approver.choices,
        widget=forms.RadioSelect,
        help_text=_("A moderator of CareerLink stands in where the one you name is not here."),
    )
    lead_days = CountField(
        label=_("How many days ahead must a request come?"),
        min_value=0,
        max_value=MOST_LEAD_DAYS,
        help_text=_("0 for none. A request for a nearer day is refused with the first day that works."),
    )
    no_contact_before_yes = forms.BooleanField(
        label=_("No word to the speaker before the yes"),
        required=False,
        help_text=_("Then each request waits for a yes, and no writer sees or hears anything before it."),
    )

    def __init__(self, *args, rules: CampusRules, **kwargs):
        initial = {name: getattr(rules, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)


class GroupForm(forms.Form):
    """What is special about one professor or student group."""

    department = forms.CharField(label=_("Department"), required=False, max_length=100)
    approver_name = forms.CharField(label=_("Who says yes for the department?"), required=False, max_length=100)
    approver_email = forms.EmailField(
        label=_("That person's e-mail address"),
        required=False,
        help_text=_("They get a link to answer with, and need no account."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    lead_days = CountField(
        label=_("How many days ahead do you ask?"),
        required=False,
        min_value=0,
        max_value=MOST_LEAD_DAYS,
        help_text=_("Only if it is longer than what your college wants."),
    )
    no_contact_before_yes = forms.BooleanField(label=_("No word to the speaker before the yes"), required=False)

    def __init__(self, *args, group: Group, **kwargs):
        initial = {name: getattr(group, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)

    def clean_no_contact_before_yes(self) -> bool | None:
        """An empty box leaves it to the college."""
        return self.cleaned_data["no_contact_before_yes"] or None


class AskForGroupForm(NeedForm):
    """A request that the career office posts for one of its groups, or for a professor who is not here yet."""

    group = forms.ModelChoiceField(
        label=_("For whom?"),
        queryset=Host.objects.none(),
        required=False,
        empty_label=_("A professor who is not here yet"),
        to_field_name="key",
    )
    name = forms.CharField(
        label=_("Their department"),
        required=False,
        max_length=100,
        help_text=_("Only for a professor who is new here."),
    )
    email = forms.EmailField(
        label=_("Their e-mail address"),
        required=False,
        help_text=_("We invite them. Writers see the request as soon as they are in."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["group", "name", "email", *NeedForm.base_fields]

    def __init__(self, *args, host: Host, groups, **kwargs):
        super().__init__(*args, host=host, **kwargs)
        self.fields["group"].queryset = groups
        # A list that is read here, so that nothing is asked while the page is drawn.
        listed = [(group.key, group.name) for group in groups]
        self.fields["group"].choices = [("", self.fields["group"].empty_label), *listed]

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean(self):
        cleaned = super().clean()
        group, day = cleaned.get("group"), cleaned.get("needed_on")
        if group is None and "group" not in self.errors:
            for field in ("name", "email"):
                if not cleaned.get(field) and field not in self.errors:
                    self.add_error(field, _("Choose a group above, or say who the professor is."))
        if group is not None and day and day < (first := first_day_of(group)):
            self.add_error("needed_on", too_soon(first))
        return cleaned
