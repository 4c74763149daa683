"""Facts that higher rooms may want to hear of. Sent inside the transaction that makes them true."""

from django.dispatch import Signal

host_approved = Signal()  # host, by
writer_approved = Signal()  # writer, by
offer_accepted = Signal()  # offer, engagement, by
offer_ended = Signal()  # offer, by: every end that is not an acceptance
need_published = Signal()  # need, by
