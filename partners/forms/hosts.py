"""Judging what people say about a host."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from careerlink.accounts.models import User
from careerlink.taxonomy.fields import PickField
from careerlink.web import clock
from careerlink.web.days import DayField
from partners.models import Host, Kind
from partners.queries.campus import college_by_address
from partners.queries.hosts import zone_choices

FEWEST_DIGITS = 7
COLLEGE_HELP = _("Type part of the name or the city, then choose.")
GROUPS = [
    (Host.HostKind.FACULTY.value, _("A professor or department")),
    (Host.HostKind.STUDENT_ORGANIZATION.value, _("A student group")),
]


class PhoneField(forms.CharField):
    """A telephone number as people write it; it must have enough digits to be called."""

    def __init__(self, **options):
        widget = forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"})
        super().__init__(**{"max_length": 40, **options, "widget": widget})

    def clean(self, value):
        value = super().clean(value)
        if value and sum(letter.isdigit() for letter in value) < FEWEST_DIGITS:
            raise ValidationError(_("Write the whole number with its area code, such as 212 555 0134."))
        return value


class CountField(forms.IntegerField):
    """A whole number in a short box."""

    widget = forms.NumberInput(attrs={"class": "w-mid"})


class FoundOfficeForm(forms.Form):
    """What we need to know of somebody who asks to join for a career office."""

    kind = Host.HostKind.CAREER_OFFICE

    institution = PickField("institution", label=_("College"), help_text=COLLEGE_HELP)
    name = forms.CharField(label=_("Your office"), max_length=100, initial=_("Career Services"))
    title = forms.CharField(
        label=_("Your title"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "organization-title"})
    )
    phone = PhoneField(
        label=_("Telephone number of the office"),
        help_text=_("As your college publishes it. We may call it to be sure that it is really you."),
    )
    website = forms.URLField(
        label=_("Web page"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
    )

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean(self):
        return super().clean() | {"kind": self.kind}


class FoundGroupForm(forms.Form):
    """What we need to know of a professor or student group: three things, the college already filled in for whoever
    has confirmed an address of it. All else can be said later.
    """

    kind = forms.ChoiceField(
        label=_("Who are you?"), choices=GROUPS, widget=forms.RadioSelect, initial=Host.HostKind.FACULTY
    )
    institution = PickField("institution", label=_("College"), help_text=COLLEGE_HELP)
    name = forms.CharField(label=_("Name of your department or group"), max_length=100)
    approver_email = forms.EmailField(
        label=_("E-mail address of who says yes for your department"),
        required=False,
        help_text=_("They get one link and need no account. Empty: your career office or a moderator says yes."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["institution"].initial = college_by_address(user)

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())


class FactsForm(forms.Form):
    """Public facts of a host."""

    students = CountField(label=_("Students you serve"), required=False, min_value=0, max_value=1_000_000)
    alumni = CountField(label=_("Alumni"), required=False, min_value=0, max_value=10_000_000)
    staff = CountField(label=_("People in the office"), required=False, min_value=0, max_value=5_000)
    zone = forms.ChoiceField(label=_("Time zone"), widget=forms.Select(attrs={"class": "w-mid"}))
    about = forms.CharField(
        label=_("About you"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What a writer should know before offering help. A few sentences are enough."),
    )
    house_rules = forms.CharField(
        label=_("House rules"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Shown to every writer before they offer. Lines that start with - become a list."),
    )
    email = forms.EmailField(
        label=_("Office e-mail"),
        required=False,
        help_text=_("Only writers you work with see it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = PhoneField(
        label=_("Published telephone number"), required=False, help_text=_("Only writers you work with see it.")
    )
    website = forms.URLField(
        label=_("Web page"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )

    def __init__(self, *args, host: Host, **kwargs):
        initial = {name: getattr(host, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["zone"].choices = zone_choices(host)


class WantsForm(forms.Form):
    """What a host wants now, and how much it can look at."""

    kinds = forms.MultipleChoiceField(
        label=_("What would help you now?"),
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Writers see it on your page and in their list of colleges."),
    )
    attention_budget = CountField(
        label=_("Offers you look at at once"),
        min_value=1,
        max_value=50,
        help_text=_("More than that wait in line, oldest first, and do not count against you."),
    )
    no_capacity_until = DayField(
        label=_("No room for new offers until"),
        required=False,
        help_text=_("Leave it empty when offers are welcome. Writers are told the day."),
    )

    def __init__(self, *args, host: Host, **kwargs):
        initial = {
            "kinds": [one.kind for one in host.wants.all()],
            "attention_budget": host.attention_budget,
            "no_capacity_until": host.no_capacity_until,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.host = host

    def clean_no_capacity_until(self):
        day = self.cleaned_data["no_capacity_until"]
        if day and day != self.host.no_capacity_until and day < clock.today(self.host.zone):
            raise ValidationError(_("This day is past. Choose one from today on, or leave it empty."))
        return day


class ClosureForm(forms.Form):
    """Days on which a host is closed."""

    starts_on = DayField(label=_("First day closed"))
    ends_on = DayField(label=_("Last day closed"))
    name = forms.CharField(label=_("What for"), required=False, max_length=60, help_text=_("For example: winter break"))

    def __init__(self, *args, host: Host, **kwargs):
        super().__init__(*args, **kwargs)
        self.host = host

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if last and last < clock.today(self.host.zone):
            self.add_error("ends_on", _("These days are past. Choose a last day from today on."))
        if first and last and last < first:
            self.add_error("ends_on", _("The last day must not be before the first."))
        return cleaned
