"""What a writer does with an introduction: propose it, take it back; and what follows when somebody is out."""

import re
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.audit.trail import label_of
from careerlink.web import clock
from careerlink.web.templatetags.web import day
from partners import clocks
from partners.actions.cooling_off import refuse_if_cooling_off
from partners.actions.offers import lock_host
from partners.emails import introductions as emails
from partners.models import Engagement, Host, Introduction, IntroductionTag, Member, Offer, Vocabulary, Writer
from partners.queries.introductions import is_reach
from partners.queries.needs import read_words

MOST_WAITING = 3  # of one writer at one host
FACTS = (
    "organization",
    "industry",
    "looks_for",
    "majors_words",
    "why",
    "contact_name",
    "contact_role",
    "contact_email",
    "is_recruiter",
    "hires_for",
)
READ_BY_BOTH = ("organization", "looks_for", "majors_words", "why", "contact_role", "hires_for")
ROWS = ("host__institution", "writer__user", "offer", "host_agreed_by")


@transaction.atomic
def draft_introduction(offer: Offer, *, by: User | None) -> Introduction:
    """A host took up the offer to introduce an employer: the writer says whom, within 30 days. Once for each offer."""
    found = Introduction.objects.filter(offer=offer).first()
    if found:
        return found
    due = clock.now() + timedelta(days=clocks.INTRODUCTION_DRAFT)
    introduction = Introduction.objects.create(
        host=offer.host, writer=offer.writer, offer=offer, state=Introduction.State.DRAFT, due_at=due
    )
    trail.record(introduction, "draft", by=by, after=introduction.state, **introduction.concerns())
    emails.ask_writer_whom(introduction)
    return introduction


@transaction.atomic
def propose_introduction(
    *, writer: Writer, host: Host, by: User, draft: Introduction | None = None, **facts
) -> Introduction:
    """Propose to introduce an employer to a host: it is before both at once, and both have 14 days.

    `facts`: see FACTS. A draft is filled in instead of a second one. Raises ValidationError with the reason why
    it cannot be, Stale or NoSuchMove when the draft has moved on.
    """
    host = lock_host(host)
    writer = lock_writer(writer)
    facts["contact_email"] = facts["contact_email"].strip().lower()
    _refuse_to_propose(writer, host, facts)
    now = clock.now()
    times: dict = {"proposed_at": now, "due_at": clocks.due_after(host, now, clocks.INTRODUCTION_ANSWER)}
    if draft:
        introduction = draft
        introduction.move("propose", by=by, **facts, **times)
    else:
        introduction = Introduction(host=host, writer=writer, **facts, **times)
        introduction.save(force_insert=True)
        trail.record(introduction, "propose", by=by, after=introduction.state, **introduction.concerns())
    introduction.host, introduction.writer = host, writer
    _tag(introduction)
    emails.ask_contact(introduction)
    return introduction


def lock_writer(writer: Writer) -> Writer:
    """The row of a writer with her person, held until the transaction ends. To be called with the host locked."""
    return Writer.objects.select_for_update(of=("self",)).select_related("user").get(pk=writer.pk)


def hold(introduction: Introduction) -> Introduction:
    """An introduction as it is now, with its host and its writer held, in this order, until the transaction ends."""
    host = lock_host(introduction.host)
    writer = lock_writer(introduction.writer)
    fresh = Introduction.objects.select_related("offer", "host_agreed_by").get(pk=introduction.pk)
    fresh.host, fresh.writer = host, writer
    return fresh


def _refuse_to_propose(writer: Writer, host: Host, facts: dict) -> None:
    if writer.state != Writer.State.APPROVED or not writer.takes_part:
        raise ValidationError(_("You can introduce employers as soon as you are approved and not paused."))
    if not host.is_approved:
        raise ValidationError(_("They take no introductions at the moment."))
    back = clocks.back_on(host)
    if back:
        raise ValidationError(_("They are away. Introductions are welcome from %(day)s on.") % {"day": day(back)})
    waiting = host.introductions.filter(state__in=Introduction.WAITING)
    if waiting.filter(contact_email=facts["contact_email"]).exists():
        raise ValidationError({"contact_email": _("Somebody has proposed this person to this office already.")})
    if waiting.filter(writer=writer).count() >= MOST_WAITING:
        raise ValidationError(
            _("%(most)s of your introductions wait for an answer here. Wait, or take one back.")
            % {"most": MOST_WAITING}
        )
    _refuse_facts(facts)
    _refuse_contact(writer, host, facts["contact_email"])


