"""The moderators' pages of this room."""

from partners.admin import agreed, classes, hosts, introductions, reports, requests, suggestions, writers

__all__ = ["agreed", "classes", "hosts", "introductions", "reports", "requests", "suggestions", "writers"]
