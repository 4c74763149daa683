"""Reports for the moderators."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.actions import reports as actions
from partners.admin.reviews import Decision, ReviewAdmin
from partners.forms.reviews import ReasonForm
from partners.models import Report
from partners.models.reasons import ReportDismissed, ReportUpheld


@admin.register(Report)
class ReportAdmin(ReviewAdmin):
    """The queue of reports, urgent ones marked."""

    list_display = ["what", "whom", "state", "waits_since", "answer_due"]
    list_filter = ["state", "is_urgent", "about"]
    list_select_related = ["host__institution", "writer"]
    search_fields = ["host__name", "writer__name"]
    fields = ["about", "text", "is_urgent", "state", "submitted_at"]
    decisions = (
        Decision(
            "uphold",
            gettext_lazy("Settle: something was done"),
            actions.uphold_report,
            ReasonForm,
            (gettext_lazy("Only whoever reported it gets a mail. To suspend somebody, open their page first."),),
            options={"reasons": ReportUpheld},
        ),
        Decision(
            "dismiss",
            gettext_lazy("Settle: nothing to do"),
            actions.dismiss_report,
            ReasonForm,
            (gettext_lazy("Only whoever reported it gets a mail."),),
            options={"reasons": ReportDismissed},
        ),
    )

    @admin.display(description=gettext_lazy("what"), ordering="about")
    def what(self, report):
        words = report.get_about_display()
        return format_html("<strong>{}</strong> {}", _("Urgent:"), words) if report.is_urgent else words

    @admin.display(description=gettext_lazy("about"))
    def whom(self, report):
        return str(report.host or report.writer)

    def recipients(self, things):
        return sum(report.by_id is not None for report in things)

    def facts(self, report):
        about = "host" if report.host_id else "writer"
        whom = report.host or report.writer
        found = [(_("About"), str(whom), reverse(f"admin:partners_{about}_change", args=[whom.pk]))]
        if report.by_id:
            url = reverse("admin:accounts_user_change", args=[report.by_id])
            found.append((_("Reported by"), f"{report.by} <{report.by.email}>", url))
        others = Report.objects.filter(host=report.host, writer=report.writer).exclude(pk=report.pk)
        for other in others.order_by("-id")[:10]:
            words = f"{other.get_about_display()}: {other.get_state_display()}"
            found.append((_("Another report"), words, reverse("admin:partners_report_change", args=[other.pk])))
        return found
