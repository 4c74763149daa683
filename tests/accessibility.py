"""The report of a run of the accessibility tests, for the page about trust. Written only when asked for, by
`make accessibility-report`, so that an ordinary run changes no file.
"""

import json
import os
import re

from careerlink.dashboard.accessibility import REPORT
from careerlink.web import clock

WIDTHS = (390, 1280, 320)
THEMES = ("light", "dark")
CRITERION = re.compile(r"wcag(\d)(\d)(\d+)$")  # axe's tag "wcag1410" is criterion 1.4.10

_pages: dict[str, dict] = {}


def is_wanted() -> bool:
    return bool(os.environ.get("ACCESSIBILITY_REPORT"))


def note(name: str, results: dict) -> None:
    """Keep what axe said about one page: `passes`, `violations`, `incomplete`, each with id, tags and places."""
    _pages[name] = results


def write() -> None:
    """Write what was kept since the session began."""
    rules: dict[str, list[str]] = {}
    unsure: dict[str, int] = {}
    violations = 0
    for results in _pages.values():
        for rule in [*results["passes"], *results["violations"], *results["incomplete"]]:
            found = (CRITERION.match(tag) for tag in rule["tags"])
            rules[rule["id"]] = sorted(".".join(one.groups()) for one in found if one)
        for rule in results["incomplete"]:
            unsure[rule["id"]] = unsure.get(rule["id"], 0) + rule["places"]
        violations += sum(rule["places"] for rule in results["violations"])
    report = {
        "on": f"{clock.today():%Y-%m-%d}",
        "widths": WIDTHS,
        "themes": THEMES,
        "pages": sorted(_pages),
        "violations": violations,
        "unsure": dict(sorted(unsure.items())),
        "rules": dict(sorted(rules.items())),
    }
    REPORT.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
