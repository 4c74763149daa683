"""Who asked to be erased, without saying who."""

from django.db import models

from careerlink.web import clock


class ErasedAddress(models.Model):
    """Somebody with this address asked an office to erase her: no import brings her back. `person` is a keyed digest
    of the address: the row says of nobody that she exists.
    """

    host = models.ForeignKey("partners.Host", on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "erased addresses"
        constraints = [models.UniqueConstraint(fields=["host", "person"], name="erased_address_once")]

    def __str__(self) -> str:
        return f"{self.host_id}: {self.person[:8]}"
