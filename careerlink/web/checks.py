"""System checks for what needs more than one value. (A single bad value stops the start in settings.)"""

from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.checks import Warning as Caution
from django.core.exceptions import ValidationError
from django.core.validators import validate_email


@register(Tags.security)
def private_files_are_not_served(app_configs, **kwargs) -> list:
    """Private files lie outside everything that a web server hands out."""
    private = Path(settings.PRIVATE_ROOT).resolve()
    served = [Path(settings.STATIC_ROOT).resolve(), *(Path(folder).resolve() for folder in settings.STATICFILES_DIRS)]
    return [
        Error(f"PRIVATE_ROOT: {private} lies in {folder}, which is served to everybody", id="careerlink.E001")
        for folder in served
        if private == folder or folder in private.parents or private in folder.parents
    ]


@register()
def the_ledger_is_in_no_backup(app_configs, **kwargs) -> list:
    """The ledger must survive what backups are for, and must not come back with an old one."""
    ledger = Path(settings.LEDGER_ROOT).resolve()
    return [
        Error(f"LEDGER_ROOT: {ledger} lies in {name}; keep it outside", id="careerlink.E003")
        for name in ("PRIVATE_ROOT", "BACKUP_ROOT", "STATIC_ROOT")
        if ledger.is_relative_to(Path(getattr(settings, name)).resolve())
    ]


@register()
def addresses_are_addresses(app_configs, **kwargs) -> list:
    """Mail of ours has a sender, and failures reach a person."""
    found = []
    for name, addresses in (
        ("DEFAULT_FROM_EMAIL", [settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")]),
        ("MODERATOR_EMAILS", settings.MODERATOR_EMAILS),
    ):
        for address in addresses:
            try:
                validate_email(address)
            except ValidationError:
                # A demonstration on localhost sends nothing, so its address need not exist.
                if settings.PRODUCTION or not address.endswith("@localhost"):
                    found.append(Error(f"{name}: {address!r} is no e-mail address", id="careerlink.E002"))
    return found


@register(deploy=True)
def production_is_whole(app_configs, **kwargs) -> list:
    """What a portal needs before real people use it."""
    if not settings.PRODUCTION:
        return []
    found = []
    if not settings.MODERATOR_EMAILS:
        found.append(
            Caution(
                "MODERATOR_EMAILS: nobody is told about what waits for a moderator or went wrong",
                id="careerlink.W001",
            )
        )
    if settings.SECURE_SSL_REDIRECT and not settings.TRUSTED_PROXY_COUNT:
        found.append(
            Caution(
                "TRUSTED_PROXY_COUNT: with 0, TLS must end in this process; behind a proxy every page would "
                "redirect to itself. Set the number of proxies in front",
                id="careerlink.W002",
            )
        )
    if not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL) and settings.EMAIL_HOST not in ("localhost", "127.0.0.1"):
        found.append(
            Caution(
                "EMAIL_URL: mail with codes and links leaves unencrypted; use smtp+tls:// or smtp+ssl://",
                id="careerlink.W003",
            )
        )
    unsaid = [name for name in ("HOSTING_PLACE", "INCIDENT_CONTACT") if not getattr(settings, name)]
    unsaid += ["SUBPROCESSORS"] if settings.SUBPROCESSORS is None else []
    found += [
        Caution(f"{name}: the page about trust says that you have not stated it yet", id="careerlink.W004")
        for name in unsaid
    ]
    return found
