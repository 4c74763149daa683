"""Whether the letter to somebody who is on the line has arrived."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from careerlink.audit.trail import label_of
from careerlink.outbox.models import Bounce, OutgoingMail
from careerlink.outbox.queries import mail_about
from careerlink.web.templatetags.web import when
from referrals.models import AlumnusAddress, Referral

State = OutgoingMail.State


@dataclass(frozen=True)
class Delivery:
    """How the newest letter to an alumnus stands, in words. `tone` is that of a badge: wait, done or stop."""

    tone: str
    title: str
    text: str
    address: str

    @property
    def is_waiting(self) -> bool:
        return self.tone == "wait"

    @property
    def has_failed(self) -> bool:
        return self.tone == "stop"


def delivery_of(referral: Referral) -> Delivery:
    """How the newest letter about a request to its alumnus stands. At most three queries."""
    rows = AlumnusAddress.objects.filter(alumnus=referral.alumnus_id).order_by("-is_main", "id")
    addresses = list(rows.values_list("email", flat=True))
    sent = mail_about(label_of(Referral), referral.pk).filter(mailbox__address__in=addresses)
    mail = sent.select_related("mailbox").first()
    if mail is None:
        words = _("No letter was written yet.") if addresses else _("There is no address to write to.")
        return Delivery("stop", _("Nothing was sent"), words, "")
    return Delivery(*_words(mail, referral), mail.mailbox.address)


def _words(mail: OutgoingMail, referral: Referral) -> tuple[str, str, str]:
    """Tone, title and text."""
    server = mail.mailbox.address.rpartition("@")[2]
    gone = Bounce.objects.filter(mail=mail).exclude(what=Bounce.What.UNWANTED).first()
    if gone is not None or mail.mailbox.bounced_at:
        said = gone.words if gone is not None else mail.mailbox.bounce_words
        return "stop", _("It came back"), _("Mail to this address comes back. %(said)s") % {"said": said}
    if mail.state == State.SENT:
        facts = {"server": server, "when": when(mail.sent_at, referral.host.zone)}
        return "done", _("Delivered"), _("%(server)s took it on %(when)s.") % facts
    if mail.state == State.FAILED:
        return "stop", _("It was refused"), _("%(server)s said: %(said)s") % {"server": server, "said": mail.why}
    if mail.state in (State.SKIPPED, State.CANCELLED):
        return "done", _("Not needed any more"), _("The request has moved on in the meantime.")
    if mail.attempts:
        again = {"server": server, "when": when(mail.send_after, referral.host.zone)}
        return "wait", _("On its way"), _("%(server)s did not take it yet. We try again on %(when)s.") % again
    return "wait", _("On its way"), _("It leaves within a few seconds.")
