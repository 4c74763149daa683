"""Classes that needed somebody: one in every state, of a department that asks freely and of one that needs a yes."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from careerlink.dashboard.demo import people
from careerlink.web import clock
from partners.actions import classes, classes_clocks, classes_yes, offers, suggestions
from partners.models import ClassRequest, Group, Host

FREE, ASKING = "English 311: Technical Writing", "First-Year Seminar, section 4"


def save_classes(stage) -> None:
    """What Professor Marsh asked for in her two hosts."""
    careful = stage.host(
        180, stage.professor, people.MILLERSVILLE, "faculty", "First-Year Writing", "Professor", "717-555-0121"
    )
    Group.objects.update_or_create(
        host=careful,
        defaults={
            "department": "First-Year Writing", "approver_name": "Ruth Bell", "approver_email": "ruth.bell@demo.edu",
            "no_contact_before_yes": True,
        },
    )  # fmt: skip
    _over(stage, careful)
    _open(stage, careful)


def _over(stage, careful: Host) -> None:
    with clock.set_to(stage.ago(30)):
        taken_back = _ask(stage, stage.faculty, FREE, -26, "The conference was moved, so I can teach after all.")
    with clock.set_to(stage.ago(29)):
        classes.withdraw_class(taken_back, by=stage.professor)
    with clock.set_to(stage.ago(25)):
        refused = _ask(stage, careful, ASKING, -18, "")
    with clock.set_to(stage.ago(24)):
        reason = "Placement tests fill that week. Ask again for the week after."
        classes_yes.refuse_class(refused, by=stage.director, through="office", refusal=reason)
    with clock.set_to(stage.ago(21)):
        filled = _ask(stage, stage.faculty, FREE, -16, "Resumes for people who write manuals, please.")
        suggestions.suggest_need(filled.need_id)
    _pick(stage, filled, "Ben Achterberg", 20, "Historian, librarian, and twelve years of manuals. I would be glad to.")
    with clock.set_to(stage.ago(15)):
        closed = _ask(stage, careful, ASKING, -11, "")
    _strike(closed)
    with clock.set_to(stage.ago(12)):
        not_filled = _ask(stage, stage.faculty, FREE, -9, "")
        suggestions.suggest_need(not_filled.need_id)
    _strike(not_filled)


def _open(stage, careful: Host) -> None:
    with clock.set_to(stage.ago(2)):
        coming = _ask(stage, stage.faculty, FREE, 6, "Each has written a manual. What is that worth?")
        suggestions.suggest_need(coming.need_id)
    _pick(stage, coming, "Maren Okafor", 1.8, "I was a technical editor for nine years. I bring three real adverts.")
    with clock.set_to(stage.ago(1.1)):
        offered = _ask(stage, stage.faculty, "English 220: The Essay", 5, "What can one do with an English degree?")
        suggestions.suggest_need(offered.need_id)
    for name, text in [
        ("Ben Achterberg", "Essays are evidence. I show how to quote them in a resume."),
        ("Judith Amsel", "I hired writers for twenty years and can say what I looked for."),
    ]:
        _offer(stage, offered, name, 0.9, text)
    with clock.set_to(stage.ago(0.4)):
        _ask(stage, careful, ASKING, 7, "Twenty-four students who have not chosen a major yet.")
    with clock.set_to(stage.ago(0.2)):
        fresh = _ask(stage, stage.faculty, FREE, 9, "Portfolios, if possible.")
        suggestions.suggest_need(fresh.need_id)


def _ask(stage, host: Host, course: str, in_days: int, wishes: str) -> ClassRequest:
    """A class at ten in the morning, `in_days` from the real today, not from the moment of the story."""
    zone = ZoneInfo(host.zone)
    day = stage.now.astimezone(zone).date() + timedelta(days=in_days)
    starts_at = datetime.combine(day, time(10), tzinfo=zone).astimezone(UTC)
    return classes.ask_stand_in(
        host, by=stage.professor, course=course, size=24, words="English", starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=75), where="campus", room="McComsey Hall 203", wishes=wishes,
    )  # fmt: skip


def _offer(stage, request: ClassRequest, name: str, days: float, text: str):
    writer = stage.writers[name]
    with clock.set_to(stage.ago(days)):
        return offers.send_offer(
            writer=writer, host=request.host, kind="class_visit", text=text, by=writer.user, need=request.need
        )


def _pick(stage, request: ClassRequest, name: str, days: float, text: str) -> None:
    offer = _offer(stage, request, name, days, text)
    with clock.set_to(stage.ago(days - 0.2)):
        classes.pick(request, offer, by=stage.professor)


def _strike(request: ClassRequest) -> None:
    """Let the time of this one run out."""
    with clock.set_to(request.due_at + timedelta(minutes=4)):
        classes_clocks.run_class_clocks()
