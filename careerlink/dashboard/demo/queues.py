"""What waits for moderators, and what waits for colleges, in the demonstration."""

from datetime import timedelta

from careerlink.accounts.queries import text_in_force
from careerlink.dashboard.demo import people
from careerlink.taxonomy.models import CredentialType, Institution, Place
from careerlink.web import clock
from partners.actions import credentials, reports, reviews, reviews_clocks, reviews_credentials, waiting
from partners.actions import writers as writer_actions
from partners.models import Writer


def fill_queues(stage) -> None:
    """An office, writers, credentials and reports in each state that a moderator meets, and writers who wait."""
    applicant = stage.person(1, "Nora Fields", "nora.fields@demo.edu")
    facts = ("career_office", "Career Services", "Director", "717-555-0131")
    waits = stage.host(1, applicant, people.DICKINSON, *facts, approve=False)
    with clock.set_to(stage.ago(0.9)):
        stage.ask(waits, "resume_clinic", "psychology", 33, "campus", by=applicant)
    refused = stage.person(30, "Rick Stahl", "rick.stahl@demo.test")
    host = stage.host(30, refused, people.YORK, "career_office", "Career Partners", "Owner", "717-555-0199",
                      approve=False)  # fmt: skip
    with clock.set_to(stage.ago(29)):
        reviews.refuse_host(host, by=stage.admin, reason="not_known")
    absent = stage.person(140, "Gail Turner", "gail.turner@demo.edu")
    kept_out = stage.host(
        140, absent, people.LEBANON_VALLEY, "career_office", "Career Development", "Coach", "717-555-0155"
    )
    with clock.set_to(stage.ago(10)):
        reviews.suspend_host(
            kept_out, by=stage.admin, reason="account_at_risk", until=stage.now + timedelta(days=20),
            note="The office says that nobody of this name works there.",
        )  # fmt: skip
    with clock.set_to(stage.ago(15)):
        for name in ("Maren Okafor", "Kim Nguyen", "Judith Amsel", "Mei Tanaka"):
            waiting.put_name_down(stage.writers[name], Institution.objects.get(pk=people.FRANKLIN_MARSHALL))
        waiting.put_name_down(stage.writers["Maren Okafor"], Institution.objects.get(pk=people.DICKINSON))
    with clock.set_to(stage.ago(4)):
        waiting.invite_writer(stage.office, by=stage.director, name="Pat Morgan", email="pat.morgan@demo.test")
    _more_applicants(stage)
    _reports(stage)


def _more_applicants(stage) -> None:
    """Writers who were asked something, refused, or have not sent their profile yet."""
    rows = [
        (5, "Iris Calloway", "Resumes in a day", ("marketing",)),
        (20, "Bruno Keller", "Jobs for a fee", ("business",)),
        (45, "Mona Field", "Letters that open doors", ("communication",)),
    ]
    asked, refused, silent = (_applicant(stage, *row) for row in rows)
    with clock.set_to(stage.ago(4)):
        reviews.ask_writer(asked, by=stage.admin, reason="work", note="Could you show us one resume you wrote?")
    with clock.set_to(stage.ago(19)):
        reviews.refuse_writer(refused, by=stage.admin, reason="fees_hidden")
    with clock.set_to(stage.ago(43)):
        reviews.ask_writer(silent, by=stage.admin, reason="who", note="Where have you worked before?")
    with clock.set_to(stage.ago(12)):
        writer_actions.set_back_silent_writers()
    _credentials_that_failed(stage)


def _credentials_that_failed(stage) -> None:
    """One that could not be confirmed, one that its issuer took back."""
    cprw = CredentialType.objects.get(acronym="CPRW")
    with clock.set_to(stage.ago(34)):
        unread, taken = (
            credentials.add_credential(stage.writers[name], by=stage.writers[name].user, type=cprw, number=number)
            for name, number in (("Theo Marsh", "unreadable"), ("Marcus Hill", "CPRW-20999"))
        )
        reviews_credentials.check_credential(taken, by=stage.admin, expires_on=stage.now.date() + timedelta(days=300))
        reviews_credentials.reject_credential(unread, by=stage.admin, reason="unreadable")
    with clock.set_to(stage.ago(11)):
        reviews_credentials.revoke_credential(taken, by=stage.admin, reason="withdrawn")


def _applicant(stage, days: float, name: str, headline: str, phrases: tuple[str, ...]) -> Writer:
    user = stage.person(days, name, f"{name.lower().replace(' ', '.')}@demo.test")
    with clock.set_to(stage.ago(days)):
        return writer_actions.join_writer(
            user, name=name, headline=headline, phrases=list(phrases), place=Place.objects.get(pk="17603"),
            pledge=text_in_force("pledge"),
        )  # fmt: skip


def _reports(stage) -> None:
    with clock.set_to(stage.ago(21)):
        upheld = reports.report_writer(
            stage.writers["Walter Stone"], by=stage.rival_director, about="solicitation",
            text="He handed price lists to students after a class visit.",
        )  # fmt: skip
    with clock.set_to(stage.ago(20)):
        reports.uphold_report(upheld, by=stage.admin, reason="suspended")
    with clock.set_to(stage.ago(50)):
        dismissed = reports.report_host(
            stage.club, by=stage.writers["Fiona Clarke"].user, about="conduct", text="They moved the panel twice."
        )
    with clock.set_to(stage.ago(49)):
        reports.dismiss_report(dismissed, by=stage.admin, reason="no_rule")
    with clock.set_to(stage.ago(0.5)):
        reports.report_writer(
            stage.writers["Anders Holm"], by=stage.director, about="fees",
            text="He quoted an alumna forty dollars more than his page says.",
        )  # fmt: skip
    reviews_clocks.run_review_clocks()
