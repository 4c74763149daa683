"""Two lists, a detail page and two inserts as Django's own documentation writes them."""

import os
import sys
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from events.models import Assignment, Event, Shift
from partners.models import Host, Offer, Writer


def writers(request):
    approved = Writer.objects.filter(state__in=["approved", "paused"]).order_by("name", "id")
    page = Paginator(approved, 25).get_page(request.GET.get("page"))
    return render(request, "reference/writers.html", {"page": page})


def writer(request, slug):
    return render(request, "reference/writer.html", {"writer": get_object_or_404(Writer, slug=slug)})


class OfferForm(forms.ModelForm):
    class Meta:
        model = Offer
        fields = ("kind", "text")


def offer(request, slug):
    host = get_object_or_404(Host, slug=slug)
    form = OfferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.instance.host, form.instance.writer = host, request.user.writer
        form.instance.state, form.instance.state_since = Offer.State.SENT, timezone.now()  # noqa: TID251 a plain page
        form.instance.due_at = form.instance.state_since + timedelta(days=14)
        form.save()
        messages.success(request, "Sent.")
        return redirect("reference_writer", request.user.writer.slug)
    return render(request, "reference/offer.html", {"host": host, "form": form})


def events(request, slug):
    """What a host holds from now on, with places taken and all of them."""
    host = get_object_or_404(Host, slug=slug)
    shifts = Shift.objects.filter(role__event=OuterRef("pk"), called_off_at=None).order_by().values("role__event")
    rows = (
        Event.objects.filter(host=host, starts_at__gte=timezone.now())  # noqa: TID251 a plain page
        .exclude(state=Event.State.DISCARDED)
        .select_related("venue")
        .annotate(
            taken=Count("roles__shifts__places", filter=Q(roles__shifts__places__state__in=Assignment.SEATED)),
            seats=Subquery(shifts.annotate(n=Sum("role__most")).values("n")),
        )
        .order_by("starts_at", "id")
    )
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    return render(request, "reference/events.html", {"host": host, "page": page})


@require_POST
def sign_up(request, key):
    """One row, without a look at anything."""
    shift = get_object_or_404(Shift, key=key)
    due_at = timezone.now() + timedelta(days=14)  # noqa: TID251 a plain page
    Assignment.objects.create(shift=shift, writer=request.user.writer, state="confirmed", seat=1, due_at=due_at)
    messages.success(request, "Signed up.")
    return redirect("reference_writer", request.user.writer.slug)


@login_not_required
def process(request):
    """Which process answered, and which heavy libraries it has loaded."""
    heavy = ("numpy", "scipy", "typst", "sqlalchemy", "PIL")
    return JsonResponse({"pid": os.getpid(), "parent": os.getppid(), "heavy": [m for m in heavy if m in sys.modules]})


def count_queries(get_response):
    """Say how many statements a request took, for whoever asks with the header X-Count."""

    def middleware(request):
        if "X-Count" not in request.headers:
            return get_response(request)
        seen = []

        def note(execute, sql, params, many, context):
            seen.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            response = get_response(request)
        response.headers["X-Queries"] = str(len(seen))
        return response

    return middleware
