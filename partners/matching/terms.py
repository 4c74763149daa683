"""The soft terms of the score: what each is worth, in points, and for what.

A hard rule says that somebody cannot; a term says how gladly one would have her. Each reason that a fit gives has the
points of the term that scored, and is worded under the same code in `partners/queries/reasons.py`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """`weight`: points, at most (below zero for what speaks against her). `each`: points for one `unit`, where it
    counts; 0 where it is weighed in thousandths or simply there. `for_referrals`: whether it counts when an alumna
    is referred: volunteering, and being asked for it, neither earns referrals nor costs any.
    """

    weight: int
    unit: str
    each: int = 0
    for_referrals: bool = True


TERMS: dict[str, Term] = {
    # Whom she helps best. One of the first four; how near her code is to what was asked, and how rare.
    "major": Term(1000, "thousandths of closeness"),
    "occupation": Term(1000, "thousandths of closeness"),
    "related": Term(1000, "thousandths of closeness"),
    "beside": Term(1000, "thousandths of closeness"),
    "breadth": Term(150, "further codes that were asked for", each=50),
    "industry": Term(250, "shared or not"),
    "nothing_shared": Term(-200, "shared or not"),
    "service": Term(100, "shared or not"),
    "stage": Term(80, "shared or not"),
    "language": Term(80, "shared or not"),
    "wanted": Term(80, "wanted or not"),
    # Where.
    "near": Term(120, "thousandths of nearness"),
    "online": Term(60, "online or not"),
    "far": Term(-100, "beyond her reach or not"),
    # What was checked, and what it costs.
    "verified": Term(80, "verified or not"),
    "not_verified": Term(0, "verified or not"),
    "pro_bono": Term(40, "free of charge or not"),
    # What she has done with this host.
    "helped": Term(120, "times", each=30, for_referrals=False),
    "board": Term(30, "on the board or not", for_referrals=False),
    "hours": Term(30, "hours", each=3, for_referrals=False),
    "introduced": Term(30, "employers introduced", each=15, for_referrals=False),
    "favourite": Term(50, "saved or not", for_referrals=False),
    # How she answers, and whose turn it is.
    "answers": Term(40, "thousandths of requests answered above the usual", for_referrals=False),
    "silent": Term(-80, "thousandths of requests answered below the usual", for_referrals=False),
    "rested": Term(30, "months since she was last asked", each=10, for_referrals=False),
    "asked_lately": Term(-120, "requests in 30 days", each=-30, for_referrals=False),
    "load": Term(-120, "commitments that lie before her", each=-40, for_referrals=False),
}

# How near two codes are, in thousandths.
SAME, NESTED, CROSSWALK = 1000, 900, 650
RELATED = 400  # from here on a code is said to be related, below to lie beside
CIP_SIBLINGS = {4: 400, 2: 150}  # by how many digits both begin with
SOC_SIBLINGS = {5: 300, 3: 150}
COLLEGE_TEACHERS, TEACHERS_COUNT = "251", 300
RAREST = 1200  # thousandths that a code counts which hardly anybody has

# Of so many requests a writer of whom nothing is known counts as having answered so many.
USUAL_ASKED, USUAL_ANSWERED = 3, 2
MONTH = 30  # days
MOST_MONTHS = 3


def counts(code: str, *, is_referral: bool) -> bool:
    """Whether a term counts for what is asked for."""
    return TERMS[code].for_referrals or not is_referral


def counted(code: str, amount: int) -> int:
    """What a term adds for an amount of its unit, up to its weight."""
    term = TERMS[code]
    worth = term.each * amount
    return min(worth, term.weight) if term.weight > 0 else max(worth, term.weight)


def share(code: str, thousandths: int) -> int:
    """So many thousandths of the weight of a term, rounded towards zero so that arrays and plain numbers agree."""
    worth = abs(TERMS[code].weight) * thousandths // 1000
    return worth if TERMS[code].weight >= 0 else -worth


def answering(asked: int, answered: int) -> int:
    """How much better (or worse, below zero) than usual she answers, in thousandths; few requests tell little."""
    return 1000 * (answered + USUAL_ANSWERED) // (asked + USUAL_ASKED) - 1000 * USUAL_ANSWERED // USUAL_ASKED


def rarity(having: int, everybody: int) -> int:
    """What a code counts, in thousandths, that so many of everybody have: 1000 for what all have."""
    if everybody < 2 or having < 1:
        return RAREST
    halvings = (everybody // having).bit_length() - 1
    return 1000 + (RAREST - 1000) * halvings // max(1, everybody.bit_length() - 1)
