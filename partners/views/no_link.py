"""A request that is not for a writer, said by the link in her mail, without logging in."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from partners.actions.asking import take_back, turn_down
from partners.forms.asking import NotForMeForm
from partners.permissions.needs import get_need_behind
from partners.queries.lessons import said_of
from partners.views.desks import posted


def not_for_me(request, link):
    """GET asks and changes nothing; POST keeps why, or takes it back. It serves one person: whoever else is logged
    in is led to her own page. A request that is over has nothing to answer.
    """
    need, writer = get_need_behind(link.about, request.GET.get("request", ""))
    if request.user.is_authenticated and request.user != writer.user:
        return redirect("start")
    if need is None:
        return render(request, "partners/needs/not_for_me_over.html", status=410)
    form = NotForMeForm(posted(request))
    if request.POST.get("answer") == "back":
        take_back(need, writer, by=writer.user)
        return redirect(request.get_full_path())
    if request.method == "POST" and form.is_valid():
        try:
            turn_down(need, writer, because=form.cleaned_data["because"], by=writer.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(request.get_full_path())
    context = {"need": need, "host": need.host, "form": form, "said": said_of(need, writer.pk)}
    return render(request, "partners/needs/not_for_me_link.html", context, status=422 if form.errors else 200)
