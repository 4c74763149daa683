"""Certificates, the question after the day, and the semester."""

from datetime import timedelta

from careerlink.web import clock, links
from careerlink.web.models import SignedLink
from events.emails.feedback import PURPOSE, about_of
from events.models import Assignment, Certificate, HoursEntry, SemesterReport, Term
from tests import factories as make
from tests.pages.kinds import (
    ACTING,
    ALL,
    EVERY_WRITER,
    OFFICE,
    Action,
    Page,
    key_of,
    office,
    office_and_key_of,
)


def worked(world, **fields) -> Assignment:
    """A place of last week with approved hours."""
    starts_at = clock.now().replace(microsecond=0) - timedelta(days=7)
    event = make.EventFactory(host=world.office, starts_at=starts_at, state="completed", due_at=None)
    shift = make.ShiftFactory(role=make.RoleFactory(event=event))
    place = make.AssignmentFactory(shift=shift, state="completed", **{"writer": world.writer, **fields})
    HoursEntry.objects.create(
        place=place,
        host=event.host,
        writer=place.writer,
        on=starts_at.date(),
        minutes=90,
        state=HoursEntry.State.APPROVED,
    )
    return place


def fill(world) -> None:
    world.worked = worked(world)
    line = {"day": "2026-03-02", "event": "Fair", "role": "Desk", "host": "Office", "college": "College", "minutes": 90}
    world.certificate = Certificate.objects.create(
        kind="place", place=world.worked, writer=world.writer, name=world.writer.name, lines=[line], minutes=90
    )
    today = clock.today()
    world.term = Term.objects.create(
        host=world.office, name="Fall", starts_on=today - timedelta(days=90), ends_on=today + timedelta(days=9)
    )
    figure = {"code": "events", "label": "Events held", "value": "3", "note": ""}
    world.report = SemesterReport.objects.create(term=world.term, figures=[figure])
    about = about_of(world.worked, "writer")
    links.make(PURPOSE, about=about, address=world.user["writer"].email, lasts=timedelta(days=9), single_use=False)
    world.feedback_token = links.token(SignedLink.objects.latest("id"))


def more(world, rows):
    for number in range(rows):
        place = worked(world, writer=make.WriterFactory())
        line = world.certificate.lines[0]
        Certificate.objects.create(
            kind="year", year=2000 + number, writer=world.writer, name="M", lines=[line], minutes=90
        )
        SemesterReport.objects.create(term=world.term, figures=world.report.figures)
        place.feedback.create(side="writer", answer="yes")


def term_of(world) -> list:
    return [world.office.slug, world.term.key]


def rows_of(code: str):
    return lambda world: [world.office.slug, world.term.key, code]


PAGES: list[Page] = [
    Page("certificates", EVERY_WRITER, who="writer", queries=5, rows=more),
    Page("certificate", frozenset({"writer"}), key_of("certificate"), who="writer", axe=False),
    Page("certificate_find", ALL, public=True, who="stranger"),
    Page("certificate_check", ALL, lambda world: [world.certificate.code], public=True, who="stranger", queries=1),
    Page("go", ALL, lambda world: [world.feedback_token], public=True, who="stranger", label="event_feedback"),
    Page("semesters", OFFICE, office, queries=4, rows=more),
    Page("semester_new", ACTING, office),
    Page("hour_rate", ACTING, office),
    Page("semester", OFFICE, term_of, queries=18, rows=more),
    Page("semester_edit", ACTING, term_of),
    Page("semester_issue", OFFICE, office_and_key_of("report"), queries=4, rows=more),
    Page("semester_rows", OFFICE, rows_of("helpers"), queries=4, rows=more),
]
ACTIONS: list[Action] = [
    Action("place_certificate", frozenset({"writer"}), key_of("worked")),
    Action("year_record", EVERY_WRITER, data={"year": "2026"}),
    Action("semester_issue_now", ACTING, term_of),
]
PUBLIC: list[str] = ["certificate_check", "certificate_find", "event_feedback"]
