"""What happened in the demonstration, in the order in which it happened."""

from datetime import datetime, timedelta

from django.db import transaction

from careerlink.accounts.models import LegalText, User
from careerlink.accounts.queries import text_in_force
from careerlink.dashboard.demo import cast, people
from careerlink.dashboard.demo.board import seat_people
from careerlink.dashboard.demo.campus import fill_campus
from careerlink.dashboard.demo.chains import tell_chains
from careerlink.dashboard.demo.classes import save_classes
from careerlink.dashboard.demo.departures import let_some_go
from careerlink.dashboard.demo.events import hold_events
from careerlink.dashboard.demo.imports import bring_lists_in
from careerlink.dashboard.demo.introductions import introduce_employers
from careerlink.dashboard.demo.letters import send_letters
from careerlink.dashboard.demo.looks import let_people_look
from careerlink.dashboard.demo.mail import send_desk_mail_of_the_morning
from careerlink.dashboard.demo.queues import fill_queues
from careerlink.dashboard.demo.referrals import refer_alumni
from careerlink.dashboard.demo.students import let_students_lead
from careerlink.dashboard.demo.suggestions import ask_writers
from careerlink.dashboard.demo.trust import end_some_work
from careerlink.taxonomy.models import CredentialType, Institution, Place
from careerlink.web import clock
from partners.actions import (
    answers,
    credentials,
    expertise,
    fees,
    hosts,
    members,
    needs,
    offer_clocks,
    offers,
    reviews,
    reviews_credentials,
)
from partners.actions import writers as writer_actions
from partners.models import Host, Invitation, Member, Need, Offer, Writer


def make_demo() -> None:
    """Make the whole story in one transaction; about ten seconds on SQLite."""
    with transaction.atomic():
        stage = Stage()
        stage.build_hosts()
        stage.bring_writers()
        stage.publish_requests()
        stage.work_together()
        tell_chains(stage)
        seat_people(stage)
        stage.leave_open()
        save_classes(stage)
        fill_queues(stage)
        introduce_employers(stage)
        let_some_go(stage)
        let_students_lead(stage)
        end_some_work(stage)
        hold_events(stage)  # before the college chose what it asks of groups
        fill_campus(stage)
        ask_writers(stage)
        refer_alumni(stage)
        bring_lists_in(stage)
        let_people_look(stage)
        send_letters()
        send_desk_mail_of_the_morning(stage.office, stage.now)