def _refuse_facts(facts: dict) -> None:
    if not facts["organization"] or not facts["contact_email"]:
        raise ValidationError(_("Say which organization it is, and whom we write to there."))
    if facts["is_recruiter"] and not facts["hires_for"]:
        raise ValidationError({"hires_for": _("A recruiter has to name the employer that they hire for.")})
    for name in READ_BY_BOTH:
        if is_reach(facts[name]):
            raise ValidationError({name: _("Leave addresses and numbers out: they are shown when both have said yes.")})
    if facts["contact_name"] and _holds(facts, facts["contact_name"]):
        raise ValidationError(
            _("Leave the name of your contact out of your words: it is shown when both have said yes.")
        )


def _holds(facts: dict, name: str) -> bool:
    """Whether words that the host reads before it said yes hold the whole name of the contact."""
    pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    return any(pattern.search(facts[field]) for field in ("looks_for", "majors_words", "why"))


def _refuse_contact(writer: Writer, host: Host, address: str) -> None:
    """An address that belongs to nobody at an employer, or of somebody who has said no here."""
    own = {writer.user.email.lower(), *(row.email.lower() for row in writer.user.emailaddress_set.all())}
    if address in own:
        raise ValidationError({"contact_email": _("This is your own address. Name somebody at the employer.")})
    try:
        refuse_if_cooling_off(writer, address)
    except ValidationError as error:
        raise ValidationError({"contact_email": error.messages}) from error
    domain = address.rpartition("@")[2]
    college = host.institution.email_domain.lower()
    if college and (domain == college or domain.endswith(f".{college}")):
        raise ValidationError(
            {"contact_email": _("This address is one of the college itself. Name somebody at the employer.")}
        )
    if Member.objects.filter(host=host, ended_at=None, user__email__iexact=address).exists():
        raise ValidationError({"contact_email": _("This person belongs to the office already.")})
    said_no = host.introductions.filter(
        contact_email=address, state=Introduction.State.DECLINED, declined_by_side=Introduction.Side.CONTACT
    )
    if said_no.exists():
        raise ValidationError({"contact_email": _("This person cannot be introduced here at the moment.")})


def _tag(introduction: Introduction) -> None:
    introduction.tags.all().delete()
    codes = [code for code in read_words(introduction.majors_words).codes if code[0] == Vocabulary.MAJOR]
    IntroductionTag.objects.bulk_create(
        IntroductionTag(introduction=introduction, vocabulary=vocabulary, code=code) for vocabulary, code in codes
    )


# --- The end of what waits ----------------------------------------------------------------------------------


@transaction.atomic
def withdraw_introduction(introduction: Introduction, *, by: User | None) -> None:
    """Take an introduction back; a draft is thrown away. Whoever had said yes is told."""
    introduction = hold(introduction)
    event = "discard" if introduction.state == Introduction.State.DRAFT else "withdraw"
    end_waiting(introduction, event, by=by)


@transaction.atomic
def withdraw_all_of_writer(writer: Writer, *, by: User | None) -> int:
    """Take back all that a writer proposed and that waits, when she may no longer take part. Returns how many."""
    Writer.objects.select_for_update().get(pk=writer.pk)
    return _withdraw(waiting_introductions().filter(writer=writer), by=by)


def withdraw_all_of_host(host: Host, *, by: User | None) -> int:
    """Take back what waits at a host that leaves. To be called with the host locked. Returns how many."""
    return _withdraw(waiting_introductions().filter(host=host), by=by)


def waiting_introductions() -> QuerySet[Introduction]:
    """What waits for the writer, the host or the contact, with what its mails need."""
    states = [Introduction.State.DRAFT, *Introduction.WAITING]
    return Introduction.objects.filter(state__in=states).select_related(*ROWS).order_by("id")


def _withdraw(rows: QuerySet[Introduction], *, by: User | None) -> int:
    count = 0
    for introduction in rows:
        event = "discard" if introduction.state == Introduction.State.DRAFT else "withdraw"
        try:
            end_waiting(introduction, event, by=by)
        except (Stale, NoSuchMove):
            continue
        count += 1
    return count


def end_waiting(introduction: Introduction, event: str, *, by: User | None, reason: str = "", **fields) -> None:
    """One of the ends that is no introduction: its clock stops, who waits for it is told, and what the host had
    agreed on when it accepted the offer is called off.
    """
    introduction.move(event, by=by, reason=reason, due_at=None, **fields)
    emails.tell_who_waits(introduction)
    for engagement in engagements_of(introduction).filter(state=Engagement.State.AGREED):
        engagement.move("cancel")


def engagements_of(introduction: Introduction) -> QuerySet[Engagement]:
    """The agreed work that an introduction is: of its own, or of the offer that it began with. Held."""
    rows = Engagement.objects.select_related("host", "writer").select_for_update(of=("self",))
    own = rows.filter(source_label=label_of(introduction), source_id=introduction.pk)
    if introduction.offer_id is None:
        return own
    return own | rows.filter(source_label=label_of(Offer), source_id=introduction.offer_id)
