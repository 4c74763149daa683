"""Times of day in one box, as people write them."""

from datetime import datetime, time

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.forms.classes import SayHalf, read_times, times_words

__all__ = ["SpanField", "times_words"]


class SpanField(forms.CharField):
    """From when until when on one day ("10 am to 3 pm"); gives a pair of times."""

    def __init__(self, **options):
        super().__init__(max_length=60, **options)
        self.widget.attrs.setdefault("class", "w-mid")

    def clean(self, value) -> tuple[time, time] | None:
        words = super().clean(value)
        if not words:
            return None
        try:
            times = read_times(words)
        except SayHalf:
            raise forms.ValidationError(_("Say am or pm.")) from None
        if times is None or not _says_both(words):
            raise forms.ValidationError(_("Write it such as 10:00 am to 3:00 pm."))
        if times[1] <= times[0]:
            raise forms.ValidationError(_("It must end after it begins, on the same day."))
        return times


def _says_both(words: str) -> bool:
    return any(mark in words.lower() for mark in ("to", "until", "till", "-", "–", "—"))


def words_of(starts_at: datetime, ends_at: datetime) -> str:
    """The same words for two local moments of one day."""
    return times_words(starts_at.time(), ends_at.time())
