"""The page behind "not for me" in a writer's mail."""

from datetime import timedelta

from careerlink.web import links
from careerlink.web.models import SignedLink
from tests.pages.kinds import ALL, Action, Page


def fill(world) -> None:
    """A link as it stands in the writer's weekly mail, and a request that the writer has said no to before."""
    links.make_many("not-for-me", [(str(world.writer.pk), world.writer.user.email)], lasts=timedelta(days=90))
    world.no_token = links.token(SignedLink.objects.latest("id"))
    world.writer.not_for_me.create(need=world.rival_need, because="not_now")


def about(name):
    return lambda world: f"?request={getattr(world, name).key}"


OTHERS = dict.fromkeys(ALL - {"writer"}, 302)
PUBLIC: list[str] = ["no_link", "no_link_said"]
PAGES: list[Page] = [
    Page(
        "go", ALL, lambda world: [world.no_token], query=about("need"), public=True, who="stranger", queries=6,
        label="no_link", instead=OTHERS,
    ),
    Page(
        "go", ALL, lambda world: [world.no_token], query=about("rival_need"), public=True, who="stranger",
        label="no_link_said", instead=OTHERS,
    ),
]  # fmt: skip
ACTIONS: list[Action] = []
