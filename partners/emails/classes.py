"""Mail about stand-ins for class: to writers who are asked, to the professor, and to all when it is filled."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.outbox.copies import Copy, Recipient, queue_each, queue_to_all
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web.templatetags.web import short_day, when
from partners.models import ClassRequest, Offer, Writer
from partners.permissions.offers import colleagues_who_decide
from partners.queries import classes as queries
from partners.queries.campus import offices_of
from partners.queries.class_plans import plan_for
from partners.queries.fits import why_words
from partners.queries.offers import deciders
from partners.queries.suggestions import fits_of

State = ClassRequest.State


# --- What is written, when it happens ---------------------------------------------------------------


def ask_writers(request: ClassRequest, writers: Iterable[Writer]) -> None:
    """To writers (with user): a class on this day needs somebody like you. One mail for each search and writer."""
    queue_each(
        "class_asked",
        [
            Copy(
                key=f"class-asked:{request.key}:{request.searches}:{writer.user_id}",
                to=Recipient(writer.user.email, writer.user_id, writer.user.zone),
                about=request,
                scope=request.host.key,
                context={"writer": writer.pk},
            )
            for writer in writers
        ],
    )


def tell_professor_approved(request: ClassRequest) -> None:
    """To the professor: a yes; writers are asked."""
    _to_host("class_approved", request)


def tell_professor_refused(request: ClassRequest) -> None:
    """To the professor: a no, with its reason and a class plan."""
    _to_host("class_refused", request)


def tell_professor_closed(request: ClassRequest) -> None:
    """To the professor: no yes came in time; here is a class plan."""
    _to_host("class_closed", request)


def tell_professor_not_filled(request: ClassRequest) -> None:
    """To the professor: nobody was picked in time; here is a class plan."""
    _to_host("class_not_filled", request)


def tell_professor_offered(request: ClassRequest) -> None:
    """To the professor: the first one would come. What comes after stands on the page."""
    queue_once = f"{request.state_since:%Y%m%d%H%M%S%f}"
    _to_host("class_offered", request, once=queue_once)


def tell_all_filled(request: ClassRequest, offer: Offer) -> None:
    """To the writer, the professor and the office: who comes, when, where."""
    _queue("class_filled", request, [offer.writer.user])
    _to_host("class_filled_host", request)
    if not queries.was_approved_by_office(request):
        offices = offices_of(request.host.institution_id)
        people = {person.pk: person for office in offices for person in deciders(office)}
        _queue("class_filled_office", request, people.values())


def _queue(kind: str, request: ClassRequest, people: Iterable[User], *, once: str = "") -> None:
    again = str(request.searches) if request.searches > 1 else ""
    queue_to_all(
        kind,
        key=":".join(part for part in (kind, request.key, again, once) if part),
        to=[Recipient(person.email, person.pk, person.zone) for person in people],
        about=request,
        scope=request.host.key,
    )


def _to_host(kind: str, request: ClassRequest, *, once: str = "") -> None:
    """To whoever asked while she decides at the host, else to all to whom its decisions are mailed."""
    asked = list(colleagues_who_decide(request.host).filter(pk=request.made_by_id))
    _queue(kind, request, asked or deciders(request.host), once=once)


# --- What it says, as things are when it leaves -------------------------------------------------------


def _request(mail: OutgoingMail) -> ClassRequest:
    return ClassRequest.objects.select_related(*queries.ROWS).get(pk=mail.about_id)


def names_of(request: ClassRequest, zone: str) -> dict[str, str]:
    """What sentences about a class are filled with; times are told in `zone`."""
    writer = request.picked.writer.name if request.picked else ""
    return {
        "course": request.course,
        "host": request.host.name,
        "college": request.host.institution.name,
        "when": queries.span_words(request, zone),
        "short_day": short_day(request.starts_at, request.host.zone),
        "decide": when(request.decide_by, zone),
        "short_decide": short_day(request.decide_by, request.host.zone),
        "writer": writer,
    }


def letter_of(build: Callable[[ClassRequest, OutgoingMail], dict]) -> Callable[[OutgoingMail], Content]:
    """A render function from one that says, for a class and a mail, what the letter holds."""

    def render(mail: OutgoingMail) -> Content:
        with translation.override(mail.mailbox.language):
            letter = build(_request(mail), mail)
        letter["paragraphs"] = [paragraph for paragraph in letter["paragraphs"] if paragraph]
        return compose(mail, "base", subject=letter.pop("subject"), context=letter)

    return render


def still_in(*states: str) -> Callable[[OutgoingMail], str]:
    """Asks of a mail whether its class is still in one of these states."""

    def still_true(mail: OutgoingMail) -> str:
        request = ClassRequest.objects.filter(pk=mail.about_id).first()
        return "" if request and request.state in states else "the class moved on"

    return still_true


def _still_asked(mail: OutgoingMail) -> str:
    request = ClassRequest.objects.select_related("host").filter(pk=mail.about_id).first()
    if request is None or request.state not in (State.OPEN, State.OFFERED) or not request.host.is_approved:
        return "nobody is sought any more"
    writer = Writer.objects.select_related("user").filter(pk=mail.context["writer"]).first()
    if writer is None or not writer.takes_part:
        return "the writer takes no part now"
    return "she has offered" if Offer.objects.standing().filter(need=request.need_id, writer=writer).exists() else ""


def rows_of(request: ClassRequest, zone: str, *, room: bool = True) -> list[tuple[str, str]]:
    """The facts of a class, with its room unless somebody reads them who is not picked."""
    college = request.host.institution
    place = request.need.get_where_display()
    if request.need.where != "online":
        place = f"{place}, {college.name}, {college.city}, {college.state}"
    rows = [
        (_("Course"), request.course),
        (_("Students"), str(request.size)),
        (_("When"), queries.span_words(request, zone)),
        (_("Where"), place),
    ]
    if room and request.room:
        rows.append((_("Room or link"), request.room))
    return rows


def _zone(mail: OutgoingMail) -> str:
    return mail.mailbox.zone


def class_asked(request: ClassRequest, mail: OutgoingMail) -> dict:
    zone = request.host.zone if request.need.where != "online" else _zone(mail)
    names = names_of(request, zone)
    fits = fits_of(request.need, Writer.objects.filter(pk=mail.context["writer"]))
    offer = reverse("offer_new", args=[request.host.slug]) + f"?need={request.need.key}"
    return {
        "subject": _("Stand in for a class on %(short_day)s; offer by %(short_decide)s") % names,
        "sender": str(request.host),
        "paragraphs": [
            _("%(host)s at %(college)s looks for somebody to take a class: %(course)s, %(when)s. Offer by %(decide)s; "
              "then the professor picks one.") % names,
            _("For: %(words)s.") % {"words": request.need.words} if request.need.words else "",
            why_words(fits[0][1]) if fits else "",
            f"“{request.wishes}”" if request.wishes else "",
        ],
        "rows": rows_of(request, zone, room=False),
        "button": (_("Offer to take this class"), absolute(offer)),
        "second": (_("Read the request"), absolute(reverse("need", args=[request.need.key]))),
        "why": _("You get this because a class needs somebody soon and what you wrote in your profile fits."),
    }  # fmt: skip


def class_filled(request: ClassRequest, mail: OutgoingMail) -> dict:
    zone = request.host.zone if request.need.where != "online" else _zone(mail)
    names = names_of(request, zone)
    return {
        "subject": _("You are expected on %(short_day)s: %(course)s") % names,
        "sender": str(request.host),
        "paragraphs": [
            _("%(host)s at %(college)s picked you: %(course)s, %(when)s. Thank you.") % names,
            f"“{request.wishes}”" if request.wishes else "",
            _("You both see now how to reach each other. What you promised counts from now: no business with the "
              "students, no fees on campus, six months of distance."),
        ],
        "rows": rows_of(request, zone),
        "button": (_("See how to reach them"), absolute(request.picked.get_absolute_url())),
        "why": _("You get this because you offered to take the class."),
    }  # fmt: skip


def _professor(request: ClassRequest, **letter) -> dict:
    return {
        "button": (_("Open the class"), absolute(request.get_absolute_url())),
        "why": _("You get this because a stand-in was asked for in the name of %(host)s.")
        % {"host": request.host.name},
        **letter,
    }


def _with_plan(request: ClassRequest, **letter) -> dict:
    """A letter that ends with the class plan."""
    plan = plan_for(request)
    steps = [
        _("%(n)s minutes, “%(title)s”. %(text)s") % {"n": step.minutes, "title": step.title, "text": step.text}
        for step in plan.steps
    ]
    heading = _("Your class plan, %(n)s minutes: %(title)s") % {"n": plan.minutes, "title": plan.title}
    return _professor(
        request,
        button=(_("Print the class plan"), absolute(reverse("class_plan", args=[request.key]))),
        second=(_("Open the class"), absolute(request.get_absolute_url())),
        after=[heading, _("Bring: %(what)s") % {"what": " ".join(plan.bring)}, *steps],
        **letter,
    )


def class_approved(request: ClassRequest, mail: OutgoingMail) -> dict:
    names = names_of(request, request.host.zone)
    return _professor(
        request,
        subject=_("Approved: writers are asked for %(course)s; pick one by %(short_decide)s") % names,
        paragraphs=[_("Somebody said yes. Writers who fit are asked now. You hear when the first one would come, and "
                      "pick one by %(decide)s.") % names],
        rows=rows_of(request, request.host.zone),
    )  # fmt: skip


def class_offered(request: ClassRequest, mail: OutgoingMail) -> dict:
    names = names_of(request, request.host.zone)
    first = Offer.objects.filter(need=request.need_id, state__in=queries.OFFERED).select_related("writer").first()
    names["writer"] = first.writer.name if first else ""
    return _professor(
        request,
        subject=_("Pick your stand-in for %(course)s by %(short_decide)s") % names,
        paragraphs=[
            _("%(writer)s would take %(course)s, %(when)s. See who, why and what it costs elsewhere, and pick one by "
              "%(decide)s.") % names,
            _("Others may offer until then; they stand on the same page. We write once, not for each."),
        ],
        button=(_("See who would come"), absolute(request.get_absolute_url())),
    )  # fmt: skip


def class_filled_host(request: ClassRequest, mail: OutgoingMail) -> dict:
    names = names_of(request, request.host.zone)
    return _professor(
        request,
        subject=_("%(writer)s takes your class: %(course)s, %(short_day)s") % names,
        paragraphs=[
            _("%(writer)s takes %(course)s, %(when)s, and knows place and time. You both see now how to reach each "
              "other: a word about the group helps.") % names,
            _("On your campus the writer works free of charge, asks no student for business, and keeps away for six "
              "months from students met there."),
        ],
        rows=rows_of(request, request.host.zone),
    )  # fmt: skip


def class_filled_office(request: ClassRequest, mail: OutgoingMail) -> dict:
    names = names_of(request, request.host.zone)
    return {
        "subject": _("For your information: %(writer)s comes to your campus on %(short_day)s") % names,
        "paragraphs": [_("%(host)s has a stand-in for a class: %(writer)s takes %(course)s. You need not do anything.")
                       % names],
        "rows": rows_of(request, request.host.zone),
        "why": _("You get this because your office is told which writers come to professors and student groups."),
    }  # fmt: skip


def class_refused(request: ClassRequest, mail: OutgoingMail) -> dict:
    names = names_of(request, request.host.zone)
    return _with_plan(
        request,
        subject=_("No stand-in for %(course)s on %(short_day)s: not approved") % names,
        paragraphs=[
            _("Your request for %(course)s, %(when)s, was not approved. No writer has heard of it.") % names,
            _("The reason: “%(reason)s”") % {"reason": request.refusal} if request.refusal else "",
            _("So that class need not be cancelled, here is a plan for it."),
        ],
    )


def class_closed(request: ClassRequest, mail: OutgoingMail) -> dict:
    names = names_of(request, request.host.zone)
    return _with_plan(
        request,
        subject=_("No yes in time for %(course)s on %(short_day)s: a class plan") % names,
        paragraphs=[
            _("Nobody said yes in time to a stand-in for %(course)s, %(when)s, so we asked no writer. We are sorry.")
            % names,
            _("So that class need not be cancelled, here is a plan for it."),
        ],
    )


def class_not_filled(request: ClassRequest, mail: OutgoingMail) -> dict:
    names = names_of(request, request.host.zone)
    return _with_plan(
        request,
        subject=_("No stand-in for %(course)s on %(short_day)s: a class plan") % names,
        paragraphs=[
            _("Nobody was found or picked by %(decide)s for %(course)s, %(when)s. Writers who offered are told.")
            % names,
            _("So that class need not be cancelled, here is a plan for it."),
        ],
    )


register("class_asked", group="decisions", transactional=True, render=letter_of(class_asked), still_true=_still_asked)
for _build, _states in [
    (class_offered, (State.OFFERED,)),
    (class_approved, (State.OPEN, State.OFFERED)),
    (class_filled, (State.FILLED,)),
    (class_filled_host, (State.FILLED,)),
    (class_filled_office, (State.FILLED,)),
    (class_refused, (State.REFUSED,)),
    (class_closed, (State.CLOSED,)),
    (class_not_filled, (State.NOT_FILLED,)),
]:
    _group = "decisions" if _build is class_offered else "commitments"
    register(_build.__name__, group=_group, transactional=True, render=letter_of(_build), still_true=still_in(*_states))
