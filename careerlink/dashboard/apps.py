from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "careerlink.dashboard"
    label = "dashboard"
