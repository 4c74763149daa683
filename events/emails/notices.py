"""One word to a writer when time, place or role of her place is another one: what was, and what is now."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.outbox.copies import Copy, Recipient, queue_each
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from events.emails.invites import with_invite
from events.emails.places import names_of, place_of
from events.models import Assignment, Told
from events.queries.told import facts_of, words_of

KIND = "place_changed"


def tell_changed(all_told: Iterable[Told]) -> None:
    """To these writers, one mail each: with place, shift, event, host and user. Two statements."""
    queue_each(
        KIND,
        [
            Copy(
                f"{KIND}:{told.place.key}:{told.notices}",
                Recipient(told.place.writer.user.email, told.place.writer.user_id, told.place.writer.user.zone),
                told.place,
                told.place.event.host.key,
                {"notice": told.notices},
            )
            for told in all_told
        ],
    )


def on_their_way(all_told: Iterable[Told]) -> set[int]:
    """The ids of those of their places of which the last notice has not left yet. One query."""
    waits = [OutgoingMail.State.WAITING, OutgoingMail.State.CLAIMED]
    about = {"about_label": "events.assignment", "about_id__in": [told.place_id for told in all_told]}
    return set(OutgoingMail.objects.filter(kind=KIND, state__in=waits, **about).values_list("about_id", flat=True))


def _render(mail: OutgoingMail) -> Content:
    place = place_of(mail)
    with translation.override(mail.mailbox.language):
        names, before = names_of(place), place.told.before
        before = before | {name: datetime.fromisoformat(before[name]) for name in ("starts_at", "ends_at")}
        was = words_of(before, place.event, mail.mailbox.zone)
        now = words_of(facts_of(place), place.event, mail.mailbox.zone)
        rows = [(_("What"), f"{now['role']}, {place.event.title}")]
        labels = {"role": (_("You were"), _("Now you are")), "when": (_("It was"), _("Now it is"))}
        labels["where"] = (_("Where it was"), _("Where it is now"))
        for name, (label, label_now) in labels.items():
            if was[name] != now[name]:
                rows += [(label, was[name] or _("not said")), (label_now, now[name] or _("not said"))]
            elif name != "role":
                rows.append(({"when": _("When"), "where": _("Where")}[name], now[name]))
        is_certain = place.state in Assignment.COMING
        keeps = _("You keep your place. If you cannot come now, say so on that page: somebody else can take it.")
        context = {
            "paragraphs": [_("%(host)s at %(college)s has changed something that you count on.") % names],
            "rows": [(label, words) for label, words in rows if words],
            "button": (_("See your place"), absolute(place.get_absolute_url())),
            "after": [keeps if is_certain else _("It is not confirmed yet; your answer, or theirs, is still open.")],
        }
        subject = _("Note what has changed for %(day)s: %(role)s, %(event)s") % names
        content = compose(mail, "base", subject=subject, context=context)
        return with_invite(content, mail, place)


def _still_true(mail: OutgoingMail) -> str:
    place = place_of(mail)
    told = Told.objects.filter(place=place).first()
    if told is None or place.state not in (*Assignment.MAYBE, *Assignment.COMING):
        return "the place has moved on"
    if told.notices != mail.context["notice"]:
        return "a newer notice says it"
    facts = facts_of(place)
    now = facts | {name: facts[name].isoformat() for name in ("starts_at", "ends_at")}
    return "it is again as it was" if now == told.before else ""


register(KIND, group="commitments", transactional=True, render=_render, still_true=_still_true)
