"""Who fits what, and why. Pure: plain data in, plain data out, no tables."""

from partners.matching.facts import NeedFacts, WriterFacts
from partners.matching.fit import Fit, Reason, fit

__all__ = ["Fit", "NeedFacts", "Reason", "WriterFacts", "fit"]
