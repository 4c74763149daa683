"""Words that several tables share. Codes on the left, what pages say on the right."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a writer can do for a campus; needs, offers and engagements all use it."""

    JOB_FAIR = "job_fair", _("Help at a job fair")
    MOCK_INTERVIEWS = "mock_interviews", _("Mock interviews")
    WORKSHOP = "workshop", _("Workshop")
    CLASS_VISIT = "class_visit", _("Class visit")
    PANEL = "panel", _("Panel")
    RESUME_CLINIC = "resume_clinic", _("Resume clinic")
    PODCAST = "podcast", _("Podcast interview")
    BOARD = "board", _("Career Services Board")
    INTRODUCTION = "introduction", _("Introduce an employer")
    ALUMNI = "alumni", _("Take alumni the office cannot serve")


class Vocabulary(models.TextChoices):
    """Which list of codes a tag is from."""

    MAJOR = "major", _("Major")  # CIP 2020
    OCCUPATION = "occupation", _("Occupation")  # SOC 2018
    INDUSTRY = "industry", _("Industry")  # NAICS 2022
    SERVICE = "service", _("Service")
    STAGE = "stage", _("Career stage")
    LANGUAGE = "language", _("Language")  # ISO 639-1


class Service(models.TextChoices):
    RESUME = "resume", _("Resumes")
    COVER_LETTER = "cover_letter", _("Cover letters")
    PROFILE = "profile", _("LinkedIn profiles")
    INTERVIEW = "interview", _("Interview practice")
    SEARCH = "search", _("Job-search strategy")
    COACHING = "coaching", _("Career coaching")
    SALARY = "salary", _("Salary talks")
    FEDERAL = "federal", _("Federal resumes")
    CV = "cv", _("Academic CVs")
    PORTFOLIO = "portfolio", _("Portfolios")


class CareerStage(models.TextChoices):
    STUDENT = "student", _("Students")
    GRADUATE = "graduate", _("New graduates")
    EARLY = "early", _("Early career")
    MIDDLE = "middle", _("Mid-career")
    EXECUTIVE = "executive", _("Executives")
    CHANGER = "changer", _("Career changers")
    RETURNER = "returner", _("Returning to work")
    VETERAN = "veteran", _("Veterans")
    ACADEMIC = "academic", _("Leaving academia")


class Language(models.TextChoices):
    """Languages most spoken at home in the United States (American Community Survey), in ISO 639-1."""

    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")
    CHINESE = "zh", _("Chinese")
    TAGALOG = "tl", _("Tagalog")
    VIETNAMESE = "vi", _("Vietnamese")
    ARABIC = "ar", _("Arabic")
    FRENCH = "fr", _("French")
    KOREAN = "ko", _("Korean")
    RUSSIAN = "ru", _("Russian")
    GERMAN = "de", _("German")
    HAITIAN = "ht", _("Haitian Creole")
    HINDI = "hi", _("Hindi")
    PORTUGUESE = "pt", _("Portuguese")
    POLISH = "pl", _("Polish")
    ITALIAN = "it", _("Italian")
    URDU = "ur", _("Urdu")
    YORUBA = "yo", _("Yoruba")
    IGBO = "ig", _("Igbo")
    AMHARIC = "am", _("Amharic")
    SIGN = "ase", _("American Sign Language")  # ISO 639-3: it has no two-letter code
