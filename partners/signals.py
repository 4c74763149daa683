"""Facts that higher rooms may want to hear of. Sent inside the transaction that makes them true."""

from django.dispatch import Signal

host_approved = Signal()  # host, by
first_member_joined = Signal()  # host: nobody was in it before
writer_approved = Signal()  # writer, by
offer_sent = Signal()  # offer, by: it is before the host now, or in line
offer_accepted = Signal()  # offer, engagement, by
offer_ended = Signal()  # offer, by: every end that is not an acceptance
need_published = Signal()  # need, by
class_filled = Signal()  # request, engagement, by: a stand-in for class was picked
engagement_ended = Signal()  # engagement, by: done or called off by one of its sides
writer_suspended = Signal()  # writer, by
closures_changed = Signal()  # host: days on which it is closed were entered or taken back
host_suspended = Signal()  # host, by: `suspended_until` says for how long
host_left = Signal()  # host, by: it is leaving (can come back), or is gone
