"""Pages for what goes wrong, in the style of all others and without touching the database."""

from django.shortcuts import render


def unavailable(request, exception=None):
    return render(request, "errors/503.html", status=503)


def bad_request(request, exception=None):
    return render(request, "errors/400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "errors/403.html", status=403)


def not_found(request, exception=None):
    return render(request, "errors/404.html", status=404)


def broken(request):
    return render(request, "errors/500.html", status=500)
