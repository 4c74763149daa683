"""Student groups: one with an adviser that writes to a writer through CareerLink, and one that pauses."""

from datetime import timedelta

from careerlink.dashboard.demo import people
from careerlink.web import clock
from partners.actions import answers, leaders, members, messages, offers
from partners.models import Invitation, Member


def let_students_lead(stage) -> None:
    """The marketing club agrees on a room with a writer; the film society has lost its last manager."""
    leader = stage.user["club"]
    adviser = stage.person(181, "Ruth Adler", "ruth.adler@demo.edu")
    with clock.set_to(stage.ago(180)):
        members.invite_colleague(stage.club, by=leader, email=adviser.email, role="manager", is_adviser=True)
        members.accept_invitation(Invitation.objects.get(host=stage.club, email=adviser.email), by=adviser)
        leaders.set_mailbox(stage.club, by=leader, mailbox="marketing.club@demo.edu")
    with clock.set_to(stage.ago(60)):
        own = Member.objects.select_related("host").get(host=stage.club, user=leader)
        leaders.set_term(own, by=leader, ends_on=(stage.now + timedelta(days=150)).date(), is_adviser=False)
    _talk(stage, leader)
    _pause(stage)


def _talk(stage, leader) -> None:
    writer = stage.writers["Maren Okafor"]
    with clock.set_to(stage.ago(33)):
        offer = offers.send_offer(
            writer=writer,
            host=stage.club,
            kind="podcast",
            by=writer.user,
            text="An episode on words that sell, gladly.",
        )
    with clock.set_to(stage.ago(31)):
        answers.accept_offer(offer, by=leader)
    partnership = writer.partnerships.get(host=stage.club)
    for days, side, user, text in (
        (30, "writer", writer.user, "Thank you! When do you record, and does the studio have two microphones?"),
        (29.4, "group", leader, "Thursdays from 5 pm in Biemesderfer 110. Two microphones, and somebody at the desk."),
        (29, "writer", writer.user, "Thursday in two weeks then. I bring three job ads to take apart."),
        (1.5, "group", leader, "It was a good hour, thank you. Would you come to a panel on the writing trades?"),
    ):
        with clock.set_to(stage.ago(days)):
            messages.write_message(partnership, by=user, side=side, text=text)


def _pause(stage) -> None:
    user = stage.person(160, "Noor Haddad", "noor.haddad@demo.edu")
    facts = ("student_organization", "Film Society", "President", "717-555-0166")
    society = stage.host(160, user, people.MILLERSVILLE, *facts)
    ends_on = (stage.now - timedelta(days=12)).date()
    with clock.set_to(stage.ago(100)):
        own = Member.objects.select_related("host", "user").get(host=society, user=user)
        leaders.set_term(own, by=user, ends_on=ends_on, is_adviser=False)
    with clock.set_to(stage.ago(11)):
        leaders.end_term(own)
