"""Facts of this room that higher rooms may react to."""

from django.dispatch import Signal

# A person has confirmed her address and is logged in for the first time.
# Arguments: user, path ("office", "group", "writer", "colleague", or "" when she came by single sign-on).
person_joined = Signal()

# A person is kept out until a moment. Arguments: user, by.
person_suspended = Signal()
