"""Reading pages as a browser does: their forms with what stands in them, and the words that people see."""

from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser

from careerlink.web import clock

TYPED = {"text", "email", "tel", "url", "search", "password", "number", "date", "textarea"}
UNSEEN = {"script", "style", "template", "head"}


@dataclass
class Form:
    """One form of a page: where it goes, what a press of its button sends, which fields can be typed into."""

    method: str
    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)  # name → type
    choices: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    def filled(self) -> dict[str, list[str]]:
        """What a person sends who filled in all that can be filled in."""
        data = {name: list(values) for name, values in self.values.items()}
        for name, options in self.choices.items():
            if not any(data.get(name, [])):
                data[name] = [next((option for option in options if option), "")]
        for name, kind in self.typed.items():
            if not any(data.get(name, [])):
                data[name] = [_good(name, kind)]
        return data


GOOD = {
    "zip": "10001",
    "place": "10001",
    "institution": "Rival College",
    "phone": "212 555 0134",
    "website": "https://example.org/",
    "travel_miles": "25",
    "password1": "three ordinary words here",
}
GOOD_OF_KIND = {"email": "somebody-new@demo.test", "number": "3", "url": "https://example.org/"}

SCRIPT = '<script>alert("x")</script>'


def _good(name: str, kind: str) -> str:
    if kind == "date":
        return (clock.today() + timedelta(days=40)).isoformat()
    return GOOD.get(name) or GOOD_OF_KIND.get(kind, "English")


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select = self.textarea = ""
        self.hidden: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag in UNSEEN:
            self.hidden.append(tag)
        if tag == "form":
            self.form = Form(given.get("method", "get").lower(), given.get("action", ""))
            self.forms.append(self.form)
        elif self.form is not None and given.get("name") and "disabled" not in given:
            self._field(tag, given)
        elif tag == "option" and self.select:
            self.form.choices[self.select].append(given.get("value", ""))
            if "selected" in given:
                self.form.values[self.select] = [given.get("value", "")]

    def _field(self, tag, given):
        form, name, kind = self.form, given["name"], given.get("type", "text").lower()
        if tag == "select":
            self.select = name
            form.choices[name] = []
        elif tag == "textarea":
            self.textarea = name
            form.typed[name] = "textarea"
            form.values[name] = [""]
        elif tag == "input" and kind in {"radio", "checkbox"}:
            form.choices.setdefault(name, []).append(given.get("value", "on"))
            if "checked" in given:
                form.values.setdefault(name, []).append(given.get("value", "on"))
        elif tag == "input" and kind == "file":
            form.files.append(name)
        elif tag == "input":
            form.values.setdefault(name, []).append(given.get("value", ""))
            if kind in TYPED:
                form.typed[name] = kind

    def handle_endtag(self, tag):
        if tag in UNSEEN and tag in self.hidden:
            self.hidden.remove(tag)
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.textarea = ""

    def handle_data(self, data):
        if self.textarea and self.form is not None:
            self.form.values[self.textarea] = [self.form.values[self.textarea][0] + data]
        if not self.hidden and data.strip():
            self.words.append(" ".join(data.split()))


def _read(response) -> _Reader:
    reader = _Reader()
    if not response.streaming:
        reader.feed(response.content.decode())
    return reader


def forms_of(response) -> list[Form]:
    """The forms of a page."""
    return _read(response).forms


def words_of(response) -> str:
    """What a person reads on a page: no tags, no attributes, no scripts."""
    return "\n".join(_read(response).words)


def finish(response) -> None:
    """Read a file to its end, so that it is closed. `response.close()` would end the database connection too."""
    if response.streaming:
        for _part in response:
            pass


def text_of(response) -> str:
    return "" if response.streaming else response.content.decode()
