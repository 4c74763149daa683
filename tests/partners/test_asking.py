"""A host asks writers about a request; a writer offers, says that it is not for her, or is silent."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from careerlink.dashboard.queries import fitting_needs
from careerlink.outbox.delivery import deliver
from careerlink.web import clock
from partners.actions import answers, asking, offers
from partners.actions.desk_mail import write_desk_mails
from partners.actions.needs import fill_need, reopen_need, withdraw_need
from partners.actions.ranking import rank_all_needs, rank_needs
from partners.actions.writer_person import erase_writer, export_writer
from partners.models import Asked, NotForMe, Suggestion
from partners.queries import suggested
from partners.queries.facts import writer_facts
from partners.queries.host_exports import PARTS
from partners.queries.matcher import forget_matcher
from partners.queries.unfilled import unfilled_lines
from tests import factories as make


@pytest.fixture
def need(world):
    need = make.NeedFactory(host=world.office, kind="workshop")
    need.tags.create(vocabulary="major", code="23.0101")
    return need


@pytest.fixture
def editors(world):
    """Four writers who know English."""
    writers = [make.WriterTagFactory(writer=make.WriterFactory(verified=True)).writer for _n in range(4)]
    for writer in writers:
        writer.user.agreements.create(text=world.terms)
    return writers


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def names(found) -> set:
    return {one.writer.pk for one in found}


# --- Whom to ask ------------------------------------------------------------------------------------


def test_what_the_worker_keeps_is_what_a_shortlist_would_find(world, need, editors):
    before = suggested.suggested_for(need)
    assert names(before) == {writer.pk for writer in editors}
    assert rank_needs([need.pk]) == 1
    need.refresh_from_db()
    kept = suggested.suggested_for(need, most=4)
    assert [one.writer.pk for one in kept][:4] == [one.writer.pk for one in before]
    assert "Helps with what you asked for: English." in kept[0].reasons
    assert suggested.age_words(need.ranked_at) == "as of a moment ago"


@pytest.mark.parametrize("what", ["suspended", "paused", "full", "offered", "asked", "this", "kind", "later"])
def test_who_cannot_any_more_is_left_out_of_what_was_kept(world, need, editors, what):
    rank_needs([need.pk])
    need.refresh_from_db()
    writer = editors[0]
    if what == "suspended":
        writer.user.suspended_until = clock.now() + timedelta(days=1)
        writer.user.save(update_fields=["suspended_until"])
    elif what == "paused":
        type(writer).objects.filter(pk=writer.pk).update(state="paused", paused_until=clock.today())
    elif what == "full":
        type(writer).objects.filter(pk=writer.pk).update(cap=1)
        make.EngagementFactory(writer=writer, host=world.rival)
    elif what == "offered":
        make.OfferFactory(writer=writer, host=world.office, need=need)
    elif what == "asked":
        asking.ask_writers(need, [writer], by=world.user["director"])
    elif what == "later":
        type(writer).objects.filter(pk=writer.pk).update(free_from=need.needed_on + timedelta(days=1))
    else:
        other = need if what == "this" else make.NeedFactory(host=world.rival, kind="workshop")
        asking.turn_down(other, writer, because="kind", by=writer.user)
    assert names(suggested.suggested_for(need)).isdisjoint({writer.pk})
    forget_matcher()
    rank_needs([need.pk])
    kept = set(Suggestion.objects.filter(need=need).values_list("writer", flat=True))
    if what not in ("paused", "asked", "later"):  # these a page leaves out, since they pass
        assert writer.pk not in kept


def test_who_does_not_name_the_language_any_more_is_left_out_of_what_was_kept(world, need, editors):
    type(need).objects.filter(pk=need.pk).update(language="vi")
    for writer in editors[:2]:
        make.WriterTagFactory(writer=writer, vocabulary="language", code="vi")
    rank_needs([need.pk])
    need.refresh_from_db()
    assert names(suggested.kept_for(need)) == {writer.pk for writer in editors[:2]}
    editors[0].tags.filter(vocabulary="language").delete()
    assert names(suggested.kept_for(need)) == {editors[1].pk}
    with pytest.raises(ValidationError):
        asking.ask_writers(need, editors[2:], by=world.user["director"])


def test_a_request_that_is_over_keeps_no_suggestions(world, need, editors):
    rank_all_needs()
    assert Suggestion.objects.filter(need=need).count() == 4
    type(need).objects.filter(pk=need.pk).update(state="filled")
    rank_all_needs()
    assert Suggestion.objects.count() == 0
    need.refresh_from_db()
    reopen_need(need, by=world.user["director"])
    assert names(suggested.suggested_for(need)) == {writer.pk for writer in editors}


def test_a_request_that_is_opened_again_is_not_read_off_the_list_of_before(world, need, editors):
    rank_needs([need.pk])
    type(need).objects.filter(pk=need.pk).update(state="filled")
    need.refresh_from_db()
    reopen_need(need, by=world.user["director"])
    assert need.ranked_at is None


def test_a_writer_who_is_gone_since_the_matcher_read_her_is_not_kept(world, need, editors):
    rank_needs([need.pk])
    Suggestion.objects.filter(writer=editors[0]).delete()
    editors[0].tags.all().delete()
    editors[0].delete()
    rank_needs([need.pk])
    kept = Suggestion.objects.filter(need=need).order_by("rank").values_list("rank", "writer")
    assert [rank for rank, _writer in kept] == [1, 2, 3]
    assert {writer for _rank, writer in kept} == {writer.pk for writer in editors[1:]}


def test_an_old_list_is_asked_for_anew_once(world, need, editors, django_capture_on_commit_callbacks):
    need.ranked_at = clock.now() - timedelta(hours=3)
    assert (suggested.is_stale(need), suggested.may_ring(need), suggested.may_ring(need)) == (True, True, False)
    assert suggested.age_words(need.ranked_at) == "as of 3 hours ago"
    page = as_(world.user["director"]).get(reverse("need_ask", args=[need.key])).content.decode()
    assert "A newer one is being made." in page


def test_too_far_and_too_soon_teach_the_list_as_well(world, need, editors):
    near = make.NeedFactory(host=world.office, kind="panel", needed_on=need.needed_on)
    asking.turn_down(near, editors[0], because="soon", by=editors[0].user)
    assert editors[0].pk not in names(suggested.suggested_for(need))
    rank_needs([need.pk])
    assert not Suggestion.objects.filter(need=need, writer=editors[0]).exists()
    asking.take_back(near, editors[0], by=editors[0].user)
    assert editors[0].pk in names(suggested.shortlist(need))


# --- Asking ----------------------------------------------------------------------------------------


def test_asking_the_best_three_is_a_preview_and_a_click(world, need, editors):
    director = as_(world.user["director"])
    page = director.get(reverse("need_ask", args=[need.key]) + "?best=3").content.decode()
    assert (page.count(" checked"), "Ask these 3 writers?" in page) == (3, True)
    assert "Each ticked writer gets one e-mail at once" in page
    slugs = [writer.slug for writer in editors[:3]]
    for _double in range(2):
        answer = director.post(reverse("need_ask", args=[need.key]), {"writer": slugs}, follow=True)
        assert (answer.status_code, "3 writers are asked: " in answer.content.decode()) == (200, True)
    asked = Asked.objects.filter(label="partners.need", about_id=need.pk)
    assert {row.writer_id for row in asked} == {writer.pk for writer in editors[:3]}
    deliver()
    assert sorted(message.to[0] for message in mail.outbox) == sorted(writer.user.email for writer in editors[:3])


def test_the_mail_says_by_when_and_leads_to_both_answers(world, need, editors):
    asking.ask_writers(need, editors[:1], by=world.user["director"])
    deliver()
    (letter,) = mail.outbox
    assert letter.subject.startswith("Answer by ")
    assert "asks you for help on" in letter.body
    assert "You help people of this major best." in letter.body
    assert f"/requests/{need.key}/" in letter.body
    assert f"/?request={need.key}" in letter.body
    page = as_(editors[0].user).get(reverse("need", args=[need.key])).content.decode()
    assert "Career Office asks you. Answer by" in page


def test_a_mail_that_came_too_late_does_not_leave(world, need, editors):
    asking.ask_writers(need, editors[:2], by=world.user["director"])
    make.OfferFactory(writer=editors[0], host=world.office, need=need)
    asking.turn_down(need, editors[1], because="not_now", by=editors[1].user)
    deliver()
    assert mail.outbox == []


def test_an_offer_is_a_yes_and_a_no_keeps_its_reason_private(world, need, editors):
    asking.ask_writers(need, editors[:2], by=world.user["director"])
    yes, no = editors[:2]
    offers.send_offer(writer=yes, host=world.office, kind=need.kind, text="Gladly.", by=yes.user, need=need)
    as_(no.user).post(reverse("not_for_me", args=[need.key]), {"because": "kind"})
    page = as_(world.user["director"]).get(reverse("need", args=[need.key])).content.decode()
    assert ("Has offered to help." in page, "Not this time." in page) == (True, True)
    assert "I do not do this kind of thing" not in page
    assert "You said: not for me." in as_(no.user).get(reverse("need", args=[need.key])).content.decode()
    as_(no.user).post(reverse("for_me_again", args=[need.key]))
    said = dict(Asked.objects.values_list("writer", "answer"))
    assert (said[yes.pk], said[no.pk], NotForMe.objects.count()) == ("yes", "", 0)


@pytest.mark.parametrize("state", ["draft", "discarded", "obsolete"])
def test_an_offer_that_does_not_stand_keeps_nobody_from_being_asked(world, need, editors, state):
    """Obsolete it was when the request was filled, which is open again now."""
    make.OfferFactory(writer=editors[0], host=world.office, need=need, state=state)
    forget_matcher()
    rank_needs([need.pk])
    need.refresh_from_db()
    for found in (suggested.kept_for(need), suggested.shortlist(need)):
        assert editors[0].pk in names(found)
    assert need in [one.need for one in fitting_needs(editors[0])[1]]
    asking.ask_writers(need, editors[:1], by=world.user["director"])
    deliver()
    assert [message.to for message in mail.outbox] == [[editors[0].user.email]]


@pytest.mark.parametrize("end", ["fill", "withdraw", "accept"])
def test_what_the_host_needs_no_more_is_not_a_writers_silence(world, need, editors, end):
    asking.ask_writers(need, editors[:2], by=world.user["director"])
    asking.turn_down(need, editors[1], because="not_now", by=editors[1].user)
    if end == "accept":
        offer = make.OfferFactory(writer=editors[2], host=world.office, need=need, state="sent")
        answers.accept_offer(offer, by=world.user["director"])
    else:
        {"fill": fill_need, "withdraw": withdraw_need}[end](need, by=world.user["director"])
    said = dict(Asked.objects.values_list("writer", "answer"))
    assert said == {editors[0].pk: "moot", editors[1].pk: "no"}
    assert next(map(suggested.asked_words, suggested.asked_about(need))) == "It was over before an answer."
    with clock.set_to(clock.now() + timedelta(days=20)):
        record = writer_facts(editors[:1])[editors[0].pk].record
    assert (record.asked, record.answered, record.asked_lately) == (0, 0, 1)


def test_whoever_let_her_time_pass_was_silent_whatever_became_of_the_request(world, need, editors):
    asking.ask_writers(need, editors[:1], by=world.user["director"])
    with clock.set_to(clock.now() + timedelta(days=6)):
        fill_need(need, by=world.user["director"])
    with clock.set_to(clock.now() + timedelta(days=20)):
        record = writer_facts(editors[:1])[editors[0].pk].record
    assert (Asked.objects.get().answer, record.asked, record.answered) == ("", 1, 0)


@pytest.mark.parametrize("state", ["sent", "accepted", "withdrawn", "draft"])
def test_whoever_has_offered_turns_nothing_down_beside_it(world, need, editors, state):
    asking.ask_writers(need, editors[:1], by=world.user["director"])
    make.OfferFactory(writer=editors[0], host=world.office, need=need, state=state)
    answer = as_(editors[0].user).post(reverse("not_for_me", args=[need.key]), {"because": "kind"})
    refused = state != "draft"
    assert (answer.status_code, NotForMe.objects.count()) == ((422, 0) if refused else (302, 1))
    assert ("You have offered to help with this request" in answer.content.decode()) is refused
    assert Asked.objects.get().answer == ("" if refused else "no")


def test_silence_ends_on_its_day_and_the_next_can_be_asked(world, need, editors):
    with clock.set_to(clock.now()):
        asking.ask_writers(need, editors[:1], by=world.user["director"])
    asked = Asked.objects.get()
    assert asked.answer_by - asked.at == timedelta(days=5)
    with clock.set_to(asked.answer_by):
        assert suggested.asked_words(asked) == "No answer in time. The next can be asked."


def test_what_is_near_is_answered_before_its_day_and_at_once_until_its_end(world):
    zone = world.office.zone
    today = clock.today(zone)
    soon, tomorrow = (
        make.NeedFactory.build(host=world.office, needed_on=today + timedelta(days=days)) for days in (3, 1)
    )
    now = clock.now()
    assert timedelta(days=2) <= asking.answer_until(soon, now) - now <= timedelta(days=3)
    assert timedelta(0) < asking.answer_until(tomorrow, now) - now <= timedelta(days=2)


def test_nobody_is_buried_under_questions(world, editors):
    writer = editors[0]
    for _n in range(asking.MOST_WAITING):
        asking.ask_writers(make.NeedFactory(host=world.rival), [writer], by=world.user["other"])
    with pytest.raises(ValidationError, match="have enough to answer"):
        asking.ask_writers(make.NeedFactory(host=world.office), [writer], by=world.user["director"])


@pytest.mark.parametrize("state", ["filled", "withdrawn", "expired", "draft"])
def test_nobody_is_asked_about_what_is_not_open(world, need, editors, state):
    type(need).objects.filter(pk=need.pk).update(state=state)
    with pytest.raises(ValidationError, match="not open any more"):
        asking.ask_writers(need, editors, by=world.user["director"])
    assert as_(world.user["director"]).get(reverse("need_ask", args=[need.key])).status_code == 404


@pytest.mark.parametrize("slugs", [[], ["nobody"], ["x" * 10_000], ["newwriter"]])
def test_whom_nobody_suggested_cannot_be_asked(world, need, editors, slugs):
    answer = as_(world.user["director"]).post(reverse("need_ask", args=[need.key]), {"writer": slugs})
    assert (answer.status_code, Asked.objects.count()) == (422, 0)


def test_a_request_begun_on_the_page_of_majors_leads_to_asking(world, editors):
    director = as_(world.user["director"])
    url = reverse("need_new", args=[world.office.slug]) + "?words=English&best=3"
    page = director.get(url).content.decode()
    assert ('value="English"' in page, '<option value="workshop" selected' in page) == (True, True)
    make.MajorFactory()
    typed = {"kind": "workshop", "words": "English", "needed_on": "in two weeks", "where": "campus", "how_many": "1"}
    answer = director.post(url, typed)
    assert answer.headers["Location"].endswith("/ask/?best=3")


def test_a_reason_survives_being_kept(world, editors):
    reason = suggested.Reason("helped", True, 4, ("23.0101",), 60, 2, "workshop")
    assert suggested.read_reason(suggested.write_reason(reason)) == reason


def test_who_is_erased_leaves_no_suggestion_and_no_lesson(world, need, editors):
    rank_needs([need.pk])
    asking.turn_down(need, editors[0], because="far", by=editors[0].user)
    assert export_writer(editors[0].user)["not for you"][0]["what"] == "Workshop: English"
    erase_writer(editors[0].user)
    assert not Suggestion.objects.filter(writer=editors[0]).exists()
    assert not NotForMe.objects.exists()
    assert writer_facts([editors[0]])


def test_that_everybody_was_asked_is_said_only_where_somebody_was(world, need, editors):
    director, pages = as_(world.user["director"]), ("need", "need_ask")
    type(editors[0]).objects.exclude(pk=editors[0].pk).update(state="draft")
    asking.ask_writers(need, editors[:1], by=world.user["director"])
    for name in pages:
        words = director.get(reverse(name, args=[need.key])).content.decode()
        assert "Everybody who fits was asked or has offered." in words
    other = make.NeedFactory(host=world.office, kind="workshop")
    other.tags.create(vocabulary="major", code="51.3801")
    for name in pages:
        words = director.get(reverse(name, args=[other.key])).content.decode()
        assert "We found nobody who fits yet. Writers see your request" in words


# --- The desk mail ---------------------------------------------------------------------------------


def unfilled(host):
    return [line.title for line in unfilled_lines([host], clock.now())]


def test_what_is_near_and_unfilled_stands_on_the_desk_with_one_button(world, editors):
    need = make.NeedFactory(host=world.office, needed_on=clock.today() + timedelta(days=9), how_many=2)
    make.NeedFactory(host=world.office, needed_on=clock.today() + timedelta(days=40))
    make.OfferFactory(host=world.office, writer=editors[0], need=need)
    (line,) = unfilled_lines([world.office], clock.now())
    assert line.url == f"/requests/{need.key}/ask/?best=3"
    assert "1 of 2 have offered" in line.sentence
    page = as_(world.user["director"]).get(reverse("desk", args=[world.office.slug])).content.decode()
    assert "1 unfilled request" in page


def test_what_is_filled_asked_or_offered_enough_does_not(world, editors):
    day = {"host": world.office, "needed_on": clock.today() + timedelta(days=9)}
    make.NeedFactory(**day, state="filled")
    make.OfferFactory(host=world.office, writer=editors[0], need=make.NeedFactory(**day))
    asked = make.NeedFactory(**day)
    asking.ask_writers(asked, editors[1:2], by=world.user["director"])
    assert unfilled(world.office) == []
    with clock.set_to(clock.now() + timedelta(days=6)):
        assert unfilled(world.office) == ["Unfilled: Workshop: English"]


def test_who_was_accepted_counts_until_it_is_called_off(world, editors):
    need = make.NeedFactory(host=world.office, needed_on=clock.today() + timedelta(days=9))
    offer = make.OfferFactory(host=world.office, writer=editors[0], need=need, state="accepted")
    work = make.EngagementFactory(
        host=world.office, writer=editors[0], source_label="partners.offer", source_id=offer.pk
    )
    assert unfilled(world.office) == []
    type(work).objects.filter(pk=work.pk).update(state="cancelled")
    assert unfilled(world.office) == [f"Unfilled: {need}"]


def test_the_desk_mail_of_the_hosts_day_names_it_and_no_other_mail_does(world, editors):
    make.NeedFactory(host=world.office, needed_on=clock.today() + timedelta(days=12))
    world.office.members.update(gets_decisions=False)
    world.office.members.filter(user=world.user["director"]).update(gets_decisions=True)
    write_desk_mails()
    world.office.refresh_from_db()
    for hours in range(1, 24):
        with clock.set_to(
            min(clock.now() + timedelta(hours=hours), world.office.next_desk_mail_at - timedelta(hours=1))
        ):
            assert write_desk_mails() == 0
    with clock.set_to(world.office.next_desk_mail_at):
        assert write_desk_mails() == 1
        deliver()
    (letter,) = mail.outbox
    assert "Unfilled: Workshop: English" in letter.body
    assert "/ask/?best=3" in letter.body


def test_whom_it_asked_is_in_what_a_host_takes_out(world, need, editors):
    asking.ask_writers(need, editors[:1], by=world.user["director"])
    tables = {table.name: list(table.rows) for table in PARTS["requests"](world.office)}
    ((request, name, _at, _until, answer, _answered),) = tables["asked"]
    assert (request, name, answer) == (need.key, editors[0].name, "No answer yet")
    assert next(iter(PARTS["requests"](world.rival))).name == "requests"
    assert [list(table.rows) for table in PARTS["requests"](world.rival)] == [[], [], []]
