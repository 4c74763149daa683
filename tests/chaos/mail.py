"""`make chaos-mail`: 500 mails while everything that they need breaks.

Workers are killed with -9, the broker is stopped and started, PostgreSQL is restarted and crashes, and the mail
server answers 4xx and 5xx, hangs for a minute and drops the line before and after its 250. All of it by a seed:
`SEED=7 make chaos-mail` breaks the same things at the same times. Everything runs on parts of its own.
"""

import json
import os
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median

from tests.bench import parts
from tests.chaos.parts import Kept, Postgres, Redis, kept

MAILS, ROLLED_BACK, EXPIRED = 500, 40, 20
WORKERS = 3
BREAKING = 150.0  # seconds
PATIENCE = 480.0  # seconds after that in which everything must have ended
LATE = 300.0  # seconds after the end of the last fault before it
FOR_GOOD = 50  # times that a server says so: a worker may be killed before it has written a refusal down
FAULTS = {  # what the mail server does to how many of the mails, and how often to each
    "451 4.3.0 come back later": (40, 2),
    "550 5.1.1 nobody of that name": (25, 1),
    "hang": (6, 1),
    "drop": (20, 1),
    "lost": (15, 1),
    "drop_after": (15, 1),
}


@dataclass
class Plan:
    """What happens in a run, drawn from its seed."""

    seed: int
    at_rcpt: dict[str, list[str]] = field(default_factory=dict)
    at_data: dict[str, list[str]] = field(default_factory=dict)
    writing: list[tuple[float, list[str]]] = field(default_factory=list)  # seconds → addresses
    breaking: list[tuple[float, str]] = field(default_factory=list)  # seconds → what

    def __post_init__(self):
        draw = random.Random(self.seed)
        people = [address("mail", n) for n in range(MAILS)]
        draw.shuffle(people)
        chosen = iter(people)
        for fault, (how_many, times) in FAULTS.items():
            for _n in range(how_many):
                table = self.at_rcpt if fault[0].isdigit() and draw.random() < 0.5 else self.at_data
                table[next(chosen)] = [fault] * (FOR_GOOD if fault.startswith("550") else draw.randint(1, times))
        others = [address("gone", n) for n in range(ROLLED_BACK)] + [address("old", n) for n in range(EXPIRED)]
        everybody = [*people, *others]
        draw.shuffle(everybody)
        while everybody:
            size = draw.randint(5, 40)
            self.writing.append((draw.uniform(0, BREAKING - 10), everybody[:size]))
            everybody = everybody[size:]
        self.writing.sort()
        self.breaking = sorted(
            [(draw.uniform(5, BREAKING), "kill") for _n in range(8)]
            + [(draw.uniform(20, 45), "broker"), (draw.uniform(95, 110), "broker")]
            + [(draw.uniform(55, 85), "restart"), (draw.uniform(120, 140), "crash")]
        )


def address(what: str, n: int) -> str:
    return f"{what}{n:03}@demo.test"


class RolledBack(Exception):  # noqa: N818 it is what is meant to happen
    """The work that a mail belongs to comes to nothing."""


