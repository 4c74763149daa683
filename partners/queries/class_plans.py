"""A ready plan for one class about finding work, made of the major and the length of class, for when nobody
can come. Written by us; the jobs come from the CIP-SOC crosswalk.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _t

from careerlink.taxonomy.models import MajorOccupation, Occupation
from partners.models import ClassRequest, Vocabulary
from partners.queries.classes import minutes_of

MOST_JOBS = 6
LEAST_MINUTES = 3  # of one step


@dataclass(frozen=True)
class Step:
    """One part of the class: how long, its title, and what to do in sentences."""

    minutes: int
    title: str
    text: str


@dataclass(frozen=True)
class Plan:
    """A class plan. `jobs` are titles, `bring` what to have at hand; the minutes of `steps` fill the class."""

    title: str
    minutes: int
    jobs: list[str]
    bring: list[str]
    steps: list[Step]


@dataclass(frozen=True)
class Field:
    """What is typical for a family of majors: an assignment, and the same as a line of a resume."""

    families: str  # two-digit codes of CIP, with spaces
    work: str | Promise
    line: str | Promise


FIELDS = (
    Field(
        "05 09 16 23 24 30 38 39 50 54",
        _t("a paper with sources, an edited text, a performance"),
        _t("Argued a case from 14 sources in a 12-page paper; two rounds of edits; presented it to 25 people"),
    ),
    Field(
        "11 14 15 27 40 41 46 47 48 49",
        _t("a program, a lab report, a built thing that was tested"),
        _t("Built and tested a scheduling tool in Python with three others; cut planning from 2 hours to 10 minutes"),
    ),
    Field(
        "01 03 26",
        _t("a lab or field report, a data set that you collected yourself"),
        _t("Sampled water at 9 sites for 6 weeks, checked 400 readings for errors, and charted the result for a park"),
    ),
    Field(
        "31 34 51 60 61",
        _t("a care plan, a clinical hour, a case that you presented"),
        _t("Wrote care plans for 12 simulated patients and handed each over to the next shift in under two minutes"),
    ),
    Field(
        "13 19 25",
        _t("a lesson that you planned and gave, an observation of a class"),
        _t("Planned and gave four 30-minute lessons to 22 third graders; changed the last after the third"),
    ),
    Field(
        "01 10 12 52",
        _t("a case study, a market analysis, a budget"),
        _t("Compared three suppliers for a student-run shop and saved 18 % of a budget of $4,000"),
    ),
    Field(
        "22 29 33 36 42 43 44 45",
        _t("a survey, an interview study, a policy brief"),
        _t("Interviewed 15 commuters, coded 9 hours of answers, and briefed the city's transit office in two pages"),
    ),
)
ANY = Field(
    "",
    _t("a paper, a project, a presentation"),
    _t("Led a group of four through a 6-week project; wrote the schedule; delivered on the day agreed"),
)


def plan_for(request: ClassRequest) -> Plan:
    """The plan for a class. Two queries."""
    tags = list(request.need.tags.values_list("vocabulary", "code"))
    majors = [code for vocabulary, code in tags if vocabulary == Vocabulary.MAJOR]
    jobs = _jobs(majors, [code for vocabulary, code in tags if vocabulary == Vocabulary.OCCUPATION])
    minutes = minutes_of(request)
    return Plan(
        title=_("What can I do with %(major)s?") % {"major": request.need.words or request.course},
        minutes=minutes,
        jobs=jobs,
        bring=[
            _("One ad for a job or internship that a graduate could apply for, on paper or on the screen."),
            _("One assignment of this course that every student has handed in."),
        ],
        steps=_steps(_field(majors), jobs, minutes),
    )


def _jobs(majors: list[str], occupations: list[str]) -> list[str]:
    """Titles of jobs to which these majors lead, or that were named, those that ask for most schooling first."""
    if not majors and not occupations:
        return []
    wanted = Q(code__in=occupations)
    for code in majors:
        wanted |= Q(code__in=MajorOccupation.objects.filter(major__code__startswith=code).values("occupation"))
    rows = Occupation.objects.filter(wanted).order_by("-job_zone", "title")
    return list(rows.values_list("title", flat=True)[:MOST_JOBS])


def _field(majors: list[str]) -> Field:
    family = majors[0][:2] if majors else ""
    return next((field for field in FIELDS if family and family in field.families.split()), ANY)


def _steps(field: Field, jobs: list[str], minutes: int) -> list[Step]:
    """As many steps as the class has time for, each with its share of the minutes."""
    chosen = [(weight, title, text) for weight, least, title, text in _all_steps(field, jobs) if minutes >= least]
    shares = _shares([weight for weight, _title, _text in chosen], minutes)
    return [Step(share, title, text) for share, (_weight, title, text) in zip(shares, chosen, strict=True)]


def _shares(weights: list[int], minutes: int) -> list[int]:
    """Whole minutes in these proportions that add up: what rounding leaves over goes to those it cost most."""
    exact = [weight * minutes / sum(weights) for weight in weights]
    shares = [max(LEAST_MINUTES, int(share)) for share in exact]
    order = sorted(range(len(weights)), key=lambda n: shares[n] - exact[n])
    for n in order * minutes:
        left = minutes - sum(shares)
        if not left:
            break
        if left > 0:
            shares[n] += 1
        elif shares[n] > 1:
            shares[n] -= 1
    return shares


def _all_steps(field: Field, jobs: list[str]) -> list[tuple[int, int, str, str]]:
    """Weight (minutes of fifty), the length of class from which on it is done, title, what to do."""
    some = (
        _("Add some that graduates of this major have: %(jobs)s.") % {"jobs": "; ".join(jobs)}
        if jobs
        else _("Add some of your own.")
    )
    work = {"work": field.work, "line": field.line}
    return [
        (
            7,
            0,
            _("Where does this lead?"),
            _(
                "Everybody writes down three jobs to which this course could lead. Collect them on the board. %(some)s "
                "Each student marks one that was new."
            )
            % {"some": some},
        ),
        (
            12,
            0,
            _("From assignment to evidence"),
            _(
                "Take what the course has asked for: %(work)s. Write it as one line of a resume: what you did, with "
                "what, how much of it, and what came of it. Show this one: “%(line)s.” Everybody writes one "
                "line of their own and reads it to a neighbor, who asks “how many?” and “so what?”."
            )
            % work,
        ),
        (
            10,
            35,
            _("Read an ad as an employer does"),
            _(
                "Hand out the ad. In pairs, underline what they cannot do without, and ring what would be nice. "
                "Beside each underlined word write where in this course you did just that. Whoever can answer "
                "half of them may apply; say so."
            ),
        ),
        (
            12,
            0,
            _("Thirty seconds about you"),
            _(
                "Alone, three sentences: what I study, what I did, what I look for next. Then in pairs, both ways, "
                "standing up, thirty seconds each; change partners twice. The one who listens says which "
                "word stayed."
            ),
        ),
        (
            15,
            75,
            _("A letter in four sentences"),
            _(
                "Write to the employer of the ad: why this job, the line from before as proof, what you would do "
                "in your first month, when you can talk. Swap, and cross out every word that could stand in any letter."
            ),
        ),
        (
            20,
            110,
            _("A first interview"),
            _(
                "In threes, one asks, one answers, one takes notes: “Tell me about a time when you were stuck.” Answer "
                "with situation, task, action, result. Four minutes, one minute of notes, change seats."
            ),
        ),
        (
            5,
            40,
            _("Whom to ask"),
            _(
                "The career office on campus reads resumes and practices interviews free of charge. Everybody names "
                "one person to ask about their work this week: a graduate, an aunt, a former boss."
            ),
        ),
        (
            4,
            0,
            _("Before you leave"),
            _("On a slip: the line you wrote, and the one thing you will do by next week. Collect and give back then."),
        ),
    ]
