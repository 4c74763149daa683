"""The demonstration: invented people at real colleges, told by the same actions that pages use.

Everything is dated relative to today. Each part happens at its own moment of the settable clock, so that
histories, deadlines and mails look as they would have.
"""

from careerlink.dashboard.demo.cast import PASSWORD, demo_is_there
from careerlink.dashboard.demo.story import make_demo

LOGINS = [
    ("director@demo.edu", "manager of a career office"),
    ("staff@demo.edu", "coordinator there"),
    ("viewer@demo.edu", "may look there, not change"),
    ("professor@demo.edu", "a professor who hosts writers"),
    ("club@demo.edu", "a student group"),
    ("other@rival.edu", "manager of another college's office"),
    ("writer@demo.test", "an approved writer with a checked credential"),
    ("writer2@demo.test", "an approved writer, credential not checked yet"),
    ("newwriter@demo.test", "a writer who waits to be approved"),
    ("admin@demo.test", "moderator and superuser: /admin/"),
]

__all__ = ["LOGINS", "PASSWORD", "demo_is_there", "make_demo"]
