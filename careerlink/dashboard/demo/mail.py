"""The mail of the demonstration that no page causes."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from careerlink.outbox import tasks
from careerlink.web import clock
from partners.actions.desk_mail import write_desk_mails
from partners.models import Host

MORNING = 10  # o'clock


def send_desk_mail_of_the_morning(host: Host, now: datetime) -> None:
    """Tell those who decide at the last ten o'clock, for something before the host ends within two days of it,
    and let that leave.
    """
    morning = now.astimezone(ZoneInfo(host.zone)).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    with clock.set_to(morning if morning <= now else morning - timedelta(days=1)):
        write_desk_mails()
        tasks.sweep()
