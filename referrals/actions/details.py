"""What an alumnus says about a request by private link: everything beside the four fields of the telephone."""

from collections.abc import Collection

from django.db import transaction

from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.taxonomy.models import Place
from careerlink.web import clock
from referrals.actions.drawing import draw_list
from referrals.actions.holding import hold
from referrals.actions.records import keep_codes
from referrals.models import Alumnus, Referral

State = Referral.State
MAY_SAY = (State.AWAITING_CONSENT, State.CHOOSING)  # later a writer has read it


@transaction.atomic
def say_more(
    referral: Referral,
    *,
    words: str,
    service: str,
    where: str,
    wants_pro_bono: bool,
    majors_words: str,
    occupation_words: str,
    codes: Collection[tuple[str, str]],
    stage: str,
    place: Place | None,
    language: str,
) -> None:
    """Note what she looks for, and draw the list of writers for it. Raises Stale when somebody was asked meanwhile."""
    referral = hold(referral)
    if referral.state not in MAY_SAY:
        raise Stale(f"referral {referral.pk}: a writer has read it")
    wishes = {"words": words, "service": service, "where": where, "wants_pro_bono": wants_pro_bono}
    facts = {
        "majors_words": majors_words,
        "occupation_words": occupation_words,
        "stage": stage,
        "place": place,
        "language": language,
    }
    alumnus = Alumnus.objects.select_for_update(of=("self",)).get(pk=referral.alumnus_id)
    changed = [*_keep(referral, wishes), *_keep(alumnus, facts)]
    if keep_codes(alumnus, codes):
        changed.append("tags")
    if changed:
        Alumnus.objects.filter(pk=alumnus.pk).update(changed_at=clock.now())
        trail.record(alumnus, "change", fields=changed, scope=referral.host.key)
        referral.alumnus = alumnus
        draw_list(referral)


def _keep(thing: Referral | Alumnus, facts: dict) -> list[str]:
    """Write down what is new; returns the names of the fields."""
    changed = [name for name, value in facts.items() if getattr(thing, name) != value]
    for name in changed:
        setattr(thing, name, facts[name])
    if changed:
        thing.save(update_fields=changed)
    return changed
