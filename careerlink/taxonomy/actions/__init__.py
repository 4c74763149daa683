"""Filling the tables of reference data and the word index."""

from careerlink.taxonomy.actions.load import load

__all__ = ["load"]
