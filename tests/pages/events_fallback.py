"""When somebody cannot come: stand-ins, and who stands by."""

from datetime import timedelta

from careerlink.web import links
from careerlink.web.models import SignedLink
from events.emails.searches import LINK, link_about
from events.models import StandbyName
from partners.actions.engagements import note_asked
from tests import factories as make
from tests.pages.kinds import ACTING, OFFICE, WRITERS, Action, Page, key_of

WRITER, ASKED = frozenset({"writer"}), frozenset({"writer2"})


def fill(world) -> None:
    """Maren cannot come in two more shifts: Ben is asked for one and would come for the other."""
    role = make.RoleFactory(event=world.event, name="Guide to the rooms")
    starts_at = world.event.starts_at
    places = []
    for hours in (2, 4):
        times = {"starts_at": starts_at + timedelta(hours=hours), "ends_at": starts_at + timedelta(hours=hours + 2)}
        shift = make.ShiftFactory(role=role, **times)
        places.append(make.AssignmentFactory(shift=shift, writer=world.writer))
    world.stand_in_place = places[0]
    world.search = make.SearchFactory(place=places[0])
    world.agreed_search = make.SearchFactory(place=places[1], state="agreed", found=world.writer2)
    for search in (world.search, world.agreed_search):
        note_asked(world.office, world.writer2, about=search)
    StandbyName.objects.create(event=world.event, writer=world.writer2)


def more_standby(world, rows):
    for _row in range(rows):
        writer = make.WriterFactory()
        StandbyName.objects.create(event=world.event, writer=writer)
        note_asked(world.office, writer, about=world.search)
        make.PartnershipFactory(host=world.office, writer=make.WriterFactory())
        make.SearchFactory(place=make.AssignmentFactory(shift=world.shift))


def more_asked(world, rows):
    for _row in range(rows):
        note_asked(world.office, make.WriterFactory(), about=world.search)


def link_token(world) -> str:
    """The token of the link that Ben got."""
    links.make_many(LINK, [(link_about(world.search, world.writer2), "writer2@demo.test")], lasts=timedelta(days=1))
    return links.token(SignedLink.objects.latest("id"))


PUBLIC: list[str] = ["stand_in_link"]
PAGES: list[Page] = [
    Page("place_cannot", WRITER, key_of("assignment"), who="writer", queries=4),
    Page("place_cannot", WRITER, key_of("stand_in_place"), who="writer", label="place_cannot_asked"),
    Page("stand_in", OFFICE | ASKED, key_of("search"), queries=4, rows=more_asked),
    Page("stand_in", OFFICE | ASKED, key_of("agreed_search"), label="stand_in_agreed"),
    Page("event_standby", ACTING, key_of("event"), queries=8, rows=more_standby),
    Page("go", frozenset(), lambda world: [link_token(world)], public=True, who="stranger", label="stand_in_link"),
]
ACTIONS: list[Action] = [
    Action("place_name_stand_in", WRITER, key_of("assignment"), {"who": "Ben Achterberg"}),
    Action("place_ask_stand_in", WRITER, key_of("assignment")),
    Action("place_take_back_stand_in", WRITER, key_of("stand_in_place")),
    Action("place_withdraw", WRITER, key_of("assignment")),
    Action("stand_in_answer", ASKED, key_of("search"), {"answer": "yes"}),
    Action("stand_in_decide", ACTING, key_of("agreed_search"), {"answer": "yes"}),
    Action("event_stand_by", WRITERS, key_of("event"), {"on": "1"}),
    Action("event_standby_remove", ACTING, key_of("event"), {"writer": "writer2"}),
]
