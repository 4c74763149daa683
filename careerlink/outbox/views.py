"""Pages about mail: what a person wants to get, the way out of every mail, and the demonstration's mailbox
(there is no mail server behind a demonstration, so mail is read here).
"""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerlink.outbox import actions, bounces, choices, choosing, queries, stops
from careerlink.outbox.forms import ChoicesForm, MailboxForm
from careerlink.outbox.models import Mailbox, OutgoingMail


@require_http_methods(["GET", "HEAD", "POST"])
def mail_choices(request):
    """What a person wants to get, and when, at all of her addresses."""
    if request.method == "POST":
        box = actions.mailbox_for(request.user.email, user_id=request.user.pk)
    else:  # which writes nothing
        box = queries.mailbox_of(request.user.email) or Mailbox(address=request.user.email, zone=request.user.zone)
    return _choose(request, box, "mail_choices", is_private=False)


@require_POST
def mail_works(request):
    """A person says that her addresses work again from which our mail came back."""
    for box in queries.came_back(request.user.pk):
        bounces.works_again(box, by=request.user)
    messages.success(request, _("Good. The next mail to you goes there again."))
    return redirect("account")


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choose(request: HttpRequest, token: str) -> HttpResponse:
    """The same by the private link of a mail, for an address without an account."""
    mail = _mail("choose", token)
    if mail.mailbox.user_id:
        return redirect("mail_choices")
    if not stops.opens_choices(mail):
        return render(request, "web/link_over.html", {"is_used": False}, status=410)
    return _private(_choose(request, mail.mailbox, "mail_choose", token, is_private=True))


@csrf_exempt  # RFC 8058: mail programs post without cookies; the token says for whom, and only stops or takes back
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop mail of one group with one click; take it back on the same page."""
    mail = _mail("stop", token)
    if request.method == "POST":
        (choosing.take_back if "back" in request.POST else choosing.stop)(mail)
    page = {
        "mail": mail,
        "groups": [choices.Group(group).label for group in choices.stopped_by(mail)],
        "is_stopped": choices.is_stopped(mail),
        "was_asked": request.method == "POST",
        "choose_url": stops.choose_url(mail),
    }
    return _private(render(request, "outbox/stop.html", page))


@require_safe
@login_not_required
@never_cache
def demo_mailbox(request: HttpRequest) -> HttpResponse:
    """The newest mails with their words; exists in a demonstration only."""
    if settings.ENVIRONMENT != "demo":
        raise Http404
    form = MailboxForm(request.GET if "to" in request.GET else None)
    to = form.cleaned_data["to"] if form.is_valid() else ""
    mails = [] if form.errors else [(mail, stops.headers(mail)) for mail in queries.recent_mail(to)]
    return render(request, "outbox/demo_mailbox.html", {"form": form, "to": to, "mails": mails})


def _choose(request: HttpRequest, box: Mailbox, *here: str, is_private: bool) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = ChoicesForm(data, box=box, paces=choices.paces_at(box), is_private=is_private)
    if request.method == "POST" and form.is_valid():
        by = None if is_private else request.user
        choosing.choose(box, form.paces, by=by, **form.hours)
        messages.success(request, _("Your choice is kept. It holds for mail that is on its way already, too."))
        return redirect(*here)
    page = {"form": form, "box": box, "is_private": is_private}
    return render(request, "outbox/choices.html", page, status=422 if form.errors else 200)


def _mail(purpose: stops.Purpose, token: str) -> OutgoingMail:
    mail = stops.find(purpose, token)
    if mail is None:
        raise Http404
    return mail


def _private(response: HttpResponse) -> HttpResponse:
    """Say nobody where the visitor came from: the address opens something."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
