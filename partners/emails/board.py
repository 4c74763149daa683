"""Every mail about the Career Services Board: asked, taken, signed, renewed, ended."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from careerlink.accounts.models import User
from careerlink.outbox import secrets
from careerlink.outbox.actions import queue_mail
from careerlink.outbox.copies import Recipient, queue_to_all
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from careerlink.web.templatetags.web import day, short_day
from partners import clocks
from partners.models import BoardSeat, ConflictStatement, Host
from partners.permissions.offers import colleagues_who_decide
from partners.queries.board import may_stay
from partners.queries.offers import deciders

Reason, S = BoardSeat.Reason, BoardSeat.State
TELL_WRITER = (
    Reason.TERM_OVER, Reason.RELEASED, Reason.BOARD_CLOSED, Reason.WITHDRAWN, Reason.NO_ANSWER, Reason.CONFLICT,
)  # fmt: skip
TELL_OFFICE = (
    Reason.TERM_OVER, Reason.RESIGNED, Reason.DECLINED, Reason.NO_ANSWER, Reason.CONFLICT, Reason.NOT_HERE,
)  # fmt: skip


# --- What is written, when it happens -------------------------------------------------------------


def invite_writer(seat: BoardSeat, link: str) -> None:
    """To the writer: the office asks her on its board; she answers with one button."""
    _to_her("board_invited", seat, link=link)


def plan_reminder_of_invitation(seat: BoardSeat, link: str, *, send_after: datetime) -> None:
    """To the writer, half the time later: the same link once more."""
    _to_her("board_invited_reminder", seat, link=link, send_after=send_after)


def tell_writer_seated(seat: BoardSeat) -> None:
    """To the writer: she sits on the board from today, until then."""
    _to_her("board_seated", seat)


def tell_office_answered(seat: BoardSeat) -> None:
    """To those who invited her: she said yes."""
    _to_office("board_answered", seat)


def ask_statement(seat: BoardSeat, year: int) -> None:
    """To the writer: this year's statement about conflicts of interest."""
    _to_her("board_statement", seat, once=str(year), context={"year": year})


def plan_reminder_of_statement(seat: BoardSeat, year: int, *, send_after: datetime) -> None:
    """To the writer, when she has not signed by then."""
    _to_her("board_statement_reminder", seat, once=str(year), context={"year": year}, send_after=send_after)


def ask_renewal(seat: BoardSeat, link: str) -> None:
    """To the writer, 60 days before the end: does she stay for another term?"""
    _to_her("board_renewal", seat, once=str(seat.term), link=link)


def plan_reminder_of_renewal(seat: BoardSeat, link: str, *, send_after: datetime) -> None:
    """To the writer, three weeks before the end, when she has not answered."""
    _to_her("board_renewal_reminder", seat, once=str(seat.term), link=link, send_after=send_after)


def thank_writer(seat: BoardSeat) -> None:
    """To the writer, 60 days before the end of the last term that the board allows."""
    _to_her("board_thanks", seat, once=str(seat.term))


def tell_office_renewal(seat: BoardSeat) -> None:
    """To the office: she stays, or she goes at the end of the term."""
    _to_office("board_renewal_answered", seat, once=f"{seat.term}:{seat.renewal}")


def tell_writer_chairs(seat: BoardSeat) -> None:
    """To the writer: she chairs the board from now on."""
    _to_her("board_chair", seat, once=_moment())


def tell_about_end(seat: BoardSeat) -> None:
    """To whoever did not end it, why it ended; the office's note travels nowhere."""
    if seat.reason in TELL_WRITER:
        _to_her("board_ended", seat)
    if seat.reason in TELL_OFFICE:
        _to_office("board_ended_office", seat)


def _moment() -> str:
    return f"{clock.now():%Y%m%d%H%M%S}"


def _to_her(
    kind: str,
    seat: BoardSeat,
    *,
    once: str = "",
    link: str = "",
    context: dict | None = None,
    send_after: datetime | None = None,
) -> None:
    person = seat.writer.user
    queue_mail(
        kind,
        key=f"{kind}:{seat.key}{once and ':'}{once}",
        to=person.email,
        user_id=person.pk,
        about=seat,
        scope=seat.host.key,
        context=context,
        secret={"link": link} if link else None,
        send_after=send_after,
    )


