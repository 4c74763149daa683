"""What holds at one host, for its counsel: its own limits, those of its college, and the texts in force. Nobody of
its people is named.
"""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from careerlink.accounts.models import LegalText
from careerlink.accounts.queries import texts_in_force
from careerlink.dashboard.trust import days, rules
from careerlink.web import clock
from careerlink.web.templatetags.web import day
from partners import clocks
from partners.models import Closure, Host
from partners.queries import campus
from partners.queries.hosts import zone_name


def facts(host: Host) -> dict:
    """Everything on the page. At most four queries."""
    today = clock.today(host.zone)
    closures = [closure for closure in host.closures.all() if closure.ends_on >= today]
    return {
        "today": today,
        "rules": rules(),
        "limits": limits(host, closures, today),
        "campus": campus_lines(host),
        "contacts": contacts(host),
        "texts": [(text, _url(text)) for text in texts_in_force().values()],
    }


def _url(text: LegalText) -> str:
    """Where everybody reads a text."""
    return reverse("terms") if text.slug == LegalText.Slug.TERMS else f"{reverse('trust')}#{text.slug}"


def limits(host: Host, closures: list[Closure], today: date) -> list[tuple[str, str]]:
    """How long things take here and how much is looked at at once, as (what, how long)."""
    first, second = clocks.OFFER_REMINDERS
    rows = [
        (_("Offers looked at at once"), _("%(n)s; more wait in line") % {"n": host.attention_budget}),
        (
            _("An offer waits for an answer"),
            _("%(days)s; reminders from days %(first)s and %(second)s on; then it ends without blame")
            % {"days": days(clocks.OFFER_ANSWER), "first": first, "second": second},
        ),
        (_("An offer waits in line"), days(clocks.OFFER_QUEUED)),
        (_("“Later” sets an offer aside for"), days(clocks.OFFER_LATER)),
        (_("Closed days stop these clocks"), _("for at most %(days)s") % {"days": days(clocks.CLOSURE_CAP)}),
        (_("Closed days to come"), "; ".join(_span(closure) for closure in closures) or _("none")),
        (_("Time zone"), zone_name(host.zone)),
    ]
    if host.no_capacity_until and host.no_capacity_until >= today:
        rows.insert(1, (_("No capacity for new offers"), _("until %(day)s") % {"day": day(host.no_capacity_until)}))
    return rows


def _span(closure: Closure) -> str:
    """The days of a closure; what it is for is not everybody's business."""
    first, last = day(closure.starts_on), day(closure.ends_on)
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def campus_lines(host: Host) -> list[tuple[str, str]]:
    """What the college asks of its professors and student groups, and this group of itself, as (what, rule)."""
    ruled = campus.rules_of(host.institution_id)
    group = campus.group_of(host)
    lead = campus.lead_days(ruled, group)
    is_kept_quiet = campus.no_contact_before_yes(ruled, group)
    return [
        (_("Professors and student groups"), ruled.get_acting_display()),
        (_("Who says yes where a yes is needed"), ruled.get_approver_display()),
        (_("A request comes ahead by at least"), days(lead) if lead else _("no set time")),
        (
            _("A word to the speaker before the yes"),
            _("none leaves") if is_kept_quiet else _("allowed"),
        ),
    ]


def contacts(host: Host) -> list[tuple[str, str]]:
    """How contact details are handled here, as (whose, how)."""
    through = (
        _("the group's mailbox, relayed by CareerLink, or its adviser; no student's name, address or number")
        if host.kind == Host.HostKind.STUDENT_ORGANIZATION
        else _("shown to a writer from the day both agreed to work together, while both take part")
    )
    return [
        (_("Of the people here"), through),
        (_("Of writers"), _("shown here from the day both agreed to work together, while both take part")),
        (_("Of students and alumni"), _("never shown to a writer by CareerLink")),
        (_("Each look"), _("is on record with who, when and why; the person reads it on their account page")),
        (
            _("Of contacts whom writers introduce"),
            _("shown only after the office and the contact have both said yes"),
        ),
    ]
