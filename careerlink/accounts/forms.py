"""Input about people."""

from zoneinfo import available_timezones

from allauth.account.forms import (
    ChangePasswordForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    ResetPasswordForm,
    SignupForm,
)
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.internal.stagekit import get_pending_stage
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from careerlink.accounts import actions, queries
from careerlink.accounts.models import SuspensionReason, User
from careerlink.web import clock

NOBODY = "nobody@taken.invalid"


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
                gettext('I agree to the <a href="{}">terms of use</a> (version {})'),
                reverse("terms"),
                self.terms.version,
            )

    def signup(self, request, user) -> None:
        """Note the agreement; allauth calls this once the user is saved."""
        if self.terms is not None:
            actions.agree(user, self.terms)


def _look_among_people() -> None:
    """What allauth asks for beside the confirmed addresses when an address is in none of them: asked for one
    that is among them, too, whoever measures how long an answer takes learns nothing.
    """
    list(User.objects.filter(email=NOBODY).iterator())


class ResetForm(ResetPasswordForm):
    """The address that a new password is asked for."""

    def clean_email(self):
        email = super().clean_email()
        if self.users:
            _look_among_people()
        else:  # what making a link for somebody looks up
            theirs = EmailAddress.objects.filter(user_id=0)
            theirs.filter(email=NOBODY).exists()
            list(theirs.values_list("email", flat=True))
        return email


class LoginForm(AllauthLoginForm):
    """E-mail and password, or a mailed code instead, on one page."""

    stay = forms.BooleanField(
        label=_("Stay logged in on this device"),
        required=False,
        help_text=_("For two weeks without a click instead of twelve hours. Not on a computer that others use."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label = _("E-mail address")
        login.widget.attrs = {"type": "email", "autocomplete": "username", "maxlength": 254}
        password.label = _("Password")
        password.required = not self.by_code
        password.help_text = ""
        password.widget.attrs.pop("placeholder", None)

    @property
    def by_code(self) -> bool:
        """Whether she pressed "Mail me a code instead"."""
        return "by_code" in self.data

    def user_credentials(self) -> dict:
        credentials = super().user_credentials()
        if self.by_code:
            credentials.pop("password", None)
        return credentials

    def _clean_without_password(self, email, phone):
        cleaned = super()._clean_without_password(email, phone)
        if self.user:
            _look_among_people()
        return cleaned

    def login(self, request, redirect_url=None):
        """Remember through all steps of logging in whether she wants to stay."""
        request.session[actions.STAY] = self.cleaned_data["stay"]
        response = super().login(request, redirect_url)
        if request.user.is_authenticated:
            actions.begin_session(request.session, request.user)  # allauth has set an end of its own
        return response


def _one_try(who):
    """What a form asks to prove that somebody is `who` is one try to come in; a wrong one counts."""
    return actions.one_try(who, get_ip(context.request))


class LoginCodeForm(ConfirmLoginCodeForm):
    """The code that was mailed to log in with."""

    def clean_code(self):
        with _one_try(get_pending_stage(context.request).state["email"]):
            return super().clean_code()


class AddressCodeForm(ConfirmEmailVerificationCodeForm):
    """The code that was mailed to an address to confirm it."""

    def clean_code(self):
        with _one_try(self.user or self.email):
            return super().clean_code()


class SecondStepForm(AuthenticateForm):
    """The code of an authenticator app, or a recovery code."""

    def clean_code(self):
        with _one_try(self.user):
            return super().clean_code()


class SecondStepAgainForm(ReauthenticateForm):
    """The same, asked once more before something that matters."""

    def clean_code(self):
        with _one_try(self.user):
            return super().clean_code()


class NewPasswordForm(ChangePasswordForm):
    """The password that she has, and a new one."""

    def clean_oldpassword(self):
        with _one_try(self.user):
            return super().clean_oldpassword()


def _zones() -> list:
    """Zones to choose from: those of the United States by their ordinary names, then all others."""
    near = [
        ("America/New_York", _("Eastern (New York)")),
        ("America/Chicago", _("Central (Chicago)")),
        ("America/Denver", _("Mountain (Denver)")),
        ("America/Phoenix", _("Arizona (Phoenix)")),
        ("America/Los_Angeles", _("Pacific (Los Angeles)")),
        ("America/Anchorage", _("Alaska (Anchorage)")),
        ("Pacific/Honolulu", _("Hawaii (Honolulu)")),
        ("America/Puerto_Rico", _("Atlantic (Puerto Rico)")),
        ("Pacific/Guam", _("Chamorro (Guam)")),
    ]
    named = {zone for zone, _label in near}
    regions = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
    others = sorted(zone for zone in available_timezones() if zone.split("/")[0] in regions and "/" in zone)
    far = [(zone, zone.replace("_", " ").replace("/", ", ")) for zone in others if zone not in named]
    return [(_("United States"), near), (_("Elsewhere"), [*far, ("UTC", "UTC")])]


class AccountForm(forms.ModelForm):
    """Name and time zone."""

    zone = forms.ChoiceField(
        label=_("Time zone"), choices=_zones, help_text=_("Pages and mails show you all times in this zone.")
    )

    class Meta:
        model = User
        fields = ["name", "zone"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Your name")
        self.fields["name"].required = True


class SuspendForm(forms.Form):
    """Why and until when a moderator keeps somebody out."""

    until = forms.DateTimeField(
        label=_("Until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    reason = forms.ChoiceField(label=_("Reason, told to the person"), choices=SuspensionReason.choices)
    note = forms.CharField(
        label=_("Note for moderators"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until <= clock.now():
            raise forms.ValidationError(_("Choose a moment that is still to come."))
        return until


class NoteForm(forms.Form):
    """A moderator's note on what she is about to do."""

    note = forms.CharField(
        label=_("Note for moderators"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