class Run:
    """One run of a plan; knows when each fault was over."""

    def __init__(self, plan: Plan, postgres: Postgres, redis: Redis | None, processes: Kept, journal: Path):
        self.plan, self.postgres, self.redis, self.processes, self.journal = plan, postgres, redis, processes, journal
        self.draw = random.Random(plan.seed + 1)
        self.did: Counter[str] = Counter()
        self.over_at: list[float] = []
        self.written_at: dict[str, float] = {}
        self.start = time.time()

    def go(self) -> None:
        writer = threading.Thread(target=self._write_all)
        writer.start()
        for seconds, what in self.plan.breaking:
            self._until(seconds)
            getattr(self, f"_{what}")()
            self.did[what] += 1
            self.over_at.append(time.time())
            print(f"{time.time() - self.start:5.0f} s: {what}", flush=True)
        writer.join()
        print(f"{time.time() - self.start:5.0f} s: all is written, and nothing breaks any more", flush=True)
        while self._open() and time.time() < self.start + BREAKING + PATIENCE:
            self.processes.look_after()
            time.sleep(2)
        print(f"{time.time() - self.start:5.0f} s: {self._open()} mails are open", flush=True)

    def _until(self, seconds: float) -> None:
        while time.time() < self.start + seconds:
            self.processes.look_after()
            time.sleep(min(0.5, max(0, self.start + seconds - time.time())))

    def _kill(self) -> None:
        """A random worker, at the moment when a mail has just arrived."""
        size, patience = self._size(), time.time() + 5
        while self._size() == size and time.time() < patience:
            time.sleep(0.001)
        time.sleep(self.draw.uniform(0, 0.03))
        self.processes.kill(self.draw.choice([name for name in self.processes.processes if name != "beat"]))

    def _broker(self) -> None:
        if self.redis is not None:
            self.redis.stop()
            time.sleep(self.draw.uniform(6, 12))
            self.redis.start()

    def _restart(self) -> None:
        self.postgres.stop("fast")
        time.sleep(self.draw.uniform(3, 8))
        self.postgres.start()

    def _crash(self) -> None:
        self.postgres.stop("immediate")
        time.sleep(self.draw.uniform(1, 3))
        self.postgres.start()

    def _size(self) -> int:
        return self.journal.stat().st_size if self.journal.exists() else 0

    def _write_all(self) -> None:
        from django.db import connection  # noqa: PLC0415 the settings are known only now

        for seconds, some in self.plan.writing:
            time.sleep(max(0, self.start + seconds - time.time()))
            for to in some:
                self._write(to)
                self.written_at[to] = time.time()
        connection.close()

    def _write(self, to: str) -> None:
        """One piece of work with its mail, again until the database has it; the key keeps it one mail."""
        from django.db import InterfaceError, OperationalError, connection, transaction  # noqa: PLC0415

        from careerlink.outbox.actions import queue_mail  # noqa: PLC0415
        from careerlink.outbox.models import OutgoingMail  # noqa: PLC0415
        from careerlink.web import clock  # noqa: PLC0415

        is_old = to.startswith("old")
        kind = "account_login_code" if is_old else "account_unknown_account"
        moment = clock.now() - timedelta(minutes=20) if is_old else clock.now()
        while True:
            try:
                with clock.set_to(moment), transaction.atomic():
                    mail = queue_mail(kind, key=f"chaos:{to}", to=to, secret={"code": "482913", "address": to})
                    if int(to[-13:-10]) % 2:  # not everything is urgent
                        OutgoingMail.objects.filter(pk=mail.pk).update(is_urgent=False)
                    if to.startswith("gone"):
                        raise RolledBack
            except RolledBack:
                return
            except (OperationalError, InterfaceError):
                connection.close()
                time.sleep(0.3)
            else:
                return

    def _open(self) -> int:
        from careerlink.outbox.models import OutgoingMail  # noqa: PLC0415

        return OutgoingMail.objects.filter(state__in=["waiting", "claimed"]).count()

    def judge(self) -> int:
        """Say what became of each mail; the exit code."""
        from careerlink.outbox.models import OutgoingMail  # noqa: PLC0415

        arrived, faults = defaultdict(list), defaultdict(list)
        for line in map(json.loads, self.journal.read_text().splitlines()):
            (arrived if "taken" in line else faults)[line["to"]].append(line)
        rows = {mail.mailbox.address: mail for mail in OutgoingMail.objects.select_related("mailbox")}
        scripts = {**self.plan.at_rcpt, **self.plan.at_data}
        refused = {to for to, answers in scripts.items() if answers[0].startswith("550")}
        people = {address("mail", n) for n in range(MAILS)}
        lost = [to for to in people - refused if not arrived[to] or rows[to].state != "sent"]
        wrong = [
            to for to in refused if arrived[to] or rows[to].state != "failed" or not rows[to].why.startswith("550")
        ]
        ghosts = [to for to in arrived if to not in people and arrived[to]]
        ghosts += [to for to in rows if to.startswith("gone")]
        wrong += [to for to, mail in rows.items() if to.startswith("old") and mail.state != "skipped"]
        other_ids = [to for to, lines in arrived.items() if len({line["taken"] for line in lines}) > 1]
        repeats = {to: len(lines) - 1 for to, lines in arrived.items() if len(lines) > 1}
        lost_250s = {to: sum(line["fault"] == "lost" for line in lines) for to, lines in faults.items()}
        excused = sum(min(count, lost_250s.get(to, 0)) for to, count in repeats.items())
        by_kills = sum(repeats.values()) - excused
        doubled = len(other_ids) + max(0, by_kills - self.did["kill"])
        waits = {
            to: lines[0]["at"] - self._free_at(to, lines[0]["at"], faults[to]) for to, lines in arrived.items() if lines
        }
        late = [to for to, seconds in waits.items() if seconds > LATE]

        print(f"\nworkers killed {self.did['kill']} times, ended by themselves {self.processes.ended} times; "
              f"broker stopped {self.did['broker'] if self.redis else 0} times; "
              f"PostgreSQL restarted {self.did['restart']} times, crashed {self.did['crash']} times")  # fmt: skip
        answers = Counter(line["fault"] for lines in faults.values() for line in lines)
        print(
            "the mail server's answers: " + "; ".join(f"{words}: {count}" for words, count in sorted(answers.items()))
        )
        print(f"states: {dict(Counter(mail.state for mail in rows.values()))}")
        middle, longest = median(waits.values()), max(waits.values())
        print(f"waited after the last fault before it: median {middle:.0f} s, max {longest:.0f} s")
        print(f"mail for work that rolled back, or no longer true, that arrived: {len(ghosts)}")
        print(f"mail that ended otherwise than it should: {len(wrong)}")
        print(f"repeats with the same Message-ID: {excused} after {sum(lost_250s.values())} lost 250s, "
              f"{by_kills} after {self.did['kill']} kills")  # fmt: skip
        for name, found in {
            "lost": lost,
            "wrong": wrong,
            "ghosts": ghosts,
            "other ids": other_ids,
            "late": late,
        }.items():
            for to in sorted(found)[:10]:
                mail = rows.get(to)
                print(f"  {name}: {to} {mail and (mail.state, mail.attempts, mail.why)} {arrived[to]} {faults[to]}")
        print(f"lost {len(lost)} doubled {doubled} late {len(late)}", flush=True)
        return int(bool(lost or doubled or wrong or ghosts))

    def _free_at(self, to: str, arrived_at: float, faults: list[dict]) -> float:
        """When the last of what may have held up a mail was over, or when it was written."""
        own = [line["at"] + (20 if line["fault"] == "hang" else 0) for line in faults]
        return max(self.written_at[to], *(at for at in [*own, *self.over_at, 0] if at <= arrived_at))


