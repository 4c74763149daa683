"""Alumni in the records of the office, and the ways in."""

from datetime import timedelta

from careerlink.web import links
from careerlink.web.models import SignedLink
from tests import factories as make
from tests.pages.kinds import ACTING, ALL, OFFICE, Action, Page, key_of, office, office_and_key_of

MANAGER = frozenset({"director"})


def fill(world) -> None:
    """An office that refers alumni, with one who waits for consent, one who asks for nothing, and one who asked on the
    public page and has not confirmed it.
    """
    world.help_settings = make.HelpSettingsFactory(host=world.office, own_years=2)
    world.service = make.FreeServiceFactory(host=world.office, title="Resume check on Wednesdays")
    world.called = make.ReferralFactory(alumnus__host=world.office, alumnus__name="Ines Caller")
    world.quiet = make.AlumnusFactory(host=world.office, name="Noah Quiet")
    world.asked = make.HelpRequestFactory(host=world.office)
    links.make("help-confirm", about=world.asked.key, address=world.asked.email, lasts=timedelta(days=2))
    world.asked_token = links.token(SignedLink.objects.latest("id"))


def more_alumni(world, rows):
    for _row in range(rows):
        make.ReferralFactory(alumnus__host=world.office)
        make.AlumnusFactory(host=world.office)


def more_services(world, rows):
    for _row in range(rows):
        make.FreeServiceFactory(host=world.office)
        make.CounselParagraphFactory(host=world.office, by=world.user["director"])


PUBLIC: list[str] = ["help_confirm", "host_help", "host_help_asked"]
PAGES: list[Page] = [
    Page("alumni", OFFICE, office, queries=7, rows=more_alumni),
    Page("alumni", OFFICE, office, query="?year_from=2000&request=open&words=In", queries=8, rows=more_alumni,
         label="alumni_filtered"),
    Page("alumni", frozenset({"other"}), lambda world: [world.rival.slug], who="other", label="alumni_off"),
    Page("alumnus_new", ACTING, office, queries=3),
    Page("alumnus_edit", ACTING, key_of("quiet"), queries=5),
    Page("alumnus_sent", OFFICE, key_of("called"), queries=5),
    Page("help_settings", MANAGER, office, queries=5, rows=more_services),
    Page("help_service", MANAGER, office_and_key_of("service"), queries=4),
    Page("host_help", ALL, office, public=True, who="stranger", queries=2, rows=more_services),
    Page("host_help_asked", ALL, office, public=True, who="stranger", queries=1),
    Page("go", ALL, lambda world: [world.asked_token], public=True, who="stranger", queries=2, label="help_confirm"),
]  # fmt: skip
ACTIONS: list[Action] = [
    Action("alumni_on", MANAGER, office),
    Action("help_counsel", MANAGER, office, {"body": "Our counsel says so."}),
    Action("help_service_new", MANAGER, office, {"service-title": "Job club"}),
    Action("help_service_up", MANAGER, office_and_key_of("service")),
    Action("help_service_remove", MANAGER, office_and_key_of("service")),
]
