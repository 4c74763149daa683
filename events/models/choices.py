"""Words that several tables of this room share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """What is held. The codes are those of `partners.Kind`, so that a place at an event of one kind is agreed
    work of the same kind.
    """

    JOB_FAIR = "job_fair", _("Job fair")
    MOCK_INTERVIEWS = "mock_interviews", _("Mock interviews")
    WORKSHOP = "workshop", _("Workshop")
    CLASS_VISIT = "class_visit", _("Class visit")
    PANEL = "panel", _("Panel")
    RESUME_CLINIC = "resume_clinic", _("Resume clinic")
    PODCAST = "podcast", _("Podcast recording")
    BOARD = "board", _("Board meeting")
