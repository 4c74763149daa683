"""The house stays in order: one direction of imports, nothing forgotten, nothing that does not belong."""

import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
TOP_LEVEL = {
    "manage.py", "careerlink", "partners", "events", "referrals", "templates", "static", "tests", "pyproject.toml",
    "docker-compose.yml", "README.md", "Makefile", "Procfile", "Dockerfile", "LICENSE", "CHANGELOG.md",
    "CONTRIBUTING.md", "SECURITY.md", "requirements", "locale", "docs", ".ci",
}  # fmt: skip
CODE = [*ROOT.glob("careerlink/**/*.py"), *ROOT.glob("partners/**/*.py"), *ROOT.glob("events/**/*.py")]
CODE += [*ROOT.glob("referrals/**/*.py"), *ROOT.glob("tests/**/*.py")]
# Settings pages take their template from the name of their address.
BY_ADDRESS = {"partners/hosts/host_settings.html", "partners/hosts/host_wants.html"}
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))


def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return done.stdout.splitlines()


def test_rooms_import_in_one_direction():
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_the_top_level_is_what_the_design_says():
    names = {path.split("/")[0] for path in tracked()}
    assert {name for name in names if name not in TOP_LEVEL and not name.startswith(".git")} == set()


@pytest.mark.parametrize("word", ["TO" + "DO", "FIX" + "ME", "X" + "XX"])
def test_nothing_is_left_to_do_in_the_code(word):
    pattern = re.compile(rf"\b{word}\b")
    assert [str(path) for path in [*CODE, *TEMPLATES] if path.is_file() and pattern.search(_text(path))] == []


def test_no_page_has_inline_script_or_style():
    pattern = re.compile(r"<style|<script>|<script(?![^>]*src)|\s(style|onclick|onchange|onsubmit|onload)=\"")
    pages = [path for path in TEMPLATES if path.suffix == ".html" and "emails" not in path.parts]
    assert [str(path) for path in pages if pattern.search(_text(path))] == []


def test_every_template_is_used():
    everything = "\n".join(_text(path) for path in [*CODE, *TEMPLATES] if path.is_file())
    unused = []
    for path in TEMPLATES:
        name = path.relative_to(ROOT / "templates").as_posix()
        stem = name.removeprefix("emails/").rsplit(".", 1)[0]
        if not re.search(rf"[\"']({re.escape(name)}|{re.escape(stem)})[\"'#]", everything) and not _found_by_name(name):
            unused.append(name)
    assert unused == []


def test_no_file_of_code_is_too_long():
    assert [(str(path), n) for path in CODE if "migrations" not in path.parts and (n := _lines(path)) > 450] == []


def test_every_model_has_words_for_the_moderator(settings):
    from django.apps import apps  # noqa: PLC0415 after set-up

    rooms = {"web", "taxonomy", "audit", "outbox", "accounts", "partners", "events", "referrals"}
    silent = [m for m in apps.get_models() if m._meta.app_label in rooms and "__str__" not in _own(m)]
    assert silent == []


def _found_by_name(name: str) -> bool:
    """Templates that a library or Django looks up by a name of its own."""
    libraries = ("account/", "mfa/", "allauth/", "socialaccount/", "usersessions/", "admin/", "bootstrap5/", "errors/")
    return name.startswith(libraries) or name in BY_ADDRESS


def _own(model) -> set[str]:
    ours = [
        cls for cls in model.__mro__ if cls.__module__.startswith(("careerlink", "partners", "events", "referrals"))
    ]
    return {name for cls in ours for name in vars(cls)}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _lines(path: Path) -> int:
    return len(_text(path).splitlines())
