"""What the documents promise is what the program does."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import app
from bot.contents import contents_page
from knowledge.content_files import read_documents
from prompts.rendering import render_terminal

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^\$ coach (.+)$", README, re.MULTILINE)


def test_readme_lists_every_command_with_its_own_words() -> None:
    """Each command stands in the README with the first line of its help, and none that does not exist."""
    rows = dict(re.findall(r"^\| `coach ([\w-]+)` \| (.+) \|$", README, re.MULTILINE))
    commands = {
        command.name or (command.callback.__name__.replace("_", "-") if command.callback else ""): command.callback
        for command in app.registered_commands
    }
    assert rows == {name: (callback.__doc__ or "").splitlines()[0] for name, callback in commands.items() if callback}


def test_readme_names_only_make_verbs_that_exist() -> None:
    """Every `make …` in the README is a target of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"(?:^|`|PIP\S+ )make ([a-z-]+)", README, re.MULTILINE)) <= targets


def test_contributing_names_every_room() -> None:
    """Each folder of the bot, and of what it does in Slack, stands in the lists of where things live."""
    named = set(re.findall(r"[\w]+", " ".join(re.findall(r"`[^`]+`", CONTRIBUTING))))
    rooms = [path.parent for path in (*ROOT.glob("bot/*/__init__.py"), *ROOT.glob("bot/slack/*/__init__.py"))]
    assert rooms
    assert [room.name for room in rooms if room.name not in named] == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_readme_examples_run(example: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The examples of the README end well and print something."""
    home = tmp_path_factory.getbasetemp() / "readme-home"
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", *shlex.split(example)],
        cwd=ROOT,
        env=os.environ | {"COACH_HOME": str(home), "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert (done.returncode, bool(done.stdout.strip())) == (0, True), done.stderr


def test_contents_page_is_up_to_date() -> None:
    """`knowledge/CONTENTS.md` is what `make contents` writes."""
    written = (ROOT / "knowledge" / "CONTENTS.md").read_text(encoding="utf-8")
    assert written.strip() == render_terminal(contents_page(read_documents())).strip()


def test_relative_links_of_the_documents_lead_somewhere() -> None:
    """Every relative link in the Markdown files for people opens a file that exists."""
    pages = [ROOT / "README.md", *(ROOT / "knowledge").glob("*.md"), *(ROOT / ".github").rglob("*.md")]
    relative = re.compile(r"\]\((?!https?:|#)([^)\s]+)\)")
    links = [(page, link) for page in pages for link in relative.findall(page.read_text("utf-8"))]
    assert links
    assert [(page.name, link) for page, link in links if not (page.parent / link).exists()] == []
