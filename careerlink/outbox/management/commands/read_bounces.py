"""Read what other servers report about our mail; beat does the same each ten minutes."""

import imaplib

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from careerlink.outbox import bounces, postboxes


class Command(BaseCommand):
    help = "Read new reports from BOUNCE_URL: mark addresses that no longer work, stop mail that is called unwanted."

    def handle(self, *args, **options) -> None:
        if not settings.BOUNCE_URL:
            raise CommandError("BOUNCE_URL is not set: it says where reports about our mail arrive")
        try:
            looked, reports = postboxes.go_through(settings.BOUNCE_URL, bounces.take_in)
        except (OSError, imaplib.IMAP4.error) as error:
            raise CommandError(f"BOUNCE_URL: {error}") from error
        self.stdout.write(f"{looked} messages looked at, {reports} of them reports.")
