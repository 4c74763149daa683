"""The Celery application and the static beat schedule; every task asks "what is due?"."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerlink.settings")

app = Celery("careerlink")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

MINUTE = 60.0

app.conf.beat_schedule = {
    "outbox-sweep": {"task": "careerlink.outbox.tasks.sweep", "schedule": MINUTE},
    "outbox-bounces": {"task": "careerlink.outbox.tasks.read_bounces", "schedule": 10 * MINUTE},
    "outbox-forget": {"task": "careerlink.outbox.tasks.forget", "schedule": 60 * MINUTE},
    "accounts-forget": {"task": "careerlink.accounts.tasks.forget", "schedule": 60 * MINUTE},
    "audit-seal": {"task": "careerlink.audit.tasks.seal", "schedule": MINUTE},
    "audit-watch": {"task": "careerlink.audit.tasks.watch", "schedule": 5 * MINUTE},
    "partners-desk-mail": {"task": "partners.tasks.write_desk_mails", "schedule": 5 * MINUTE},
    "partners-ranks": {"task": "partners.tasks.rank_all_needs", "schedule": 60 * MINUTE},
    "events-ranks": {"task": "events.tasks.rank_all_shifts", "schedule": 60 * MINUTE},
    "events-clocks": {"task": "events.tasks.run_clocks", "schedule": 5 * MINUTE},
    "referrals-clocks": {"task": "referrals.tasks.run_clocks", "schedule": 5 * MINUTE},
    "partners-clocks": {"task": "partners.tasks.run_clocks", "schedule": 5 * MINUTE},
}
