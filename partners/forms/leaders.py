"""Judging what a student group says about its leaders and writes to writers."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock
from careerlink.web.days import DayField
from partners.models import Host, Member

LONGEST = 2000


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Passed on by CareerLink; no address is shown to the other side."),
    )


def _to_come(day, host: Host):
    if day and day <= clock.today(host.zone):
        raise ValidationError(_("Choose a day after today."))
    return day


class TermForm(forms.Form):
    """Until when a manager leads the group, and whether she is its adviser."""

    ends_on = DayField(
        label=_("Hands over on"),
        required=False,
        help_text=_("On that day their membership ends by itself. Leave it empty when it has no end."),
    )
    is_adviser = forms.BooleanField(
        label=_("Adviser of the group"),
        required=False,
        help_text=_("A professor or somebody of the staff, not a student: writers you work with see their name and "
                    "address."),
    )  # fmt: skip

    def __init__(self, *args, member: Member, **kwargs):
        initial = {"ends_on": member.ends_on, "is_adviser": member.is_adviser}
        super().__init__(*args, initial=initial, **kwargs)
        self.member = member

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        return day if day == self.member.ends_on else _to_come(day, self.member.host)


class SuccessorForm(forms.Form):
    """The next manager, and the last day of the one who names her; an adviser stays."""

    email = forms.EmailField(label=_("E-mail address of the next manager"), max_length=254)
    ends_on = DayField(
        label=_("You hand over on"), help_text=_("On that day your own membership ends. For example 1 June 2027.")
    )

    def __init__(self, *args, host: Host, stays: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.host = host
        if stays:
            del self.fields["ends_on"]

    def clean_ends_on(self):
        return _to_come(self.cleaned_data["ends_on"], self.host)

    def clean(self):
        return {"ends_on": None, **(super().clean() or self.cleaned_data)}


class MailboxForm(forms.Form):
    mailbox = forms.EmailField(
        label=_("The group's mailbox"),
        required=False,
        max_length=254,
        help_text=_("What writers write to you goes there too. No writer sees the address."),
    )


class NewManagerForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address of the new manager"), max_length=254)
