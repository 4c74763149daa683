"""People and texts in the admin. A person's page shows everything about her; what it changes goes
through actions, so that it is in the trail."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careerlink.accounts import actions, registry
from careerlink.accounts.forms import NoteForm, SuspendForm
from careerlink.accounts.models import LegalText, User
from careerlink.accounts.queries import erasures_asked
from careerlink.audit import trail
from careerlink.audit.shown import ShowsContacts
from careerlink.web import clock
from careerlink.web.admin import LongList


class AsksFilter(admin.SimpleListFilter):
    """Those who asked the moderators for something."""

    title = gettext_lazy("what they ask for")
    parameter_name = "asks"

    def lookups(self, request, model_admin):
        return [("erasure", _("To be erased"))]

    def queryset(self, request, queryset):
        return queryset.filter(pk__in=erasures_asked().values("about_id")) if self.value() else queryset


@admin.register(User)
class UserAdmin(ShowsContacts, LongList):
    """People: to look up, suspend, let in again and erase. Nobody is added or deleted here."""

    list_display = ["email", "name", "joined_at", "last_login", "suspended_until", "is_staff"]
    list_filter = [AsksFilter, "is_staff", "is_active"]
    search_fields = ["email", "name", "emailaddress__email"]
    ordering = ["-joined_at"]
    fields = ["email", "name", "zone", "is_active", "is_staff", "is_superuser", "groups", "suspended_until"]
    readonly_fields = ["email", "zone", "is_active", "suspended_until"]
    change_form_template = "admin/accounts/user/change_form.html"
    in_lists = True

    def people_behind(self, thing):
        return [thing.pk]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff

    has_module_permission = has_view_permission

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        trail.record(obj, "changed", by=request.user, person=obj.pk, fields=form.changed_data)

    def get_urls(self):
        ways = [("suspend", self.suspend), ("lift", self.lift), ("erase", self.erase)]
        return [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"accounts_user_{name}")
            for name, view in ways
        ] + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        person = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if person is not None:
            context["person"] = person
            context["panels"] = [(label, list(lines(person))) for label, lines in registry.panels.items()]
        return super().change_view(request, object_id, form_url, context)

    def suspend(self, request, pk):
        """Keep a person out until a moment, with a reason that she is told."""
        person = self._person(request, pk)
        form = SuspendForm(_sent(request))

        def act(**data):
            actions.suspend_person(person, by=request.user, **data)

        happens = [_("The person is out at the next click."), _("One mail leaves: until when, why, and whom to write.")]
        return self._ask(request, person, form, act, _("Suspend"), happens)

    def lift(self, request, pk):
        """Let a suspended person in again."""
        person = self._person(request, pk)

        def act(**data):
            actions.lift_suspension(person, by=request.user, **data)

        happens = [_("The person can log in at once."), _("One mail leaves and says so.")]
        return self._ask(request, person, NoteForm(_sent(request)), act, _("Let in again"), happens)

    def erase(self, request, pk):
        """Erase what all rooms hold about a person."""
        if not request.user.is_superuser:
            raise PermissionDenied
        person = self._person(request, pk)

        def act(**_data):
            actions.erase_person(person, by=request.user)

        happens = [
            _("Name, addresses, mails, profile and notes are erased. It cannot be undone."),
            _("Figures and the trail without free text remain."),
        ]
        return self._ask(request, person, NoteForm(_sent(request)), act, _("Erase"), happens)

    def _person(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        person = self.get_object(request, pk)
        if person is None:
            raise Http404
        return person

    def _ask(self, request, person, form, act, label, happens):
        """Show the form; when it is sent and right, act and go back to the person's page."""
        back = reverse("admin:accounts_user_change", args=[person.pk])
        if request.method == "POST" and form.is_valid():
            try:
                act(**form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Done: %(what)s.") % {"what": label})
                return redirect(back)
        context = {**self.admin_site.each_context(request), "title": f"{label}: {person}", "form": form}
        context |= {"label": label, "happens": happens, "back": back, "opts": self.opts}
        return render(request, "admin/accounts/user/ask.html", context, status=422 if form.errors else 200)


def _sent(request):
    """What a form was sent with, None while it is only shown."""
    return request.POST if request.method == "POST" else None


@admin.register(LegalText)
class LegalTextAdmin(admin.ModelAdmin):
    """Texts that people agree to. A version that is in force never changes: add the next one."""

    list_display = ["slug", "version", "in_force_from"]
    fields = ["slug", "version", "in_force_from", "body"]

    def has_change_permission(self, request, obj=None):
        is_to_come = obj is None or obj.in_force_from > clock.now()
        return is_to_come and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return obj is not None and self.has_change_permission(request, obj)
