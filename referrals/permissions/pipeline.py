"""What the people of an office may do about one alumnus now."""

from careerlink.accounts.models import User
from referrals.models import Alumnus, Referral
from referrals.permissions.desk import may_refer
from referrals.queries.outcomes import reopens_until

State = Referral.State
MAY_RANK = (State.AWAITING_CONSENT, State.CHOOSING, State.WITH_WRITER)


def what_may_be_done(user: User, alumnus: Alumnus, referral: Referral | None) -> dict[str, bool]:
    """Each button of the page as yes or no; `referral` is the open request, else the newest, if there is one."""
    may = may_refer(user, alumnus.host) and not alumnus.is_erased
    is_open = referral is not None and referral.state in Referral.OPEN
    return {
        "may_refer": may,
        "may_ask": may and not is_open and not alumnus.opted_out_at,
        "may_settle": may and _is(referral, State.DISPUTED) and not _is_with_moderator(referral),
        "may_close": may and _moves(referral, "close") and not _is(referral, State.DISPUTED),
        "may_reopen": may and referral is not None and reopens_until(referral) is not None,
        "may_hold": may and _moves(referral, "hold"),
        "may_resume": may and _is(referral, State.ON_HOLD),
        "may_pin": may and referral is not None and referral.state in MAY_RANK,
        "may_take_out": may and _moves(referral, "enter_error"),
    }


def _is(referral: Referral | None, state: str) -> bool:
    return referral is not None and referral.state == state


def _moves(referral: Referral | None, event: str) -> bool:
    return referral is not None and referral.may_move(event)


def _is_with_moderator(referral: Referral | None) -> bool:
    return referral is not None and referral.with_moderator_since is not None
