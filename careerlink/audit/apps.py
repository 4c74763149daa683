from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "careerlink.audit"
    label = "audit"

    def ready(self) -> None:
        from careerlink.audit import watch  # noqa: PLC0415 the app registry is not ready before
        from careerlink.web import health  # noqa: PLC0415

        health.register_notice("trail", watch.in_short)
