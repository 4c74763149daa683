"""What waits for the moderators, and what they see about one person."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Min, Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careerlink.accounts.models import User
from careerlink.accounts.queues import QueueFacts
from careerlink.accounts.registry import Fact
from careerlink.taxonomy.models import Institution
from careerlink.web.templatetags.web import day
from partners.models import ClassRequest, Credential, Host, Member, Offer, Report, Writer
from partners.queries.campus import is_under, requests_for_moderators

MOST_FACTS = 20


def _facts(table: type[Model], title: str | Promise):
    def facts(now: datetime) -> QueueFacts:
        waiting = table.objects.filter(state="submitted")
        found = waiting.aggregate(n=Count("pk"), oldest=Min("submitted_at"), due=Min("answer_by"))
        url = reverse(f"admin:{table._meta.app_label}_{table._meta.model_name}_changelist")
        return QueueFacts(str(title), found["n"], found["oldest"], found["due"], f"{url}?state__exact=submitted")

    return facts


def _classes(now: datetime) -> QueueFacts:
    """Stand-ins without a yes that a moderator was alarmed about; each ends by itself 12 hours before class."""
    alarmed = ClassRequest.objects.filter(state=ClassRequest.State.WAITING_FOR_APPROVAL).exclude(alarmed_at=None)
    found = alarmed.aggregate(n=Count("pk"), oldest=Min("made_at"), due=Min("due_at"))
    url = reverse("admin:partners_classrequest_changelist") + "?state__exact=waiting_for_approval"
    return QueueFacts(_("Stand-ins that wait for a yes"), found["n"], found["oldest"], found["due"], url)


def _requests(now: datetime) -> QueueFacts:
    """Requests of groups that a moderator may say yes to."""
    found = requests_for_moderators().aggregate(n=Count("pk"), oldest=Min("asked_at"), due=Min("answer_by"))
    url = reverse("admin:partners_need_changelist")
    title = _("Requests of groups that wait for a yes")
    return QueueFacts(title, found["n"], found["oldest"], found["due"], f"{url}?state__exact=waiting")


QUEUES = {
    "hosts": _facts(Host, gettext_lazy("Offices, professors and groups to approve")),
    "requests": _requests,
    "writers": _facts(Writer, gettext_lazy("Writers to approve")),
    "credentials": _facts(Credential, gettext_lazy("Credentials to check")),
    "reports": _facts(Report, gettext_lazy("Reports to answer")),
    "classes": _classes,
}


def domain_hint(host: Host, addresses: Iterable[str] | None = None) -> str:
    """What the confirmed addresses of a host's people say about the college: a hint, never proof. One query, none
    when they are given.
    """
    college: Institution = host.institution
    if not college.email_domain:
        return _("The list of colleges has no mail domain for this one.")
    if addresses is None:
        people = User.objects.filter(memberships__host=host, memberships__ended_at=None, emailaddress__verified=True)
        addresses = people.values_list("emailaddress__email", flat=True)
    own = sorted({address.rpartition("@")[2].lower() for address in addresses if is_under(address, college)})
    if not own:
        return _("No confirmed address is under %(domain)s.") % {"domain": college.email_domain}
    words = _("A confirmed address is under %(domain)s.") % {"domain": own[0]}
    if college.domain_shared_by > 1:
        words += " " + _("%(n)s colleges share this domain.") % {"n": college.domain_shared_by}
    return words


def about_writer(user: User) -> list[Fact]:
    """How she stands as a writer and what she holds, for the moderators' page about one person."""
    writer = Writer.objects.filter(user=user).first()
    if writer is None:
        return []
    url = reverse("admin:partners_writer_change", args=[writer.pk])
    found = [
        Fact(_("Profile"), f"{writer.name}, {writer.get_state_display()}", url),
        Fact(_("Their page"), writer.slug, writer.get_absolute_url()),
        Fact(_("Since"), day(writer.made_at)),
        Fact(_("Credential holds until"), _until(writer)),
        Fact(_("Works with"), str(writer.partnerships.count())),
    ]
    for credential in Credential.objects.filter(writer=writer)[:MOST_FACTS]:
        words = f"{credential.name}, {credential.issuer} {credential.number}: {credential.get_state_display()}"
        found.append(Fact(_("Credential"), words, reverse("admin:partners_credential_change", args=[credential.pk])))
    return found


def _until(writer: Writer) -> str:
    if not writer.is_verified:
        return _("no")
    return _("without an end") if writer.verified_until == date.max else day(writer.verified_until)


def about_offers(user: User) -> list[Fact]:
    """What she offered and how it stands, by state; no words of hers, nothing of the offices'."""
    from_her = Offer.objects.filter(writer__user=user).order_by().values("state").annotate(n=Count("pk"))
    return [Fact(_("Offers"), f"{Offer.State(row['state']).label}: {row['n']}") for row in from_her]


def about_reports(user: User) -> list[Fact]:
    """Reports about her, about the hosts that she manages, and by her."""
    hosts = Member.objects.filter(user=user, ended_at=None).values("host")
    kinds = [
        (_("Report about them"), Report.objects.filter(writer__user=user)),
        (_("Report about their office or group"), Report.objects.filter(host__in=hosts)),
        (_("Report by them"), Report.objects.filter(by=user)),
    ]
    return [
        Fact(
            label,
            f"{report.get_about_display()}, {day(report.submitted_at)}: {report.get_state_display()}",
            reverse("admin:partners_report_change", args=[report.pk]),
        )
        for label, reports in kinds
        for report in reports.order_by("-id")[:MOST_FACTS]
    ]


PANELS = {"Writer": about_writer, "Offers": about_offers, "Reports": about_reports}
