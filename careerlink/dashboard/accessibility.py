"""The accessibility report: what the last run of the browser tests found, and what nobody has tested.

`data/accessibility.json` is written by `make accessibility-report`. Criteria: W3C, Web Content Accessibility
Guidelines 2.2, levels A and AA (4.1.1 is obsolete there).
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REPORT = Path(__file__).parent / "data" / "accessibility.json"
BY_MACHINE, BY_TESTS, NOT_TESTED, NOTHING_THERE = "machine", "tests", "not_tested", "nothing_there"
HOW = {
    BY_MACHINE: gettext_lazy("axe, in part"),
    BY_TESTS: gettext_lazy("our tests, in part"),
    NOT_TESTED: gettext_lazy("not tested"),
    NOTHING_THERE: gettext_lazy("does not apply"),
}

A = """1.1.1 Non-text Content
1.2.1 Audio-only and Video-only (Prerecorded)
1.2.2 Captions (Prerecorded)
1.2.3 Audio Description or Media Alternative (Prerecorded)
1.3.1 Info and Relationships
1.3.2 Meaningful Sequence
1.3.3 Sensory Characteristics
1.4.1 Use of Color
1.4.2 Audio Control
2.1.1 Keyboard
2.1.2 No Keyboard Trap
2.1.4 Character Key Shortcuts
2.2.1 Timing Adjustable
2.2.2 Pause, Stop, Hide
2.3.1 Three Flashes or Below Threshold
2.4.1 Bypass Blocks
2.4.2 Page Titled
2.4.3 Focus Order
2.4.4 Link Purpose (In Context)
2.5.1 Pointer Gestures
2.5.2 Pointer Cancellation
2.5.3 Label in Name
2.5.4 Motion Actuation
3.1.1 Language of Page
3.2.1 On Focus
3.2.2 On Input
3.2.6 Consistent Help
3.3.1 Error Identification
3.3.2 Labels or Instructions
3.3.7 Redundant Entry
4.1.2 Name, Role, Value"""
AA = """1.2.4 Captions (Live)
1.2.5 Audio Description (Prerecorded)
1.3.4 Orientation
1.3.5 Identify Input Purpose
1.4.3 Contrast (Minimum)
1.4.4 Resize Text
1.4.5 Images of Text
1.4.10 Reflow
1.4.11 Non-text Contrast
1.4.12 Text Spacing
1.4.13 Content on Hover or Focus
2.4.5 Multiple Ways
2.4.6 Headings and Labels
2.4.7 Focus Visible
2.4.11 Focus Not Obscured (Minimum)
2.5.7 Dragging Movements
2.5.8 Target Size (Minimum)
3.1.2 Language of Parts
3.2.3 Consistent Navigation
3.2.4 Consistent Identification
3.3.3 Error Suggestion
3.3.4 Error Prevention (Legal, Financial, Data)
3.3.8 Accessible Authentication (Minimum)
4.1.3 Status Messages"""

# What our own tests look at beyond axe: criterion → what they do, and the test.
OURS = {
    "1.4.10": (gettext_lazy("no sideways scroll at 320 pixels, on every page"), "tests/journeys/test_axe.py::judge"),
    "1.4.12": (
        gettext_lazy("wider letters, words and lines cut nothing off, on every page"),
        "tests/journeys/test_axe.py::spaced_out",
    ),
    "2.1.1": (
        gettext_lazy("menus open and close with the keyboard"),
        "tests/journeys/test_without_scripts.py::test_menus_open_with_the_keyboard",
    ),
    "2.4.1": (
        gettext_lazy("the first stop of the keyboard leads to the matter of the page"),
        "tests/journeys/test_without_scripts.py::test_the_first_tab_skips_to_the_page",
    ),
    "3.3.1": (
        gettext_lazy("after a mistake the first thing is what to put right, and it leads to its field"),
        "tests/journeys/test_without_scripts.py::test_the_first_thing_after_a_mistake_is_what_to_put_right",
    ),
}
# What there is nothing of: no sound, no film, no gestures, nothing that moves, no keys of one letter.
NOTHING = {
    "1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5", "1.4.2", "2.1.4", "2.2.2", "2.3.1", "2.5.1", "2.5.4", "2.5.7",
}  # fmt: skip


@dataclass(frozen=True)
class Criterion:
    """One success criterion; `how` is one of the four codes, `words` what our tests do about it."""

    number: str
    name: str
    level: str
    how: str
    words: str = ""

    @property
    def says(self) -> str:
        return str(HOW[self.how])


@cache
def last_run() -> dict:
    """What the last run of the browser tests wrote: `on`, `pages`, `widths`, `themes`, `rules` (id → criteria),
    `violations`, `unsure` (rule → number of places that a machine cannot judge).
    """
    return json.loads(REPORT.read_text(encoding="utf-8"))


def criteria() -> list[Criterion]:
    """All criteria in the order of their numbers, each with how it was tested in the last run."""
    by_machine = {number for numbers in last_run()["rules"].values() for number in numbers}
    found = []
    for level, lines in (("A", A), ("AA", AA)):
        for line in lines.splitlines():
            number, _space, name = line.partition(" ")
            words, _test = OURS.get(number, ("", ""))
            how = _how(number, by_machine)
            found.append(Criterion(number, name, level, how, str(words)))
    return sorted(found, key=lambda one: [int(part) for part in one.number.split(".")])


def _how(number: str, by_machine: set[str]) -> str:
    if number in OURS:
        return BY_TESTS
    if number in by_machine:
        return BY_MACHINE
    return NOTHING_THERE if number in NOTHING else NOT_TESTED


def report() -> dict:
    """What the page about trust shows of it."""
    run, rows = last_run(), criteria()
    return {
        "on": parse_date(run["on"]),
        "pages": len(run["pages"]),
        "widths": ", ".join(str(width) for width in run["widths"]),
        "rules": len(run["rules"]),
        "violations": run["violations"],
        "unsure": sum(run["unsure"].values()),
        "criteria": rows,
        "untested": [row for row in rows if row.how == NOT_TESTED],
        "counts": [(str(words), sum(row.how == how for row in rows)) for how, words in HOW.items()],
        "not_done": [
            _("Nobody who uses a screen reader every day has tested these pages yet."),
            _("Only Chromium was used; Firefox and Safari were not."),
            _("The framework's pages for moderators are tested less than ours."),
        ],
    }
