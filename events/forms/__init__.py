"""Judging input."""
