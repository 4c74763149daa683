"""Offers that went on: to a professor, to a group that an office named, or to an end that names others."""

from careerlink.web import clock
from partners.actions import answers, cascade, offer_clocks, offers
from partners.models import Host, Offer


def tell_chains(stage) -> None:
    """One offer in each stage after an office could not take it up."""
    with clock.set_to(stage.ago(9.5)):
        _wishes(stage)
    waiting = _offer(stage, 9, "Ben Achterberg", "workshop", "Archives and libraries: what to put first.", True)
    asked = _offer(stage, 8.8, "Maren Okafor", "podcast", "Twenty minutes on the cover letter nobody reads.", None)
    passed = _offer(stage, 8.6, "Luis Ferreira", "alumni", "Three graduates in biology who look for a first job.", None)
    ended = _offer(stage, 8.4, "Odile Laurent", "job_fair", "A table for students who want to work abroad.", None)
    with clock.set_to(stage.ago(5)):
        answers.decline_offer(waiting, by=stage.director, reason="no_room", note="Nice; no room before May.")
        answers.decline_offer(asked, by=stage.user["staff"], reason="covered")
        answers.decline_offer(ended, by=stage.director)
        offer_clocks.run_offer_clocks()
        cascade.pass_on(passed, stage.club, by=stage.director)


def _wishes(stage) -> None:
    """What the groups of the campus and the other college ask for."""
    stage.ask(stage.faculty, "workshop", "", 34, "either", by=stage.professor)
    stage.ask(stage.club, "podcast", "", 40, "online", by=stage.user["club"])
    for kind, days in (("panel", 36), ("mock_interviews", 38), ("resume_clinic", 41)):
        stage.ask(stage.rival, kind, "", days, "either", by=stage.rival_director)


def _offer(stage, days: float, name: str, kind: str, text: str, may_cascade: bool | None) -> Offer:
    writer = stage.writers[name]
    with clock.set_to(stage.ago(days)):
        office: Host = stage.office
        return offers.send_offer(
            writer=writer, host=office, kind=kind, text=text, by=writer.user, may_cascade=may_cascade
        )
