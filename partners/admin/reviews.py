"""What the moderators' pages have in common: queues in the order of their clocks, and decisions as forms."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, Model, URLField
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web import clock
from careerlink.web.admin import ReadOnlyAdmin
from careerlink.web.templatetags.web import when
from partners.actions import reviews as actions

MOST_ENTRIES = 50
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Decision:
    """One thing that a moderator can decide: an event of the machine, its action and its form.

    `happens` are the sentences about what follows; `main` decisions stand on the page itself.
    """

    event: str
    label: str
    act: Callable
    form: type[forms.Form]
    happens: tuple[str, ...]
    main: bool = False
    options: dict = field(default_factory=dict)


class ReviewAdmin(ReadOnlyAdmin):
    """A queue of things to decide on, the most urgent first, and a page to decide on each."""

    decisions: tuple[Decision, ...] = ()
    bulk: tuple[str, ...] = ()  # events that may be decided for several at once
    change_form_template = "admin/partners/review.html"
    list_filter = ["state"]
    actions_on_top = True

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_ordering(self, request):
        """Those told of a delay first, then by the day that people were told."""
        return [F("delay_told_at").asc(nulls_last=True), F("answer_by").asc(nulls_last=True), "id"]

    @admin.display(description=gettext_lazy("waits since"), ordering="submitted_at")
    def waits_since(self, thing):
        return when(thing.submitted_at)

    @admin.display(description=gettext_lazy("answer by"), ordering="answer_by")
    def answer_due(self, thing):
        if thing.answer_by is None or thing.state != "submitted":
            return ""
        if thing.delay_told_at or thing.answer_by < clock.now():
            return format_html("<strong>{}</strong> {}", _("Late:"), when(thing.answer_by))
        return when(thing.answer_by)

    # --- What the page beside the decision says --------------------------------------------------------

    def facts(self, thing) -> list[tuple[str, str, str]]:
        """Lines of (label, value, address) to look at before deciding."""
        return []

    def recipients(self, things: list[Model]) -> int:
        """How many mails leave when all of these are decided."""
        return len(things)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        thing = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if thing is not None:
            context |= {
                "thing": thing,
                "facts": self.facts(thing),
                "ways": [
                    {
                        "decision": one,
                        "url": self._url(thing, one.event),
                        "form": self._form(one, thing) if one.main else None,
                    }
                    for one in self.decisions
                    if thing.may_move(one.event)
                ],
                "entries": self._entries(thing),
                "is_late": thing.state == "submitted" and bool(thing.answer_by) and thing.answer_by < clock.now(),
            }
        return super().change_view(request, object_id, form_url, context)

    def _entries(self, thing) -> list[dict]:
        entries = list(trail.entries_about(thing)[:MOST_ENTRIES])
        people = User.objects.in_bulk([entry.by for entry in entries if entry.by])
        return [
            {
                "when": when(entry.at),
                "event": entry.event,
                "after": entry.after,
                "by": str(people.get(entry.by, _("somebody"))) if entry.by else _("the clock"),
                "reason": entry.reason,
                "note": entry.note.text if hasattr(entry, "note") else "",
            }
            for entry in entries
        ]

    # --- Deciding ------------------------------------------------------------------------------------------

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_decide"
        way = path("<int:pk>/decide/<slug:event>/", self.admin_site.admin_view(self.decide), name=name)
        return [way, *super().get_urls()]

    def decide(self, request, pk, event):
        """Show the form of one decision; when it is sent and right, decide and go back to the queue."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        thing = self.get_object(request, pk)
        decision = next((one for one in self.decisions if one.event == event), None)
        if thing is None or decision is None:
            raise Http404
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[thing.pk])
        if not thing.may_move(event):
            messages.warning(request, _("Somebody has decided that in the meantime."))
            return redirect(back)
        form = self._form(decision, thing, request.POST if request.method == "POST" else None)
        if form.is_valid() and self._act(request, decision, thing, form):
            return redirect(self._queue())
        if request.method == "POST" and not form.errors:
            return redirect(back)
        context = self._context(request, decision, form) | {
            "title": f"{decision.label}: {thing}", "back": back, "mails": self.recipients([thing]),
        }  # fmt: skip
        return render(request, "admin/partners/decide.html", context, status=422 if form.errors else 200)

    def _act(self, request, decision, thing, form) -> bool:
        """Whether it was decided; words of refusal go to the form or, when it is too late, to the page."""
        try:
            decision.act(thing, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return False
        except (Stale, NoSuchMove):
            messages.warning(request, _("Somebody has decided that in the meantime."))
            return False
        mails = self.recipients([thing])
        sent = ngettext("%(n)s mail leaves.", "%(n)s mails leave.", mails) % {"n": mails}
        messages.success(request, f"{thing}: {thing.get_state_display()}. {sent}")
        return True

    def _form(self, decision, thing=None, data=None):
        return decision.form(data, initial=self.initial(decision, thing) if thing else None, **decision.options)

    def initial(self, decision: Decision, thing) -> dict:
        """What the form of a decision starts with."""
        return {}

    def _context(self, request, decision, form):
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "decision": decision,
            "form": form,
            "back": self._queue(),
        }

    def _url(self, thing, event):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_decide", args=[thing.pk, event])

    def _queue(self):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist") + "?state__exact=submitted"

    # --- Several at once -----------------------------------------------------------------------------------

    def get_actions(self, request):
        found = super().get_actions(request)
        for one in self.decisions:
            if one.event in self.bulk:
                name = f"{one.event}_selected"
                found[name] = (self._bulk_action(one), name, one.label)
        return found

    def _bulk_action(self, decision):
        def decide_several(_admin, request, chosen):
            return self.decide_several(request, chosen, decision)

        return decide_several

    def decide_several(self, request, chosen, decision):
        """Ask once more, with the number of mails; then decide each on its own."""
        may = [thing for thing in chosen[: MOST_AT_ONCE + 1] if thing.may_move(decision.event)][:MOST_AT_ONCE]
        if not may:
            messages.warning(request, _("Nothing among these waits for that decision."))
            return None
        form = self._form(decision, data=request.POST if "confirmed" in request.POST else None)
        if form.is_valid():
            done = sum(self._decide_quietly(request, decision, thing, form) for thing in may)
            words = ngettext("%(n)s decided: %(what)s.", "%(n)s decided: %(what)s.", done)
            messages.success(request, words % {"n": done, "what": decision.label})
            if done < len(may):
                messages.warning(
                    request, _("The others were decided in the meantime, or somebody else has to say yes.")
                )
            return HttpResponseRedirect(request.get_full_path())
        mails = self.recipients(may)
        context = self._context(request, decision, form) | {
            "title": ngettext("%(what)s: %(n)s", "%(what)s: %(n)s", len(may)) % {"what": decision.label, "n": len(may)},
            "things": may,
            "mails": mails,
            "action": f"{decision.event}_selected",
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/partners/decide.html", context, status=status)

    def _decide_quietly(self, request, decision, thing, form) -> bool:
        try:
            decision.act(thing, by=request.user, **form.cleaned_data)
        except (Stale, NoSuchMove, ValidationError):
            return False
        return True


class CorrectableAdmin(ReviewAdmin):
    """The same, where a moderator may put plain facts right as well."""

    def has_change_permission(self, request, obj=None):
        """Plain facts may be put right; everything else is decided."""
        return self.has_view_permission(request)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if form.changed_data:
            actions.correct(obj, by=request.user, fields=form.changed_data)
