"""A private link once more, for whoever knows the address."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partners.views.desks import posted
from referrals.actions import status as actions
from referrals.forms.status import AgainForm
from referrals.views.limits import may_ask


@require_http_methods(["GET", "POST"])
@login_not_required
def link_again(request):
    """Mail the link to what goes on at an address; the answer is the same whether anything does."""
    form = AgainForm(posted(request))
    if request.method == "POST" and form.is_valid() and not may_ask(request, "link"):
        form.add_error(None, _("That was often. Please wait an hour, then ask once more."))
    is_done = request.method == "POST" and form.is_valid()
    if is_done:
        actions.send_links(form.cleaned_data["email"])
    context = {"form": form, "is_done": is_done}
    return render(request, "referrals/visit/again.html", context, status=422 if form.errors else 200)
