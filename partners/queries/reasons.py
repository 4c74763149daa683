"""Reasons of the matcher in words."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.matching import Fit, Reason
from partners.models.choices import CareerStage, Kind, Language, Service

MOST = 3  # sentences of one line


def reason_words(reason: Reason, *, words: str = "", phrases: Iterable[str] = ()) -> str:
    """One sentence for one reason, "" for what a page says in another place (a badge).

    `words` are those of the request, `phrases` the writer's own about whom she helps best.
    """
    own = "; ".join(phrases)
    miles = reason.miles or 0
    sentences = {
        "major": lambda: (
            _("Helps with what you asked for: %(words)s.") % {"words": words} if words else _("Knows this major.")
        ),
        "occupation": lambda: (
            _("Helps with what you asked for: %(words)s.") % {"words": words} if words else _("Knows these jobs.")
        ),
        "related": lambda: _("Helps people in the jobs that these majors lead to."),
        "beside": lambda: _("Helps people in a field close by."),
        "breadth": lambda: (
            ngettext(
                "Covers %(n)s thing that you asked for.", "Covers %(n)s of the things that you asked for.", reason.n
            )
            % {"n": reason.n}
        ),
        "industry": lambda: _("Knows the field."),
        "nothing_shared": lambda: (
            _("Helps others best: %(own)s.") % {"own": own} if own else _("Not the majors you named.")
        ),
        "service": lambda: _("Offers %(list)s.") % {"list": _labels(Service, reason)},
        "stage": lambda: _("Works with %(list)s.") % {"list": _labels(CareerStage, reason)},
        "language": lambda: _("Speaks %(list)s.") % {"list": _labels(Language, reason)},
        "wanted": lambda: _("You said that you want this now."),
        "near": lambda: (
            ngettext("%(miles)s mile away.", "%(miles)s miles away.", miles) % {"miles": miles}
            if miles
            else _("In the same town.")
        ),
        "far": lambda: _("%(miles)s miles away, farther than this writer travels.") % {"miles": f"{miles:,}"},
        "too_far": lambda: _("%(miles)s miles away, farther than this writer travels.") % {"miles": f"{miles:,}"},
        "online": lambda: _("Works online."),
        "not_online": lambda: _("Does not work online."),
        "pro_bono": lambda: _("Takes alumni free of charge."),
        **_record_words(reason),
        "not_taking_part": lambda: _("Does not take part at the moment."),
        "paused": lambda: _("Is away on that day."),
        "not_free_yet": lambda: _("Is not free yet on that day."),
        "refused": lambda: _("Was left out by choice."),
        "cooling_off": lambda: _("Met this person as a volunteer less than six months ago."),
        "no_room": lambda: _("Has taken on enough at the moment."),
        "no_credential": lambda: _("Does not hold the credential that is asked for on that day."),
        "no_language": lambda: _("Does not speak the language that is asked for."),
        "other_hours": lambda: _("Has time at other hours."),
        "busy": lambda: _("Has agreed to something else at that time."),
    }
    return sentences[reason.code]() if reason.code in sentences else ""


def _record_words(reason: Reason) -> dict[str, Callable[[], str]]:
    """Sentences for what was done together and who was asked."""
    n = reason.n
    return {
        "helped": lambda: _helped(reason.kind, n),
        "board": lambda: _("Is or was on your Career Services Board."),
        "hours": lambda: ngettext("Gave you %(n)s hour.", "Gave you %(n)s hours.", n) % {"n": f"{n:,}"},
        "introduced": lambda: (
            ngettext("Introduced %(n)s employer to you.", "Introduced %(n)s employers to you.", n) % {"n": n}
        ),
        "favourite": lambda: _("You saved this writer."),
        "answers": lambda: _("Answers nearly every request."),
        "silent": lambda: (
            ngettext("Left %(n)s request without an answer.", "Left %(n)s requests without an answer.", n) % {"n": n}
        ),
        "rested": lambda: (
            ngettext("Was last asked %(n)s month ago or more.", "Was last asked %(n)s months ago or more.", n)
            % {"n": n}
            if n
            else _("Was never asked yet.")
        ),
        "asked_lately": lambda: (
            {1: _("Asked once this month."), 2: _("Asked twice this month.")}.get(n)
            or _("Asked %(n)s times this month.") % {"n": n}
        ),
        "load": lambda: (
            ngettext("Has %(n)s other commitment ahead.", "Has %(n)s other commitments ahead.", n) % {"n": n}
        ),
    }


def _helped(kind: str, n: int) -> str:
    """What she did here before: "Helped at 3 mock-interview days here."."""
    words = {
        Kind.JOB_FAIR: lambda: ngettext("Helped at %(n)s job fair here.", "Helped at %(n)s job fairs here.", n),
        Kind.MOCK_INTERVIEWS: lambda: ngettext(
            "Helped at %(n)s mock-interview day here.", "Helped at %(n)s mock-interview days here.", n
        ),
        Kind.WORKSHOP: lambda: ngettext("Gave %(n)s workshop here.", "Gave %(n)s workshops here.", n),
        Kind.CLASS_VISIT: lambda: ngettext("Visited %(n)s class here.", "Visited %(n)s classes here.", n),
        Kind.PANEL: lambda: ngettext("Sat on %(n)s panel here.", "Sat on %(n)s panels here.", n),
        Kind.RESUME_CLINIC: lambda: ngettext(
            "Helped at %(n)s resume clinic here.", "Helped at %(n)s resume clinics here.", n
        ),
        Kind.PODCAST: lambda: ngettext("Was a guest in %(n)s podcast here.", "Was a guest in %(n)s podcasts here.", n),
    }
    some = words.get(Kind(kind)) if kind else None
    return (some() if some else ngettext("Helped here %(n)s time.", "Helped here %(n)s times.", n)) % {"n": n}


def fit_words(fit: Fit, *, words: str = "", phrases: Iterable[str] = ()) -> str:
    """Why somebody fits, in up to three sentences: what speaks against it comes first when she cannot."""
    own = tuple(phrases)
    said = [reason_words(reason, words=words, phrases=own) for reason in (*fit.hard, *fit.reasons)]
    shares = any(reason.code in ("major", "occupation", "nothing_shared") for reason in fit.reasons)
    if own and not shares:
        said.insert(len(fit.hard), _("Helps best: %(own)s.") % {"own": "; ".join(own)})
    return " ".join(list(dict.fromkeys(sentence for sentence in said if sentence))[:MOST])


def _labels(choices, reason: Reason) -> str:
    known = dict(choices.choices)
    return ", ".join(str(known[code]).lower() if choices is not Language else str(known[code])
                     for code in reason.codes if code in known)  # fmt: skip
