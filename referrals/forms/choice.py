"""Judging consent and choice of an alumnus."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.queries.choice import Shown

NOBODY = "0"
RANKS = [("1", _("1st")), ("2", _("2nd")), ("3", _("3rd")), (NOBODY, _("No"))]


class ChoiceForm(forms.Form):
    """Up to three writers of a list, first to third, who is known from college, and whether it goes on by itself."""

    moves_on = forms.BooleanField(
        label=_("If one says no or does not answer, ask my next choice at once"), required=False
    )

    def __init__(self, *args, writers: Sequence[Shown], **options):
        super().__init__(*args, **options)
        self.writers = writers
        for one in writers:
            self.fields[f"rank_{one.key}"] = forms.ChoiceField(
                label=one.name, choices=RANKS, required=False, widget=forms.RadioSelect,
                initial=str(one.candidate.rank) if one.candidate.rank else None,
            )  # fmt: skip
            self.fields[f"met_{one.key}"] = forms.BooleanField(
                label=_("This writer worked with me as a student in the last six months"),
                required=False,
                initial=one.candidate.met,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )

    @property
    def lines(self) -> list[dict]:
        """Each writer with her two fields."""
        return [{"writer": one, "rank": self[f"rank_{one.key}"], "met": self[f"met_{one.key}"]} for one in self.writers]

    def clean(self):
        cleaned = super().clean()
        taken: dict[str, Shown] = {}
        for one in self.writers:
            rank = cleaned.get(f"rank_{one.key}") or NOBODY
            if rank == NOBODY:
                continue
            if rank in taken:
                name = {"writer": taken[rank].name}
                self.add_error(f"rank_{one.key}", _("You gave this place to %(writer)s already.") % name)
            elif cleaned.get(f"met_{one.key}"):
                self.add_error(
                    f"rank_{one.key}", _("Whom you met as a student in the last six months cannot be asked yet.")
                )
            taken.setdefault(rank, one)
        self.ranked = [taken[rank].candidate.writer for rank in sorted(taken)]
        self.met = [one.candidate.writer for one in self.writers if cleaned.get(f"met_{one.key}")]
        return cleaned

    def choice(self) -> dict:
        """What the action takes."""
        return {"ranked": self.ranked, "met": self.met, "moves_on": self.cleaned_data["moves_on"]}


class VisitForm(ChoiceForm):
    """The same, signed: the version of the text that was read, what more may be shown, and a typed name."""

    text = forms.IntegerField(widget=forms.HiddenInput)
    counsel = forms.IntegerField(widget=forms.HiddenInput, required=False)
    shares = forms.MultipleChoiceField(
        label=_("What may be shown besides?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    signature = forms.CharField(
        label=_("Type your name to sign"),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "name"}),
        error_messages={"required": _("Type your name. Without it nobody is asked.")},
    )

    def __init__(self, *args, writers: Sequence[Shown], visit, **options):
        super().__init__(*args, writers=writers, **options)
        self.visit = visit
        self.fields["shares"].choices = visit.extras

    def clean(self):
        cleaned = super().clean()
        read = (cleaned.get("text"), cleaned.get("counsel"))
        now = (self.visit.text and self.visit.text.pk, self.visit.counsel and self.visit.counsel.pk)
        if read != now:
            raise forms.ValidationError(_("The text has changed in the meantime. Please read it once more."))
        return cleaned

    def signed(self) -> dict:
        """What the action takes."""
        return {
            "signature": self.cleaned_data["signature"],
            "text": self.visit.text,
            "counsel": self.visit.counsel,
            "shares": self.cleaned_data["shares"],
            **self.choice(),
        }
