"""Offers, as somebody decides on them from her desk mail, without logging in."""

from django.shortcuts import redirect, render

from partners.permissions import offers as doors
from partners.queries import offers as queries
from partners.views.answers import add_forms, rows_of, take_answers


def decide(request, link):
    """Behind the link in the desk mail: GET shows and marks nothing, POST answers. It serves one person while she
    decides there; whoever else is logged in is led to her own page.
    """
    member = doors.get_decider_behind(link.about)
    host, person = member.host, member.user
    if request.user.is_authenticated and request.user != person:
        return redirect("offers", host.slug)
    again = take_answers(request, host, by=person) if request.method == "POST" else None
    if request.method == "POST" and again is None:
        return redirect(request.path)
    if again:
        rows = rows_of(again[0], host, again[1])
    else:
        waiting = [offer for offer in queries.undecided(host) if not queries.is_set_aside(offer)]
        rows = rows_of(waiting, host)
        add_forms(rows)
    context = {
        "host": host,
        "person": person,
        "rows": rows,
        "ended": queries.ended_since(host, link.made_at),
        "expires_at": link.expires_at,
    }
    return render(request, "partners/offers/decide_mail.html", context, status=422 if again else 200)
