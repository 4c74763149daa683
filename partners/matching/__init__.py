"""Who fits what, and why. Pure: plain data in, plain data out, no tables and no clock.

`arrays` and `assign` need NumPy and SciPy and are imported by workers alone, never from here.
"""

from partners.matching.facts import NeedFacts, Past, Record, WriterFacts
from partners.matching.fit import Fit, Unfolded, fit
from partners.matching.order import rank, with_rarity
from partners.matching.reason import Reason

__all__ = ["Fit", "NeedFacts", "Past", "Reason", "Record", "Unfolded", "WriterFacts", "fit", "rank", "with_rarity"]