def _to_office(kind: str, seat: BoardSeat, *, once: str = "") -> None:
    queue_to_all(
        kind,
        key=f"{kind}:{seat.key}{once and ':'}{once}",
        to=[Recipient(person.email, person.pk, person.zone) for person in _those_who_look_after(seat)],
        about=seat,
        scope=seat.host.key,
    )


def _those_who_look_after(seat: BoardSeat) -> list[User]:
    """Who asked her in, while she decides there, else all to whom the decisions of the office are mailed."""
    there = colleagues_who_decide(seat.host).filter(pk=seat.made_by_id) if seat.made_by_id else []
    return list(there) or deciders(seat.host)


# --- What it says, as things are when it leaves ----------------------------------------------------


def _seat(mail: OutgoingMail) -> BoardSeat:
    rows = BoardSeat.objects.select_related("host__institution", "host__board", "writer__user")
    return rows.get(pk=mail.about_id)


def _letter(build: Callable[[BoardSeat, OutgoingMail], dict]) -> Callable[[OutgoingMail], Content]:
    """A render function from one that says what the letter holds; paragraphs that are empty are left out."""

    def render(mail: OutgoingMail) -> Content:
        with translation.override(mail.mailbox.language):
            letter = build(_seat(mail), mail)
        letter["paragraphs"] = [paragraph for paragraph in letter["paragraphs"] if paragraph]
        return compose(mail, "base", subject=letter.pop("subject"), context=letter)

    return render


def _names(seat: BoardSeat) -> dict[str, str]:
    return {
        "writer": seat.writer.name,
        "host": seat.host.name,
        "college": seat.host.institution.name,
        "ends": day(seat.ends_on),
        "short_ends": short_day(seat.ends_on),
    }


def _her(seat: BoardSeat, **letter) -> dict:
    return {
        "sender": seat.host.name,
        "button": (_("See your seat"), absolute(seat.get_absolute_url())),
        "why": _("You get this because %(host)s asked you on its Career Services Board.") % {"host": seat.host.name},
        **letter,
    }


def _office(seat: BoardSeat, **letter) -> dict:
    return {
        "button": (_("See your board"), absolute(reverse("board", args=[seat.host.slug]))),
        "why": _("You get this because you decide for %(host)s.") % {"host": seat.host.name},
        **letter,
    }


def _invited(seat: BoardSeat, mail: OutgoingMail) -> dict:
    names = {**_names(seat), "due": short_day(seat.due_at, seat.host.zone), "by": day(seat.due_at, seat.host.zone)}
    board = seat.host.board
    subject = (
        _("Answer %(host)s by %(due)s: a seat on their board")
        if mail.kind == "board_invited_reminder"
        else _("Say yes or no by %(due)s: %(host)s would like you on its board")
    )
    return _her(
        seat,
        subject=subject % names,
        paragraphs=[
            _("%(host)s at %(college)s asks whether you would sit on its Career Services Board.") % names,
            f"“{seat.message}”" if seat.message else "",
            _("A term lasts %(years)s years and is unpaid. You can leave at any time, and once a year you sign a "
              "statement about conflicts of interest.") % {"years": board.term_years},
            _("Two buttons wait behind the link, yes and no. Without an answer by %(by)s the invitation ends, and "
              "nobody thinks worse of you.") % names,
        ],
        button=(_("Answer the invitation"), secrets.read(mail)["link"]),
    )  # fmt: skip


def _seated(seat: BoardSeat, mail: OutgoingMail) -> dict:
    names = _names(seat)
    return _her(
        seat,
        subject=_("You sit on the board of %(host)s until %(ends)s") % names,
        paragraphs=[
            _("Welcome. Your seat on the Career Services Board of %(host)s, %(college)s, begins today and runs until "
              "%(ends)s. You both see now how to reach each other.") % names,
            _("One thing to do when you like: sign this year's statement about conflicts of interest. We ask you for "
              "it in 30 days if it is not there by then."),
        ],
        button=(_("Sign the statement"), absolute(reverse("board_statement", args=[seat.key]))),
        second=(_("See your seat"), absolute(seat.get_absolute_url())),
    )  # fmt: skip


