"""Making the people of the demonstration."""

from functools import cache

from django.contrib.auth.hashers import make_password

from careerlink.accounts.actions import agree
from careerlink.accounts.models import User
from careerlink.accounts.queries import text_in_force

PASSWORD = "careerlink-demo"  # noqa: S105 of the demonstration, never in production


@cache
def _hashed() -> str:
    """One hash for all: scrypt is slow on purpose, and it is the same password."""
    return make_password(PASSWORD)


def person(name: str, email: str, **fields) -> User:
    """Somebody with a confirmed address who agreed to the terms."""
    user = User.objects.create(name=name, email=email, password=_hashed(), **fields)
    user.emailaddress_set.create(email=email, verified=True, primary=True)
    terms = text_in_force("terms")
    if terms is not None:
        agree(user, terms)
    return user


def demo_is_there() -> bool:
    return User.objects.filter(email="director@demo.edu").exists()
