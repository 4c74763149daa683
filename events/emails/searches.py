"""What those are told who are asked to take a seat at short notice, and those for whom it matters."""

from collections.abc import Callable, Iterable

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.outbox.copies import Recipient, queue_to_all
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock, links
from careerlink.web.templatetags.web import hour, short_day
from events.emails.places import hosts_of, letter, names_of, rows_of, still, tell
from events.models import Assignment, Search, StandbyName
from events.queries import searches as queries
from partners.models import Asked, Writer

LINK = "stand-in"
S, How = Search.State, Search.How


def ask(search: Search, writers: Iterable[Writer]) -> None:
    """To each: would you take it? With a link that answers without log-in until the start."""
    lasts = search.shift.starts_at - clock.now()
    links.make_many(LINK, [(link_about(search, writer), writer.user.email) for writer in writers], lasts=lasts)
    _queue("stand_in_asked", search, [writer.user for writer in writers])


def link_about(search: Search, writer: Writer) -> str:
    """What a link is about: the search and who answers."""
    return f"{search.key}:{writer.pk}"


def tell_settled(search: Search, *, but: Iterable[StandbyName] = ()) -> None:
    """To those who were asked and have not answered, and to whom the host had not answered: it is settled. Not to who
    is asked anew because she stands by.
    """
    seated = Assignment.objects.filter(shift=search.shift, state__in=Assignment.SEATED).values("writer")
    waits = Q(answer=Asked.Answer.NONE) | Q(writer=search.found_id)
    rows = [*queries.asked_for(search).filter(waits).exclude(writer__in=seated)]
    if not search.is_for_place:
        anew = queries.asked_for(search).order_by().values("writer")
        rows += queries.left_waiting(search).exclude(writer__in=seated).exclude(writer__in=anew)
    anew_too = {name.writer_id for name in but}
    _queue("stand_in_settled", search, [row.writer.user for row in rows if row.writer_id not in anew_too])


def tell_not_this_time(search: Search, writer: Writer) -> None:
    """To who would have come, and the host would rather have somebody else."""
    _queue("stand_in_refused", search, [writer.user])


def ask_host(search: Search) -> None:
    """To the coordinator: may she come instead?"""
    _queue("stand_in_decide", search, hosts_of(search.place), once=str(search.found_id))


def tell_still_hers(search: Search) -> None:
    """To who cannot come: nobody was found, and the place is still hers."""
    _queue("stand_in_none", search, [search.place.writer.user])


def tell_nobody_left(search: Search) -> None:
    """To the coordinator: all who stand by were asked."""
    _queue("standby_nobody", search, hosts_of(search.place))


def tell_swapped(place: Assignment, taken: Assignment) -> None:
    """To who could not come, and to the coordinator: somebody else does."""
    tell("place_swapped", place, [place.writer.user])
    tell("stand_in_comes", taken, hosts_of(taken))


def tell_somebody_comes(taken: Assignment) -> None:
    """To the coordinator: one of those who stand by takes the seat."""
    tell("stand_in_comes", taken, hosts_of(taken))


def _queue(kind: str, search: Search, people: Iterable[User], *, once: str = "") -> None:
    queue_to_all(
        kind,
        key=f"{kind}:{search.key}{once and ':'}{once}",
        to=[Recipient(person.email, person.pk, person.zone) for person in people],
        about=search,
        scope=search.event.host.key,
    )


# --- What it says, as things are when it leaves ----------------------------------------------------


def _search_of(mail: OutgoingMail) -> Search:
    search = Search.objects.select_related(*queries.ROWS).get(pk=mail.about_id)
    search.place.shift = search.shift
    return search


def about_search(build: Callable[[Search, dict, OutgoingMail], dict]) -> Callable[[OutgoingMail], Content]:
    """A render function from one that says what the letter about a search holds."""

    def render(mail: OutgoingMail) -> Content:
        search = _search_of(mail)
        with translation.override(mail.mailbox.language):
            names = {**names_of(search.place), "due": _moment(search)}
            names["found"] = search.found.name if search.found else ""
            context = build(search, names, mail)
            context.setdefault("rows", rows_of(search.place, mail.mailbox.zone))
        return compose(mail, "base", subject=context.pop("subject"), context=context)

    return render


def _moment(search: Search) -> str:
    """Until when the next step waits: "Tue 12 May, 2:00 pm Eastern"."""
    zone = search.event.zone
    return f"{short_day(search.due_at, zone)}, {hour(search.due_at, zone)}" if search.due_at else ""


def _own_link(search: Search, mail: OutgoingMail) -> str:
    """The reader's link, which needs no log-in, else the page."""
    writer = Writer.objects.filter(user=mail.mailbox.user_id).first()
    wanted = (LINK, link_about(search, writer)) if writer else None
    found = links.urls_of(mail.mailbox.address, [wanted]) if wanted else {}
    return found.get(wanted) or absolute(search.get_absolute_url())


@about_search
def stand_in_asked(search: Search, names: dict, mail: OutgoingMail) -> dict:
    if search.how == How.NAMED:
        first = _(
            "%(writer)s cannot come to %(host)s at %(college)s and asks whether you would take the place. "
            "Please answer by %(due)s."
        )
        then = _("Until you say yes it stays with %(writer)s.")
    else:
        first = _(
            "Somebody cannot come, and %(host)s at %(college)s needs a stand-in. Would you take the place? "
            "Please answer by %(due)s."
        )
        then = _("After that others are asked as well, and whoever says yes first has it. A no costs you nothing.")
    return {
        "subject": _("Say whether you can stand in on %(day)s: %(role)s, %(event)s") % names,
        "paragraphs": [first % names, then % names],
        "button": (_("Answer"), _own_link(search, mail)),
    }


