"""The moderators' pages of this room."""

from partners.admin import agreed, hosts, reports, writers

__all__ = ["agreed", "hosts", "reports", "writers"]
