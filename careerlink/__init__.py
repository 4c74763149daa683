"""CareerLink: where college career offices and private career writers meet."""

from careerlink.celery import app as celery_app

__all__ = ["celery_app"]
