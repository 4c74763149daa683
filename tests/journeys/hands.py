"""A person at a browser, whose clicks and typed fields are counted; and the mail that she finds."""

import re
from urllib.parse import urlsplit

from django.core import mail
from playwright.sync_api import Locator, Page

from careerlink.outbox.delivery import deliver


class Hands:
    """What one person does on a page: every click and every field she types into counts."""

    def __init__(self, page: Page, *, at: str):
        self.page = page
        self.at = at
        self.start_counting()
        page.on("framenavigated", self._see)

    def start_counting(self) -> None:
        """Count from the page that is open."""
        self.clicks = 0
        self.typed = 0
        self.pages = [urlsplit(self.page.url).path]

    def _see(self, frame) -> None:
        if frame == self.page.main_frame:
            self.pages.append(urlsplit(frame.url).path)

    def go(self, path: str) -> None:
        """Type or follow an address: no click on a page."""
        self.page.goto(self.at + path)

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def press(self, name: str) -> None:
        """Press a button and wait for the page that comes."""
        with self.page.expect_navigation():
            self.click(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        """Follow the first link of this name and wait for the page that comes."""
        with self.page.expect_navigation():
            self.click(self.page.get_by_role("link", name=name).first)

    def type(self, what: Locator, text: str) -> None:
        self.typed += 1
        what.fill(text)

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$"))

    def write(self, label: str, text: str) -> None:
        self.type(self.field(label), text)

    def choose(self, label: str, option: str) -> None:
        """Take one option of a list: one click to open it, one on the option, as with a mouse."""
        self.clicks += 2
        self.field(label).select_option(label=option)

    def tick(self, label: str) -> None:
        self.click(self.page.get_by_label(label))

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def title(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def text(self) -> str:
        """What stands on the page, without the head and foot that every page has."""
        return self.page.locator("main").inner_text()


def let_mail_leave() -> int:
    """What the worker does a moment later."""
    return deliver()


def mails_to(address: str) -> list:
    return [message for message in mail.outbox if message.to == [address]]


def subjects_to(address: str) -> list[str]:
    return [message.subject for message in mails_to(address)]


def newest_mail_to(address: str):
    let_mail_leave()
    return mails_to(address)[-1]


def mailed_code(address: str) -> str:
    """The code of the newest mail to this address: it stands on a line of its own."""
    return re.search(r"^\s*([0-9A-Z]{4,8}-?[0-9A-Z]{0,8})\s*$", newest_mail_to(address).body, re.MULTILINE)[1]
