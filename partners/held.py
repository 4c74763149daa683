"""What this room keeps about people, for the page about trust."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from careerlink.accounts.registry import Held, Right, register_held, register_not_personal, register_rights
from partners import clocks, models
from partners.actions import board_person, messages, retention

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
        _("What is special about a professor or student group"),
        (models.Group, models.CampusRules),
        _(
            "department, name and address of who says yes for it, mailbox of the group; "
            "what the college asks of groups, and who chose it"
        ),
        _("so that nothing goes out in the name of a college that it does not want"),
        _("the people of the group; its career office, without the address; moderators"),
        format_lazy(_("until {days} days after the group stops using CareerLink"), days=clocks.HOST_LEAVING),
        _("name and address of who says yes are blanked; the rules stay, without who chose them"),
    ),
    Held(
        _("Invitations"),
        (models.Invitation, models.WriterInvitation),
        _("address, for a writer the name, who invited and what came of it"),
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
        format_lazy(_("{days} days"), days=retention.DESK_MAILS_KEPT.days),
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
        _("Stand-ins for class"),
        (models.ClassRequest,),
        _("which course needs somebody when and where, wishes, who asked, who said yes, and the reason of a no"),
        _("so that class need not be cancelled"),
        _("the professor's people; who says yes; writers while somebody is sought, without the room"),
        format_lazy(
            _("the room or link {days} days after class; the rest is not limited: it is the record of both sides"),
            days=retention.ROOMS_KEPT.days,
        ),
        _("wishes and room are blanked once it is over; that a class needed somebody stays"),
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
        _("Whom we suggest for a request"),
        (models.Suggestion,),
        _("which writers fit an open request best, in which order and for which reasons"),
        _("so that the right person is asked, and nobody twice"),
        _("those who act for the office or group that asks; moderators, how often a writer was suggested"),
        _("made anew every hour while the request is open; gone within an hour after that"),
        DELETED,
    ),
    Held(
        _("What a writer said no to"),
        (models.NotForMe,),
        _("which request, and whether it is the kind, the distance or the time"),
        _("so that nobody is asked for what they do not do"),
        _("the writer; an office that asked hears only that it is a no"),
        _("until it is taken back, or the account is gone"),
        DELETED,
    ),
    Held(
        _("Messages between writers and student groups"),
        (models.Message,),
        _("who wrote what and when; the writer is shown the name of the group and never a student's"),
        _("so that both can agree on a day without anybody's address"),
        BOTH,
        format_lazy(_("{days} days"), days=messages.KEPT.days),
        _("the words are blanked"),
    ),
    Held(
        _("Seats on a Career Services Board"),
        (models.Board, models.BoardSeat, models.ConflictStatement),
        _("who sits there from when to when, why it ended; the yearly statement about conflicts of interest as signed"),
        _("so that a board knows its terms, and nobody need wonder whose interest somebody has in mind"),
        _("the writer and the office; what was declared only those who act for the office"),
        format_lazy(
            _("words and signatures {days} days after the seat has ended; who sat there and when is not limited"),
            days=board_person.STATEMENTS_KEPT.days,
        ),
        _("the seat ends; words and signature are blanked; that somebody sat there and signed stays"),
    ),
    Held(
        _("Employers whom writers introduce"),
        (models.Introduction, models.IntroductionResult),
        _("employer, what it looks for; name, work and address of the contact; who said yes or no; what came of it"),
        _("to ask both sides, and to let them reach each other when both have said yes"),
        _("the office and the contact, how to reach each other only after both yeses; the writer who proposed it"),
        format_lazy(
            _("the contact {ended} days after it came to nothing, {closed} days after its end; the rest not limited"),
            ended=clocks.CONTACT_KEPT,
            closed=clocks.CONTACT_KEPT_CLOSED,
        ),
        _(
            "the contact is taken out at once when they wish, by themselves or a moderator; "
            "a writer's words are blanked"
        ),
    ),
    Held(
        _("Distance to students met as a volunteer"),
        (models.CoolingOff,),
        _("which writer, on which day and where; of the student only a keyed digest of the address"),
        _("so that nobody finds clients by volunteering: six months without paid work between the two"),
        _("the writer: how many and until when; the office: the day; nobody the student's address"),
        format_lazy(
            _("{months} months, and {days} days more"),
            months=clocks.COOLING_OFF_MONTHS,
            days=clocks.COOLING_OFF_KEPT,
        ),
        DELETED,
    ),
    Held(
        _("A writer's profile"),
        (models.Writer, models.Phrase, models.WriterTag, models.WriterWord, models.Fee),
        _("name, own words, photo, ZIP code, telephone, whom they help best, prices, when they have time"),
        _("so that offices find the right person and see the price before any contact"),
        _("approved offices; everybody only by the writer's own choice; telephone and address once both agreed"),
        PROFILE,
        _("blanked, the photo deleted"),
    ),
    Held(
        _("Credentials"),
        (models.Credential, models.Evidence),
        _("issuer, number, date, who checked it and when; the file that proves it"),
        _("so that “checked” means something"),
        _("that it is checked: whoever sees the profile; the file: the writer and moderators, each look on record"),
        _("as long as the account exists, or until it is removed"),
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
        _("which college, since when, whether the writer was told"),
        _("to tell the writer when it joins"),
        _("the writer; an office that joins sees only how many wait"),
        _("until it is taken off, or the account is gone"),
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
    models.IntroductionTag,
)
register_rights(
    Right(
        "partnership",
        _("the other side: people of the office, or the writer"),
        _("e-mail and telephone"),
        _("from the day on which both have agreed to work together, while both take part"),
    ),
    Right(
        "introduction",
        _("an employer whom a writer introduced, and the office"),
        _("name and e-mail"),
        _("once both have said yes to being introduced"),
    ),
    Right(
        "host_export",
        _("a manager who takes the office's archive"),
        _("e-mail and telephone of writers the office works with"),
        _("only where both have agreed to work together and the writer still takes part"),
    ),
    Right(
        "colleague_export",
        _("a manager who takes the office's archive"),
        _("name and e-mail of the people of the office"),
        _("you belong to the office, or did; its archive lists its people"),
    ),
)
