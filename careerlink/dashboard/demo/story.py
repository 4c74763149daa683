"""What happened in the demonstration, in the order in which it happened."""

from datetime import datetime, timedelta

from django.db import transaction

from careerlink.accounts.models import LegalText, User
from careerlink.accounts.queries import text_in_force
from careerlink.dashboard.demo import cast, people
from careerlink.dashboard.demo.departures import let_some_go
from careerlink.dashboard.demo.letters import send_letters
from careerlink.dashboard.demo.looks import let_people_look
from careerlink.dashboard.demo.mail import send_desk_mail_of_the_morning
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
    reports,
    reviews,
    reviews_clocks,
    reviews_credentials,
    waiting,
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
        stage.leave_open()
        stage.fill_queues()
        let_some_go(stage)
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
            self.old_need = self._need(self.office, "workshop", "nursing", -90, "campus")
            self.lapsed_need = self._need(self.office, "panel", "geology", -60, "campus")
        with clock.set_to(self.ago(25)):
            self.clinic = self._need(self.office, "resume_clinic", "English, history", 16, "campus", how_many=2)
            self.fair = self._need(self.office, "job_fair", "", 24, "campus", how_many=4)
            self.withdrawn_need = self._need(self.office, "podcast", "computer science", 20, "online")
        with clock.set_to(self.ago(9)):
            needs.withdraw_need(self.withdrawn_need, by=self.director)
            self.mock = self._need(self.office, "mock_interviews", "accounting, business", 12, "either", how_many=3)
            self.class_visit = self._need(self.faculty, "class_visit", "English", 8, "campus", by=self.professor)
            self._need(self.rival, "workshop", "communication", 30, "online", by=self.rival_director)
            self.panel = self._need(
                self.club, "panel", "marketing, public relations", 21, "campus", by=self.user["club"]
            )

    def _need(self, host: Host, kind: str, words: str, in_days: int, where: str, *, how_many=1, by=None) -> Need:
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

    # --- What waits for moderators and what waits for colleges --------------------------------------------

    def fill_queues(self) -> None:
        applicant = self.person(1, "Nora Fields", "nora.fields@demo.edu")
        facts = ("career_office", "Career Services", "Director", "717-555-0131")
        waits = self.host(1, applicant, people.DICKINSON, *facts, approve=False)
        with clock.set_to(self.ago(0.9)):
            self._need(waits, "resume_clinic", "psychology", 33, "campus", by=applicant)
        refused = self.person(30, "Rick Stahl", "rick.stahl@demo.test")
        host = self.host(30, refused, people.YORK, "career_office", "Career Partners", "Owner", "717-555-0199",
                          approve=False)  # fmt: skip
        with clock.set_to(self.ago(29)):
            reviews.refuse_host(host, by=self.admin, reason="not_known")
        absent = self.person(140, "Gail Turner", "gail.turner@demo.edu")
        kept_out = self.host(
            140, absent, people.LEBANON_VALLEY, "career_office", "Career Development", "Coach", "717-555-0155"
        )
        with clock.set_to(self.ago(10)):
            reviews.suspend_host(
                kept_out, by=self.admin, reason="account_at_risk", until=self.now + timedelta(days=20),
                note="The office says that nobody of this name works there.",
            )  # fmt: skip
        with clock.set_to(self.ago(15)):
            for name in ("Maren Okafor", "Kim Nguyen", "Judith Amsel", "Mei Tanaka"):
                waiting.put_name_down(self.writers[name], Institution.objects.get(pk=people.FRANKLIN_MARSHALL))
            waiting.put_name_down(self.writers["Maren Okafor"], Institution.objects.get(pk=people.DICKINSON))
        with clock.set_to(self.ago(4)):
            waiting.invite_writer(self.office, by=self.director, name="Pat Morgan", email="pat.morgan@demo.test")
        self._more_applicants()
        self._reports()

    def _more_applicants(self) -> None:
        """Writers who were asked something, refused, or have not sent their profile yet."""
        rows = [
            (5, "Iris Calloway", "Resumes in a day", ("marketing",)),
            (20, "Bruno Keller", "Jobs for a fee", ("business",)),
            (45, "Mona Field", "Letters that open doors", ("communication",)),
        ]
        asked, refused, silent = (self._applicant(*row) for row in rows)
        with clock.set_to(self.ago(4)):
            reviews.ask_writer(asked, by=self.admin, reason="work", note="Could you show us one resume you wrote?")
        with clock.set_to(self.ago(19)):
            reviews.refuse_writer(refused, by=self.admin, reason="fees_hidden")
        with clock.set_to(self.ago(43)):
            reviews.ask_writer(silent, by=self.admin, reason="who", note="Where have you worked before?")
        with clock.set_to(self.ago(12)):
            writer_actions.set_back_silent_writers()
        self._credentials_that_failed()

    def _credentials_that_failed(self) -> None:
        """One that could not be confirmed, one that its issuer took back."""
        cprw = CredentialType.objects.get(acronym="CPRW")
        with clock.set_to(self.ago(34)):
            unread, taken = (
                credentials.add_credential(self.writers[name], by=self.writers[name].user, type=cprw, number=number)
                for name, number in (("Theo Marsh", "unreadable"), ("Marcus Hill", "CPRW-20999"))
            )
            reviews_credentials.check_credential(taken, by=self.admin, expires_on=self.now.date() + timedelta(days=300))
            reviews_credentials.reject_credential(unread, by=self.admin, reason="unreadable")
        with clock.set_to(self.ago(11)):
            reviews_credentials.revoke_credential(taken, by=self.admin, reason="withdrawn")

    def _applicant(self, days: float, name: str, headline: str, phrases: tuple[str, ...]) -> Writer:
        user = self.person(days, name, f"{name.lower().replace(' ', '.')}@demo.test")
        with clock.set_to(self.ago(days)):
            return writer_actions.join_writer(
                user, name=name, headline=headline, phrases=list(phrases), place=Place.objects.get(pk="17603"),
                pledge=text_in_force("pledge"),
            )  # fmt: skip

    def _reports(self) -> None:
        with clock.set_to(self.ago(21)):
            upheld = reports.report_writer(
                self.writers["Walter Stone"], by=self.rival_director, about="solicitation",
                text="He handed price lists to students after a class visit.",
            )  # fmt: skip
        with clock.set_to(self.ago(20)):
            reports.uphold_report(upheld, by=self.admin, reason="suspended")
        with clock.set_to(self.ago(50)):
            dismissed = reports.report_host(
                self.club, by=self.writers["Fiona Clarke"].user, about="conduct", text="They moved the panel twice."
            )
        with clock.set_to(self.ago(49)):
            reports.dismiss_report(dismissed, by=self.admin, reason="no_rule")
        with clock.set_to(self.ago(0.5)):
            reports.report_writer(
                self.writers["Anders Holm"], by=self.director, about="fees",
                text="He quoted an alumna forty dollars more than his page says.",
            )  # fmt: skip
        reviews_clocks.run_review_clocks()
