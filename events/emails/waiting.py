"""What those are told who wait for a seat."""

from django.utils.translation import gettext as _

from careerlink.outbox.kinds import register
from careerlink.outbox.letters import absolute
from events.emails.places import answer_button, letter, still, tell, tell_with_link
from events.models import Assignment

S = Assignment.State


def tell_kept(place: Assignment) -> None:
    """To the writer, at once: a place is kept for her, until when, and how to say yes or no."""
    tell_with_link("place_kept", place)


def tell_waited(place: Assignment) -> None:
    """To the writer: the list has ended without a place for her, or what was kept went to the next."""
    tell("place_lapsed", place, [place.writer.user])


@letter
def place_kept(place: Assignment, names: dict) -> dict:
    return {
        "subject": _("Say yes by %(due)s: %(role)s, %(event)s") % names,
        "paragraphs": [
            _("A place is free and it is your turn: it is kept for you until %(due)s.") % names,
            _("Yes and no take one click each; after that it goes to the next in line."),
        ],
        "button": answer_button(place),
    }


@letter
def place_lapsed(place: Assignment, names: dict) -> dict:
    return {
        "subject": _("You need not keep %(day)s free: %(role)s, %(event)s") % names,
        "paragraphs": [
            _("You are no longer on the waiting list. Either no place came free, or one did and your answer did not."),
            _("%(host)s thanks you for being ready to help.") % names,
        ],
        "button": (_("See the event"), absolute(place.event.get_absolute_url())),
    }


for slug, group, render, states, urgent in [
    ("place_kept", "decisions", place_kept, [S.HELD], True),
    ("place_lapsed", "commitments", place_lapsed, [S.LAPSED], False),
]:
    register(slug, group=group, transactional=True, urgent=urgent, render=render, still_true=still(*states))