def _answered(seat: BoardSeat, mail: OutgoingMail) -> dict:
    names = _names(seat)
    return _office(
        seat,
        subject=_("%(writer)s joins your board") % names,
        paragraphs=[
            _("%(writer)s said yes. The seat began today and runs until %(ends)s.") % names,
            _("We ask for the statement about conflicts of interest each year, and 60 days before the end whether "
              "another term is wanted. You need not keep a list."),
        ],
    )  # fmt: skip


def _statement(seat: BoardSeat, mail: OutgoingMail) -> dict:
    by = mail.send_after + timedelta(days=clocks.BOARD_STATEMENT)
    if mail.kind == "board_statement_reminder":
        by -= timedelta(days=clocks.BOARD_STATEMENT_REMINDER)
    names = {**_names(seat), "year": mail.context["year"], "by": short_day(by, seat.host.zone)}
    return _her(
        seat,
        subject=_("Sign by %(by)s: your statement for the board of %(host)s") % names,
        paragraphs=[
            _("Everybody on the board of %(host)s signs a short statement about conflicts of interest each year. "
              "Yours for %(year)s is not there yet; please sign it by %(by)s.") % names,
            _("It takes a minute: read, tick if there is something to declare, type your name."),
        ],
        button=(_("Read and sign"), absolute(reverse("board_statement", args=[seat.key]))),
    )  # fmt: skip


def _renewal(seat: BoardSeat, mail: OutgoingMail) -> dict:
    names = {**_names(seat), "years": seat.host.board.term_years}
    return _her(
        seat,
        subject=_("Stay on the board of %(host)s? Please say by %(short_ends)s") % names,
        paragraphs=[
            _("Your term on the Career Services Board of %(host)s, %(college)s, ends on %(ends)s. They would be glad "
              "if you stayed for another %(years)s years.") % names,
            _("Two buttons wait behind the link. Without an answer the seat ends on that day, with thanks."),
        ],
        button=(_("Say yes or no"), secrets.read(mail)["link"]),
    )  # fmt: skip


def _thanks(seat: BoardSeat, mail: OutgoingMail) -> dict:
    names = _names(seat)
    return _her(
        seat,
        subject=_("Thank you: your last term with %(host)s ends on %(short_ends)s") % names,
        paragraphs=[
            _("On %(ends)s your term on the Career Services Board of %(host)s, %(college)s, is over. The board limits "
              "how many terms somebody serves in a row, so we do not ask for another one.") % names,
            _("Thank you for your time. After a year you may come back, and other help is welcome at any time."),
        ],
    )  # fmt: skip


def _renewal_answered(seat: BoardSeat, mail: OutgoingMail) -> dict:
    names = _names(seat)
    if seat.renewal == BoardSeat.Renewal.YES:
        subject, said = _("%(writer)s stays on your board"), _("%(writer)s serves another term, until %(ends)s.")
    else:
        subject = _("Look for somebody: %(writer)s leaves your board on %(short_ends)s")
        said = _("%(writer)s does not stay for another term; the seat is free after %(ends)s.")
    return _office(seat, subject=subject % names, paragraphs=[said % names])


def _chair(seat: BoardSeat, mail: OutgoingMail) -> dict:
    names = _names(seat)
    return _her(
        seat,
        subject=_("You chair the board of %(host)s") % names,
        paragraphs=[_("%(host)s at %(college)s gave you the chair of its Career Services Board. Thank you.") % names],
    )


