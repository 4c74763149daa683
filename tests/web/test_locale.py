"""The catalogue of English holds plain words for what the framework says, and nothing of our own."""

import gettext
import re
from pathlib import Path

import django
from django.conf import settings

QUOTED = re.compile(r'^(msgid|msgid_plural|msgstr)(?:\[(\d)\])? ((?:"(?:[^"\\]|\\.)*"\n?)+)', re.MULTILINE)
CATALOGUE = Path("locale/en/LC_MESSAGES/django.po")


def said(path: Path) -> list[tuple[str, str, str]]:
    """(word, number, text) of each line of a catalogue, in their order."""
    found = []
    for word, number, text in QUOTED.findall(path.read_text(encoding="utf-8")):
        joined = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text))
        found.append((word, number, joined.replace('\\"', '"').replace("\\n", "\n")))
    return found


def test_what_is_compiled_is_what_is_written():
    written: dict = {}
    key = ""
    for word, number, text in said(settings.BASE_DIR / CATALOGUE):
        if word == "msgid":
            key = text
        elif word == "msgstr":
            written[(key, int(number)) if number else key] = text
    with (settings.BASE_DIR / CATALOGUE.with_suffix(".mo")).open("rb") as file:
        assert gettext.GNUTranslations(file)._catalog == written  # the module has no other way to ask for all


def test_each_sentence_that_is_replaced_is_one_that_the_framework_says():
    ours = {text for word, _number, text in said(settings.BASE_DIR / CATALOGUE) if word != "msgstr"}
    theirs = {
        text for word, _number, text in said(Path(django.__file__).parent / "conf" / CATALOGUE) if word != "msgstr"
    }
    assert ours - theirs == set()
