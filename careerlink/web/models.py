"""Tables that every room may use."""

from django.db import models

from careerlink.web import clock


class SignedLink(models.Model):
    """One link that was mailed to somebody; the token itself is never stored."""

    purpose = models.SlugField(max_length=40)
    nonce = models.CharField(max_length=32, unique=True)
    about = models.CharField(max_length=64)
    address = models.EmailField()
    single_use = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="signed_link_expires_after_made"
            )
        ]
        indexes = [models.Index(fields=["address", "purpose"], name="signed_link_whose")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.about}"

    @property
    def still_opens(self) -> bool:
        return self.expires_at > clock.now() and not (self.single_use and self.used_at)
