"""What is held about alumni: to read, to erase, and what leaves by itself."""

from datetime import timedelta

from careerlink.web import clock
from tests import factories as make
from tests.pages.kinds import ACTING, ALL, OFFICE, Action, Page, key_of, office


def fill(world) -> None:
    """Somebody who leaves soon."""
    make.HelpSettingsFactory(host=world.office)
    world.leaving = make.AlumnusFactory(host=world.office, leaves_on=clock.today() + timedelta(days=20))


def more_leaving(world, rows):
    for _row in range(rows):
        make.AlumnusFactory(host=world.office, leaves_on=clock.today() + timedelta(days=9))


def more_held(world, rows):
    """More of what stands on the page about somebody."""
    for _row in range(rows):
        referral = make.ReferralFactory(alumnus=world.leaving, closed=True)
        make.LegFactory(referral=referral, state="declined", why="no_time", due_at=None, ended_at=clock.now())
        world.leaving.tags.create(vocabulary="major", code=f"23.0{100 + world.leaving.tags.count()}")


PUBLIC: list[str] = ["referral_data", "referral_erase"]
PAGES: list[Page] = [
    Page("alumni_leaving", OFFICE, office, queries=7, rows=more_leaving),
    Page("alumnus_data", ACTING, key_of("leaving"), queries=16, rows=more_held),
    Page("alumnus_erase", ACTING, key_of("leaving")),
    Page(
        "go", ALL, lambda world: [world.choosing_token], query="?step=data", public=True, who="stranger",
        label="referral_data",
    ),
    Page(
        "go", ALL, lambda world: [world.choosing_token], query="?step=erase", public=True, who="stranger",
        label="referral_erase",
    ),
]  # fmt: skip
ACTIONS: list[Action] = []
