"""How often somebody without an account may do what writes a mail."""

from allauth.core.internal import ratelimit

# A family behind one connection may ask; whoever types other people's addresses may not.
RATES = {"ask": "10/h/ip,40/d/ip", "address": "3/h/key,6/d/key", "link": "10/h/ip", "report": "5/h/key"}


def may_ask(request, action: str, key: str | None = None) -> bool:
    """Whether so many times is not too often; counts this time."""
    return bool(ratelimit.consume(request, app="referrals", action=action, config=RATES, key=key))
