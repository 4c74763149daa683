"""Who sees, who may, and the doors to every object of this room.

`visible_…(user)` are QuerySets, `may_…(user, thing)` answer yes or no (and decide whether a button is
shown), `get_…_to_…(user, key)` give the object or 404. What a person may not see does not exist.
"""

from partners.permissions.desks import (
    get_desk,
    get_own_writer,
    may_coordinate,
    may_manage,
    memberships,
    own_writer,
    role_in,
)

__all__ = [
    "get_desk",
    "get_own_writer",
    "may_coordinate",
    "may_manage",
    "memberships",
    "own_writer",
    "role_in",
]
