"""Who may come in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from careerlink.accounts import queries
from careerlink.accounts.models import User


def refuse_suspended(request: HttpRequest, user: User) -> HttpResponse | None:
    """The page that says until when a suspended person is out and whom to write, her session being
    ended; None when she may come in.
    """
    if not user.is_suspended:
        return None
    context = {"until": user.suspended_until, "zone": user.zone, "moderators": queries.moderators_address()}
    return render(request, "accounts/suspended.html", context, status=403)
