"""Joining as a writer, and the pages on which others see her."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from careerlink.accounts.queries import text_in_force
from careerlink.accounts.views import sign_up
from careerlink.audit import trail
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web.files import stream_private
from careerlink.web.templatetags.web import when
from partners.actions import writers as actions
from partners.forms.writers import JoinWriterForm
from partners.permissions import get_desk, may_coordinate, own_writer
from partners.permissions import writers as permissions
from partners.permissions.board import may_be_invited
from partners.queries import writer_pages as pages


def told_when_stale(view):
    """Say so in a sentence when the thing had moved on before this person's click, and show the profile as it is."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except (Stale, NoSuchMove):
            messages.warning(request, _("This had changed in the meantime. Here is how it stands now."))
            return redirect("writer_profile")

    return answer


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join_writer(request):
    if not request.user.is_authenticated:
        return sign_up(request, path="writer")
    if own_writer(request.user):
        return redirect("writer_profile")
    pledge = text_in_force("pledge")
    form = JoinWriterForm(request.POST or None, name=request.user.name, pledge=pledge)
    if request.method == "POST" and form.is_valid():
        writer = actions.join_writer(request.user, pledge=pledge, **form.facts)
        answer = when(writer.answer_by, request.user.zone)
        messages.success(
            request, _("We have your profile. A person looks at it; you hear by %(when)s.") % {"when": answer}
        )
        return redirect("writer_expertise")
    context = {"form": form, "pledge": pledge}
    return render(request, "partners/writers/join.html", context, status=422 if form.errors else 200)


@login_not_required
@require_safe
def writer_page(request, slug):
    """Her page as everybody who may see it sees it, without contact details."""
    writer = permissions.get_writer_to_read(request.user, slug)
    context = {"writer": writer, "is_own": writer.user_id == request.user.pk, **pages.writer_page(writer)}
    return render(request, "partners/writers/page.html", context)


@require_safe
def desk_writer(request, slug, writer_slug):
    """Her page as the people of one host see it."""
    host = get_desk(request.user, slug)
    writer = permissions.get_desk_writer_to_read(request.user, host, writer_slug)
    return render(
        request,
        "partners/writers/desk_page.html",
        {
            "writer": writer,
            "host": host,
            "may_act": host.is_approved and may_coordinate(request.user, host),
            "may_seat": may_be_invited(request.user, host, writer),
            **pages.desk_page(writer, host),
        },
    )


@require_safe
def writer_contact(request, slug, writer_slug):
    """How to reach her, for a host that works with her. That it was looked at is written down."""
    host = get_desk(request.user, slug)
    writer = permissions.get_writer_to_reach(request.user, host, writer_slug)
    trail.disclose(
        writer, what="contact", right="partnership", seen_by=request.user, person_id=writer.user_id, scope=host.key
    )
    return render(request, "partners/writers/contact.html", {"writer": writer, "host": host})


@login_not_required
@require_safe
def writer_photo(request, slug):
    writer = permissions.get_writer_to_read(request.user, slug)
    if not writer.photo:
        raise Http404
    response = stream_private(writer.photo, content_type="image/webp", name="photo.webp", inline=True)
    if writer.is_public:
        response.headers["Cache-Control"] = "private, max-age=3600"  # a new photo has a new address
    return response
