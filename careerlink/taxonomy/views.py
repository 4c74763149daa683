"""The word search: a fragment for the type-ahead, a page for everybody else; and the attributions."""

import re

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from careerlink.taxonomy.fields import LONGEST, MOST, Picked, choices_for
from careerlink.taxonomy.queries import VOCABULARIES, search

_FIELD = re.compile(r"[\w-]{1,60}", re.ASCII)


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
    words = request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST]
    found = search(words, vocabulary, 25) if words else []
    return render(request, "taxonomy/search.html", {"vocabulary": vocabulary, "words": words, "found": found})


def _choices(request, vocabulary: str) -> str:
    """The fragment under an input called `field`, drawn without anything that depends on the person."""
    field = request.GET.get("field", "q")
    field = field if _FIELD.fullmatch(field) else "q"
    is_many = request.GET.get("many") == "1"
    words = request.GET.get(field, "").replace("\0", " ").strip()[:LONGEST]
    picked = Picked(words, tuple(request.GET.getlist(f"{field}_code")[:MOST]))
    context = choices_for(vocabulary, picked, is_many=is_many)
    context |= {"field": field, "is_many": is_many, "is_live": True}
    return render_to_string("taxonomy/choices.html", context)
