"""Hosts for the moderators: is it really the office of that college?"""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careerlink.audit.shown import ShowsContacts
from careerlink.taxonomy.models import Institution
from careerlink.web.admin import ReadOnlyAdmin
from careerlink.web.templatetags.web import when
from partners.actions import reviews as actions
from partners.admin.reviews import CorrectableAdmin, Decision
from partners.forms.reviews import ApproveHostForm, NoteForm, ReasonForm, SuspendForm
from partners.models import Host, Member
from partners.models.reasons import HostRefusal
from partners.queries.hosts import managers_of
from partners.queries.offers import answer_habit, answer_words
from partners.queries.reviews import domain_hint


@admin.register(Host)
class HostAdmin(ShowsContacts, CorrectableAdmin):
    """The queue of offices, professors and groups, with a checklist beside each."""

    list_display = ["name", "institution", "kind", "state", "waits_since", "answer_due"]
    list_filter = ["state", "kind"]
    list_select_related = ["institution"]
    search_fields = ["name", "slug", "institution__name", "email"]
    fields = [
        "name",
        "institution",
        "kind",
        "email",
        "phone",
        "website",
        "state",
        "suspended_until",
        "leaves_at",
        "submitted_at",
    ]
    raw_id_fields = ["institution"]
    readonly_fields = ["kind", "state", "suspended_until", "leaves_at", "submitted_at"]
    bulk = ("approve", "refuse")
    decisions = (
        Decision(
            "approve",
            gettext_lazy("Approve"),
            actions.approve_host,
            ApproveHostForm,
            (gettext_lazy("It can look for writers, publish requests and answer offers at once."),),
            main=True,
        ),
        Decision(
            "refuse",
            gettext_lazy("Refuse"),
            actions.refuse_host,
            ReasonForm,
            (gettext_lazy("The mail says the reason and that they can put it right and ask again."),),
            options={"reasons": HostRefusal},
        ),
        Decision(
            "suspend",
            gettext_lazy("Suspend"),
            actions.suspend_host,
            SuspendForm,
            (gettext_lazy("From the next click on nobody of it can contact writers. It ends by itself."),),
        ),
        Decision(
            "lift",
            gettext_lazy("Let take part again"),
            actions.lift_host,
            NoteForm,
            (gettext_lazy("Everything is open to its people again at once."),),
        ),
    )

    def recipients(self, things):
        return sum(len(managers_of(host)) for host in things)

    def people_behind(self, thing):
        return thing.members.filter(ended_at=None).values_list("user", flat=True)

    def facts(self, host):
        college = host.institution
        site = college.website if "://" in college.website else f"https://{college.website}"
        found = [
            (_("College"), f"{college.name}, {college.city}, {college.state}", site if college.website else ""),
            (_("Addresses"), domain_hint(host), ""),
            (_("Its web page"), host.website or _("not given"), host.website),
            (_("Published telephone number"), host.phone or _("not given"), ""),
            (_("Office e-mail"), host.email or _("not given"), ""),
            (_("Answers to offers"), answer_words(answer_habit(host)), ""),
        ]
        for check in host.checks.select_related("by"):
            words = _("%(who)s, %(when)s") % {"who": check.by, "when": when(check.at)}
            found.append((check.get_what_display(), words, ""))
        for member in Member.objects.filter(host=host, ended_at=None).select_related("user"):
            words = f"{member.user} <{member.user.email}>, {member.get_role_display()}"
            found.append((_("Person"), words, reverse("admin:accounts_user_change", args=[member.user_id])))
        return [*found, (_("Their page"), host.slug, reverse("host_page", args=[host.slug]))]


@admin.register(Member)
class MemberAdmin(ReadOnlyAdmin):
    """Who is in which host."""

    list_display = ["user", "host", "role", "since", "ended_at"]
    list_select_related = ["user", "host__institution"]
    list_filter = ["role"]
    search_fields = ["user__email", "user__name", "host__name"]
    fields = ["user", "host", "role", "title", "since", "ended_at"]


@admin.register(Institution)
class InstitutionAdmin(ReadOnlyAdmin):
    """The list of real colleges, to look one up."""

    list_display = ["name", "city", "state", "email_domain", "unitid"]
    list_filter = ["state"]
    search_fields = ["name", "aliases", "city", "email_domain"]
    ordering = ["name"]