def _ended(seat: BoardSeat, mail: OutgoingMail) -> dict:
    names = _names(seat)
    subject = _("Thank you: your seat on the board of %(host)s has ended")
    thanks = _("Thank you for the time you gave. What you did together stays on your record.")
    if seat.reason in (Reason.WITHDRAWN, Reason.NO_ANSWER):
        subject = _("The invitation of %(host)s has ended")
        thanks = _("You need not do anything. Other colleges look for help, too.")
    said = {
        Reason.TERM_OVER: _("Your term on the Career Services Board of %(host)s, %(college)s, is over."),
        Reason.RELEASED: _("%(host)s at %(college)s has released you from its Career Services Board."),
        Reason.BOARD_CLOSED: _("%(host)s at %(college)s has closed its Career Services Board."),
        Reason.WITHDRAWN: _("%(host)s at %(college)s took its invitation to the board back."),
        Reason.NO_ANSWER: _("The time to answer the invitation to the board of %(host)s, %(college)s, is over."),
        Reason.CONFLICT: _("Your seat on the board of %(host)s, %(college)s, ended because of a conflict of interest."),
    }[Reason(seat.reason)]
    return _her(
        seat,
        subject=subject % names,
        paragraphs=[said % names, thanks],
        button=(_("See who asks for help"), absolute(reverse("writer_needs"))),
        second=(_("See your seat"), absolute(seat.get_absolute_url())),
    )


def _ended_office(seat: BoardSeat, mail: OutgoingMail) -> dict:
    names = _names(seat)
    said = {
        Reason.TERM_OVER: _("The term of %(writer)s on your board is over; a word of thanks went out."),
        Reason.RESIGNED: _("%(writer)s has left your board before the end of the term."),
        Reason.DECLINED: _("%(writer)s thanks you and cannot sit on your board now."),
        Reason.NO_ANSWER: _("%(writer)s did not answer your invitation to the board in time."),
        Reason.CONFLICT: _("The seat of %(writer)s on your board ended because of a conflict of interest."),
        Reason.NOT_HERE: _("%(writer)s no longer takes part in CareerLink, so the seat on your board has ended."),
    }[Reason(seat.reason)]
    return _office(
        seat,
        subject=_("Fill a seat on your board: %(writer)s does not sit there") % names,
        paragraphs=[said % names, _("You can publish the opening with one button, or invite somebody you know.")],
    )


# --- Whether it is still true ----------------------------------------------------------------------


def _still(*states: str) -> Callable[[OutgoingMail], str]:
    def still_true(mail: OutgoingMail) -> str:
        there = BoardSeat.objects.filter(pk=mail.about_id, state__in=states, host__state=Host.State.APPROVED)
        return "" if there.exists() else "the seat moved on"

    return still_true


def _not_signed(mail: OutgoingMail) -> str:
    if ConflictStatement.objects.filter(seat=mail.about_id, year=mail.context["year"]).exists():
        return "the statement is signed"
    return _still(S.SERVING)(mail)


def _not_answered(mail: OutgoingMail) -> str:
    asked = BoardSeat.objects.filter(pk=mail.about_id, renewal=BoardSeat.Renewal.ASKED)
    return _still(S.SERVING)(mail) if asked.exists() else "the question is answered"


def _last_term(mail: OutgoingMail) -> str:
    moved_on = _still(S.SERVING)(mail)
    return moved_on or ("the board allows another term now" if may_stay(_seat(mail).host.board, _seat(mail)) else "")


def _has_ended(mail: OutgoingMail) -> str:
    return "" if BoardSeat.objects.filter(pk=mail.about_id, state=S.ENDED).exists() else "the seat goes on"


for _slug, _build, _still_true in [
    ("board_invited", _invited, _still(S.PROPOSED)),
    ("board_seated", _seated, _still(S.SERVING)),
    ("board_answered", _answered, _still(S.SERVING)),
    ("board_statement", _statement, _not_signed),
    ("board_statement_reminder", _statement, _not_signed),
    ("board_renewal", _renewal, _not_answered),
    ("board_renewal_reminder", _renewal, _not_answered),
    ("board_thanks", _thanks, _last_term),
    ("board_renewal_answered", _renewal_answered, _still(S.SERVING)),
    ("board_chair", _chair, _still(S.SERVING)),
    ("board_ended", _ended, _has_ended),
    ("board_ended_office", _ended_office, _has_ended),
]:
    _group = "decisions" if _slug.startswith(("board_invited", "board_renewal")) else "commitments"
    register(_slug, group=_group, transactional=True, render=_letter(_build), still_true=_still_true)
register(
    "board_invited_reminder", group="decisions", transactional=True, render=_letter(_invited),
    still_true=_still(S.PROPOSED), in_name=_lazy("Reminder of your invitation to the board"),
)  # fmt: skip
