"""Who asked on the public page of an office and has not yet shown that the address is theirs."""

from django.db import models

from careerlink.web import clock
from careerlink.web.keys import KeyField
from referrals.models.alumni import FIRST_YEAR, LAST_YEAR


class HelpRequest(models.Model):
    """A request that waits for one click in a mail. The office does not see it; at `expires_at` it is deleted,
    confirmed or not. `referral` is what it became.
    """

    key = KeyField()
    host = models.ForeignKey("partners.Host", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField()  # in lower case
    graduation_year = models.PositiveSmallIntegerField()
    words = models.TextField(max_length=1000)
    majors_words = models.CharField(max_length=200, blank=True)
    occupation_words = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()
    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(graduation_year__gte=FIRST_YEAR, graduation_year__lte=LAST_YEAR),
                name="help_request_graduated_in_our_time",
            )
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="help_request_expires"),
            models.Index(fields=["host", "email"], name="help_request_address"),
        ]

    def __str__(self) -> str:
        return self.key
