from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "careerlink.outbox"
    label = "outbox"

    def ready(self) -> None:
        from careerlink.outbox import emails, hold, machines, queries  # noqa: F401, PLC0415 registers
        from careerlink.web import health  # noqa: PLC0415 the app registry is not ready before

        health.register_figure("oldest_due_mail_seconds", lambda now: queries.oldest_due_age(now).total_seconds())
        health.register_condition("restore", lambda: "is not finished" if hold.is_on() else "ok")
