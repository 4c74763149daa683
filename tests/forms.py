"""Every form of every page, got as somebody who may and posted with anything."""

from urllib.parse import urljoin, urlsplit

from django.core.cache import cache
from django.db import transaction
from django.urls import resolve

from tests.pages import PAGES
from tests.reading import finish, forms_of


def attempt(client, method, address, *args, **more):
    """The status of the answer, or what broke."""
    try:
        response = getattr(client, method)(address, *args, **more)
        finish(response)
    except Exception as error:  # what would be a 500
        return f"{type(error).__name__}: {error}"[:200], None
    return response.status_code, response


def broken(status) -> bool:
    return not isinstance(status, int) or status >= 500


def post_forms(client, address):
    """The forms of a page that change something, each with the address that it goes to."""
    status, response = attempt(client, "get", address)
    if status != 200 or not response.headers["Content-Type"].startswith("text/html"):
        return []
    found = [(urljoin(address, form.action), form) for form in forms_of(response) if form.method == "post"]
    return [(target, form) for target, form in found if not target.startswith("/accounts/logout")]


def each_form(world, visitors):
    """Every form that changes something, of every page, as somebody who may: (client, address, form).

    Of those that lead to the same view with the same fields (one for each row of a list) one. What lies behind a
    mailed link differs by the link.
    """
    seen = set()
    for page in PAGES:
        people = [page.who, *sorted(page.may)][:2] if page.who == "stranger" else [page.who]
        for who in people:
            client = visitors(who)
            for target, form in post_forms(client, page.address(world)):
                view = resolve(urlsplit(target).path).url_name
                known = (who, target if view == "go" else view, tuple(form.values), tuple(form.choices))
                if known not in seen:
                    seen.add(known)
                    yield client, target, form


def send(client, target, data):
    """Post, and take back what it changed."""
    cache.clear()
    with transaction.atomic():
        status, response = attempt(client, "post", target, data)
        transaction.set_rollback(True)
    return status, response