@about_search
def stand_in_settled(search: Search, names: dict, mail: OutgoingMail) -> dict:
    return {
        "subject": _("You need not come on %(day)s: %(role)s, %(event)s") % names,
        "paragraphs": [_("It is settled, and nobody else is needed. Thank you for being ready to help.")],
        "button": (_("See the event"), absolute(search.event.get_absolute_url())),
    }


@about_search
def stand_in_refused(search: Search, names: dict, mail: OutgoingMail) -> dict:
    return {
        "subject": _("Not this time: %(role)s, %(event)s") % names,
        "paragraphs": [_("%(host)s thanks you for being ready to stand in and has decided otherwise.") % names],
        "button": (_("See the event"), absolute(search.event.get_absolute_url())),
    }


@about_search
def stand_in_decide(search: Search, names: dict, mail: OutgoingMail) -> dict:
    return {
        "subject": _("Decide by %(due)s: %(found)s instead of %(writer)s, %(event)s") % names,
        "paragraphs": [
            _("%(writer)s cannot come, and %(found)s would take the place. This role wants your yes first.") % names,
            _("Until you decide the place stays with %(writer)s.") % names,
        ],
        "button": (_("Look and decide"), absolute(search.get_absolute_url())),
    }


@about_search
def stand_in_none(search: Search, names: dict, mail: OutgoingMail) -> dict:
    return {
        "subject": _("Know that your place is still yours: %(role)s, %(event)s") % names,
        "paragraphs": [
            _("Nobody was found to stand in for you on %(day)s. %(host)s still counts on you.") % names,
            _("If you cannot come, name somebody else or give the place back, so that others can be asked."),
        ],
        "button": (_("See your place"), absolute(search.place.get_absolute_url())),
    }


@about_search
def standby_nobody(search: Search, names: dict, mail: OutgoingMail) -> dict:
    return {
        "subject": _("Find somebody for %(day)s: %(role)s, %(event)s") % names,
        "paragraphs": [
            _("Everybody who stands by was asked, and nobody has said yes yet. Whoever still does is let in."),
            _("You can add people who stand by; they are asked at once."),
        ],
        "button": (_("See who was asked"), absolute(search.get_absolute_url())),
    }


@letter
def place_swapped(place: Assignment, names: dict) -> dict:
    stand_in = place.stand_ins.select_related("writer").first()
    names = {**names, "stand_in": stand_in.writer.name if stand_in else _("somebody else")}
    return {
        "subject": _("You need not come on %(day)s: %(stand_in)s does") % names,
        "paragraphs": [_("%(stand_in)s has taken your place, and %(host)s knows. Thank you for seeing to it.") % names],
        "button": (_("See the event"), absolute(place.event.get_absolute_url())),
    }


@letter
def stand_in_comes(place: Assignment, names: dict) -> dict:
    first = place.replaces.writer.name if place.replaces else ""
    return {
        "subject": _("Know that %(writer)s comes instead of %(first)s: %(event)s") % {**names, "first": first},
        "paragraphs": [_("The place was never without somebody; you need do nothing.")]
        if place.how == Assignment.How.STAND_IN
        else [_("One of those who stand by has taken the place; you need do nothing.")],
        "button": (_("See the event"), absolute(place.event.get_absolute_url())),
    }


def _asked_still(mail: OutgoingMail) -> str:
    search = Search.objects.select_related("shift").filter(pk=mail.about_id, state=S.OPEN).first()
    if search is None or search.shift.starts_at <= clock.now():
        return "it is settled"
    mine = queries.asked_for(search).filter(writer__user=mail.mailbox.user_id)
    return "" if mine.filter(answer=Asked.Answer.NONE).exists() else "she has answered"


def _in_state(*states: str) -> Callable[[OutgoingMail], str]:
    def still_true(mail: OutgoingMail) -> str:
        found = Search.objects.select_related("shift").filter(pk=mail.about_id, state__in=states).first()
        return "" if found and found.shift.starts_at > clock.now() else "the search has moved on"

    return still_true


OVER = (S.FILLED, S.TAKEN_BACK, S.ENDED)
for slug, group, render, still_true, urgent in [
    ("stand_in_asked", "decisions", stand_in_asked, _asked_still, True),
    ("stand_in_settled", "commitments", stand_in_settled, _in_state(*OVER), False),
    ("stand_in_refused", "commitments", stand_in_refused, _in_state(S.OPEN, *OVER), False),
    ("stand_in_decide", "decisions", stand_in_decide, _in_state(S.AGREED), True),
    ("stand_in_none", "commitments", stand_in_none, _in_state(S.ENDED), True),
    ("standby_nobody", "commitments", standby_nobody, _in_state(S.OPEN), True),
    ("place_swapped", "commitments", place_swapped, still(Assignment.State.SWAPPED), True),
    ("stand_in_comes", "commitments", stand_in_comes, still(*Assignment.COMING), True),
]:
    register(slug, group=group, transactional=True, urgent=urgent, render=render, still_true=still_true)
