from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "careerlink.outbox"
    label = "outbox"

    def ready(self) -> None:
        from careerlink.outbox import machines  # noqa: F401, PLC0415 registers the table
