"""The admin site: where moderators work."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from careerlink.accounts.queues import queues
from careerlink.web import clock

# What libraries would put into the admin: our own pages stand for it, and secrets are among it.
NOT_SHOWN = {"auth", "account", "mfa", "socialaccount", "usersessions"}


class ModerationSite(AdminSite):
    """Django's admin with the queues of the moderators on its first page."""

    site_header = _("CareerLink moderation")
    site_title = _("CareerLink moderation")
    index_title = _("What waits")
    site_url = "/start/"

    def register(self, model_or_iterable, admin_class=None, **options):
        """Take in our own tables only."""
        models: list[Any] = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        ours = [model for model in models if model._meta.app_label not in NOT_SHOWN]
        super().register(ours, admin_class, **options)

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """Moderators log in where everybody does, with the same limits and second steps. For somebody
        who is logged in and no moderator, the admin does not exist.
        """
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def password_change(self, request, extra_context=None):
        """Moderators change their password where everybody does."""
        return redirect("account_change_password")

    def index(self, request, extra_context=None):
        now = clock.now()
        facts = [function(now) for function in queues.values()]
        facts.sort(key=lambda one: (one.due is None, one.due or now, one.title))
        waiting = [{"facts": one, "is_late": one.is_late(now)} for one in facts]
        return super().index(request, {**(extra_context or {}), "waiting": waiting})
