"""Somebody asks by herself on the public page of an office: kept apart until she has shown that the address is hers."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.audit import trail
from careerlink.web import clock
from partners.models import Host
from referrals import clocks
from referrals.actions.asked import forget_asked
from referrals.actions.consent import open_referral
from referrals.actions.entry import change_record, find_or_make
from referrals.actions.records import keep_codes
from referrals.emails import help as emails
from referrals.models import Alumnus, AlumnusAddress, HelpRequest, HelpSettings, Referral
from referrals.queries.alumni import open_referral_of, tags_of
from referrals.queries.words import codes_of_job, codes_of_majors

MANY = 500


@transaction.atomic
def ask_for_help(
    host: Host, *, name: str, email: str, year: int, words: str, majors: str = "", occupation: str = ""
) -> None:
    """Keep what somebody asks for, and mail a link to the address, whoever it belongs to. The same within ten minutes
    is one.
    """
    said = {
        "name": name,
        "email": email.lower(),
        "graduation_year": year,
        "words": words,
        "majors_words": majors,
        "occupation_words": occupation,
    }
    now = clock.now()
    Host.objects.select_for_update().get(pk=host.pk)
    if HelpRequest.objects.filter(host=host, made_at__gt=now - clocks.ASKED_TWICE, **said).exists():
        return
    asked = HelpRequest.objects.create(host=host, made_at=now, expires_at=now + clocks.UNCONFIRMED, **said)
    emails.ask_to_confirm(asked)


@transaction.atomic
def confirm_help(asked: HelpRequest) -> Referral:
    """It was her: find or make her record, which keeps what it knows, and begin her request. A second click returns
    the same; so does an open request that she has already. Raises ValidationError when the office is not asked by
    everybody any more.
    """
    # Its referral is asked for once the row is held: a join would still know nothing of what was made meanwhile.
    asked = HelpRequest.objects.select_for_update(of=("self",)).select_related("host").get(pk=asked.pk)
    if asked.referral is not None:
        return asked.referral
    if not HelpSettings.objects.filter(host=asked.host, is_public=True).exists():
        raise ValidationError(_("This office takes no requests on its page any more. Please call it."))
    source = Alumnus.Source.SELF
    alumnus = find_or_make(
        asked.host, by=None, email=asked.email, name=asked.name, year=asked.graduation_year, source=source
    )
    _fill_blanks(alumnus, asked)
    _confirm_address(alumnus, asked.email)
    referral = open_referral_of(alumnus)
    if referral is None:
        referral = open_referral(alumnus, by=None, origin=Referral.Origin.SELF, words=asked.words)
    asked.name = asked.words = asked.email = asked.majors_words = asked.occupation_words = ""
    asked.referral = referral
    asked.save()
    return referral


def _fill_blanks(alumnus: Alumnus, asked: HelpRequest) -> None:
    """What the record does not know is taken from what she typed; what it knows stays."""
    said = {
        "graduation_year": asked.graduation_year,
        "majors_words": asked.majors_words,
        "occupation_words": asked.occupation_words,
    }
    changed = change_record(alumnus, by=None, **{n: value for n, value in said.items() if not getattr(alumnus, n)})
    known = {(vocabulary, code) for vocabulary, codes in tags_of(alumnus).items() for code in codes}
    read = set()
    if "majors_words" in changed:
        read.update(codes_of_majors(asked.majors_words))
    if "occupation_words" in changed:
        read.update(codes_of_job(asked.occupation_words))
    if read - known:
        keep_codes(alumnus, known | read)


def _confirm_address(alumnus: Alumnus, email: str) -> None:
    """Somebody reads mail there: letters go there from now on, unless they go where that is known too."""
    now = clock.now()
    AlumnusAddress.objects.filter(alumnus=alumnus, email=email).update(confirmed_at=now)
    main = AlumnusAddress.objects.filter(alumnus=alumnus, is_main=True)
    if not main.filter(confirmed_at__isnull=False).exists():
        main.update(is_main=False)
        AlumnusAddress.objects.filter(alumnus=alumnus, email=email).update(is_main=True)
        trail.record(alumnus, "change", fields=["addresses"], scope=alumnus.host.key)


@transaction.atomic
def forget_help(asked: HelpRequest) -> None:
    """It was not her, or she would rather not: what was typed is deleted at once."""
    forget_asked(HelpRequest.objects.filter(pk=asked.pk))


def run_help_clocks() -> None:
    """Delete what nobody confirmed in time, and what became a request; may run twice."""
    due = HelpRequest.objects.filter(expires_at__lte=clock.now()).order_by("expires_at")
    with transaction.atomic():
        forget_asked(HelpRequest.objects.filter(pk__in=list(due.values_list("pk", flat=True)[:MANY])))
