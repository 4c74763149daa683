"""The page that shows everything once."""

import re
from pathlib import Path

from django.urls import reverse

COMPONENTS = Path(__file__).resolve().parents[2] / "templates/components"


def test_it_shows_every_component(client, db):
    html = client.get(reverse("styleguide"))
    shown = {template.name for template in html.templates}
    parts = {path.stem for path in COMPONENTS.glob("*.html")} - {"messages", "stranger"}
    parts -= set(re.findall(r'still "components/(\w+)\.html"', (COMPONENTS.parent / "base.html").read_text()))
    assert {name for name in parts if f"components/{name}.html" not in shown} == set()


def test_its_names_are_unique_and_its_links_lead_somewhere(client, db):
    html = client.get(reverse("styleguide")).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted({name for name in ids if ids.count(name) > 1}) == []
    named = " ".join(re.findall(r'(?:aria-labelledby|aria-describedby|for)="([^"]+)"', html)).split()
    assert sorted(set(named) - set(ids)) == []
