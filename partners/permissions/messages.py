"""Who writes to whom through CareerLink: a writer and the people of a student group that work together."""

from django.http import Http404

from careerlink.accounts.models import User
from partners.models import Message, Partnership
from partners.permissions.desks import may_coordinate
from partners.permissions.offers import get_partnership_to_read, is_writers_side, may_see_contacts


def side_of(user: User, partnership: Partnership) -> str:
    """On which side she stands."""
    return Message.Side.WRITER if is_writers_side(user, partnership) else Message.Side.GROUP


def may_write(user: User, partnership: Partnership, *, is_open: bool) -> bool:
    """Whether she may write to the other side: the writer, or who decides in the group, while both take part
    (`is_open`, as `may_see_contacts` said).
    """
    if not partnership.host.is_of_students or not is_open:
        return False
    return is_writers_side(user, partnership) or may_coordinate(user, partnership.host)


def get_partnership_to_write(user: User, key: str) -> Partnership:
    """A partnership of a student group for those who may write in it now, else 404."""
    partnership = get_partnership_to_read(user, key)
    if not may_write(user, partnership, is_open=may_see_contacts(user, partnership)):
        raise Http404
    return partnership
