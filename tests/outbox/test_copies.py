"""Mail to many people in few statements says what mail to one says."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from careerlink.outbox import delivery
from careerlink.outbox.actions import KEY_LENGTH, mailbox_for, queue_mail
from careerlink.outbox.copies import Copy, Recipient, queue_each, queue_to_all
from careerlink.outbox.models import Mailbox, OutgoingMail
from careerlink.web import clock
from tests.factories import UserFactory
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def people(*numbers, zone="America/Denver"):
    return [Recipient(f"Person{n}@demo.test", n, zone) for n in numbers]


def copies(things, *numbers, **more):
    return [
        Copy(f"reminder:{n}", person, thing, **more)
        for n, person, thing in zip(numbers, people(*numbers), things, strict=True)
    ]


def as_written(mail):
    """All columns but those that differ for any two mails."""
    own = {"id", "key", "public_key", "mailbox_id"}
    return {field.attname: getattr(mail, field.attname) for field in mail._meta.fields if field.attname not in own}


def test_a_copy_is_written_like_a_mail_of_its_own(letters):
    thing = UserFactory()
    with clock.set_to(NOON):
        queue_each("test_note", [Copy("many", Recipient("ann@demo.test", 7), thing, "oxbow", {"offer": 1})])
        one = queue_mail("test_note", key="one", to="ben@demo.test", about=thing, scope="oxbow", context={"offer": 1})
    many = OutgoingMail.objects.get(key="many")
    one.refresh_from_db()
    assert as_written(many) == as_written(one)
    assert (many.mailbox.address, many.mailbox.user_id, many.public_key == one.public_key) == (
        "ann@demo.test",
        7,
        False,
    )


def test_each_says_its_own_and_leaves(letters, sink):
    things = [UserFactory(), UserFactory(), UserFactory()]
    given = [
        Copy(f"reminder:{n}", person, thing, scope, {"n": n})
        for n, person, thing, scope in zip((1, 2, 3), people(1, 2, 3), things, ("a", "b", "b"), strict=True)
    ]
    queue_each("test_note", given)
    rows = OutgoingMail.objects.order_by("key").values_list("about_id", "scope", "context", "mailbox__user_id")
    assert list(rows) == [(things[n].pk, "abb"[n], {"n": n + 1}, n + 1) for n in range(3)]
    assert len(set(OutgoingMail.objects.values_list("public_key", flat=True))) == 3
    assert delivery.deliver() == 3
    assert sorted(sink.addresses) == ["person1@demo.test", "person2@demo.test", "person3@demo.test"]


def test_the_same_key_twice_is_one_mail(letters):
    things = [UserFactory(), UserFactory()]
    queue_each("test_note", copies(things, 1, 2))
    queue_each("test_note", [*copies(things, 2, 3), *copies(things, 3, 3)])
    assert list(OutgoingMail.objects.order_by("key").values_list("key", flat=True)) == [
        "reminder:1",
        "reminder:2",
        "reminder:3",
    ]


def test_mailboxes_are_made_once_and_follow_their_person(letters):
    old = mailbox_for("person1@demo.test")
    Mailbox.objects.filter(pk=old.pk).update(address="Person1@Demo.test")
    queue_each("test_note", copies([UserFactory(), UserFactory()], 1, 2))
    boxes = Mailbox.objects.order_by("id").values_list("address", "user_id", "zone")
    assert list(boxes) == [("Person1@Demo.test", 1, "America/New_York"), ("person2@demo.test", 2, "America/Denver")]


def test_what_is_planned_waits_for_its_time(letters):
    with clock.set_to(NOON):
        queue_each("test_note", copies([UserFactory()], 1), send_after=NOON + timedelta(days=2))
        assert delivery.deliver() == 0
    mail = OutgoingMail.objects.get()
    assert (mail.due_at, mail.send_after) == (NOON + timedelta(days=2), NOON + timedelta(days=2))


def test_a_kind_that_nobody_registered_is_a_mistake():
    with pytest.raises(KeyError):
        queue_each("unheard_of", [])


def test_nobody_gets_nothing(letters):
    queue_to_all("test_note", key="k", to=[], about=UserFactory())
    assert OutgoingMail.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_copies_for_work_that_rolled_back_do_not_leave(letters, sink):
    thing = UserFactory()
    with transaction.atomic():
        queue_to_all("test_note", key="k", to=people(1, 2), about=thing)
        transaction.set_rollback(True)
    assert (delivery.deliver(), OutgoingMail.objects.count(), sink.got) == (0, 0, [])


@pytest.mark.parametrize("many", [3, 90])
def test_statements_do_not_grow_with_the_people(letters, many):
    thing = UserFactory()
    with count_queries() as n:
        queue_to_all("test_note", key="k", to=people(*range(many)), about=thing)
    assert (n(), OutgoingMail.objects.count()) == (4, many)


def test_a_long_key_still_tells_two_copies_apart(letters):
    queue_to_all("test_note", key="x" * 200, to=people(1, 2), about=UserFactory())
    assert {len(key) for key in OutgoingMail.objects.values_list("key", flat=True)} == {KEY_LENGTH}


def test_thousands_are_written_on_either_database(letters):
    thing = UserFactory()
    queue_to_all("test_note", key="k", to=people(*range(5000)), about=thing)
    assert (OutgoingMail.objects.count(), Mailbox.objects.count()) == (5000, 5000)
