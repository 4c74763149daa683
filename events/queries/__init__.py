"""Reads of this room that are more than a word of a QuerySet."""
