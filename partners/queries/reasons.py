"""Reasons of the matcher in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.matching import Fit, Reason
from partners.models.choices import CareerStage, Language, Service

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
        "not_taking_part": lambda: _("Does not take part at the moment."),
        "paused": lambda: _("Is away on that day."),
        "not_free_yet": lambda: _("Is not free yet on that day."),
    }
    return sentences[reason.code]() if reason.code in sentences else ""


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
