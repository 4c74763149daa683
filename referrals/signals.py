"""Facts that higher rooms may want to hear of. Sent inside the transaction that makes them true."""

from django.dispatch import Signal

referral_closed = Signal()  # referral, by
