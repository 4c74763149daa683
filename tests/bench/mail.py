"""`make bench-mail`: the outbox against a bare SMTP loop and against Django's direct send.

All run in this process, one after the other in each round; the mail server is a process of its own, so
that its work counts as nobody's. Rates are mails per second of wall time, CPU is this process's.
"""

import email.message
import os
import smtplib
import sys
import tempfile
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from tests.bench import parts
from tests.bench.report import Report

MAILS = 500
ROUNDS = 7
REMINDERS = 10_000
TEXT = "Maren Holt offers a workshop on résumés for students of English, history and biology. " * 4


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="careerlink-bench-") as folder, parts.database("mail") as address:
        var, port = Path(folder), parts.free_port()
        env = parts.environment(address, var, EMAIL_URL=f"smtp://127.0.0.1:{port}", LOG_LEVEL="ERROR")
        parts.manage("migrate", "--verbosity", "0", env=env)
        server = ("aiosmtpd", "--nosetuid", "--listen", f"127.0.0.1:{port}", "--class", "aiosmtpd.handlers.Sink")
        with parts.running(*server, env=env, log=var / "sink.log"):
            _answers(port)
            os.environ.update(env)
            return measure(port)


def measure(port: int) -> int:
    import django  # noqa: PLC0415 the settings are known only now

    os.environ["DJANGO_SETTINGS_MODULE"] = "careerlink.settings"
    django.setup()
    from django.db import connection  # noqa: PLC0415

    report, bench = Report(), Bench(port)
    rounds = [bench.round(n) for n in range(ROUNDS + 1)][1:]  # the first fills caches
    figures = {name: [one[name] for one in rounds] for name in rounds[0]}
    for name, values in sorted(figures.items()):
        report.figures(name, values, "ms a mail")
    rate = [bare / ours for bare, ours in zip(figures["bare loop, wall"], figures["outbox, wall"], strict=True)]
    cpu = [
        ours / direct
        for ours, direct in zip(figures["outbox with rendering, CPU"], figures["direct send, CPU"], strict=True)
    ]
    to_known = [bench.write_reminders(new=0) for _n in range(5)]
    to_new = [bench.write_reminders(new=REMINDERS // 2) for _n in range(5)]
    print()
    rate_median = report.figures("rate of claim, send, mark / rate of the bare loop", rate, "x")
    cpu_median = report.figures("CPU with rendering / CPU of Django's direct send with rendering", cpu, "x")
    written = report.figures(f"{REMINDERS} reminder rows", to_known, "s")
    report.figures("the same, when half of the addresses get their first mail", to_new, "s")
    print()
    report.at_least("claim-send-mark", rate_median, 0.75, "x")
    report.at_most("cpu-with-rendering", cpu_median, 2, "x")
    report.at_most("reminder-rows", written, 1, " s")
    connection.close()
    return report.end()


class Bench:
    """What is measured, over a database with one mailbox for each person."""

    def __init__(self, port: int):
        from careerlink.outbox import copies, delivery, kinds, letters, models  # noqa: PLC0415
        from careerlink.web import clock  # noqa: PLC0415

        self.port, self.copies, self.delivery, self.letters, self.models = port, copies, delivery, letters, models
        self.made = self.asked = 0
        self.mailboxes = models.Mailbox.objects.bulk_create(
            [models.Mailbox(address=f"person{n}@demo.test", user_id=n + 1) for n in range(MAILS)]
        )
        self.contents = [letters.compose(self._mail(n), "base", **self._words(n)) for n in range(MAILS)]
        ready = {box.pk: content for box, content in zip(self.mailboxes, self.contents, strict=True)}
        about = {"group": "commitments", "transactional": True}
        kinds.register("bench_ready", render=lambda mail: ready[mail.mailbox_id], **about)
        kinds.register(
            "bench_note", render=lambda mail: letters.compose(mail, "base", **self._words(mail.about_id)), **about
        )
        self.now = clock.now

    def round(self, turn: int) -> dict[str, float]:
        """Each of the four once, in milliseconds a mail; the order changes from turn to turn."""
        found = {}
        runs = [
            ("bare loop", lambda: self._bare),
            ("outbox", lambda: self._outbox("bench_ready")),
            ("direct send", lambda: self._direct),
            ("outbox with rendering", lambda: self._outbox("bench_note")),
        ]
        for name, prepared in runs if turn % 2 else reversed(runs):
            work = prepared()
            wall, cpu = time.perf_counter(), time.process_time()
            work()
            found[f"{name}, wall"] = (time.perf_counter() - wall) / MAILS * 1000
            found[f"{name}, CPU"] = (time.process_time() - cpu) / MAILS * 1000
        return found

    def _bare(self) -> None:
        """The plain loop: build each message, send it on one connection."""
        with smtplib.SMTP("127.0.0.1", self.port) as smtp:
            for n, content in enumerate(self.contents):
                message = email.message.EmailMessage()
                message["Subject"], message["From"] = content.subject, "CareerLink <hello@demo.edu>"
                message["To"], message["Message-ID"] = f"person{n}@demo.test", f"<{n}@demo.edu>"
                message.set_content(content.text)
                message.add_alternative(content.html, subtype="html")
                smtp.send_message(message)

    def _direct(self) -> None:
        """The plain Django: render, `EmailMultiAlternatives`, send on one open connection."""
        from django.core.mail import EmailMultiAlternatives, get_connection  # noqa: PLC0415
        from django.template.loader import render_to_string  # noqa: PLC0415

        with closing(get_connection()) as connection:
            connection.open()
            for n in range(MAILS):
                words = self._words(n)
                site = {"site_name": "CareerLink", "site_url": "https://careerlink.demo.edu", "language": "en"}
                filled = {**self.letters.DEFAULTS, **words["context"], "subject": words["subject"], **site}
                text = render_to_string("emails/base.txt", filled)
                html = render_to_string("emails/base.html", filled)
                message = EmailMultiAlternatives(
                    words["subject"], text, None, [f"person{n}@demo.test"], connection=connection
                )
                message.attach_alternative(html, "text/html")
                message.send()

    def _outbox(self, kind: str):
        """Write the rows, which is not measured here, and give back what sends them."""
        made = self.models.OutgoingMail.objects.bulk_create([self._mail(n, kind) for n in range(MAILS)])
        self.models.OutgoingMail.objects.filter(state="waiting").update(send_after=self.now())

        def work() -> None:
            left = self.delivery.deliver()
            if left != len(made):
                raise RuntimeError(f"{left} of {len(made)} mails left")

        return work

    def write_reminders(self, new: int) -> float:
        """Seconds for one reminder to each of 10,000 people about a thing of her own; so many get their first mail."""
        from django.db import transaction  # noqa: PLC0415

        self.asked += 1
        start = self.asked * REMINDERS
        self.models.Mailbox.objects.bulk_create(
            [
                self.models.Mailbox(address=f"known{start + n}@demo.test", user_id=start + n)
                for n in range(new, REMINDERS)
            ]
        )
        things = [self.models.Mailbox(pk=start + n) for n in range(REMINDERS)]
        people = [self.copies.Recipient(f"known{start + n}@demo.test", start + n) for n in range(REMINDERS)]
        began = time.perf_counter()
        with transaction.atomic():
            self.copies.queue_each(
                "bench_note",
                [
                    self.copies.Copy(f"reminder:{thing.pk}", person, thing)
                    for thing, person in zip(things, people, strict=True)
                ],
                send_after=self.now() + timedelta(days=1),
            )
        took = time.perf_counter() - began
        if self.models.OutgoingMail.objects.filter(key__startswith="reminder:").count() != self.asked * REMINDERS:
            raise RuntimeError("not all reminders were written")
        return took

    def _mail(self, n: int, kind: str = "bench_ready"):
        self.made += 1
        return self.models.OutgoingMail(
            key=f"bench:{self.made}", kind=kind, mailbox=self.mailboxes[n], about_label="bench.thing", about_id=n
        )

    @staticmethod
    def _words(n: int) -> dict:
        """A letter like most: a sentence, some facts, one button, why it came."""
        return {
            "subject": f"Answer by Tue 12 May: offer {n}",
            "context": {
                "paragraphs": [f"Maren Holt ({n}) offers a workshop. Please answer by Tue 12 May.", TEXT],
                "rows": [("When", "Tue 12 May, 10:00 Eastern Time"), ("Where", "Oxbow Hall")],
                "button": ("See the offer", f"https://careerlink.demo.edu/offers/{n}/"),
                "why": "You get this because you decide on offers.",
                "sender": "Oxbow, career office",
            },
        }


def _answers(port: int) -> None:
    for _n in range(100):
        try:
            smtplib.SMTP("127.0.0.1", port).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the mail server never answered")


if __name__ == "__main__":
    sys.exit(main())
