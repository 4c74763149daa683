"""What this room keeps about people, for the page about trust."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from careerlink.accounts.registry import Held, Right, register_held, register_not_personal, register_rights
from events import models
from events.actions import announcements, answers

DELETED = _("deleted")

register_held(
    Held(
        _("Places at events"),
        (models.Assignment,),
        _("at which event and shift, since when, how it came about and how it ended, when you came and left"),
        _("so that everybody knows who comes, and you have a record of your hours"),
        _("you; the people of the host"),
        _("not limited: it is the record of both sides"),
        _("what is ahead is given to others; what is over stays without a name"),
    ),
    Held(
        _("Who may be asked at short notice"),
        (models.StandbyName, models.Search),
        _("that you stand by for an event; for whose place somebody was sought, and who was found"),
        _("so that somebody comes when somebody else cannot"),
        _("you; the people of the host"),
        _("until the host stops using CareerLink, or you take it back"),
        DELETED,
    ),
    Held(
        _("The ledger of hours"),
        (models.HoursEntry,),
        _("for which place, on which day, how many minutes, who approved or claimed them, and why they were put right"),
        _("so that volunteering counts and nobody can change it afterwards"),
        _("the writer; the people of the host"),
        _("not limited: no row is ever changed or deleted"),
        _("words are blanked; minutes stay for statistics, without the name"),
    ),
    Held(
        _("Events"),
        (models.Event, models.EventTemplate),
        _("what is held when and where, who planned and who coordinates it; patterns for the next"),
        _("so that people know where to go and whom to ask"),
        _(
            "everybody, while an event is published, without the link, the way in and who coordinates it; "
            "the host; who has a place"
        ),
        _("not limited: it is the record of both sides; patterns until the host stops using CareerLink"),
        _("stays; it no longer leads to the name of who planned or coordinated it"),
    ),
    Held(
        _("Certificates of volunteering"),
        (models.Certificate,),
        _("name, what for, when and for how long; a code by which whoever is shown one can check it"),
        _("so that a writer can show what they did, and nobody can invent it"),
        _("the writer; whoever has the code"),
        _("not limited: whoever was shown one must be able to check it"),
        _("revoked; name and what for are blanked"),
    ),
    Held(
        _("Feedback after events"),
        (models.Feedback,),
        _("one answer of each side, and a comment if they like"),
        _("to learn what went well"),
        _("moderators; the host of the event only as a share of at least three answers of writers"),
        _("not limited: it is the record of both sides"),
        _("the writer's comments, and those of hosts about them, are blanked; the answers stay for statistics"),
    ),
    Held(
        _("Semesters of a host"),
        (models.Term, models.SemesterReport),
        _("name and dates; who is mailed its page; figures as they were issued"),
        _("to show what working with writers was worth"),
        _("the people of the host"),
        _("until the host stops using CareerLink"),
        _("no longer leads to the name of who reads or issued it"),
    ),
    Held(
        _("What calendars were told of places"),
        (models.Told,),
        _("time, place and role of a place as its writer was told last, and what they had been told before"),
        _("so that they hear once of a change, and of nothing that is again as it was"),
        _("nobody beside the writer, in their mail"),
        _("as long as the place itself"),
        DELETED,
    ),
    Held(
        _("Your own calendar"),
        (models.CalendarFeed,),
        _("the number behind its secret address, and since when there is one"),
        _("so that the program you use can fetch your places"),
        _("whoever has the address sees your places and the events you hold, and nobody else's name"),
        _("until you turn it off or make a new address"),
        DELETED,
    ),
)
register_held(
    Held(
        _("Requests for places that were answered together"),
        (models.Answering, models.AnsweredPlace),
        _("which requests, with which answer, by whom and when"),
        _("so that an answer can be taken back before its mails leave"),
        _("the people of the host"),
        format_lazy(_("{days} days"), days=answers.KEPT.days),
        _("no longer leads to the name of who answered"),
    ),
    Held(
        _("Messages to whoever comes to an event"),
        (models.Announcement,),
        _("what somebody of the host wrote, when, and how many mails left"),
        _("so that everybody knows the same, without anybody's address"),
        _("the people of the host who plan events; each who was written to, by mail"),
        format_lazy(_("the words {days} days"), days=announcements.KEPT.days),
        _("the words that you wrote are blanked"),
    ),
    Held(
        _("Who agreed before an event was planned"),
        (models.AgreedWriter,),
        _("which writer, by which accepted offer"),
        _("so that what was agreed becomes a place at the event, and is not noted twice"),
        _("the people of the host; the writer"),
        _("not limited: it is the record of both sides"),
        _("stays for statistics; the name is gone with the account"),
    ),
    Held(
        _("Releases of podcast guests"),
        (models.Release,),
        _("the words that a guest agreed to, the name as signature or the paper that was signed, when"),
        _("so that nobody is recorded without having agreed"),
        _("the guest; those who act for the host"),
        _("as long as the recording is kept; until the host stops using CareerLink"),
        _("name and paper are deleted; that something was signed and when stays"),
    ),
    Held(
        _("Meetings of a Career Services Board"),
        (models.Meeting, models.Attendance),
        _("agenda and minutes, and who of the board was there"),
        _("so that a board knows what it decided"),
        _("the people of the office; who serves on the board"),
        _("until the office stops using CareerLink"),
        _("stays as the office's record; it no longer leads to the name of who wrote it"),
    ),
)
register_held(
    Held(
        _("Whom we suggest for a shift"),
        (models.ShiftSuggestion,),
        _("which writers fit a shift with free places best, in which order and for which reasons"),
        _("so that the right person is asked, and nobody twice"),
        _("those who act for the host of the event"),
        _("made anew every hour while writers can be invited; gone within an hour after that"),
        DELETED,
    )
)
register_not_personal(_("where a podcast stands, and where to hear and read it"), models.Episode)
register_rights(
    Right(
        "release",
        _("those who act for the host of a podcast"),
        _("the release that you signed on paper"),
        _("you are a guest of the recording, and they keep what you signed"),
    ),
)
register_not_personal(_("what a host reckons an hour with, and by which source"), models.HostRate)
register_not_personal(_("where events are held, and how to get there"), models.Venue)
register_not_personal(
    _("what there is to do at an event, when, for which majors, and with which expertise"),
    models.EventTag,
    models.Role,
    models.RoleTag,
    models.Shift,
)
register_rights(
    Right(
        "run_sheet",
        _("the people of the host on whose run sheet you stand"),
        _("telephone"),
        _("while you have a confirmed place at its event, both take part, and it is no student group"),
    )
)
