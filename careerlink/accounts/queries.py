"""Questions about people and the texts they agreed to."""

from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from careerlink.accounts.models import Agreement, LegalText, User
from careerlink.audit.models import Entry
from careerlink.audit.trail import label_of
from careerlink.web import clock, ledger

TERMS_IN_FORCE = "accounts.terms_in_force"  # cache key; the id of the version, 0 for none
TERMS_LAST = 60  # seconds after which a new version of the terms is noticed everywhere


def text_in_force(slug: str) -> LegalText | None:
    """The version of a text ("terms", "pledge") that is in force now; None when none was loaded."""
    return LegalText.objects.filter(slug=slug, in_force_from__lte=clock.now()).order_by("-version").first()


def texts_in_force() -> dict[str, LegalText]:
    """All texts as they are in force now, by their slug; one query."""
    rows = LegalText.objects.filter(in_force_from__lte=clock.now()).order_by("slug", "version")
    return {text.slug: text for text in rows}


def has_agreed(user: User, text: LegalText) -> bool:
    """Whether a person agreed to this very version."""
    return Agreement.objects.filter(user=user, text=text).exists()


def newest_agreement(user_id: int, slug: str, *, with_text: bool = True) -> Agreement | None:
    """The newest version of a text that a person (by id) agreed to, with the text and the moment. One query."""
    given = Agreement.objects.filter(user=user_id, text__slug=slug)
    given = given.select_related("text") if with_text else given
    return given.order_by("-text__version").first()


def terms_id() -> int | None:
    """The id of the terms in force as remembered for a minute; 0 for none, None when not remembered."""
    return cache.get(TERMS_IN_FORCE)


def terms_and_answer(user: User) -> tuple[int, bool]:
    """The id of the terms in force (0 for none) and whether this person agreed to them; one query."""
    found = (
        LegalText.objects.filter(slug=LegalText.Slug.TERMS, in_force_from__lte=clock.now())
        .order_by("-version")
        .annotate(agreed=Exists(Agreement.objects.filter(user=user, text=OuterRef("pk"))))
        .values_list("pk", "agreed")
        .first()
    )
    pk, agreed = found or (0, True)
    cache.set(TERMS_IN_FORCE, pk, TERMS_LAST)
    return pk, agreed


def account_of(address: str) -> int | None:
    """The id of the person whose confirmed or main address this is; None when it is nobody's. Two queries
    in either case.
    """
    address = address.strip().lower()
    confirmed = EmailAddress.objects.filter(email=address, verified=True).values_list("user_id", flat=True).first()
    main = User.objects.filter(email=address).values_list("pk", flat=True).first()
    return confirmed or main


def erasures_asked() -> QuerySet[Entry]:
    """Requests to be erased (`about_id` is the person's) that nobody has carried out yet."""
    done = User.objects.exclude(erased_at=None).values("pk")
    return Entry.objects.filter(label=label_of(User), event="erasure_asked").exclude(about_id__in=done)


def moderators_address() -> str:
    """Whom to write when something is wrong with one's account."""
    return settings.MODERATOR_EMAILS[0] if settings.MODERATOR_EMAILS else settings.DEFAULT_FROM_EMAIL


def addresses_of(user: User) -> set[str]:
    """The addresses that are proven to be a person's."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return {user.email.lower(), *(address.lower() for address in confirmed)}


def ledger_digests(user: User) -> list[str]:
    """How the ledger names a person: first her account, then each of her addresses."""
    return [_person_digest(user.key), *(_address_digest(address) for address in sorted(addresses_of(user)))]


def people_erased(digests: set[str]) -> list[User]:
    """Who of these is still there, though the ledger says that she was erased."""
    keys = User.objects.filter(erased_at=None).values_list("pk", "key")
    return list(User.objects.filter(pk__in=[pk for pk, key in keys if _person_digest(key) in digests]))


def addresses_erased(digests: set[str]) -> list[str]:
    """Addresses that stand in any table though the ledger says that their owner was erased, without those that
    belong to somebody who is here now.
    """
    living = User.objects.filter(erased_at=None)
    owned = {address.lower() for address in living.values_list("email", flat=True)}
    confirmed = EmailAddress.objects.filter(verified=True, user__in=living)
    owned.update(address.lower() for address in confirmed.values_list("email", flat=True))
    found: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.EmailField):
                rows = model._base_manager.order_by().values_list(field.attname, flat=True).distinct()
                found.update(address.strip().lower() for address in rows if address)
    return sorted(address for address in found - owned if _address_digest(address) in digests)


def _person_digest(key: str) -> str:
    return ledger.digest(f"person:{key}")


def _address_digest(address: str) -> str:
    return ledger.digest(f"address:{address}")
