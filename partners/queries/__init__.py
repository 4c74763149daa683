"""Reads that are too big for a word of a QuerySet."""
