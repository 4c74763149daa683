"""Who works together, how they reach each other, and how what they agreed on ends."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from careerlink.accounts.queries import newest_agreement, text_in_force
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.audit.trail import disclose
from careerlink.web.pages import keyset_page
from partners.actions import engagements as actions
from partners.actions.messages import write_message
from partners.forms.engagements import CallOffForm
from partners.forms.leaders import MessageForm
from partners.models import Engagement
from partners.permissions import messages as message_doors
from partners.permissions import offers as doors
from partners.permissions.desks import get_desk, get_own_writer, own_writer, role_in
from partners.queries import partnerships as queries
from partners.queries.board import has_board_room
from partners.queries.messages import messages_of
from partners.queries.timelines import partnership_timeline
from partners.registry import work_pages


@require_GET
def partnerships(request, slug):
    host = get_desk(request.user, slug)
    page = keyset_page(queries.partnerships_of(host), request.GET.get("page", ""), order=("-since", "-id"))
    context = {"host": host, "page": page.within(request.GET), "has_board_room": has_board_room(host)}
    return render(request, "partners/partnerships/list.html", context)


@require_GET
def partnership(request, key):
    found = doors.get_partnership_to_read(request.user, key)
    return _page(request, found, MessageForm())


@require_POST
def message_write(request, key):
    """A word to the other side, where one is a student group."""
    found = message_doors.get_partnership_to_write(request.user, key)
    form = MessageForm(request.POST)
    if form.is_valid():
        side = message_doors.side_of(request.user, found)
        try:
            write_message(found, by=request.user, side=side, text=form.cleaned_data["text"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your message is on its way."))
            return redirect("partnership", found.key)
    return _page(request, found, form)


def _page(request, found, form):
    as_writer = doors.is_writers_side(request.user, found)
    request.here = own_writer(request.user) if as_writer else found.host
    may_see = doors.may_see_contacts(request.user, found)
    contact = queries.contact_of(found) if as_writer else None
    seen = contact if as_writer else found.writer.user
    if seen and may_see:
        disclose(
            found,
            what="contact",
            right="partnership",
            seen_by=request.user,
            person_id=seen.pk,
            scope=found.host.key,
        )
    zone = request.user.zone if as_writer else found.host.zone
    work = queries.engagements_of(found)
    newest = text_in_force("pledge")
    context = {
        "partnership": found,
        "as_writer": as_writer,
        "contact": contact,
        "may_see": may_see,
        "zone": zone,
        "form": form,
        "messages_between": messages_of(found) if found.host.is_of_students else [],
        "may_write": message_doors.may_write(request.user, found, is_open=may_see),
        "open_work": _open_work(request.user, found, work, as_writer=as_writer),
        "items": partnership_timeline(found, work, zone=zone),
        "newer_pledge": newest if newest and newest.version > found.pledge.version else None,
    }
    return render(request, "partners/partnerships/partnership.html", context, status=422 if form.errors else 200)


def _open_work(user, found, work, *, as_writer):
    """What is agreed and not over yet, with what this person may do about it."""
    rows = [engagement for engagement in work if engagement.state == Engagement.State.AGREED]
    for engagement in rows:
        engagement.host, engagement.writer = found.host, found.writer
    pages = {pk: url for pages_of in work_pages for pk, url in pages_of(rows, as_writer=as_writer).items()}
    return [
        {
            "engagement": engagement,
            "page": pages.get(engagement.pk, ""),
            "may_finish": doors.may_finish(user, engagement),
            "may_call_off": doors.may_call_off(user, engagement),
        }
        for engagement in rows
    ]


@require_http_methods(["GET", "POST"])
def engagement_finish(request, key):
    engagement = doors.get_engagement_to_finish(request.user, key)
    request.here = engagement.host
    back = redirect("partnership", queries.partnership_of(engagement).key)
    if request.method == "POST":
        try:
            actions.finish_engagement(engagement, by=request.user)
            messages.success(request, _("Done. The writer gets your thanks by mail."))
        except (Stale, NoSuchMove):
            messages.info(request, _("It had moved on in the meantime. Here is how it stands."))
        return back
    if not doors.may_finish(request.user, engagement):
        return back
    return render(request, "partners/partnerships/finish.html", {"engagement": engagement, "back_url": back.url})


@require_http_methods(["GET", "POST"])
def engagement_call_off(request, key):
    engagement = doors.get_engagement_to_call_off(request.user, key)
    as_writer = engagement.writer.user_id == request.user.pk and not role_in(request.user, engagement.host)
    request.here = engagement.writer if as_writer else engagement.host
    back = redirect("partnership", queries.partnership_of(engagement).key)
    form = CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.call_off_engagement(engagement, by=request.user, **form.cleaned_data)
            messages.success(request, _("It is called off. They get your word by mail."))
        except (Stale, NoSuchMove):
            messages.info(request, _("It had moved on in the meantime. Here is how it stands."))
        return back
    if not doors.may_call_off(request.user, engagement):
        return back
    context = {"engagement": engagement, "as_writer": as_writer, "form": form, "back_url": back.url}
    return render(request, "partners/partnerships/call_off.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def writer_pledge(request):
    writer = get_own_writer(request.user)
    request.here = writer
    text = text_in_force("pledge")
    given = newest_agreement(request.user.pk, "pledge")
    is_newer = text is not None and (given is None or given.text.version < text.version)
    if request.method == "POST":
        if text is None or request.POST.get("version") != str(text.version):
            messages.info(request, _("This version is no longer the newest. Please read the one below."))
        else:
            actions.renew_pledge(writer, text, by=request.user)
            messages.success(request, _("Thank you. Everybody you work with sees the day and the version."))
            return redirect("writer_desk")
    context = {"text": text, "given": given, "is_newer": is_newer}
    return render(request, "partners/partnerships/pledge.html", context)
