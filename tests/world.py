"""The small world that most tests look at: two colleges, their hosts, their people, some writers.

Personas carry the names of the demo log-ins (PRODUCT section 7); `world.user["director"]` logs in as
`director@demo.edu`.
"""

from types import SimpleNamespace

from careerlink.accounts.models import Agreement
from partners.models import Host, Member
from tests import factories as make

PERSONAS = {
    "director": "director@demo.edu",
    "staff": "staff@demo.edu",
    "viewer": "viewer@demo.edu",
    "professor": "professor@demo.edu",
    "club": "club@demo.edu",
    "other": "other@rival.edu",
    "writer": "writer@demo.test",
    "writer2": "writer2@demo.test",
    "newwriter": "newwriter@demo.test",
    "admin": "admin@demo.test",
}


def make_world() -> SimpleNamespace:
    """Make it all in the database; about 40 rows."""
    terms = make.LegalTextFactory(slug="terms", version=1, body="Be kind.")
    pledge = make.LegalTextFactory(slug="pledge", version=1)
    user = {
        who: make.UserFactory(email=email, name=who.title(), is_staff=who == "admin", is_superuser=who == "admin")
        for who, email in PERSONAS.items()
    }
    Agreement.objects.bulk_create(Agreement(user=person, text=terms) for person in user.values())
    college = make.InstitutionFactory(name="Oxbow State University", email_domain="demo.edu")
    rival_college = make.InstitutionFactory(name="Rival College", email_domain="rival.edu")
    office = make.HostFactory(slug="oxbow-career", name="Career Office", institution=college)
    faculty = make.HostFactory(
        slug="oxbow-english", name="English Department", institution=college, kind=Host.HostKind.FACULTY
    )
    club = make.HostFactory(
        slug="oxbow-club", name="Marketing Club", institution=college, kind=Host.HostKind.STUDENT_ORGANIZATION
    )
    rival = make.HostFactory(slug="rival-career", name="Rival Career Center", institution=rival_college)
    for host, who, role in [
        (office, "director", Member.Role.MANAGER),
        (office, "staff", Member.Role.COORDINATOR),
        (office, "viewer", Member.Role.VIEWER),
        (faculty, "professor", Member.Role.MANAGER),
        (club, "club", Member.Role.MANAGER),
        (rival, "other", Member.Role.MANAGER),
    ]:
        make.MemberFactory(host=host, user=user[who], role=role)
    writer = make.WriterFactory(slug="writer", name="Maren Okafor", user=user["writer"], verified=True)
    writer2 = make.WriterFactory(slug="writer2", name="Ben Achterberg", user=user["writer2"])
    newwriter = make.WriterFactory(slug="newwriter", name="Nadia New", user=user["newwriter"], waiting=True)
    Agreement.objects.bulk_create(Agreement(user=user[who], text=pledge) for who in ("writer", "writer2"))
    return SimpleNamespace(
        user=user, terms=terms, pledge=pledge, college=college, rival_college=rival_college,
        office=office, faculty=faculty, club=club, rival=rival,
        writer=writer, writer2=writer2, newwriter=newwriter,
    )  # fmt: skip
