"""Mail of a host: when its people hear what waits, and what goes out in its name."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.outbox.actions import cancel_mail
from careerlink.outbox.models import OutgoingMail
from careerlink.outbox.previews import preview_of
from careerlink.web.pages import PARAMETER, keyset_page
from partners.actions import decisions as actions
from partners.forms.mail import DeskMailForm
from partners.permissions import get_desk, may_coordinate, may_manage
from partners.permissions import hosts as host_permissions
from partners.permissions import members as member_permissions
from partners.permissions import planned_mail as permissions
from partners.queries import hosts as host_queries
from partners.queries import planned_mail as queries
from partners.views.desks import posted, settings_tabs


@require_http_methods(["GET", "HEAD", "POST"])
def host_mail(request, slug):
    if request.method == "POST":
        host = host_permissions.get_desk_to_manage(request.user, slug)
    else:
        host = get_desk(request.user, slug)
    form = DeskMailForm(posted(request), host=host)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_desk_mail(host, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Kept."))
            return redirect("host_mail", host.slug)
    may_change = may_manage(request.user, host)
    context = {
        "host": host,
        "form": form,
        "tabs": settings_tabs(host, "host_mail"),
        "may_manage": may_change,
        "may_decide": may_coordinate(request.user, host),
        "gets_decisions": request.user.pk in form.named,
        "rows": [] if may_change else host_queries.settings_rows(host, "host_mail"),
        "planned": queries.planned_count(host),
    }
    return render(request, "partners/hosts/host_mail.html", context, status=422 if form.errors else 200)


@require_POST
def decisions_choose(request, slug):
    """Get the decisions of the host by mail, or no longer: everybody who decides, for herself."""
    host = host_permissions.get_desk_to_coordinate(request.user, slug)
    member = member_permissions.get_own_membership(request.user, host)
    gets = request.POST.get("gets") == "yes"
    try:
        actions.choose_decisions(member, by=request.user, gets=gets)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    except Stale:
        messages.warning(request, _("Your role has changed in the meantime, so nothing was changed here."))
    else:
        done = _("You get the decisions by mail.") if gets else _("You get the decisions by mail no longer.")
        messages.success(request, done)
    return redirect("host_mail", host.slug)


@require_safe
def planned_mail(request, slug):
    host = get_desk(request.user, slug)
    page = keyset_page(queries.planned_mail(host), request.GET.get(PARAMETER, ""), order=("send_after", "id"))
    page.rows = queries.shown(page.rows)
    context = {"host": host, "page": page.within(request.GET), "may_cancel": may_coordinate(request.user, host)}
    return render(request, "partners/hosts/planned_mail.html", context)


@require_safe
def planned_mail_read(request, slug, key):
    """As it would leave now, without what only its reader may have."""
    host = get_desk(request.user, slug)
    mail = permissions.get_mail_in_name(host, key)
    if mail.state != OutgoingMail.State.WAITING:
        messages.warning(request, _("This e-mail waits no longer."))
        return redirect("planned_mail", host.slug)
    context = {
        "host": host,
        "row": queries.shown([mail])[0],
        "content": preview_of(mail),
        "may_cancel": permissions.may_cancel_mail(request.user, host, mail),
    }
    return render(request, "partners/hosts/planned_mail_read.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def planned_mail_cancel(request, slug, key):
    host = host_permissions.get_desk_to_coordinate(request.user, slug)
    mail = permissions.get_mail_in_name(host, key)
    if request.method == "POST":
        try:
            cancel_mail(mail, by=request.user, why="cancelled by the host")
        except (Stale, NoSuchMove):
            messages.warning(request, _("This e-mail waits no longer: it is leaving, has left or was stopped already."))
        else:
            messages.success(request, _("It is not sent."))
        return redirect("planned_mail", host.slug)
    context = {"host": host, "row": queries.shown([mail])[0]}
    return render(request, "partners/hosts/planned_mail_cancel.html", context)
