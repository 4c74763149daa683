"""What this room and the rooms below it keep about people, for the page about trust. Numbers come from the
constants that the clocks use.
"""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from careerlink.accounts import retention
from careerlink.accounts.models import Agreement, LegalText, Tries, User
from careerlink.accounts.registry import Held, Right, register_held, register_not_personal, register_rights
from careerlink.audit.models import Check, Disclosure, Entry, Note, Seal
from careerlink.outbox.hold import KEPT
from careerlink.outbox.models import Bounce, Choice, Departed, Hold, Mailbox, MailDay, OutgoingMail
from careerlink.web.models import SignedLink

ACCOUNT = _("as long as the account exists")
HERSELF = _("you; moderators")
DELETED = _("deleted")
KEPT_WITHOUT_NAME = _("stays, and no longer leads to a name or an address")

register_held(
    Held(
        _("Your account"),
        (User, EmailAddress, EmailConfirmation),
        _("name, e-mail addresses, time zone, a password that nobody can read, when you joined and last logged in"),
        _("to let you in and to write to you"),
        _("you; moderators; the people of your office or group see your name and address"),
        ACCOUNT,
        _("name, addresses and password are blanked at once; an empty row stays for statistics"),
    ),
    Held(
        _("Second step at log-in"),
        (Authenticator,),
        _("the secret of your code app, passkeys, recovery codes, when each was last used"),
        _("to make sure that it is you"),
        _("nobody; you see that they exist"),
        ACCOUNT,
        DELETED,
    ),
    Held(
        _("Single sign-on"),
        (SocialAccount, SocialToken),
        _("the number under which your college knows you, and what it sent along"),
        _("to let you in by way of your college"),
        HERSELF,
        ACCOUNT,
        DELETED,
    ),
    Held(
        _("Where you are logged in"),
        (Session, UserSession),
        _("network address, browser, first and last seen"),
        _("so that you can see and end sessions that are not yours"),
        HERSELF,
        format_lazy(
            _(
                "the log-in: {hours} hours without a click, {stay} days when asked to stay, {days} days at most; "
                "the record of it: {days} days"
            ),
            hours=settings.SESSION_COOKIE_AGE // 3600,
            stay=settings.SESSION_LIMITS["staying"][0].days,
            days=retention.longest_session().days,
        ),
        _("ended and deleted at once"),
    ),
    Held(
        _("Wrong tries at log-in"),
        (Tries,),
        _("how often, under a digest from which no address can be read"),
        _("to stop guessing of passwords"),
        _("nobody"),
        format_lazy(_("{minutes} minutes after the last try"), minutes=int(Tries.LAST.total_seconds() // 60)),
        _("nothing in it leads to you"),
    ),
    Held(
        _("What you agreed to"),
        (Agreement,),
        _("which version of the terms or of the pledge, and when"),
        _("to know what both sides can count on"),
        HERSELF,
        ACCOUNT,
        KEPT_WITHOUT_NAME,
    ),
    Held(
        _("Links in e-mails"),
        (SignedLink,),
        _("what the link is for, the address it went to, when it was used; never the link itself"),
        _("so that a link works once and not for ever"),
        _("nobody"),
        format_lazy(_("{days} days after it ran out"), days=retention.LINKS_KEPT.days),
        format_lazy(_("deleted after the same {days} days"), days=retention.LINKS_KEPT.days),
    ),
    Held(
        _("E-mails to you"),
        (OutgoingMail, MailDay, Bounce),
        _("that a message was sent, about what, when, and what the other server answered; for a while its words"),
        _("so that none is lost or sent twice, and a fault can be found"),
        _("you; moderators; an office sees what is planned in its name"),
        format_lazy(
            _("words and subject {days} days; codes and links until sent; that it was sent: as long as the address"),
            days=settings.MAIL_BODY_DAYS,
        ),
        _("words, subjects and addresses are blanked; what waits is not sent"),
    ),
    Held(
        _("Your choice of e-mails"),
        (Mailbox, Choice),
        _("address, language, time zone, quiet hours, which groups of mail you want, whether the address works"),
        _("to write when and how often you like"),
        HERSELF,
        _("as long as the address is in use; a stop is kept so that it stays a stop"),
        _("the address is replaced by one that is nobody's"),
    ),
    Held(
        _("After a restore from backup"),
        (Departed,),
        _("digests of the keys of mails that had left; no address"),
        _("so that nobody is written to twice"),
        _("nobody"),
        format_lazy(_("{days} days"), days=KEPT.days),
        _("nothing in it leads to you"),
    ),
    Held(
        _("The trail"),
        (Entry,),
        _("who did what, when and for which reason, as numbers and codes without words"),
        _("to answer for what happened, and to settle a dispute"),
        _("you see what is about you; an office what happened in its rooms; moderators all"),
        _("not limited: it is sealed, and a gap would break the seal"),
        KEPT_WITHOUT_NAME,
    ),
    Held(
        _("Notes beside the trail"),
        (Note,),
        _("a moderator's words about a decision"),
        _("so that a second moderator understands the first"),
        _("moderators; the person to whom they were written"),
        ACCOUNT,
        _("blanked; the entry beside it stays"),
    ),
    Held(
        _("Who was shown your details"),
        (Disclosure,),
        _("who saw which contact details or private file of whom, when, and by which right"),
        _("so that you can see who knows how to reach you"),
        _("you; moderators; an office sees those made in its rooms"),
        _("not limited: it is part of the sealed trail"),
        KEPT_WITHOUT_NAME,
    ),
    Held(
        _("Work of moderators in the framework's pages"),
        (LogEntry,),
        _("which moderator changed what"),
        _("to watch over the watchers"),
        _("moderators"),
        _("as long as the portal exists"),
        KEPT_WITHOUT_NAME,
    ),
)
register_not_personal(_("texts and their versions"), LegalText)
register_not_personal(_("seals over the trail: digests and numbers"), Seal, Check)
register_not_personal(_("whether mail is held after a restore"), Hold)
register_not_personal(_("the framework's tables of rights and kinds"), Group, Permission, ContentType, SocialApp)
register_not_personal(
    _("public lists: colleges, majors, occupations, places, issuers"), *apps.get_app_config("taxonomy").get_models()
)

register_rights(
    Right(
        "moderation",
        _("a moderator"),
        _("e-mail and telephone; proof of a credential"),
        _("moderators look after CareerLink: they decide on requests, answer reports and find what went wrong"),
    ),
    Right(
        "colleague",
        _("the people of the same office or group"),
        _("name and e-mail"),
        _("you belong to the same office or group"),
    ),
)
