"""What follows in this room from what happens in Django and allauth."""

from allauth.account.signals import email_changed, email_confirmed, password_changed, password_reset, password_set
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils.translation import gettext as _

from careerlink.accounts.actions import alarm_about_trail, begin_session, end_sessions
from careerlink.accounts.middleware import remember_terms
from careerlink.audit import trail
from careerlink.audit.signals import trail_is_broken
from careerlink.outbox.choosing import carry_over
from careerlink.outbox.queries import came_back


@receiver(user_logged_in)
def begin(sender, request, user, **kwargs):
    """Start the clocks of a log-in, and know from then on whether she agreed to the terms in force."""
    if hasattr(request, "session"):
        begin_session(request.session, user)
        remember_terms(request.session, user)
        if came_back(user.pk):
            words = _("Mail to you comes back to us, so you get none. Your account page says more.")
            messages.warning(request, words, fail_silently=True)


@receiver(email_confirmed)
def keep_no_password_of_a_stranger(sender, request, email_address, **kwargs):
    """Whoever makes an account with another person's address must not share it with her.

    Where an address is confirmed for the first time by a log-in code alone, the password and the single
    sign-on that stand there were set up by nobody who proved to own the address.
    """
    user = email_address.user
    methods = {record.get("method") for record in request.session.get("account_authentication_methods", [])}
    if user.last_login is None and methods == {"code"}:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        SocialAccount.objects.filter(user=user).delete()


@receiver(email_changed)
def keep_mail_choices(sender, request, user, from_email_address, to_email_address, **kwargs):
    """Another main address: which mail she wants, and when, holds there too."""
    if from_email_address is not None:
        carry_over(from_email_address.email, to_email_address.email, user_id=user.pk)


@receiver(trail_is_broken)
def alarm_moderators_about_the_trail(sender, findings, **kwargs):
    """Somebody bent the trail, or it is not being sealed."""
    alarm_about_trail(findings)


@receiver([password_changed, password_set, password_reset])
def log_out_elsewhere(sender, request, user, **kwargs):
    """A new password ends all sessions but the one in which it was chosen."""
    end_sessions(user, but=request.session.session_key if request.user.is_authenticated else None)
    trail.record(user, "password_changed", by=user, person=user.pk)
