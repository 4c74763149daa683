"""Judging when the desk mail comes, and who gets it."""

from datetime import time

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from careerlink.web.templatetags.web import clock_words
from partners.models import Host, Weekday
from partners.permissions.offers import colleagues_who_decide
from partners.queries.desk_mail import named_for_decisions
from partners.queries.hosts import zone_name


class DeskMailForm(forms.Form):
    """When those who decide are told what waits, and who they are."""

    desk_mail_weekday = forms.TypedChoiceField(
        label=_("Day of the week"),
        choices=Weekday.choices,
        coerce=int,
        widget=forms.Select(attrs={"class": "w-mid"}),
        help_text=_("One mail with everything that waits, instead of one for each offer."),
    )
    desk_mail_hour = forms.TypedChoiceField(
        label=_("Hour"), choices=(), coerce=int, widget=forms.Select(attrs={"class": "w-mid"})
    )
    people = forms.MultipleChoiceField(
        label=_("Who gets it"),
        choices=(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever is ticked is also told in between when something ends within 48 hours."),
        error_messages={"required": _("Name at least one person, so that nobody waits for you in vain.")},
    )

    def __init__(self, *args, host: Host, **kwargs):
        self.people = {person.key: person for person in colleagues_who_decide(host)}
        self.named = named_for_decisions(host)
        initial = {
            "desk_mail_weekday": host.desk_mail_weekday,
            "desk_mail_hour": host.desk_mail_hour,
            "people": [key for key, person in self.people.items() if person.pk in self.named],
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["desk_mail_hour"].choices = [(hour, clock_words(time(hour))) for hour in range(24)]
        self.fields["desk_mail_hour"].help_text = _now("In %(zone)s time.") % {"zone": zone_name(host.zone)}
        self.fields["people"].choices = [(key, str(person)) for key, person in self.people.items()]

    def clean_people(self):
        return [self.people[key] for key in self.cleaned_data["people"]]
