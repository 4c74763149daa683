"""Employers whom writers introduce, in every state that an introduction can have."""

from datetime import timedelta

from careerlink.web import clock
from partners.actions import introduction_answers as answers
from partners.actions import introductions, offers
from partners.actions.answers import accept_offer
from partners.actions.introduction_clocks import run_introduction_clocks
from partners.models import Introduction
from partners.models.choices import Kind

# Days ago, writer, employer, industry, what it looks for, majors, name, work there.
EMPLOYERS = {
    "closed": (150, "Ben Achterberg", "Susquehanna Press", "513", "Two assistant editors each spring.", "English",
               "Lena Vogt", "Managing editor"),
    "introduced": (40, "Maren Okafor", "Keystone Credit Union", "522", "Tellers who become advisers.",
                   "finance, economics", "Marcus Bell", "Head of recruiting"),
    "declined": (60, "Maren Okafor", "Lightning Sales", "541", "People who like commission.", "marketing",
                 "Chip Dale", "Founder"),
    "lapsed": (30, "Ben Achterberg", "Conestoga Museums", "712", "A summer guide or two.", "history",
               "Ruth Amann", "Education"),
    "withdrawn": (25, "Maren Okafor", "Red Rose Foods", "311", "Food technologists.", "food science",
                  "Paul Seitz", "Plant manager"),
    "host_agreed": (5, "Maren Okafor", "Lancaster Health", "622", "Writers for patients' letters.", "English, nursing",
                    "Joan Ferris", "Communications"),
    "contact_agreed": (8, "Maren Okafor", "Brandywine Staffing", "561", "Graduates for their first office job.",
                       "business", "Tess Moran", "Recruiter"),
    "proposed": (3, "Ben Achterberg", "Weaver Software", "541", "Three junior testers, no experience asked.",
                 "computer science", "Anil Rao", "Engineering"),
}  # fmt: skip


def introduce_employers(stage) -> None:
    """Each story at its own moment; the clocks strike where silence is the story."""
    made = {state: _propose(stage, *facts) for state, facts in EMPLOYERS.items() if facts[0] > 50}
    _both_agree(stage, made["closed"], 148)
    _strike(stage, 118)
    with clock.set_to(stage.ago(115)):
        answers.note_results(_fresh(made["closed"]), ["interview_day"], by=stage.director)
    with clock.set_to(stage.ago(58.5)):
        answers.host_says_no(_fresh(made["declined"]), by=stage.director, reason="not_a_fit", note="All commission.")
    _strike(stage, 57)
    with clock.set_to(stage.ago(50)):  # the answer to the second question is the last
        answers.note_results(_fresh(made["closed"]), ["interview_day", "posting"], by=stage.director)
    for state in ("introduced", "lapsed", "withdrawn"):
        made[state] = _propose(stage, *EMPLOYERS[state])
    _both_agree(stage, made["introduced"], 38)
    with clock.set_to(stage.ago(24)):
        introductions.withdraw_introduction(made["withdrawn"], by=made["withdrawn"].writer.user)
    for days in (22, 15, 7.5):
        _strike(stage, days)
    for state in ("contact_agreed", "host_agreed", "proposed"):
        made[state] = _propose(stage, *EMPLOYERS[state])
    with clock.set_to(stage.ago(6)):
        answers.contact_says_yes(_fresh(made["contact_agreed"]), accepts_rules=True)
    with clock.set_to(stage.ago(2)):
        answers.host_says_yes(_fresh(made["host_agreed"]), by=stage.director)
    _drafts(stage)


def _strike(stage, days: float) -> None:
    with clock.set_to(stage.ago(days)):
        run_introduction_clocks()


def _propose(stage, days, name, employer, industry, looks_for, majors, contact, work) -> Introduction:
    writer = stage.writers[name]
    is_recruiter = "Staffing" in employer
    address = f"{contact.lower().replace(' ', '.')}@{employer.lower().replace(' ', '-')}.demo.test"
    with clock.set_to(stage.ago(days)):
        return introductions.propose_introduction(
            writer=writer, host=stage.office, by=writer.user, organization=employer, industry=industry,
            looks_for=looks_for, majors_words=majors, why="Close to campus, and they train people.",
            contact_name=contact, contact_role=work, contact_email=address, is_recruiter=is_recruiter,
            hires_for="Brandywine Bank" if is_recruiter else "",
        )  # fmt: skip


def _both_agree(stage, introduction: Introduction, days: float) -> None:
    with clock.set_to(stage.ago(days)):
        answers.host_says_yes(_fresh(introduction), by=stage.director)
    with clock.set_to(stage.ago(days) + timedelta(hours=5)):
        answers.contact_says_yes(_fresh(introduction))


def _drafts(stage) -> None:
    """Offers to introduce somebody that were accepted: one is not filled in yet, one never was."""
    for days, name in ((70, "Tom Bright"), (2, "Maren Okafor")):
        writer = stage.writers[name]
        with clock.set_to(stage.ago(days)):
            offer = offers.send_offer(
                writer=writer, host=stage.faculty, kind=Kind.INTRODUCTION, by=writer.user,
                text="I know the people of a publisher who look for readers.",
            )  # fmt: skip
        with clock.set_to(stage.ago(days) + timedelta(hours=20)):
            accept_offer(offer, by=stage.professor)
    _strike(stage, 30)


def _fresh(introduction: Introduction) -> Introduction:
    return Introduction.objects.select_related(*introductions.ROWS).get(pk=introduction.pk)
