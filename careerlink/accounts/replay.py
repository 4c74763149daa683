"""After a restore: what happened between the backup and now is learnt from the ledger, before mail starts."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction

from careerlink.accounts import queries, registry
from careerlink.accounts.actions import erase_person
from careerlink.accounts.models import User
from careerlink.audit.seals import take_end_as_it_is
from careerlink.outbox import hold
from careerlink.web import ledger


def finish_restore() -> dict[str, int]:
    """Bring a restored database up to what the ledger knows, then let mail leave; returns what was done. It
    may be broken off and run again; without an open hold nothing happens.
    """
    held = hold.open_hold()
    if held is None:
        return {}
    done = hold.settle(held)
    done["gone"] = repeat_departures()  # first, so that nobody who is erased seems to leave them alone
    done["erased"] = repeat_erasures(held.since - hold.IN_FLIGHT)
    end_all_sessions()
    take_end_as_it_is()
    hold.lift(held)
    return done


def repeat_departures() -> int:
    """Let what rooms above had noted as gone go again; returns how much that was."""
    digests = {digests[0] for _at, digests in ledger.read(ledger.ERASED)}
    return sum(replay(digests) for replay in registry.replays.values())


def repeat_erasures(since: datetime) -> int:
    """Erase again who was erased; returns how many. An account is known by its key. Somebody who had joined
    after the backup has none here; whatever stands under an address of hers goes as well.
    """
    erased = 0
    lines = list(ledger.read(ledger.ERASED))
    for person in queries.people_erased({digests[0] for _at, digests in lines}):
        erase_person(person, by=None)
        erased += 1
    addresses = {digest for at, digests in lines if at >= since for digest in digests[1:]}
    for address in queries.addresses_erased(addresses):
        _erase_address(address)
        erased += 1
    return erased


@transaction.atomic
def _erase_address(address: str) -> None:
    """Make the account that is lost once more, so that all rooms erase what they hold under its address."""
    person = User.objects.create_user(address)
    EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
    erase_person(person, by=None)


def end_all_sessions() -> None:
    """Whoever was logged in at the time of the backup may have been shut out since: all log in again."""
    UserSession.objects.all().delete()
    Session.objects.all().delete()
    cache.clear()