def main() -> int:
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(1_000_000))
    print(f"seed {seed}: again with SEED={seed} make chaos-mail", flush=True)
    plan = Plan(seed)
    with tempfile.TemporaryDirectory(prefix="careerlink-chaos-") as name:
        folder = Path(name)
        postgres = Postgres(folder)
        redis = Redis(folder) if shutil.which("redis-server") else None
        try:
            return run(plan, folder, postgres, redis)
        finally:
            postgres.stop("immediate")
            if redis:
                redis.stop()


def run(plan: Plan, folder: Path, postgres: Postgres, redis: Redis | None) -> int:
    script, journal, port = folder / "script.json", folder / "journal", parts.free_port()
    script.write_text(json.dumps({"seed": plan.seed, "rcpt": plan.at_rcpt, "data": plan.at_data}))
    var = folder / "var"
    var.mkdir()
    broker = redis.address if redis else f"sqla+sqlite:///{var / 'broker.sqlite3'}"
    if redis is None:
        print("no redis-server here: the broker is a file, which nobody can stop")
    cache = broker.replace("redis://", "rediscache://") if redis else ""
    mail = f"smtp://127.0.0.1:{port}"
    env = parts.environment(postgres.address, var, CELERY_BROKER_URL=broker, CACHE_URL=cache, EMAIL_URL=mail)
    parts.manage("migrate", "--verbosity", "0", env=env)
    os.environ.update(env, DJANGO_SETTINGS_MODULE="careerlink.settings", LOG_LEVEL="CRITICAL")
    import django  # noqa: PLC0415 the settings are known only now

    django.setup()
    sink = ("tests.chaos.sink", str(port), str(script), str(journal))
    celery = ("celery", "--quiet", "--app", "careerlink")
    alone = ("--pool", "threads", "--concurrency", "1", "--without-gossip", "--without-mingle", "--without-heartbeat")
    with parts.running(*sink, env=env, log=folder / "sink.log"), kept(env, folder) as processes:
        for n in range(WORKERS):
            hostname = ("--hostname", f"worker{n}@%h", "--loglevel", "warning")
            processes.start(f"worker{n}", *celery, "worker", "--queues", "mail", *alone, *hostname)
        processes.start("beat", *celery, "beat", "--schedule", str(var / "beat"), "--loglevel", "warning")
        time.sleep(8)  # until all of them are up
        one = Run(plan, postgres, redis, processes, journal)
        one.go()
        return one.judge()


if __name__ == "__main__":
    sys.exit(main())
