"""Facts of the trail that higher rooms act on."""

from django.dispatch import Signal

# The trail was looked through and something is wrong with it. Keyword `findings`: a list of Finding.
trail_is_broken = Signal()
