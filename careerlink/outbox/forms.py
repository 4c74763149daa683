"""Judging what is typed on the pages of the outbox."""

from datetime import time
from zoneinfo import available_timezones

from django import forms
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from careerlink.outbox.models import Choice, Mailbox

G, P = Choice.Group, Choice.Pace


class MailboxForm(forms.Form):
    """Whose mail to look at."""

    to = forms.CharField(label=_("Mail to"), required=False, max_length=254)


def _hours() -> list[tuple[int, str]]:
    return [(hour, time_format(time(hour), "g A")) for hour in range(24)]


def _pace(label, help_text, *paces: Choice.Pace) -> forms.ChoiceField:
    choices = [(pace.value, pace.label) for pace in paces]
    return forms.ChoiceField(label=label, help_text=help_text, choices=choices, widget=forms.RadioSelect)


class ChoicesForm(forms.Form):
    """How often each group comes, and at which hours nothing comes.

    `is_private`: by the link of a mail, for an address without an account, which decides nothing and has no
    time zone of its own yet.
    """

    decisions = _pace(
        _("Decisions waiting for you"),
        _("For those who decide for an office or a group: one mail with everything that waits. Whatever ends within "
          "48 hours is always told in time."),
        P.AT_ONCE, P.WEEKLY,
    )  # fmt: skip
    suggestions = _pace(
        _("Suggestions"),
        _("Requests that fit you, people to invite. At once: at most one mail a day, the rest is kept for Tuesday."),
        P.AT_ONCE, P.WEEKLY, P.NEVER,
    )  # fmt: skip
    news = _pace(_("News"), _("What is new on CareerLink, at most one mail a day."), P.AT_ONCE, P.WEEKLY, P.NEVER)
    quiet_from = forms.TypedChoiceField(label=_("Quiet from"), choices=_hours, coerce=int)
    quiet_until = forms.TypedChoiceField(
        label=_("Quiet until"),
        choices=_hours,
        coerce=int,
        help_text=_("Suggestions and news wait until then. The same hour twice means no quiet hours."),
    )
    holds_answers = forms.BooleanField(
        label=_("Hold answers and reminders as well"),
        required=False,
        help_text=_("Only codes and links that you ask for come at any hour."),
    )

    def __init__(self, data=None, *, box: Mailbox, paces: dict[str, str], is_private: bool = False):
        hours = {name: getattr(box, name) for name in ("quiet_from", "quiet_until", "holds_answers", "zone")}
        super().__init__(data, initial={**paces, **hours})
        if is_private:
            del self.fields["decisions"]
            zones = sorted({box.zone, *(zone for zone in available_timezones() if "/" in zone)})
            self.fields["zone"] = forms.ChoiceField(
                label=_("Time zone"), choices=[(zone, zone.replace("_", " ")) for zone in zones]
            )

    @property
    def paces(self) -> dict[str, str]:
        """The chosen pace of each group."""
        return {group: self.cleaned_data[group] for group in G.values if group in self.cleaned_data}

    @property
    def hours(self) -> dict:
        """Everything else, as `choices.choose` takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in G.values}
