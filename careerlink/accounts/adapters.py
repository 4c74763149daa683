"""How allauth does things here."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts of CareerLink."""


class MFAAdapter(DefaultMFAAdapter):
    """Second factors of CareerLink."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on of CareerLink."""
