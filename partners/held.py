"""What this room keeps about people, for the page about trust."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from careerlink.accounts.registry import Held, Right, register_held, register_not_personal, register_rights
from partners import clocks, models
from partners.actions import retention

PROFILE = _("as long as the account exists")
DELETED = _("deleted")
BOTH = _("both sides; moderators")
OWN = _("the people of the office or group")

register_held(
    Held(
        _("Offices, professors and student groups"),
        (models.Host, models.HostCheck),
        _("name, college, published telephone number and address, web page, house rules, how a moderator checked it"),
        _("so that writers know who asks, and that it is really that office"),
        _("its people; approved writers, without telephone number and address; moderators"),
        format_lazy(
            _("until {days} days after the office stops using CareerLink; refused ones {refused} days"),
            days=clocks.HOST_LEAVING,
            refused=retention.REFUSED_KEPT.days,
        ),
        _("it is the office's, not a person's: when the only manager is erased, the office leaves or is taken over"),
    ),
    Held(
        _("Who belongs to an office"),
        (models.Member,),
        _("which person, in which role, with which title, from when to when"),
        _("to know who may decide"),
        _("the people of the office; moderators"),
        _("while you belong to it; after that the role and its time stay as history, without the title once it leaves"),
        _("ended at once, title blanked; that somebody held the role stays"),
    ),
    Held(
        _("Invitations"),
        (models.Invitation, models.WriterInvitation),
        _("address, for a writer her name, who invited and what came of it"),
        _("to let a colleague or a writer in without a moderator"),
        _("the people of the office; moderators"),
        format_lazy(_("until {days} days after the office stops using CareerLink"), days=clocks.HOST_LEAVING),
        _("address and name are replaced by nobody's"),
    ),
    Held(
        _("Mail about decisions"),
        (models.DeskMail,),
        _("when you were last told what waits, and for which office"),
        _("so that you get one mail and not many"),
        _("nobody"),
        _("as long as you decide there"),
        _("no longer leads to a name or an address"),
    ),
    Held(
        _("Requests"),
        (models.Need,),
        _("what an office asks for, in its words, and who wrote it"),
        _("so that writers can offer"),
        _("the office; writers while it is open; whoever made an offer for it"),
        _("not limited: it is the record of both sides"),
        _("stays; it no longer leads to the name of who wrote it"),
    ),
    Held(
        _("Offers and answers"),
        (models.Offer,),
        _("what a writer offered, when, who answered; the office's private reason and note"),
        _("so that nobody waits in silence"),
        _("both sides; the private reason and note only the office that wrote them"),
        format_lazy(
            _("drafts {draft} days; the rest is not limited; private notes go when the office leaves"),
            draft=clocks.OFFER_DRAFT,
        ),
        _("words and notes are blanked; who offered what, when and with which end stays for statistics"),
    ),
    Held(
        _("Working together"),
        (models.Partnership, models.Engagement, models.Asked),
        _("who works with whom since when, under which pledge; agreed pieces of work and their times"),
        _("to keep dates, and a record of hours"),
        BOTH,
        _("not limited: it is the record of both sides"),
        _("stays for statistics; the name is gone with the account"),
    ),
    Held(
        _("A writer's profile"),
        (models.Writer, models.Phrase, models.WriterTag, models.WriterWord, models.Fee),
        _("name, words about herself, photo, ZIP code, telephone, whom she helps best, prices, when she has time"),
        _("so that offices find the right person and see the price before any contact"),
        _("approved offices; everybody only by her own choice; telephone and address once both agreed"),
        PROFILE,
        _("blanked, the photo deleted"),
    ),
    Held(
        _("Credentials"),
        (models.Credential, models.Evidence),
        _("issuer, number, date, who checked it and when; the file that proves it"),
        _("so that “checked” means something"),
        _("that it is checked: whoever sees the profile; the file: she herself and moderators, each look on record"),
        _("as long as the account exists, or until she removes it"),
        DELETED,
    ),
    Held(
        _("What one keeps in mind"),
        (models.SavedWriter, models.SavedHost),
        _("saved writers and offices with a private note"),
        _("as a reminder for oneself"),
        _("only the side that saved it"),
        _("until it is taken out, or the office or account is gone"),
        DELETED,
    ),
    Held(
        _("Colleges a writer waits for"),
        (models.WaitingName,),
        _("which college, since when, whether she was told"),
        _("to tell her when it joins"),
        _("she herself; an office that joins sees only how many wait"),
        _("until she takes it off, or the account is gone"),
        DELETED,
    ),
    Held(
        _("Reports"),
        (models.Report,),
        _("who reported whom, about what, in which words, and how it ended"),
        _("to keep people safe"),
        _("moderators only; who is reported never learns who did it"),
        format_lazy(
            _("the words {days} days after the decision; what it was about and what came of it is not limited"),
            days=retention.REPORTS_KEPT.days,
        ),
        _("stays for the same time: erasing oneself does not erase a report"),
    ),
    Held(
        _("Archives that an office takes out"),
        (models.HostExport,),
        _("one file with everything that is the office's own"),
        _("so that an office can go, or look at what is kept"),
        _("managers of that office; taking it is on record"),
        format_lazy(_("the file {days} days; that it was made is not limited"), days=clocks.EXPORT_KEPT),
        format_lazy(_("a file that holds the name is gone after at most {days} days"), days=clocks.EXPORT_KEPT),
    ),
)
register_not_personal(
    _("facts of an office: what it wants, majors, closed days, codes of requests"),
    models.Want,
    models.TaughtMajor,
    models.Closure,
    models.NeedTag,
)
register_rights(
    Right(
        "partnership",
        _("the other side: people of the office, or the writer"),
        _("e-mail and telephone"),
        _("from the day on which both have agreed to work together, while both take part"),
    ),
    Right(
        "host_export",
        _("a manager who takes the office's archive"),
        _("e-mail and telephone of writers the office works with"),
        _("only where both have agreed to work together and the writer still takes part"),
    ),
)
