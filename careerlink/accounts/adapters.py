"""How allauth does things here."""

from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from careerlink.accounts import emails, permissions
from careerlink.accounts.actions import JOINING, forget_tries, one_try
from careerlink.accounts.models import User
from careerlink.accounts.signals import person_joined
from careerlink.outbox.letters import absolute

# What allauth gives to a mail and our letters may need.
WORDS = ("code", "password_reset_url", "ip", "user_agent", "from_email", "to_email", "deleted_email", "provider")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts of CareerLink."""

    def is_open_for_signup(self, request) -> bool:
        """The plain sign-up page is closed: people join by a path, see views.sign_up."""
        return False

    def save_user(self, request, user, form, commit=True):
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)

    def clean_email(self, email):
        if len(email) > emails.LONGEST:
            raise ValidationError(_("An e-mail address has at most 254 characters."))
        return super().clean_email(email)

    def pre_login(self, request, user, **kwargs):
        """Suspended people do not come in, whatever they log in with."""
        if user.is_suspended:
            request.session.flush()
            return permissions.refuse_suspended(request, user)
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request, user, *, signup, **kwargs):
        """Tell the rooms about somebody who is here for the first time, and by which path she came."""
        path = request.session.pop(JOINING, "")
        if signup:
            person_joined.send(User, user=user, path=path)
        return super().post_login(request, user, signup=signup, **kwargs)

    def send_mail(self, template_prefix, email, context):
        """Every mail goes through the outbox; what is secret in it is encrypted until it has left."""
        words = {word: str(context[word]) for word in WORDS if context.get(word)}
        emails.send(template_prefix.rsplit("/", 1)[-1], email, words)

    def get_reset_password_from_key_url(self, key):
        """On our own address, whatever host the request came in by."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return absolute(path.replace("UID-KEY", quote(key)))

    def get_password_change_redirect_url(self, request):
        return reverse("account")

    def authenticate(self, request, **credentials):
        """A password is one try; a wrong one counts. (allauth's own count, in the cache, is off.)"""
        with one_try(credentials.get("email", ""), get_ip(request)) as this:
            user = super().authenticate(request, **credentials)
            this.is_wrong = user is None
        return user

    def _delete_login_attempts_cached_email(self, request, **credentials):
        """allauth calls this for each address of a person who has set a new password by a mailed link."""
        forget_tries(credentials["email"])


class MFAAdapter(DefaultMFAAdapter):
    """Second factors of CareerLink."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on of CareerLink.

    An account that exists is never opened by an address alone, whatever the provider says about it:
    whoever has one logs in and connects it, so that a careless provider cannot hand it to somebody
    else. An address that the provider did not confirm is confirmed by a mailed code like any other.
    """

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return True

    def can_authenticate_by_email(self, login, email) -> bool:
        return False

    def populate_user(self, request, sociallogin, data):
        user = super().populate_user(request, sociallogin, data)
        name = data.get("name") or f"{data.get('first_name') or ''} {data.get('last_name') or ''}"
        user.name = name.strip()[:100]
        return user
