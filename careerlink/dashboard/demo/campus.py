"""Professors and student groups in the demonstration: a college that says yes to each request, groups that wait, and
one that came in by each door.
"""

from datetime import timedelta

from careerlink.dashboard.demo import people
from careerlink.taxonomy.models import Institution
from careerlink.web import clock
from partners.actions import campus, campus_asks, hosts, needs
from partners.models import Group, Host, Need


def fill_campus(stage) -> None:
    """The college of director@demo.edu says yes to each request; four groups tell how that goes."""
    with clock.set_to(stage.ago(8)):
        campus.choose_rules(
            stage.office, by=stage.director, acting="after_yes", approver="any", lead_days=3,
            no_contact_before_yes=False,
        )  # fmt: skip
    _name_approver(stage.faculty)
    by_office = _group(stage, 7, "Ola Brandt", "History Department")
    with clock.set_to(stage.ago(6.4)):
        campus.approve_group(by_office, by=stage.user["staff"], through=Group.Through.OFFICE)
    by_department = _group(stage, 6, "Tess Lund", "Nursing Department")
    with clock.set_to(stage.ago(5.5)):
        campus.approve_group(by_department, by=None, through=Group.Through.DEPARTMENT)
    waits = _group(stage, 0.7, "Evan Sato", "Geology Department")
    _ask(stage, 0.6, waits, "class_visit", "geology", 26)
    _requests(stage, by_department)


def _requests(stage, by_department: Host) -> None:
    """One that waits, one that was refused, one to which somebody said yes."""
    _ask(stage, 1.3, stage.faculty, "workshop", "English", 28, by=stage.professor)
    refused = _ask(stage, 4, stage.club, "podcast", "marketing", 17, by=stage.user["club"])
    with clock.set_to(stage.ago(3)):
        campus_asks.refuse_request(refused, by=stage.director, through=Group.Through.OFFICE, reason="more")
    approved = _ask(stage, 4, by_department, "mock_interviews", "nursing", 19)
    with clock.set_to(stage.ago(3.5)):
        campus_asks.approve_request(approved, by=stage.user["staff"], through=Group.Through.OFFICE)


def _group(stage, days: float, name: str, department: str) -> Host:
    person = stage.person(days, name, f"{name.lower().replace(' ', '.')}@demo.edu")
    with clock.set_to(stage.ago(days)):
        college = Institution.objects.get(pk=people.MILLERSVILLE)
        host = hosts.found_host(by=person, institution=college, kind=Host.HostKind.FACULTY, name=department)
    _name_approver(host)
    return host


def _name_approver(host: Host) -> None:
    """Invented people have no address under the domain of a real college, so this is written down directly."""
    Group.objects.filter(host=host).update(
        approver_name="Ruth Adeyemi", approver_email="ruth.adeyemi@demo.edu", department="College of Arts"
    )


def _ask(stage, days: float, host: Host, kind: str, words: str, in_days: int, *, by=None) -> Need:
    by = by or host.members.get().user
    with clock.set_to(stage.ago(days)):
        return needs.make_need(
            host, by=by, kind=kind, words=words, details="", needed_on=(stage.now + timedelta(days=in_days)).date(),
            where="campus", how_many=1,
        )  # fmt: skip
