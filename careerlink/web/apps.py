from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "careerlink.web"
    label = "web"

    def ready(self) -> None:
        from careerlink.web import checks  # noqa: F401, PLC0415 registers the system checks
