"""The word search: a fragment for the type-ahead, a page for everybody else; and the attributions."""

import re

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from careerlink.taxonomy.fields import LONGEST, MOST, Picked, choices_for
from careerlink.taxonomy.queries import VOCABULARIES, attribution, search

PAGE = 25

_FIELD = re.compile(r"[\w-]{1,80}", re.ASCII)
_TITLES = {
    "institution": _("Find a college"),
    "major": _("Find a major"),
    "occupation": _("Find an occupation"),
    "industry": _("Find an industry"),
    "place": _("Find a place"),
    "credential": _("Find a credential"),
}


@login_not_required
@require_safe
def taxonomy_search(request, vocabulary):
    """What typed words may mean. Bounded work for any input."""
    if vocabulary not in VOCABULARIES:
        raise Http404
    if request.htmx:
        response = HttpResponse(_choices(request, vocabulary))
        patch_cache_control(response, public=True, max_age=3600)
        patch_vary_headers(response, ["HX-Request"])
        return response
    words = _typed(request, "q")
    found = search(words, vocabulary, PAGE) if words else []
    context = {"title": _TITLES[vocabulary], "words": words, "found": found, "longest": LONGEST}
    return render(request, "taxonomy/search.html", context)


@login_not_required
@require_safe
def attribution_page(request):
    """Whose data this stands on."""
    return render(request, "taxonomy/attribution.html", {"paragraphs": attribution()})


def _typed(request, name: str) -> str:
    return request.GET.get(name, "").replace("\0", " ").strip()[:LONGEST]


def _choices(request, vocabulary: str) -> str:
    """The fragment under an input called `field`, drawn without anything that depends on the person."""
    field = request.GET.get("field", "q")
    field = field if _FIELD.fullmatch(field) else "q"
    is_many = request.GET.get("many") == "1"
    picked = Picked(_typed(request, field), tuple(request.GET.getlist(f"{field}_code")[:MOST]))
    context = choices_for(vocabulary, picked, is_many=is_many)
    target = request.htmx.target or ""
    status = f"{target}_status" if _FIELD.fullmatch(target) else ""
    context |= {"field": field, "is_many": is_many, "is_live": True, "status": status}
    return render_to_string("taxonomy/choices.html", context)
