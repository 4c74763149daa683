"""Introductions in what a host takes out: the contact only once both have said yes."""

from collections.abc import Callable, Iterable

from careerlink.web.archives import Table
from partners.models import Host, Introduction, IntroductionResult, IntroductionTag
from partners.models.reasons import IntroductionRefusal
from partners.queries.host_exports.columns import display, get, name_of, table
from partners.queries.introductions import MADE, UNSEEN

REASONS = dict(IntroductionRefusal.choices)


def introductions(host: Host) -> Iterable[Table]:
    rows = Introduction.objects.filter(host=host).exclude(state__in=UNSEEN)
    yield table(
        "introductions",
        rows.select_related("writer", "host_agreed_by"),
        {
            "introduction": get("key"),
            "writer": lambda one: one.writer.name,
            "employer": get("organization"),
            "industry": get("industry"),
            "looks_for": get("looks_for"),
            "majors": get("majors_words"),
            "why": get("why"),
            "recruiter_for": get("hires_for"),
            "state": display("state"),
            "proposed_at": get("proposed_at"),
            "you_agreed_at": get("host_agreed_at"),
            "you_agreed_by": lambda one: name_of(one.host_agreed_by),
            "employer_agreed_at": get("contact_agreed_at"),
            "introduced_at": get("introduced_at"),
            "contact": lambda one: one.contact_name if one.state in MADE else "",
            "contact_work": lambda one: one.contact_role if one.state in MADE else "",
            "contact_email": lambda one: one.contact_email if one.state in MADE else "",
            "private_reason": lambda one: str(REASONS.get(one.private_reason, "")),
            "private_note": get("private_note"),
        },
    )
    tags = IntroductionTag.objects.filter(introduction__in=rows.order_by()).select_related("introduction")
    yield table(
        "introduction_codes",
        tags,
        {
            "introduction": lambda tag: tag.introduction.key,
            "vocabulary": get("vocabulary"),
            "code": get("code"),
        },
    )
    results = IntroductionResult.objects.filter(introduction__host=host).select_related("introduction", "by")
    yield table(
        "introduction_results",
        results,
        {
            "introduction": lambda result: result.introduction.key,
            "what": display("what"),
            "at": get("at"),
            "by": lambda result: name_of(result.by),
        },
    )


PARTS: dict[str, Callable[[Host], Iterable[Table]]] = {"introductions": introductions}
