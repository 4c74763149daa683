"""Make the README's pictures from demo data: `make screenshots`."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.run import find_chromium

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
PORT = "8765"
TALLEST = 1400  # pixels
SITE = f"http://localhost:{PORT}"
SHOTS = [
    # name, log-in, address, width, schemes
    ("landing", "", "/", 1280, ("light",)),
    ("desk", "director@demo.edu", "/start/", 1280, ("light", "dark")),
    ("desk-phone", "director@demo.edu", "/start/", 390, ("light",)),
    ("offers", "director@demo.edu", "offers", 1280, ("light",)),
    ("writers", "director@demo.edu", "writers", 1280, ("light",)),
    ("month", "director@demo.edu", "events/month", 1280, ("light",)),
    ("alumni", "director@demo.edu", "referrals", 1280, ("light",)),
    ("writer-desk", "writer@demo.test", "/start/", 1280, ("light",)),
]


def main() -> int:
    with tempfile.TemporaryDirectory() as var:
        environment = {**os.environ, "VAR_DIR": var, "PORT": PORT, "SITE_URL": SITE}
        manage = [sys.executable, "manage.py"]
        subprocess.run([*manage, "prepare"], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        gunicorn = [sys.executable, "-m", "gunicorn", "careerlink.wsgi", "--config", "careerlink/gunicorn.py"]
        server = subprocess.Popen(gunicorn, cwd=ROOT, env=environment)
        try:
            wait_for(f"{SITE}/healthz")
            take_all()
        finally:
            server.terminate()
            server.wait(20)
    return 0


def wait_for(address: str) -> None:
    for _try in range(100):
        try:
            urllib.request.urlopen(address, timeout=2)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"{address} did not answer")


def take_all() -> None:
    PICTURES.mkdir(exist_ok=True)
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit(
            "No Chromium found. Set CHROMIUM to its path, or install it (Debian: apt-get install chromium)."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        for name, login, address, width, schemes in SHOTS:
            for scheme in schemes:
                context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
                page = context.new_page()
                if login:
                    log_in(page, login)
                page.goto(SITE + (address if address.startswith("/") else page.url.removeprefix(SITE) + address + "/"))
                height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
                clip = {"x": 0, "y": 0, "width": width, "height": height}
                page.screenshot(path=PICTURES / f"{name}-{scheme}.png", full_page=True, clip=clip)
                context.close()
        browser.close()


def log_in(page, address: str) -> None:
    page.goto(f"{SITE}/accounts/login/?next=/start/")
    page.get_by_label("E-mail").first.fill(address)
    page.get_by_label("Password").first.fill("careerlink-demo")
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(lambda url: "login" not in url)


if __name__ == "__main__":
    sys.exit(main())
