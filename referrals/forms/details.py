"""Judging what an alumnus says about what she looks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.forms.writers import without_contact_details
from partners.models import Need, Service
from referrals.forms.alumni import ANY
from referrals.forms.records import AlumnusForm
from referrals.models import Referral
from referrals.queries.legs import WHERE


class DetailsForm(AlumnusForm):
    """What is looked for, as far as she likes to say. Name and addresses are the office's to change."""

    name = email = others = year = no_mail = None  # type: ignore[assignment]  # Django takes a field out so
    words = forms.CharField(
        label=_("What you need"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[without_contact_details],
        help_text=_("In your own words. Leave names and numbers out: a writer reads it before you are known."),
    )
    service = forms.ChoiceField(label=_("Kind of help"), choices=[*ANY, *Service.choices], required=False)
    where = forms.ChoiceField(label=_("How to meet"), choices=list(WHERE.items()), initial=Need.Where.EITHER)
    wants_pro_bono = forms.BooleanField(label=_("Only writers who help alumni free of charge"), required=False)
    field_order = ["words", "occupation", "majors", "service", "stage", "where", "place", "language", "wants_pro_bono"]

    def __init__(self, *args, referral: Referral, **options):
        super().__init__(*args, alumnus=referral.alumnus, **options)
        self.initial |= {name: getattr(referral, name) for name in ("words", "service", "where", "wants_pro_bono")}
