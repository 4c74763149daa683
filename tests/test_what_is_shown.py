"""Contact details and private words are shown to nobody whom they do not concern, and pages use words of people."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from careerlink.accounts.own_data import everything_about
from careerlink.outbox import delivery
from careerlink.outbox.models import OutgoingMail
from partners.actions import answers
from partners.models import Host, HostCheck, Offer, SavedHost, SavedWriter, Writer
from tests import factories as make
from tests.pages import PAGES, fill
from tests.pages.walk import Visitors
from tests.reading import finish, words_of
from tests.test_pages import client_of
from tests.test_tenants import fill_rival
from tests.world import PERSONAS


@pytest.fixture
def canaries(world):
    """Contact details and private words that are easy to find wherever they turn up."""
    fill(world)
    fill_rival(world)
    Writer.objects.filter(pk=world.writer.pk).update(phone="212 555 9901", website="https://w.canary.example/")
    Host.objects.filter(pk=world.office.pk).update(
        phone="212 555 9902", email="office@canary.example", website="https://h.canary.example/"
    )
    for who, address in (("writer", "writer@canary.example"), ("director", "director@canary.example")):
        world.user[who].emailaddress_set.update(email=address)
        type(world.user[who]).objects.filter(pk=world.user[who].pk).update(email=address)
        world.user[who].refresh_from_db()
    return world


CONTACTS = {
    "of the writer": ("212 555 9901", "writer@canary.example", "w.canary.example"),
    "of the office": ("212 555 9902", "office@canary.example", "director@canary.example"),
}
# Pages on which they may stand, and for whom: the two who work together, and one's own.
SHOWN = {
    "of the writer": {
        "partnership": {"director", "staff", "viewer", "writer"},
        "partnership_group": {"club"},
        "partnership_group_writer": {"club"},
        "writer_contact": {"director", "staff", "viewer"},
        "place": {"director", "staff"},
        "event_run_sheet": {"director", "staff", "viewer"},
        "writer_basics": {"writer"},
        "writer_profile": {"writer"},
        "writer_page": {"writer"},
        "account": {"writer"},
        "mail_choices": {"writer"},
        "go": {"writer"},  # “you are logged in as”
        "account_export": {"writer"},
        "waiting_letter": {"writer"},
    },
    "of the office": {
        "partnership": {"director", "staff", "viewer", "writer"},
        "host_settings": {"director", "staff", "viewer"},
        "event_run_sheet": {"director", "staff", "viewer"},
        "host_members": {"director", "staff", "viewer"},
        "account": {"director"},
        "mail_choices": {"director"},
        "go": {"director"},
        "account_export": {"director"},
    },
}


def test_contact_details_are_hidden_again_from_a_host_that_is_suspended(canaries):
    world = canaries
    Host.objects.filter(pk=world.office.pk).update(state="suspended")
    client = client_of(world, "director")
    shown = client.get(reverse("partnership", args=[world.partnership.key]))
    assert all(detail not in shown.content.decode() for detail in CONTACTS["of the writer"])
    assert client.get(reverse("writer_contact", args=[world.office.slug, "writer"])).status_code == 404


def test_contact_details_and_private_words_are_shown_to_those_whom_they_concern_only(canaries, settings):
    """On every page of everybody, in mails and in exports; in one walk, which takes its time."""
    world = canaries
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    owners = write_private_words(world)
    visitors, wrong, seen = Visitors(world), [], set()
    for page in PAGES:
        for who in ["stranger", *PERSONAS]:
            if page.status_for(who) != 200:
                continue
            response = visitors(who).get(page.address(world))
            finish(response)
            text = "" if response.streaming else response.content.decode()
            for whose, details in CONTACTS.items() if page.id != "demo_mailbox" else ():
                found = [detail for detail in details if detail in text]
                if found and who not in SHOWN[whose].get(page.id, set()):
                    wrong.append((page.id, who, found))
            if page.id != "styleguide":
                private = {canary for canary in owners if canary in text}
                seen |= private
                wrong += [(page.id, who, canary) for canary in private if who not in owners[canary]]
    for who in PERSONAS:
        held = str(everything_about(world.user[who]))
        wrong += [("export", who, canary) for canary in owners if canary in held and who not in owners[canary]]
    delivery.deliver()
    for letter in mail.outbox:
        whole = letter.subject + letter.body + "".join(part.content for part in letter.alternatives)
        wrong += [("mail", letter.to, canary) for canary in owners if canary in whole]
    assert not wrong, "\n".join(map(str, wrong))
    assert "canary-note-office" in seen  # it does stand where it may
    assert OutgoingMail.objects.filter(state="sent").count() == len(mail.outbox) > 0


def write_private_words(world) -> dict[str, set[str]]:
    """Words that people write for themselves, their desk or a moderator; who may read each."""
    director = world.user["director"]
    answers.decline_offer(world.offer, by=director, reason="not_a_fit", note="canary-note-office")
    SavedWriter.objects.filter(host=world.office).update(note="canary-saved-office")
    SavedHost.objects.filter(writer=world.writer).update(note="canary-saved-writer")
    HostCheck.objects.create(
        host=world.office, what="phone", is_good=True, by=world.user["admin"], remark="canary-check-moderator"
    )
    make.ReportFactory(by=director, writer=world.writer2, text="canary-report-office")
    make.ReportFactory(by=world.user["writer"], writer=None, host=world.office, text="canary-report-writer")
    return {
        "canary-note-office": {"director", "staff", "viewer"},
        "canary-saved-office": {"director", "staff", "viewer"},
        "canary-saved-writer": {"writer"},
        "canary-check-moderator": {"admin"},
        "canary-report-office": {"director", "admin"},
        "canary-report-writer": {"writer", "admin"},
        "Not what we need": {"director", "staff", "viewer"},
    }


# --- Words -----------------------------------------------------------------------------------------------

CODE_WORDS = (
    "Host", "Hosts", "Engagement", "Engagements", "Institution", "Institutions", "Need", "Needs", "Leg", "Legs",
    "OutgoingMail", "Mailbox", "Taxonomy", "Stateful", "SavedWriter", "WriterTag",
)  # fmt: skip
CODE_WORDS_ANYWHERE = (
    "cascade", "obsolete", "lapsed", "engagement", "institution", "queryset", "slug", "moderation queue",
    "attention budget", "redirected", "CIP ", "SOC ", "NAICS", "unitid", "pk", "null",
)  # fmt: skip
EXPLAINED = {"attribution", "styleguide", "healthz", "readyz", "robots", "demo_mailbox", "privacy", "terms"}


def test_pages_use_the_words_of_people(world):
    fill(world)
    visitors = Visitors(world)
    answers.decline_offer(world.rival_offer, by=world.user["other"], reason="fees")
    Offer.objects.filter(pk=world.rival_offer.pk).update(state="lapsed")
    make.OfferFactory(host=world.office, writer=world.writer, state="obsolete", due_at=None)
    capital = re.compile(r"(?<![\w’])(" + "|".join(CODE_WORDS) + r")(?![\w])")
    anywhere = re.compile(r"(?<!\w)(" + "|".join(word.strip() for word in CODE_WORDS_ANYWHERE) + r")(?!\w)")
    wrong = set()
    for page in PAGES:
        if page.name in EXPLAINED:
            continue
        for who in {page.who, *sorted(page.may)[:1], *sorted(page.may)[-1:]}:
            if page.status_for(who) != 200:
                continue
            response = visitors(who).get(page.address(world))
            finish(response)
            for line in words_of(response).splitlines():
                empty = [line] if line.strip() == "None" else []
                for found in [*capital.findall(line), *anywhere.findall(line), *empty]:
                    wrong.add((page.id, found, line[:80]))
    assert not wrong, "\n".join(map(str, sorted(wrong)))
