"""Nothing personal about an alumnus reaches a writer before a yes, nor a moderator's list, a mail or a log."""

import json
import logging

import pytest
from django.contrib import admin
from django.core import mail
from django.test import Client
from django.urls import reverse

from careerlink.accounts.own_data import everything_about
from careerlink.outbox.delivery import deliver
from referrals.actions import consent, drawing, legs
from referrals.actions.choice import choose_writers
from referrals.actions.entry import enter_by_phone
from referrals.models import Alumnus, Leg, Referral
from tests import factories as make
from tests.pages import PAGES
from tests.pages.kinds import EVERY_WRITER

NAME, ADDRESS, YEAR = "Zenobia Quillfeather", "zenobia.q@people.demo.test", 1987
NEED = "a heliotrope resume"
WORDS = f"{NEED}, mine is at linkedin.com/in/zenobia-quillfeather or @zenobia_q"
WRITERS = ("writer", "writer2", "newwriter")


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def referral(filled):
    """A caller whom the office entered; nobody has consented to anything."""
    world = filled
    found = enter_by_phone(world.office, by=world.user["staff"], name=NAME, email=ADDRESS, year=YEAR, words=WORDS)
    Alumnus.objects.filter(pk=found.alumnus_id).update(majors_words="English")
    found.alumnus.tags.create(vocabulary="major", code="23.0101")
    return found


def seen_by_writers(world) -> str:
    """Every page that a writer may open, her export, and every mail to her."""
    found = []
    for who in WRITERS:
        client = as_(world.user[who])
        for row in PAGES:
            if row.public or row.may & EVERY_WRITER:
                if row.name in ("go", "demo_mailbox"):
                    continue  # a link is its reader's own; the mailbox of the demonstration is everybody's
                found.append(read(client.get(row.address(world))))
        found.append(json.dumps(everything_about(world.user[who]), default=str))
    deliver()
    theirs = {world.user[who].email for who in WRITERS}
    found += [letter.subject + letter.body for letter in mail.outbox if theirs & set(letter.to)]
    return "\n".join(found)


def seen_in_admin(world) -> str:
    """Every list of the moderators."""
    client = as_(world.user["admin"])
    found = []
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        found.append(read(client.get(address, follow=True)))
    return "\n".join(found)


def read(answer) -> str:
    body = answer.getvalue() if answer.streaming else answer.content
    answer.close()
    return body.decode(errors="replace")


def names_her(text: str) -> list[str]:
    words = (NAME, *NAME.split(), ADDRESS, ADDRESS.split("@", maxsplit=1)[0], "zenobia_q")
    return [word for word in words if word.lower() in text.lower()]


def test_before_consent_nobody_but_the_office_reads_anything(filled, referral, caplog):
    caplog.set_level(logging.DEBUG)
    drawing.draw_list(referral)
    text = seen_by_writers(filled)
    assert names_her(text) == []
    assert NEED not in text
    assert names_her(seen_in_admin(filled)) == []
    assert names_her(caplog.text) == []


def test_who_is_asked_reads_what_is_needed_and_no_name(filled, referral):
    leg = ask(filled, referral)
    page = as_(leg.writer.user).get(reverse("leg", args=[leg.key])).content.decode()
    assert NEED in page
    assert names_her(page) == []
    assert names_her(seen_by_writers(filled)) == []


def test_who_said_yes_reads_the_name_and_after_a_revocation_nothing(filled, referral):
    leg = ask(filled, referral)
    legs.accept_leg(leg, by=leg.writer.user)
    client = as_(leg.writer.user)
    assert names_her(client.get(reverse("leg", args=[leg.key])).content.decode()) != []
    consent.revoke_consent(Referral.objects.get(pk=referral.pk))
    answer = client.get(reverse("leg", args=[leg.key]))
    assert names_her(answer.content.decode()) == []
    assert NEED not in answer.content.decode()
    mail.outbox.clear()
    assert names_her(seen_by_writers(filled)) == []


def ask(world, referral: Referral) -> Leg:
    """She consents, and the writer of the demonstration is her only choice."""
    consent.sign_consent(referral, signature=NAME, text=world.consent_text)
    make.WriterTagFactory(writer=world.writer)
    drawn = drawing.draw_list(Referral.objects.get(pk=referral.pk))
    writer = next((one.writer for one in drawn if one.writer_id == world.writer.pk), drawn[0].writer)
    return choose_writers(Referral.objects.get(pk=referral.pk), [writer])
