"""What this room keeps about people, for the page about trust."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from careerlink.accounts.registry import Held, Right, register_held, register_not_personal, register_rights
from referrals import clocks, models

DELETED = _("deleted")
KEPT = _("24 months after it has ended; 12 months where there was none")

register_held(
    Held(
        _("Alumni of an office"),
        (models.Alumnus, models.AlumnusAddress, models.AlumnusTag),
        _("name, e-mail addresses, graduation year, majors, the job looked for, career stage, ZIP code, language"),
        _("so that an office can refer them to a writer when they ask for help"),
        _("the people of the office; a writer who said yes sees name and e-mail address"),
        KEPT,
        DELETED,
    ),
    Held(
        _("Who asked on the page of an office and has not confirmed the address"),
        (models.HelpRequest,),
        _("name, e-mail address, graduation year, what was asked for, majors and the job looked for"),
        _("so that nobody can ask in the name of somebody else"),
        _("nobody, before the click in the mail; then it is a request and kept as one"),
        _("48 hours"),
        DELETED,
    ),
    Held(
        _("Lists of alumni that an office imports"),
        (
            models.AlumniImport,
            models.ImportRow,
            models.ImportBefore,
            models.ImportAddress,
            models.ImportTag,
        ),
        _("the file, what was read from it, and how those whom it changes stood before; never grades or numbers"),
        _("so that nobody is brought in before somebody has looked, and so that it can be undone"),
        _("coordinators and managers of the office"),
        format_lazy(
            _("{hours} hours after it was brought in; {days} days where it never was"),
            hours=clocks.IMPORT_UNDO.days * 24,
            days=clocks.IMPORT_WAITS.days,
        ),
        DELETED,
    ),
    Held(
        _("Who asked an office to be erased"),
        (models.ErasedAddress,),
        _("a keyed digest of an address, and since when: nobody can read the address from it"),
        _("so that no list that an office imports brings somebody back who asked to be erased"),
        _("nobody"),
        _("until the office stops using CareerLink"),
        _("stays: it is what keeps you away"),
    ),
    Held(
        _("Referrals of alumni"),
        (models.Referral, models.Leg, models.Candidate, models.OutcomeAnswer),
        _("what help was asked for, which writers were shown, ranked and asked, what they answered, what came of it"),
        _("so that the alumnus finds help and somebody finds out whether it did"),
        _("the alumnus; the people of the office; a writer who is asked sees what is needed, and no name"),
        KEPT,
        _("words are blanked; states and outcomes stay for statistics"),
    ),
    Held(
        _("Alumni whom an office invites with others"),
        (models.BulkInvite, models.BulkInvitee),
        _("that somebody was chosen, and was invited or left out, and why"),
        _("so that no more mails leave on one day than the office says, and nobody is invited twice"),
        _("the people of the office, as numbers"),
        KEPT,
        _("stays as a number, without a name"),
    ),
    Held(
        _("Consent of alumni"),
        (models.Consent,),
        _("which version of the text was signed under which name and when, what more is shown, when it was revoked"),
        _("so that nothing is shown to a writer without consent"),
        _("the alumnus; the people of the office"),
        KEPT,
        _("the name is blanked"),
    ),
)
register_not_personal(
    _("what an office does free of charge, whom it helps itself, and what its counsel adds to the consent"),
    models.HelpSettings,
    models.FreeService,
    models.CounselParagraph,
)
register_rights(
    Right(
        "referral",
        _("an alumnus and the writer whom they chose"),
        _("name and e-mail, and what the alumnus ticked besides"),
        _("once the writer has said yes, while the consent of the alumnus holds"),
    )
)
