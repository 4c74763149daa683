from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "careerlink.audit"
    label = "audit"
