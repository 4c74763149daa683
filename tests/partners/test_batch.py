"""The requests of a week shared out among all weekly mails at once."""

from collections import Counter
from datetime import timedelta

from django.core import mail

from careerlink.celery import app
from careerlink.outbox.delivery import deliver
from careerlink.web import clock
from partners.actions.weekly import ring_for_request_mails, write_request_mails
from partners.models import Need, Writer
from partners.queries.batch import SUGGESTED, Batch
from partners.queries.weekly import MOST, Pool
from tests import factories as make

ENGLISH, NURSING = "23.0101", "51.3801"


def writers_who_know(*codes, number=1) -> list[Writer]:
    found = []
    for _n in range(number):
        writer = make.WriterFactory()
        for code in codes:
            make.WriterTagFactory(writer=writer, code=code)
        found.append(writer)
    return found


def requests(world, number, code=ENGLISH, *, days=30, **more) -> list[Need]:
    """So many requests, one day after the other, that anybody could do online."""
    found = []
    for n in range(number):
        day = clock.today() + timedelta(days=days + n)
        need = make.NeedFactory(host=(world.office, world.rival)[n % 2], where="online", needed_on=day, **more)
        need.tags.create(vocabulary="major", code=code)
        found.append(need)
    return found


def shown(pool, writers) -> dict[int, list[int]]:
    return {pk: found.needs for pk, found in pool.best_for(writers).items()}


def mails_of_each(found) -> Counter:
    return Counter(need for needs in found.values() for need in needs)


def test_a_request_that_is_nobodys_first_choice_stands_in_mails_all_the_same(world):
    writers, needs = writers_who_know(ENGLISH, number=12), requests(world, 20)
    alone = mails_of_each(shown(Pool(), writers))
    together = mails_of_each(shown(Batch(writers, seed=1), writers))
    assert (len(alone), set(alone.values())) == (10, {12})  # the same ten requests in every mail
    assert len(together) == len(needs)
    assert min(together.values()) >= SUGGESTED
    assert together.total() == alone.total() == 12 * MOST


def test_where_not_all_can_be_shown_the_sooner_ones_are(world):
    writers, needs = writers_who_know(ENGLISH, number=2), requests(world, 15)
    late = requests(world, 5, days=5)
    together = mails_of_each(shown(Batch(writers, seed=1), writers))
    soonest = [need.pk for need in (*late, *needs)][:MOST]
    assert together == dict.fromkeys(soonest, 2)


def test_a_request_for_many_writers_stands_in_more_mails(world):
    writers = writers_who_know(ENGLISH, number=14)
    requests(world, 25)
    (large,) = requests(world, 1, days=70, how_many=2)
    assert mails_of_each(shown(Batch(writers, seed=1), writers))[large.pk] == 2 * SUGGESTED


def test_a_writer_whom_little_fits_is_told_of_it_though_others_fit_better(world):
    (few,) = writers_who_know("51.38")
    writers = [few, *writers_who_know(NURSING, ENGLISH, number=9)]
    make.CredentialFactory(writer=writers[1])
    requests(world, 30)
    (only,) = requests(world, 1, NURSING)
    found = shown(Batch(writers, seed=1), writers)
    assert found[few.pk] == [only.pk]
    assert {len(needs) for pk, needs in found.items() if pk != few.pk} == {MOST}


def test_nobody_reads_of_what_would_not_be_told_alone(world):
    writers = [*writers_who_know(ENGLISH, number=3), *writers_who_know(NURSING, number=3)]
    english, nursing = requests(world, 12), requests(world, 4, NURSING)
    found = shown(Batch(writers, seed=1), writers)
    assert [set(found[writer.pk]) <= {need.pk for need in english} for writer in writers] == [True] * 3 + [False] * 3
    assert [len(found[writer.pk]) for writer in writers] == [10, 10, 10, 4, 4, 4]
    assert {need.pk for need in nursing} == set(found[writers[5].pk])


def test_the_same_seed_gives_the_same_mails_in_whatever_order_writers_come(world):
    writers = writers_who_know(ENGLISH, number=6)
    requests(world, 25)
    first = shown(Batch(writers, seed=7), writers)
    assert shown(Batch(reversed(writers), seed=7), writers) == first
    others = [shown(Batch(writers, seed=seed), writers) for seed in range(5)]
    assert others != [first] * 5


def test_what_has_changed_since_it_was_shared_out_is_judged_again(world):
    writers, needs = writers_who_know(ENGLISH, number=3), requests(world, 12)
    found = Batch(writers, seed=1)
    gone = needs[0]
    for writer in writers:
        make.OfferFactory(writer=writer, host=gone.host, need=gone)
    after = shown(found, writers)
    assert gone.pk not in mails_of_each(after)
    assert {len(needs) for needs in after.values()} == {MOST}


def test_who_comes_after_it_was_shared_out_gets_what_fits_best(world):
    requests(world, 12)
    found = Batch([], seed=1)
    late = writers_who_know(ENGLISH)
    assert shown(found, late) == shown(Pool(), late)


def test_the_mails_that_leave_are_shared_out_and_judged_when_they_leave(world):
    writers = writers_who_know(ENGLISH, number=8)
    for writer in writers:
        writer.user.agreements.create(text=world.terms)
    needs = requests(world, 16)
    Writer.objects.update(next_requests_at=clock.now())
    assert write_request_mails() == 8
    Need.objects.filter(pk=needs[3].pk).update(state="filled")
    with clock.set_to(clock.now() + timedelta(days=1)):
        deliver()
    named = Counter(need.pk for letter in mail.outbox for need in needs if need.key in letter.body)
    assert set(named) == {need.pk for need in needs if need != needs[3]}
    assert min(named.values()) >= SUGGESTED


def test_only_the_matchers_worker_writes_them(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as rung:
        assert ring_for_request_mails() == 1
    assert [ring.task for ring in rung] == ["partners.tasks.rank_for_request_mails"]
    route = app.amqp.router.route({}, "partners.tasks.rank_for_request_mails")
    assert route["queue"].name == "matching"
    write_request_mails()
    with django_capture_on_commit_callbacks() as rung:
        assert ring_for_request_mails() == 0
    assert rung == []
