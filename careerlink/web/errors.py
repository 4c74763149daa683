"""Pages for what goes wrong, in the style of all others and without touching the database."""

from django.shortcuts import render


def unavailable(request, exception=None):
    return render(request, "errors/503.html", status=503)
