"""Judging what people type about a Career Services Board."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock
from careerlink.web.days import DayField
from partners.forms.hosts import CountField
from partners.models import Board, BoardSeat, Host

Reason = BoardSeat.Reason
APPLY_WITHIN = timedelta(days=45)


class BoardForm(forms.Form):
    """What a board is for and how long one serves; everything has a usual value."""

    name = forms.CharField(
        label=_("Name"), max_length=100, required=False, help_text=_("Empty for “Career Services Board”.")
    )
    about = forms.CharField(
        label=_("What it is for"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    size = CountField(label=_("Seats"), min_value=1, max_value=60)
    term_years = CountField(label=_("Years in a term"), min_value=1, max_value=10)
    most_terms = CountField(label=_("Terms in a row at most"), min_value=1, max_value=10)

    @classmethod
    def of(cls, board: Board, data=None) -> "BoardForm":
        return cls(data, initial={name: getattr(board, name) for name in cls.base_fields})


class OpeningForm(forms.Form):
    """An opening, ready to be published as it stands."""

    needed_on = DayField(label=_("Apply by"))
    how_many = CountField(label=_("How many seats?"), min_value=1, max_value=60, initial=1)

    def __init__(self, *args, host: Host, **kwargs):
        today = clock.today(host.zone)
        super().__init__(*args, initial={"needed_on": today + APPLY_WITHIN, "how_many": 1}, **kwargs)
        self.host = host
        self.fields["needed_on"].widget.attrs["min"] = today.isoformat()

    def clean_needed_on(self):
        day = self.cleaned_data["needed_on"]
        if day < clock.today(self.host.zone):
            raise forms.ValidationError(_("This day is past. Choose one from today on."))
        return day


class SeatInvitationForm(forms.Form):
    """The invitation of one writer."""

    message = forms.CharField(
        label=_("A word to the writer"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why you thought of them. The mail says the rest."),
    )


class ReleaseForm(forms.Form):
    """Why the office releases a writer; the note stays there."""

    reason = forms.ChoiceField(
        label=_("Why does the seat end?"),
        choices=[(Reason.RELEASED, Reason.RELEASED.label), (Reason.CONFLICT, Reason.CONFLICT.label)],
        widget=forms.RadioSelect,
        initial=Reason.RELEASED,
    )
    note = forms.CharField(
        label=_("A note, for your office only"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class LeaveBoardForm(forms.Form):
    """Why a writer leaves."""

    reason = forms.ChoiceField(
        label=_("Why do you leave?"),
        choices=[
            (Reason.RESIGNED, _("For a reason of my own")),
            (Reason.CONFLICT, _("Because of a conflict of interest")),
        ],
        widget=forms.RadioSelect,
        initial=Reason.RESIGNED,
    )  # fmt: skip


class StatementForm(forms.Form):
    """The yearly statement: read, tick when there is something to declare, type one's name."""

    has_conflicts = forms.BooleanField(label=_("I have something to declare"), required=False)
    conflicts = forms.CharField(
        label=_("What there is to declare"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only when you ticked the box: the firm, product or person, and what you would gain."),
    )
    signature = forms.CharField(
        label=_("Your name as your signature"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )

    def clean_signature(self):
        return " ".join(self.cleaned_data["signature"].split())

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("has_conflicts") and not cleaned.get("conflicts"):
            self.add_error("conflicts", _("Say what there is to declare."))
        if cleaned.get("conflicts") and not cleaned.get("has_conflicts"):
            self.add_error("has_conflicts", _("Tick this box too, so that nobody overlooks what you wrote."))
        return cleaned