class Stage:
    """Holds who is who while the story is told."""

    def __init__(self):
        self.now = clock.now()  # the present, whatever moment of the story it is
        LegalText.objects.update(in_force_from=self.ago(365))
        with clock.set_to(self.ago(240)):
            self.admin = cast.person("Ada Moreau", "admin@demo.test", is_staff=True, is_superuser=True)
        self.user: dict[str, User] = {"admin": self.admin}
        self.writers: dict[str, Writer] = {}

    def ago(self, days: float) -> datetime:
        """The moment `days` days before the present."""
        return self.now - timedelta(days=days)

    # --- Hosts ------------------------------------------------------------------------------------

    def build_hosts(self) -> None:
        self.director = self.person(230, "Dana Whitcomb", "director@demo.edu")
        self.office = self.host(
            230, self.director, people.MILLERSVILLE, "career_office", "Career Services", "Director", "717-555-0142"
        )
        self.rival_director = self.person(220, "Otis Bell", "other@rival.edu")
        self.rival = self.host(
            220, self.rival_director, people.ELIZABETHTOWN, "career_office", "Career Center", "Director", "717-555-0177"
        )
        self.professor = self.person(200, "Helen Marsh", "professor@demo.edu")
        self.faculty = self.host(
            200, self.professor, people.MILLERSVILLE, "faculty", "English Department", "Professor", "717-555-0118"
        )
        club_leader = self.person(190, "Jamal Price", "club@demo.edu")
        self.club = self.host(
            190, club_leader, people.MILLERSVILLE, "student_organization", "Marketing Club", "President", "717-555-0119"
        )
        with clock.set_to(self.ago(228)):
            self._join("Sam Ortiz", "staff@demo.edu", Member.Role.COORDINATOR)
            self._join("Vivian Cho", "viewer@demo.edu", Member.Role.VIEWER)
            members.invite_colleague(
                self.office, by=self.director, email="lee.park@demo.edu", role=Member.Role.COORDINATOR
            )
        with clock.set_to(self.ago(210)):
            members.expire_invitations()
        with clock.set_to(self.ago(3)):
            members.invite_colleague(
                self.office, by=self.director, email="robin.hale@demo.edu", role=Member.Role.COORDINATOR
            )
        self._describe()

    def person(self, days: float, name: str, email: str) -> User:
        with clock.set_to(self.ago(days + 0.1)):
            user = cast.person(name, email)
        self.user[email.split("@", maxsplit=1)[0]] = user
        return user

    def host(self, days, user, unitid, kind, name, title, phone, *, approve=True) -> Host:
        college = Institution.objects.get(pk=unitid)
        with clock.set_to(self.ago(days)):
            host = hosts.found_host(
                by=user, institution=college, kind=kind, name=name, title=title, phone=phone,
                website=f"https://{college.website}/" if college.website else "",
            )  # fmt: skip
        if approve:
            with clock.set_to(self.ago(days - 0.8)):
                reviews.approve_host(host, by=self.admin)
        return host

    def _join(self, name: str, email: str, role: str) -> None:
        user = cast.person(name, email)
        self.user[email.split("@", maxsplit=1)[0]] = user
        members.invite_colleague(self.office, by=self.director, email=email, role=role)
        invitation = Invitation.objects.get(host=self.office, email=email)
        members.accept_invitation(invitation, by=user)

    def _describe(self) -> None:
        with clock.set_to(self.ago(227)):
            hosts.change_host(
                self.office, by=self.director, zone=self.office.zone, students=6732, alumni=78000, staff=4,
                email="careers@demo.edu", attention_budget=6,
                about="Four people for every student and every graduate. We answer every offer, and we say thank you.",
                house_rules="- Visitors sign in at the front desk.\n- Nothing is sold on campus.\n"
                "- Students' names and addresses stay with us.",
            )  # fmt: skip
            hosts.want(self.office, ["mock_interviews", "resume_clinic", "job_fair", "panel"], by=self.director)
            hosts.change_host(self.rival, by=self.rival_director, zone=self.rival.zone, students=2152, staff=2)
            hosts.want(self.rival, ["workshop", "alumni"], by=self.rival_director)
            hosts.want(self.faculty, ["class_visit", "workshop"], by=self.professor)
            hosts.want(self.club, ["panel", "podcast"], by=self.user["club"])
        winter = clock.today() + timedelta(days=40)
        hosts.close_host(
            self.office, by=self.director, starts_on=winter, ends_on=winter + timedelta(days=9), name="Winter break"
        )

    # --- Writers ------------------------------------------------------------------------------------

    def bring_writers(self) -> None:
        for number, row in enumerate(people.WRITERS):
            days = 185 - 4 * number
            address = row.address or f"{row.name.lower().replace(' ', '.')}@demo.test"
            user = self.person(days, row.name, address)
            self.writers[row.name] = self._writer(days, user, row)
        with clock.set_to(self.ago(6)):
            writer_actions.pause_writer(
                self.writers["Caroline Abbott"], by=self.writers["Caroline Abbott"].user,
                until=clock.today() + timedelta(days=45),
            )  # fmt: skip
        with clock.set_to(self.ago(20)):
            reviews.suspend_writer(
                self.writers["Walter Stone"], by=self.admin, until=clock.now() + timedelta(days=60),
                reason="solicitation", note="Gave out price lists at a class visit.",
            )  # fmt: skip

    def _writer(self, days: float, user: User, row: people.DemoWriter) -> Writer:
        is_new = row.address == "newwriter@demo.test"
        moment = self.ago(1.2) if is_new else self.ago(days)
        place = Place.objects.get(pk=row.zip)
        with clock.set_to(moment):
            writer = writer_actions.join_writer(
                user, name=row.name, headline=row.headline, phrases=list(row.phrases), place=place,
                pledge=text_in_force("pledge"),
            )  # fmt: skip
            expertise.choose_ways(
                writer,
                by=user,
                services=row.services.split(),
                stages=row.stages.split(),
                languages=row.languages.split(),
            )
            fees.set_fees(writer, by=user, is_pro_bono=not row.fees, fees=row.fees)
            writer_actions.edit_writer(
                writer, by=user, travel_miles=row.miles, is_online=row.online,
                about=row.about or f"{row.headline}. I work with {' and '.join(row.phrases)}.",
                is_public=row.address == "writer@demo.test",
                cap=12 if row.address == "writer@demo.test" else 3,  # she takes part in everything that is told here
            )  # fmt: skip
            if row.credential:
                self._credential(writer, row.credential)
        if is_new:
            return writer
        with clock.set_to(moment + timedelta(hours=20)):
            reviews.approve_writer(writer, by=self.admin)
        return writer

    def _credential(self, writer: Writer, mark: str) -> None:
        kind = CredentialType.objects.filter(acronym=mark.rstrip("?-!")).select_related("issuer").first()
        today = clock.today()
        ends = today + timedelta(days={"-": 60}.get(mark[-1], 900))
        if mark.endswith("!"):
            ends = (self.now + timedelta(days=25)).date()
        is_fresh = mark.endswith("?")
        with clock.set_to(max(clock.now(), self.ago(0.6)) if is_fresh else clock.now()):
            held = credentials.add_credential(
                writer, by=writer.user, type=kind, number=f"{mark.rstrip('?-!')}-{20000 + writer.pk}",
                name="" if kind else mark, issuer="" if kind else "Issuer not in our list",
            )  # fmt: skip
        if is_fresh:
            return
        with clock.set_to(clock.now() + timedelta(hours=26)):
            reviews_credentials.check_credential(held, by=self.admin, expires_on=ends)

    # --- Requests, offers, partnerships ---------------------------------------------------------------

    def publish_requests(self) -> None:
        with clock.set_to(self.ago(120)):
            self.old_need = self.ask(self.office, "workshop", "nursing", -90, "campus")
            self.lapsed_need = self.ask(self.office, "panel", "geology", -60, "campus")
        with clock.set_to(self.ago(25)):
            self.clinic = self.ask(self.office, "resume_clinic", "English, history", 16, "campus", how_many=2)
            self.fair = self.ask(self.office, "job_fair", "", 24, "campus", how_many=4)
            self.withdrawn_need = self.ask(self.office, "podcast", "computer science", 20, "online")
        with clock.set_to(self.ago(9)):
            needs.withdraw_need(self.withdrawn_need, by=self.director)
            self.mock = self.ask(self.office, "mock_interviews", "accounting, business", 12, "either", how_many=3)
            self.class_visit = self.ask(self.faculty, "class_visit", "English", 8, "campus", by=self.professor)
            self.ask(self.rival, "workshop", "communication", 30, "online", by=self.rival_director)
            self.panel = self.ask(self.club, "panel", "marketing, public relations", 21, "campus", by=self.user["club"])

    def ask(self, host: Host, kind: str, words: str, in_days: int, where: str, *, how_many=1, by=None) -> Need:
        """A request whose day is `in_days` from the real today, not from the moment of the story."""
        day = (self.now + timedelta(days=in_days)).date()
        return needs.make_need(
            host, by=by or self.director, kind=kind, words=words, details="", needed_on=day, where=where,
            how_many=how_many,
        )  # fmt: skip

    def work_together(self) -> None:
        self._offer(112, "Rosa Delgado", self.office, "workshop", "Nursing resumes, in two languages.", self.old_need)
        past = [
            (150, "Maren Okafor", self.office, "workshop", "I would like to show what an English degree can do."),
            (110, "Hana Novak", self.office, "workshop", "An hour for nurses on their first resume."),
            (100, "Rosa Delgado", self.office, "mock_interviews", "Interviews in English and in Spanish, any Friday."),
            (70, "Luis Ferreira", self.office, "panel", "From the laboratory to industry: I bring two friends."),
            (60, "Odile Laurent", self.rival, "workshop", "Your French and Spanish majors, an afternoon."),
            (40, "Maren Okafor", self.faculty, "class_visit", "The editor's resume: forty minutes in your seminar."),
        ]
        for days, name, host, kind, text in past:
            need = self.old_need if name == "Hana Novak" else None
            offer = self._offer(days, name, host, kind, text, need)
            with clock.set_to(self.ago(days - 3)):
                answers.accept_offer(offer, by=self._decider(host))
        declined = self._offer(80, "Jonas Weber", self.office, "workshop", "Salary talks: what to say, what not to.")
        with clock.set_to(self.ago(75)):
            answers.decline_offer(declined, by=self.director, reason="covered", note="Ask him again in spring.")
        taken_back = self._offer(50, "Tom Bright", self.office, "podcast", "From English to user experience.")
        with clock.set_to(self.ago(45)):
            offers.withdraw_offer(taken_back, by=taken_back.writer.user)
        self._offer(35, "Fiona Clarke", self.rival, "panel", "Psychology beyond the couch, with three alumni of mine.")
        with clock.set_to(self.ago(60)):
            forgetful = self.writers["Peter Vance"]
            offers.save_draft(
                writer=forgetful, host=self.rival, kind="panel", text="Newspapers, before and after", by=forgetful.user
            )
        with clock.set_to(self.ago(20)):
            offer_clocks.run_offer_clocks()
        self._strike()

    def leave_open(self) -> None:
        rows = [
            (13.2, "Priya Raman", "mock_interviews", "Six years of hiring engineers; two hours on any Thursday.", None),
            (11, "Grace Lindholm", "job_fair", "A resume table at the fair, the whole day.", self.fair),
            (8.5, "Ben Achterberg", "resume_clinic", "Historians and librarians: I know both sides.", self.clinic),
            (6, "Yusuf Karim", "mock_interviews", "First in my family to study, too. Any evening.", self.mock),
            (3, "Ingrid Solberg", "panel", "Careers in museums, online, at any hour that suits you.", None),
            (
                1,
                "Martin Yeo",
                "mock_interviews",
                "Ten years at an audit firm. I ask the hard questions kindly.",
                self.mock,
            ),
            (0.8, "Alisha Grant", "mock_interviews", "Teachers practise with a principal.", None),
            (0.5, "Rebecca Lowe", "workshop", "Coming back to work after a break: two hours.", None),
        ]
        for days, name, kind, text, need in rows:
            self._offer(days, name, self.office, kind, text, need)
        self._offer(
            2, "Tom Bright", self.faculty, "class_visit", "English and the web, forty minutes.", self.class_visit
        )
        self._offer(
            4, "Maren Okafor", self.club, "panel", "Who buys words, and for what: three kinds of work.", self.panel
        )
        with clock.set_to(self.ago(1)):
            writer = self.writers["Ben Achterberg"]
            offers.save_draft(
                writer=writer, host=self.rival, kind="workshop", text="The academic resume, for your history majors",
                by=writer.user,
            )  # fmt: skip
            first = Offer.objects.filter(host=self.office, writer=self.writers["Ingrid Solberg"]).get()
            answers.hand_over(first, self.user["staff"], by=self.director)
            offers.mark_seen([first], by=self.director)
        self._strike()

    def _offer(self, days: float, name: str, host: Host, kind: str, text: str, need: Need | None = None) -> Offer:
        writer = self.writers[name]
        with clock.set_to(self.ago(days)):
            return offers.send_offer(writer=writer, host=host, kind=kind, text=text, by=writer.user, need=need)

    def _decider(self, host: Host) -> User:
        return {self.office.pk: self.director, self.rival.pk: self.rival_director}.get(host.pk, self.professor)

    def _strike(self) -> None:
        """Let the clocks of the room catch up with the present."""
        needs.expire_needs()
        credentials.run_credential_clocks()
