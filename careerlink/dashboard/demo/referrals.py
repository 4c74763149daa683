"""Alumni who ask for help: in every state that a request, and a try with a writer, can have."""

from datetime import timedelta
from functools import cache

from careerlink.accounts.queries import text_in_force
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.dashboard.demo.alumni import OTHERS, STORIES, Story
from careerlink.web import clock
from partners.models import Vocabulary
from partners.queries.needs import read_words
from referrals import clocks
from referrals.actions import choice, consent, drawing, leg_clocks, legs, outcomes, reminders
from referrals.actions.entry import enter_by_phone
from referrals.actions.help import turn_on
from referrals.models import (
    Alumnus,
    AlumnusAddress,
    AlumnusTag,
    CounselParagraph,
    FreeService,
    HelpSettings,
    Leg,
    Referral,
)
from referrals.tasks import CLOCKS

SERVICES = (
    ("Resume clinic", "Half an hour with one of us, every Tuesday afternoon", 5),
    ("Alumni network", "Ask somebody who studied what you did", None),
    ("Interview room", "A quiet room with a camera, to be booked by the hour", None),
)
COUNSEL = (
    "The university is not a party to anything that you and a writer agree. "
    "Nothing here changes your rights under the Family Educational Rights and Privacy Act."
)

# What may come to its end between two steps of these stories; the other clocks strike once, when all is told.
OF_STORIES = (
    consent.run_consent_clocks,
    reminders.run_reminder_clocks,
    leg_clocks.run_leg_clocks,
    outcomes.run_outcome_clocks,
)


def refer_alumni(stage) -> None:
    """The office turns it on, enters who calls, and what follows happens in the order of days."""
    with clock.set_to(stage.ago(140)):
        _open_help(stage)
    for number, row in enumerate(OTHERS):
        with clock.set_to(stage.ago(135 - number)):
            _record(stage, *row)
    steps = [(story.days, number, ("enter", story.days)) for number, story in enumerate(STORIES)]
    steps += [(step[1], number, step) for number, story in enumerate(STORIES) for step in story.steps]
    referrals: dict[int, Referral] = {}
    for days, number, step in sorted(steps, key=lambda one: -one[0]):
        with clock.set_to(stage.ago(days)):
            _strike(OF_STORIES)
            if step[0] == "enter":
                referrals[number] = _enter(stage, STORIES[number])
            else:
                _happens(stage, Referral.objects.get(pk=referrals[number].pk), *step)
    _drafts(stage)
    with clock.set_to(stage.now):
        _strike(CLOCKS)


def _open_help(stage) -> None:
    turn_on(stage.office, by=stage.director)
    HelpSettings.objects.filter(host=stage.office).update(
        own_years=1, who_we_help="Students, and graduates in their first year. Everybody else we bring to a writer."
    )
    FreeService.objects.bulk_create(
        FreeService(host=stage.office, title=title, words=words, within_years=years, order=number)
        for number, (title, words, years) in enumerate(SERVICES)
    )
    CounselParagraph.objects.create(host=stage.office, version=1, body=COUNSEL, at=clock.now(), by=stage.director)


@cache
def _codes(words: str) -> list[tuple[str, str]]:
    return list(read_words(words).codes)


def _record(stage, name: str, year: int, majors: str, job: str) -> Alumnus:
    """Somebody in the records, as an import would have brought her."""
    alumnus = Alumnus.objects.create(
        host=stage.office, name=name, graduation_year=year, source=Alumnus.Source.IMPORT, made_at=clock.now()
    )
    AlumnusAddress.objects.create(alumnus=alumnus, host=stage.office, email=_address(name), is_main=True)
    _know(alumnus, majors, job)
    return alumnus


def _know(alumnus: Alumnus, majors: str, job: str) -> None:
    """What she studied and looks for, with its codes."""
    Alumnus.objects.filter(pk=alumnus.pk).update(majors_words=majors, occupation_words=job, language="en")
    wanted = [(Vocabulary.MAJOR, majors), (Vocabulary.OCCUPATION, job)]
    codes = {(kind, code) for kind, words in wanted if words for found, code in _codes(words) if found == kind}
    AlumnusTag.objects.bulk_create(AlumnusTag(alumnus=alumnus, vocabulary=kind, code=code) for kind, code in codes)


def _address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@people.demo.test"


def _enter(stage, story: Story) -> Referral:
    by = stage.user["staff"]
    referral = enter_by_phone(
        stage.office, by=by, name=story.name, email=_address(story.name), year=story.year, words=story.words
    )
    _know(referral.alumnus, story.majors, story.job)
    return referral


def _happens(stage, referral: Referral, what: str, _days: float, more=None) -> None:
    """One step of a story; `more` says how many she ranks, why a writer says no, or what is answered."""
    if what in OF_REFERRAL:
        OF_REFERRAL[what](stage, referral, more)
    else:
        leg = Leg.objects.filter(referral=referral).select_related("writer__user").order_by("-id").first()
        OF_LEG[what](leg, leg.writer.user, more)


def _sign(stage, referral: Referral, most: int) -> None:
    text = text_in_force("consent")
    consent.sign_consent(referral, signature=referral.alumnus.name, text=text, shares=["stage"])
    shown = drawing.draw_list(referral)
    choice.choose_writers(referral, [one.writer for one in shown[:most]], moves_on=True)


def _stop(stage, referral: Referral, _more) -> None:
    consent.close(referral, outcome="no_longer_interested", settled=Referral.Settled.ALUMNUS, by=None)


OF_REFERRAL = {
    "sign": _sign,
    "stop": _stop,
    "hold": lambda stage, one, _more: consent.put_on_hold(one, until=clock.today() + timedelta(days=40), by=None),
    "refuse": lambda stage, one, _more: consent.refuse_consent(one),
    "revoke": lambda stage, one, _more: consent.revoke_consent(one),
    "error": lambda stage, one, _more: consent.enter_error(one, by=stage.user["staff"]),
}
OF_LEG = {
    "yes": lambda leg, by, _more: legs.accept_leg(leg, by=by),
    "no": lambda leg, by, why: legs.decline_leg(leg, why=why, by=by),
    "contact": lambda leg, by, _more: legs.note_contact(leg, by=by),
    "try": lambda leg, by, _more: legs.note_try(leg, by=by),
    "serve": lambda leg, by, _more: legs.start_service(leg, by=by),
    "alumnus": lambda leg, _by, said: outcomes.answer_outcome(leg, side="alumnus", answer=said, by=None),
    "writer": lambda leg, by, said: outcomes.answer_outcome(leg, side="writer", answer=said, by=by),
}


def _drafts(stage) -> None:
    """Two that were begun and not sent: one is thrown away by time."""
    names = [Alumnus.objects.get(name=name) for name in ("Horace Villanueva", "Lionel Adebayo")]
    for days, alumnus in zip((30, 2), names, strict=True):
        with clock.set_to(stage.ago(days)):
            now = clock.now()
            Referral.objects.create(
                host=stage.office, alumnus=alumnus, due_at=now + clocks.DRAFT, made_by=stage.director, seed=days
            )
            Alumnus.objects.filter(pk=alumnus.pk).update(idle_since=None)


def _strike(due: tuple) -> None:
    for strikes in due:
        try:
            strikes()
        except (Stale, NoSuchMove):
            continue
