"""Steps of an alumnus that are asked once more: each is a page of its own behind the same private link."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from careerlink.audit.machines import NoSuchMove, Stale
from partners.views.desks import posted
from referrals.actions import consent, details, status
from referrals.actions.erasing import erase_alumnus
from referrals.forms.details import DetailsForm
from referrals.models import Referral
from referrals.queries.outcomes import reopens_until
from referrals.queries.status import legs_of
from referrals.views.privacy import show_data
from referrals.views.problems import report_page


class Step(NamedTuple):
    """What the page asks, what happens then, and the action that makes it happen."""

    title: str
    text: str
    happens: list[str]
    label: str
    act: Callable[[Referral], None]
    is_danger: bool = False


def step_page(request, referral: Referral, *, only: Collection[str] | None = None):
    """The page of the step that the address names, or what comes after its button; None when it names none, or none
    of those that alone are left.
    """
    name = request.GET.get("step", "")
    if only is not None and name not in only:
        return None
    if name == "report":
        return report_page(request, referral.host, [leg.writer for leg in legs_of(referral)], behind=referral.key)
    if name == "data":
        return show_data(request, referral.alumnus, back=request.path, file="?step=data&format=json", is_own=True)
    if name == "details" and referral.state in details.MAY_SAY:
        return _details_page(request, referral)
    step = _steps(referral).get(name)
    if step is None:
        return None
    if request.method == "POST":
        return _carry_out(request, referral, name, step)
    context = {"referral": referral, "host": referral.host, "step": step, "back": request.path}
    return render(request, "referrals/visit/step.html", context)


def _carry_out(request, referral: Referral, name: str, step: Step):
    """Do what the button says; then she is back on her page."""
    try:
        step.act(referral)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except (Stale, NoSuchMove):
        messages.info(request, _("It had moved on in the meantime. Here is how it stands."))
    else:
        if name == "erase":  # the link is gone with all else
            return render(request, "referrals/visit/erased.html", {"host": referral.host})
    return redirect(request.path)


def _steps(referral: Referral) -> dict[str, Step]:
    """Those that may be made now."""
    names = {"office": referral.host.name}
    no_more = _("Nothing more about it is mailed to this address.")
    found = {
        "not_me": Step(
            _("Was this not meant for you?"),
            _("Then somebody gave us a wrong address. We are sorry."),
            [
                _("The request ends, and no writer sees anything."),
                no_more,
                _("%(office)s is told, and corrects it.") % names,
            ],
            _("This was not meant for me"),
            status.say_not_me,
        )
    }
    if referral.may_move("refuse"):
        found["refuse"] = Step(
            _("No, thank you?"),
            _("That is fine, and you need not say why."),
            [_("Nobody is asked, and nobody sees anything."), no_more],
            _("No, thank you"),
            consent.refuse_consent,
        )
    if referral.may_move("revoke") and referral.consented_at is not None:
        found["revoke"] = Step(
            _("Take your consent back?"),
            _("You can do that at any time, and you need not say why."),
            [
                _("From now on no writer sees anything about you here. Who is being asked is told that it is over."),
                _("What a writer has learned by now we cannot take out of their memory; they promised to delete it."),
                _("%(office)s sees that it has ended.") % names,
            ],
            _("Take my consent back"),
            status.revoke,
            is_danger=True,
        )
    if referral.has_consent:
        found["stop"] = Step(
            _("Do you not need it any more?"),
            _("Then we end it here."),
            [
                _("Who is being asked or helping you is told that it is done."),
                _("You can open it again within 30 days."),
            ],
            _("I do not need it any more"),
            status.stop,
        )
    if referral.state == Referral.State.WITH_WRITER and referral.accepted_at is None:
        found["another"] = Step(
            _("Would you rather have somebody else asked?"),
            _("That is fine, and you need not say why."),
            [
                _("The writer who is asked now is told that it is no longer needed."),
                _("If you ticked it, your next choice is asked at once; otherwise you choose again."),
            ],
            _("Ask somebody else"),
            status.ask_somebody_else,
        )
    if reopens_until(referral):
        found["reopen"] = Step(
            _("Open it again?"),
            _("Then you choose once more whom we ask."),
            [_("What you agreed to counts again. Nobody is asked before you have chosen.")],
            _("Open it again"),
            _reopen,
        )
    found["erase"] = Step(
        _("Erase everything about you?"),
        _("We delete it at once, here and in copies that come back. This cannot be taken back."),
        [
            _("A request that is open ends, and no writer sees anything any more."),
            _("%(office)s loses your name, your addresses and your words, and no list brings them back.") % names,
            _("That somebody asked, and what came of it, stays as a figure without a name."),
        ],
        _("Erase everything"),
        _erase,
        is_danger=True,
    )
    found["new_link"] = Step(
        _("Make a new link?"),
        _("Do this when somebody else may have seen your link."),
        [_("This link stops working at once."), _("A new one goes to your e-mail address.")],
        _("Make a new link"),
        status.replace_link,
    )
    return found


def _erase(referral: Referral) -> None:
    erase_alumnus(referral.alumnus, by=None)


def _reopen(referral: Referral) -> None:
    consent.reopen(referral, by=None)


def _details_page(request, referral: Referral):
    """What she looks for; then she is back where she came from, with a list that was drawn for it."""
    form = DetailsForm(posted(request), referral=referral)
    if request.method == "POST" and form.is_valid():
        try:
            details.say_more(referral, **form.facts)
        except Stale:
            messages.info(request, _("It had moved on in the meantime. Here is how it stands."))
        return redirect(request.path)
    context = {"referral": referral, "host": referral.host, "form": form, "back": request.path}
    return render(request, "referrals/visit/details.html", context, status=422 if form.errors else 200)
