"""Input about people."""

from allauth.account.forms import SignupForm
from django import forms
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from careerlink.accounts import actions, queries


class JoinForm(SignupForm):
    """Name, e-mail, a password once, and the terms: all that an account needs.

    Where `fixed_email` is given (an invitation to that address), the address cannot be changed.
    """

    name = forms.CharField(
        label=_("Your name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As it should appear to the people you work with."),
    )
    agree = forms.BooleanField(error_messages={"required": _("Tick this to join.")})
    field_order = ["name", "email", "password1", "agree"]

    def __init__(self, *args, fixed_email: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.terms = queries.text_in_force("terms")
        email, password, agree = self.fields["email"], self.fields["password1"], self.fields["agree"]
        email.label = _("E-mail address")
        email.widget.attrs = {"type": "email", "autocomplete": "email", "maxlength": 254}
        password.help_text = _("At least 10 characters. Three or four ordinary words are good and easy to keep.")
        password.widget.attrs.pop("placeholder", None)
        if fixed_email:
            email.initial, email.disabled = fixed_email, True
        if self.terms is None:
            del self.fields["agree"]
        else:
            agree.label = format_html(
                _('I agree to the <a href="{}">terms of use</a> (version {})'),
                reverse_lazy("terms"),
                self.terms.version,
            )

    def signup(self, request, user) -> None:
        """Note the agreement; allauth calls this once the user is saved."""
        if self.terms is not None:
            actions.agree(user, self.terms)
