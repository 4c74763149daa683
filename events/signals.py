"""Facts that higher rooms may want to hear of. Sent inside the transaction that makes them true."""

from django.dispatch import Signal

seat_freed = Signal()  # shift, place, by: somebody gave a seat back; the shift is locked
# event, shifts (ids of those concerned), fields (some of "time", "place", "role"), by: what people with a place there
# were told is no longer so. Sent after the change, in its transaction. Who lost the place by it has a letter already.
event_changed = Signal()
event_shown = Signal()  # event, by: a draft is shown for the first time, to whomever
