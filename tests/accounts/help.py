"""What the tests of this room share."""

import json

from careerlink.outbox import secrets
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail

PASSWORD = "careerlink-demo"


def mails_to(address: str) -> list[str]:
    """Kinds of the mails that were written to an address, oldest first."""
    rows = OutgoingMail.objects.filter(mailbox__address=address).order_by("id")
    return [row.kind.removeprefix("account_") for row in rows]


def last_mail(address: str) -> OutgoingMail:
    return OutgoingMail.objects.filter(mailbox__address=address).latest("id")


def words_of(mail: OutgoingMail) -> dict:
    return json.loads(secrets.decrypt(mail.secret))


def code_to(address: str) -> str:
    """The code in the newest mail to an address, as its reader sees it."""
    mail = last_mail(address)
    code = words_of(mail)["code"]
    assert code in kinds[mail.kind].render(mail).text
    return code


def log_in(client, address: str, password: str = PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": address, "password": password}, **extra)


def is_logged_in(client) -> bool:
    return client.get("/account/").status_code == 200
