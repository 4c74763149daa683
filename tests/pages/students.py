"""Student groups: messages with writers, who leads them, and one that pauses."""

from datetime import timedelta

from careerlink.web import clock
from partners.models import Group, Host, Message
from tests import factories as make
from tests.pages.kinds import Action, Page

CLUB, ITS_WRITER = frozenset({"club"}), frozenset({"writer"})


def fill(world) -> None:
    """A group with an adviser that works with a writer, and one of the same college that pauses."""
    professor = make.UserFactory(name="Ada Adviser", email="adviser@demo.edu")
    world.adviser = make.MemberFactory(host=world.club, user=professor, is_adviser=True, gets_decisions=False)
    world.club_partnership = make.PartnershipFactory(host=world.club, writer=world.writer, pledge=world.pledge)
    Message.objects.create(
        partnership=world.club_partnership, side="writer", by=world.user["writer"], text="Which room?"
    )
    Message.objects.create(partnership=world.club_partnership, side="group", by=world.user["club"], text="Hall 2.")
    world.resting = make.HostFactory(
        slug="oxbow-chess", name="Chess Club", institution=world.college, kind=Host.HostKind.STUDENT_ORGANIZATION
    )
    Group.objects.create(host=world.resting, paused_at=clock.now() - timedelta(days=9))


def more_messages(world, rows):
    for row in range(rows):
        Message.objects.create(partnership=world.club_partnership, side="group", text=f"Word {row}")
        make.EngagementFactory(host=world.club, writer=world.writer)


def more_members(world, rows):
    for _row in range(rows):
        make.MemberFactory(host=world.club)
        make.InvitationFactory(host=world.club, invited_by=world.user["club"])


def club(world) -> list:
    return [world.club.slug]


def club_and_adviser(world) -> list:
    return [world.club.slug, world.adviser.key]


def talk(world) -> list:
    return [world.club_partnership.key]


PUBLIC: list[str] = []
PAGES: list[Page] = [
    Page("partnership", CLUB | ITS_WRITER, talk, who="writer", queries=8, rows=more_messages,
         label="partnership_group_writer"),
    Page("partnership", CLUB | ITS_WRITER, talk, who="club", queries=9, rows=more_messages,
         label="partnership_group"),
    Page("host_members", CLUB, club, who="club", queries=5, rows=more_members, label="host_members_group"),
    Page("host_leaders", CLUB, club, who="club", queries=4),
    Page("group_mailbox", CLUB, club, who="club", queries=3),
    Page("member_term", CLUB, club_and_adviser, who="club", queries=3),
    Page("group_back", frozenset({"director", "staff", "admin"}), lambda world: [world.resting.slug], queries=4),
    Page("desk", CLUB, club, who="club", queries=19, label="desk_group"),
]  # fmt: skip
ACTIONS: list[Action] = [Action("message_write", CLUB | ITS_WRITER, talk, {"text": "See you at four."})]
