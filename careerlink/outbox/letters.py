"""How a letter looks: one frame for every mail, in the reader's language and time zone."""

import re
from typing import cast

from django.conf import settings
from django.template import Context, engines
from django.template.backends.django import Template as DjangoTemplate
from django.utils import timezone, translation

from careerlink.outbox.kinds import Content
from careerlink.outbox.models import OutgoingMail
from careerlink.outbox.stops import footer

DEFAULTS = {
    "sender": "",
    "heading": "",
    "preheader": "",
    "paragraphs": (),
    "rows": (),
    "code": "",
    "button": None,
    "second": None,
    "after": (),
    "why": "",
}


def absolute(path: str) -> str:
    """The full address of a path on this site; a full address stays as it is."""
    return path if path.startswith(("https://", "http://")) else settings.SITE_URL + path


def compose(mail: OutgoingMail, template: str, *, subject: str, context: dict) -> Content:
    """Render `templates/emails/<template>.txt` and `.html` for the person who gets `mail`.

    Both extend `emails/base.…` and fill the block `body`; the template "base" itself suits a letter
    that is a few `paragraphs`. What the frame draws from `context`, all optional:

    * `button`: (label, full address), the one thing to do; `second`: the same for a lesser link
    * `rows`: list of (label, value), the facts: when, where, who
    * `code`: a code to type, shown large
    * `after`: list of sentences below the button
    * `why`: a sentence, "You get this because …"
    * `sender`: on whose behalf ("Riverside State, career office"); `heading`: instead of the subject;
      `preheader`: what a list of mails shows beside the subject

    Inside, the current language and time zone are the reader's.
    """
    box = mail.mailbox
    subject = " ".join(subject.split())
    filled = {
        **DEFAULTS,
        "subject": subject,
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "language": box.language,
        **footer(mail),
        **context,
    }
    with translation.override(box.language), timezone.override(box.zone):
        text = _render(f"emails/{template}.txt", filled, autoescape=False)
        html = _render(f"emails/{template}.html", filled, autoescape=True)
    return Content(subject=subject[:200], text=_tidy(text), html=html.strip() + "\n")


def _render(name: str, filled: dict, *, autoescape: bool) -> str:
    template = cast(DjangoTemplate, engines["django"].get_template(name)).template
    return template.render(Context(filled, autoescape=autoescape))


def _tidy(text: str) -> str:
    """Templates leave blank lines behind: at most one stays, and no spaces at line ends."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    once = re.sub(r"\n{3,}", "\n\n", lines)
    return once.replace("\n--\n", "\n-- \n") + "\n"  # mail programs know the end of a letter by "-- "
