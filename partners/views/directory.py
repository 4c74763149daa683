"""The directories: writers for offices, colleges for writers."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from careerlink.web.pages import PARAMETER
from partners.forms.directory import HostFilterForm, WriterFilterForm
from partners.permissions import directory as permissions
from partners.permissions.desks import get_desk, get_own_writer, may_coordinate
from partners.permissions.hosts import may_invite_writer
from partners.queries.colleges import find_hosts, host_rows
from partners.queries.directory import find_writers
from partners.queries.directory_rows import writer_rows

MOST_OTHERS = 4  # other meanings of the typed words that are offered


@require_safe
def desk_writers(request, slug):
    """Writers who could help, as one host sees them."""
    host = get_desk(request.user, slug)
    form = WriterFilterForm.of(request.GET)
    filters = form.filters()
    listing = find_writers(permissions.listed_writers(host), host, filters, request.GET.get(PARAMETER, ""))
    context = {
        "host": host,
        "form": form,
        "chips": form.chips,
        "filters": form.drawn("partners/directory/filters_writers.html"),
        "rows": writer_rows(listing.page, host),
        "page": listing.page.within(form.query),
        "count": ngettext("%(n)s writer", "%(n)s writers", 1 if listing.count == "1" else 2) % {"n": listing.count},
        "order": _order(listing.is_ranked, has_words=filters.wanted is not None),
        "meant": filters.wanted.meant if filters.wanted else (),
        "others": _others(form, filters.wanted),
        "clear_url": reverse("desk_writers", args=[host.slug]),
        "here": request.get_full_path(),
        "may_look": permissions.may_look_for_writers(host),
        "may_save": may_coordinate(request.user, host),
        "may_invite": may_invite_writer(request.user, host),
    }
    return render(request, "partners/directory/writers.html", context)


@require_safe
def writer_hosts(request):
    """Colleges that would have her in, as one writer sees them."""
    writer = get_own_writer(request.user)
    form = HostFilterForm.of(request.GET)
    listing = find_hosts(permissions.listed_hosts(writer), writer, form.filters(), request.GET.get(PARAMETER, ""))
    context = {
        "writer": writer,
        "form": form,
        "filters": form.drawn(
            "components/filters.html", active=len(form.chips), name=_("Filter colleges"), label=_("Show colleges")
        ),
        "rows": host_rows(listing.page),
        "page": listing.page.within(form.query),
        "count": ngettext("%(n)s place", "%(n)s places", 1 if listing.count == "1" else 2) % {"n": listing.count},
        "order": _("Order: nearest first.") if listing.is_ranked else _("Order: by the name of the college."),
        "clear_url": reverse("writer_hosts"),
        "here": request.get_full_path(),
        "may_look": permissions.may_look_for_hosts(writer),
    }
    return render(request, "partners/directory/hosts.html", context)


def _order(is_ranked: bool, *, has_words: bool) -> str:
    if has_words:
        return _("Order: best fit, then nearest. Nobody can pay for a place.")
    return _("Order: nearest first.") if is_ranked else _("Order: by name.")


def _others(form: WriterFilterForm, wanted) -> list[dict]:
    """What else the typed words may mean, each with the address of the page that looks for it."""
    if wanted is None:
        return []
    choices = wanted.others if len(wanted.meant) == 1 else (*wanted.meant, *wanted.others)
    return [
        {"label": match.label, "url": form.with_value("pick", f"{match.vocabulary}:{match.code}")}
        for match in choices[:MOST_OTHERS]
    ]
