"""What a writer asks for. It is shown before any contact; anything on a campus is free."""

from collections.abc import Iterable

from django.db import transaction

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.web import clock
from partners.models import Fee, Writer


@transaction.atomic
def set_fees(writer: Writer, *, by: User, is_pro_bono: bool, fees: Iterable[tuple[str, int]]) -> None:
    """Say what she asks alumni for, as (what, dollars); a price that stays keeps the date it was changed."""
    Writer.objects.select_for_update().get(pk=writer.pk)
    before = {(fee.what, fee.dollars): fee for fee in writer.fees.all()}
    wanted = list(dict.fromkeys(fees))
    Fee.objects.filter(pk__in=[fee.pk for pair, fee in before.items() if pair not in wanted]).delete()
    now = clock.now()
    Fee.objects.bulk_create(
        Fee(writer=writer, what=what, dollars=dollars, changed_at=now)
        for what, dollars in wanted
        if (what, dollars) not in before
    )
    writer.is_pro_bono = is_pro_bono
    writer.save(update_fields=["is_pro_bono"])
    trail.record(writer, "edit", by=by, fields=["fees"], person=writer.user_id)
