"""The demonstration's mailbox: there is no mail server behind a demonstration, so mail is read here."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from careerlink.outbox import queries
from careerlink.outbox.forms import MailboxForm


@require_safe
@login_not_required
@never_cache
def demo_mailbox(request: HttpRequest) -> HttpResponse:
    """The newest mails with their words; exists in a demonstration only."""
    if settings.ENVIRONMENT != "demo":
        raise Http404
    form = MailboxForm(request.GET if "to" in request.GET else None)
    to = form.cleaned_data["to"] if form.is_valid() else ""
    mails = [] if form.errors else list(queries.recent_mail(to))
    return render(request, "outbox/demo_mailbox.html", {"form": form, "to": to, "mails": mails})
