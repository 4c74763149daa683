"""What the mail about the end of an offer says comes next: where it is now, may it go on, who asks elsewhere."""

from django.urls import reverse
from django.utils.translation import gettext as _

from careerlink.outbox.letters import absolute
from careerlink.web.templatetags.web import day
from partners.models import Offer
from partners.permissions.offers import may_take_further
from partners.queries.doors import elsewhere
from partners.queries.offers import place_in_line


def what_now(offer: Offer, zone: str) -> dict:
    """The part of a letter to the writer below its first sentences: `also`, `rows` and buttons."""
    see = (_("See your offer"), absolute(offer.get_absolute_url()))
    child = offer.children.select_related("host", "need").order_by("id").first()
    if child:
        return {"also": _where_now(child, zone), "button": (see[0], absolute(child.get_absolute_url()))}
    if may_take_further(offer.writer.user, offer):
        asked = _("Professors or student groups of %(college)s ask for the same. Shall we offer it to them, one at a "
                  "time? They get your own words and do not learn who had them before.")  # fmt: skip
        words = {"college": offer.host.institution.name}
        button = (_("Offer it to professors and student groups"), absolute(reverse("offer_further", args=[offer.key])))
        return {"also": [asked % words], "button": button, "second": see}
    button = (_("See who else asks for help"), absolute(reverse("writer_needs")))
    others = elsewhere(offer)
    return {
        "also": [_("Others ask for what you do:")] if others else [],
        "rows": [(f"{need}, {day(need.needed_on)}", _place(need)) for need in others],
        "button": button,
        "second": see,
    }


def _where_now(child: Offer, zone: str) -> list[str]:
    names = {"host": child.host.name, "need": child.need, "day": child.need and day(child.need.needed_on)}
    if child.need:
        said = [_("It is with %(host)s of the same campus now, for their request: %(need)s, %(day)s.") % names]
    else:
        said = [_("It is with %(host)s of the same campus now.") % names]
    if child.due_at:
        said.append(_("You hear by %(due)s.") % {"due": day(child.due_at, zone)})
    if child.state == Offer.State.QUEUED:
        said.append(_("There it is number %(place)s in line.") % {"place": place_in_line(child)})
    return [" ".join(said)]


def _place(need) -> str:
    """Whose request it is, and where to look at it."""
    host, college = need.host, need.host.institution
    return f"{host.name}, {college.name}, {college.city}, {college.state}: {absolute(reverse('need', args=[need.key]))}"
