"""What an alumnus opens by private link: the visit, the status page and their steps, and the link once more."""

from careerlink.web import clock
from tests import factories as make
from tests.pages.introductions import link_for
from tests.pages.kinds import ALL, Action, Page


def fill(world) -> None:
    """One who is asked for consent, one who chooses, and one with a writer who said yes."""
    world.consent_text = make.LegalTextFactory(slug="consent", version=1, body="You choose.")
    make.HelpSettingsFactory(host=world.office)
    world.asked_referral = make.ReferralFactory(alumnus=make.AlumnusFactory(host=world.office, idle_since=None))
    world.choosing_referral = make.ReferralFactory(
        alumnus=make.AlumnusFactory(host=world.office, idle_since=None), going_on=True
    )
    world.known_leg = make.LegFactory(
        accepted=True, writer=world.writer2, referral__alumnus=make.AlumnusFactory(host=world.office, idle_since=None)
    )
    world.consent_token = token_of("referral-consent", world.asked_referral)
    world.choosing_token = token_of("referral-status", world.choosing_referral)
    world.known_token = token_of("referral-status", world.known_leg.referral)


def token_of(purpose: str, referral) -> str:
    """The token that stands in a mail to the alumnus."""
    return link_for(purpose, referral, referral.alumnus.addresses.get().email)


def more_writers(world, rows):
    """Longer lists, and more that is free."""
    for row in range(rows):
        for referral in (world.asked_referral, world.choosing_referral):
            writer = make.WriterFactory()
            make.FeeFactory(writer=writer)
            make.WriterTagFactory(writer=writer, vocabulary="language", code="es")
            referral.candidates.create(writer=writer, position=row + 1, at=clock.now())
        world.office.free_services.create(title=f"Resume hour {world.office.free_services.count()}")


def more_tries(world, rows):
    for _row in range(rows):
        make.LegFactory(referral=world.known_leg.referral, state="declined", why="no_time", due_at=None)


PUBLIC: list[str] = [
    "help_link_again", "referral_consent", "referral_consent_step", "referral_details", "referral_known",
    "referral_status", "referral_status_report",
]  # fmt: skip
PAGES: list[Page] = [
    Page("help_link_again", ALL, public=True, who="stranger", queries=0),
    Page(
        "go", ALL, lambda world: [world.consent_token], public=True, who="stranger", queries=8, rows=more_writers,
        label="referral_consent",
    ),
    Page(
        "go", ALL, lambda world: [world.consent_token], query="?step=not_me", public=True, who="stranger", queries=2,
        label="referral_consent_step",
    ),
    Page(
        "go", ALL, lambda world: [world.consent_token], query="?step=details", public=True, who="stranger", queries=4,
        label="referral_details",
    ),
    Page(
        "go", ALL, lambda world: [world.known_token], query="?step=report", public=True, who="stranger", queries=3,
        label="referral_status_report", rows=more_tries,
    ),
    Page(
        "go", ALL, lambda world: [world.choosing_token], public=True, who="stranger", queries=6, rows=more_writers,
        label="referral_status",
    ),
    Page(
        "go", ALL, lambda world: [world.known_token], public=True, who="stranger", queries=7, rows=more_tries,
        label="referral_known",
    ),
]  # fmt: skip
ACTIONS: list[Action] = []
