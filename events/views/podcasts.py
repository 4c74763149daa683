"""A podcast recording: the host's checklist, and the guest's release."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerlink.audit import trail
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web.files import stream_private
from events.actions import podcasts as actions
from events.forms.podcasts import PaperReleaseForm, PublishForm, ReleaseForm, TermsForm
from events.models import Episode
from events.permissions import podcasts as permissions
from events.permissions.events import may_plan
from events.permissions.places import is_own
from events.queries import podcasts as queries
from events.queries.tabs import event_tabs
from partners.permissions.desks import own_writer
from partners.views.desks import posted


def told_when_over(view):
    """Say in a sentence that it had moved on before this click."""

    @wraps(view)
    def answer(request, key):
        try:
            return view(request, key)
        except (Stale, NoSuchMove):
            messages.warning(request, _("It had moved on in the meantime. Here is how it stands."))
        return redirect("event_episode", key)

    return answer


def episode_of(event):
    """The episode as it is, or as it would begin."""
    found = queries.episode_of(event)
    found = found or Episode(event=event, terms=actions.usual_terms(event))
    found.event = event
    return found


@require_safe
def event_episode(request, key):
    return _checklist(request, permissions.get_recording(request.user, key), None)


def _checklist(request, event, form):
    request.here = event.host
    episode, guests = episode_of(event), queries.guests_of(event)
    may_change = event.host.is_approved and may_plan(request.user, event.host)
    missing = queries.before_recording(episode, guests)
    is_planned, is_recorded = episode.state == Episode.State.PLANNED, episode.state == Episode.State.RECORDED
    context = {
        "event": event,
        "tabs": event_tabs(event, request.user, "event_episode"),
        "episode": episode,
        "guests": guests,
        "steps": queries.steps_of(episode, guests),
        "missing": missing if is_planned else [],
        "may_change": may_change,
        "may_record": may_change and is_planned and not missing,
        "may_publish": may_change and is_recorded,
        "may_collect": may_change and is_planned,
        "form": form or PublishForm(),
    }
    return render(request, "events/podcasts/episode.html", context, status=422 if form else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@told_when_over
def episode_terms(request, key):
    event = permissions.get_recording_to_manage(request.user, key)
    request.here = event.host
    form = TermsForm(posted(request), instance=episode_of(event))
    if request.method == "POST" and form.is_valid():
        actions.change_terms(event, by=request.user, terms=form.cleaned_data["terms"])
        messages.success(request, _("Kept. Guests read and sign these words."))
        return redirect("event_episode", event.key)
    return render(
        request, "events/podcasts/terms.html", {"event": event, "form": form}, status=422 if form.errors else 200
    )


@require_POST
@told_when_over
def episode_recorded(request, key):
    event = permissions.get_recording_to_manage(request.user, key)
    try:
        actions.record_episode(event, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Recorded. Add the transcript when it is out."))
    return redirect("event_episode", event.key)


@require_POST
@told_when_over
def episode_out(request, key):
    event = permissions.get_recording_to_manage(request.user, key)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _checklist(request, event, form)
    actions.publish_episode(event, by=request.user, **form.cleaned_data)
    messages.success(request, _("It is out. Each guest is told where."))
    return redirect("event_episode", event.key)


@require_http_methods(["GET", "HEAD", "POST"])
def place_release(request, key):
    """The guest reads and signs; the host keeps what she signed on paper."""
    place = permissions.get_guest(request.user, key)
    own = is_own(request.user, place)
    request.here = own_writer(request.user) if own else place.event.host
    episode = episode_of(place.event)
    release = queries.release_of(episode, place.writer)
    form = ReleaseForm(posted(request), initial={"terms": episode.terms}) if own else PaperReleaseForm(
        posted(request), request.FILES or None
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        return _sign(request, place, own, form)
    is_open = episode.state == Episode.State.PLANNED
    context = {
        "place": place,
        "event": place.event,
        "episode": episode,
        "release": release,
        "own": own,
        "form": form,
        "may_sign": is_open and release is None,
        "may_take_back": own and is_open and release is not None,
    }
    return render(request, "events/podcasts/release.html", context, status=422 if form.errors else 200)


def _sign(request, place, own, form):
    facts = form.cleaned_data
    try:
        if own:
            facts = {**facts, "terms": "\n".join(facts["terms"].splitlines())}
            actions.sign_release(place, by=request.user, **facts)
            messages.success(request, _("Signed. Thank you; you can take it back until the recording."))
        else:
            actions.keep_release(place, by=request.user, file=facts["file"])
            messages.success(request, _("Kept. The guest is told, and can open it."))
    except Stale:
        messages.warning(request, _("It had moved on in the meantime. Here is how it stands."))
    return redirect("place_release", place.key)


@require_POST
def place_release_back(request, key):
    """The guest takes her release back."""
    place = permissions.get_guest(request.user, key)
    if not is_own(request.user, place):
        return redirect("place_release", place.key)
    try:
        actions.take_release_back(place, by=request.user)
        messages.success(request, _("Taken back. You are not recorded, and the host is told."))
    except Stale:
        messages.warning(request, _("It is recorded already. Write to the host."))
    return redirect("place_release", place.key)


@require_safe
def place_release_file(request, key):
    """The door to a paper; that the host opened it is written down."""
    release = permissions.get_release_to_open(request.user, key)
    person = release.writer.user_id
    if request.user.pk != person:
        scope = release.episode.event.host.key
        trail.disclose(release, what="release", right="release", seen_by=request.user, person_id=person, scope=scope)
    name = f"release.{release.file.name.rsplit('.', 1)[-1]}"
    return stream_private(release.file, content_type=release.content_type, name=name, inline=True)
