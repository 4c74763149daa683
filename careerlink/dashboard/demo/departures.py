"""Hosts that stop using CareerLink, and one that takes its records out."""

from datetime import timedelta

from careerlink.dashboard.demo import people
from careerlink.web import clock
from partners.actions import host_exports, leaving
from partners.models import Host


def let_some_go(stage) -> None:
    """A group that leaves and can still come back, one that has left, and the archives of the office."""
    going = _group(stage, 90, "Tara Lind", "tara.lind@demo.edu", people.ELIZABETHTOWN, "Accounting Society")
    with clock.set_to(stage.ago(6)):
        leaving.leave_host(going, by=stage.user["tara.lind"])
    gone = _group(stage, 150, "Paul Osei", "paul.osei@demo.edu", people.MILLERSVILLE, "Debate Club")
    with clock.set_to(stage.ago(70)):
        leaving.leave_host(gone, by=stage.user["paul.osei"])
    with clock.set_to(stage.ago(39)):
        leaving.end_leaving()
    _take_out(stage, 45)
    with clock.set_to(stage.ago(37)):
        host_exports.run_export_clocks()
    _take_out(stage, 1)


def _group(stage, days: float, leader: str, email: str, college: int, name: str) -> Host:
    user = stage.person(days, leader, email)
    return stage.host(days, user, college, "student_organization", name, "President", "717-555-0188")


def _take_out(stage, days: float) -> None:
    with clock.set_to(stage.ago(days)):
        export = host_exports.ask_for_host_export(stage.office, by=stage.director)
    with clock.set_to(stage.ago(days) + timedelta(minutes=2)):
        host_exports.make_host_export(export.key)
