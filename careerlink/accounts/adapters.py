"""How allauth does things here."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter

from careerlink.accounts.actions import JOINING
from careerlink.accounts.models import User
from careerlink.accounts.signals import person_joined


class AccountAdapter(DefaultAccountAdapter):
    """Accounts of CareerLink."""

    def save_user(self, request, user, form, commit=True):
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)

    def post_login(self, request, user, *, signup, **kwargs):
        """Tell the rooms about somebody who is here for the first time, and by which path she came."""
        path = request.session.pop(JOINING, "")
        if signup:
            person_joined.send(User, user=user, path=path)
        return super().post_login(request, user, signup=signup, **kwargs)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors of CareerLink."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on of CareerLink."""
