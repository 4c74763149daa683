"""A writer's own profile, part by part."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerlink.web.templatetags.web import day, when
from partners.actions import expertise as expertise_actions
from partners.actions import fees as fee_actions
from partners.actions import writers as actions
from partners.forms.expertise import PhrasesForm, ReadingForm, WaysForm
from partners.forms.fees import FeeFormSet, FeesForm
from partners.forms.writers import (
    AvailabilityForm,
    BasicsForm,
    PauseForm,
    PhotoForm,
    PlaceForm,
    ReplyForm,
    VisibilityForm,
)
from partners.permissions import writers as permissions
from partners.queries import writers as queries
from partners.views.writers import told_when_stale

# Parts of a profile that are one plain form: (form, title, lede).
PARTS = {
    "basics": (BasicsForm, gettext_lazy("About you"), gettext_lazy("What an office reads first.")),
    "place": (PlaceForm, gettext_lazy("Where you are"), gettext_lazy("Campuses near you see you first.")),
    "availability": (
        AvailabilityForm,
        gettext_lazy("When you have time"),
        gettext_lazy("You can change this whenever you like."),
    ),
    "visibility": (
        VisibilityForm,
        gettext_lazy("Who sees your page"),
        gettext_lazy("Approved offices, professors and student groups always do."),
    ),
}


@require_safe
def writer_profile(request):
    """Everything about her profile: how it stands, what is missing and why it matters."""
    writer = permissions.get_own_writer(request.user)
    parts = queries.completeness(writer)
    context = {
        "writer": writer,
        "parts": parts,
        "share": queries.share(parts),
        "question": queries.question(writer),
        "may_submit": permissions.may_submit(request.user, writer),
        "may_pause": permissions.may_pause(request.user, writer),
        "may_resume": permissions.may_resume(request.user, writer),
        "pause_form": PauseForm(),
        "reply_form": ReplyForm(),
    }
    return render(request, "partners/writers/profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def writer_part(request, part):
    if part not in PARTS:
        raise Http404
    writer = permissions.get_writer_to_edit(request.user)
    form_class, title, lede = PARTS[part]
    form = form_class(request.POST or None, instance=writer)
    if request.method == "POST" and form.is_valid():
        actions.edit_writer(writer, by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("writer_profile")
    context = {"form": form, "title": title, "lede": lede, "part": part, "writer": writer}
    return render(request, "partners/writers/part.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@told_when_stale
def writer_expertise(request):
    """Whom she helps best: her phrases above, below them what they were read as, to be corrected."""
    writer = permissions.get_writer_to_edit(request.user)
    phrases = list(queries.phrases(writer))
    reads = "reading" in request.POST
    phrases_form = PhrasesForm(None if reads else request.POST or None, phrases=phrases)
    reading_form = ReadingForm(request.POST if reads else None, phrases=phrases)
    if request.method == "POST" and not reads and phrases_form.is_valid():
        expertise_actions.say_whom(writer, by=request.user, phrases=phrases_form.phrases)
        messages.success(request, _("Kept. Look below whether we read it as you meant it."))
        return redirect("writer_expertise")
    if request.method == "POST" and reads and reading_form.is_valid():
        expertise_actions.correct_reading(writer, by=request.user, readings=reading_form.readings)
        messages.success(request, _("Kept. Offices find you by this."))
        return redirect("writer_profile")
    failed = phrases_form.errors or reading_form.errors
    context = {
        "writer": writer,
        "phrases_form": phrases_form,
        "reading_form": reading_form,
        "form": reading_form if reads else phrases_form,
    }
    return render(request, "partners/writers/expertise.html", context, status=422 if failed else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def writer_services(request):
    writer = permissions.get_writer_to_edit(request.user)
    form = WaysForm(request.POST or None, chosen=queries.chosen_ways(writer))
    if request.method == "POST" and form.is_valid():
        expertise_actions.choose_ways(writer, by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("writer_profile")
    context = {
        "form": form,
        "title": _("What you do, and for whom"),
        "lede": _("Tick what you would gladly do for a campus."),
        "writer": writer,
    }
    return render(request, "partners/writers/part.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def writer_fees(request):
    writer = permissions.get_writer_to_edit(request.user)
    form = FeesForm(request.POST or None, writer=writer)
    rows = FeeFormSet(request.POST or None, initial=queries.fee_rows(writer), prefix="fee")
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        fees = [(row["what"], row["dollars"]) for row in rows.cleaned_data if row.get("what")]
        fee_actions.set_fees(writer, by=request.user, fees=fees, **form.cleaned_data)
        messages.success(request, _("Kept. Everybody who sees your page sees these before any contact."))
        return redirect("writer_profile")
    failed = form.errors or (rows.is_bound and not rows.is_valid())
    context = {"form": form, "rows": rows, "writer": writer}
    return render(request, "partners/writers/fees.html", context, status=422 if failed else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def writer_photo_edit(request):
    writer = permissions.get_writer_to_edit(request.user)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        actions.set_photo(writer, by=request.user, photo=form.cleaned_data["photo"])
        messages.success(request, _("Your photo is on your page."))
        return redirect("writer_profile")
    context = {"form": form, "writer": writer}
    return render(request, "partners/writers/photo.html", context, status=422 if form.errors else 200)


@require_POST
def writer_photo_remove(request):
    actions.remove_photo(permissions.get_writer_to_edit(request.user), by=request.user)
    messages.success(request, _("Your photo is deleted."))
    return redirect("writer_profile")


@require_http_methods(["GET", "HEAD", "POST"])
@told_when_stale
def writer_pause(request):
    writer = permissions.get_writer_to_edit(request.user)
    form = PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.pause_writer(writer, by=request.user, **form.cleaned_data)
        back = day(writer.paused_until)
        messages.success(request, _("Offices see that you are away until %(day)s.") % {"day": back})
        return redirect("writer_profile")
    context = {
        "form": form,
        "title": _("Take a break"),
        "lede": _("Nobody can ask for more of you meanwhile. What you agreed to stays."),
        "writer": writer,
        "label": _("Start the break"),
    }
    return render(request, "partners/writers/part.html", context, status=422 if form.errors else 200)


@require_POST
@told_when_stale
def writer_resume(request):
    actions.resume_writer(permissions.get_writer_to_edit(request.user), by=request.user)
    messages.success(request, _("Welcome back. Offices see you again."))
    return redirect("writer_profile")


@require_POST
@told_when_stale
def writer_submit(request):
    """Hand the profile to the moderators again, with an answer when they asked something."""
    writer = permissions.get_writer_to_edit(request.user)
    form = ReplyForm(request.POST)
    form.fields["reply"].required = queries.question(writer) != ""
    if not form.is_valid():
        messages.error(request, " ".join(text for texts in form.errors.values() for text in texts))
        return redirect("writer_profile")
    actions.submit_writer(writer, by=request.user, **form.cleaned_data)
    answer = when(writer.answer_by, request.user.zone)
    messages.success(request, _("Sent. A person looks at it; you hear by %(when)s.") % {"when": answer})
    return redirect("writer_profile")
