"""Staff keep the knowledge current on the command line: sources, plan, publish, list, go back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.conftest import CommandLine, spoil

EX_CONFIG = 78
VAN = "# Van rules\n\n## Driving\n\nThe zebra van leaves the Lakeside depot at seven on every Thursday.\n"
QUESTION = "When does the zebra van leave the Lakeside depot?"


@pytest.fixture
def guides(coach: CommandLine, tmp_path: Path) -> Path:
    """A folder that staff list, with a good file and a bad one."""
    folder = tmp_path / "guides"
    folder.mkdir()
    (folder / "van.md").write_text(VAN, encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing else")
    coach.list_sources(folder)
    return folder


def test_staff_see_publish_and_take_back(coach: CommandLine, guides: Path) -> None:
    """A dry run changes nothing; a refresh makes the file answer, cited by name; a rollback takes it away again."""
    before = coach.json("generations")
    planned = coach.json("refresh", "--dry-run")
    assert coach.json("generations") == before
    assert planned["changed"] is True
    assert [row["name"] for row in planned["plan"]["added"]] == [f"{guides}/van.md"]
    (failed,) = planned["plan"]["failed"]
    assert (failed["name"], failed["code"]) == (f"{guides}/broken.pdf", "corrupt")
    assert failed["reason"].startswith("it is damaged")

    done = coach.run("refresh", "--by", "Ann Smith")
    assert done.returncode == 0, done.stderr
    assert f"New: 1\n  {guides}/van.md\n" in done.stdout
    assert "Could not be read: 1" in done.stdout
    assert "Published" in done.stdout
    answer = coach.json("ask", QUESTION)
    assert answer["lead"] == "The zebra van leaves the Lakeside depot at seven on every Thursday."
    assert answer["citations"][0]["title"] == "Van rules"
    assert "Van rules (van.md), Lakeside Schools" in answer["text"]

    newest, oldest = coach.json("generations")
    assert (newest["serves"], newest["by"], newest["documents"], newest["figures"]["hit@3"]) == (
        True, "Ann Smith", 3, "1.000"
    )  # fmt: skip
    assert oldest["serves"] is False
    assert coach.json("rollback")["name"] == oldest["name"]
    assert coach.json("ask", QUESTION)["lead"] != answer["lead"]
    assert [each["serves"] for each in coach.json("generations")] == [False, True]
    assert "stays until the next `coach refresh`" in coach.run("generations").stdout

    assert coach.json("rollback", newest["name"])["name"] == newest["name"]
    assert coach.json("ask", QUESTION)["lead"] == answer["lead"]


def test_what_staff_add_is_published_when_they_say_so(coach: CommandLine, guides: Path) -> None:
    """A question asked meanwhile is answered from what is published, and changes nothing."""
    before = coach.json("generations")
    coach.json("ask", QUESTION)
    assert coach.json("generations") == before
    assert list((coach.home / "read").glob("*")) == []
    assert guides.is_dir()


def test_too_much_must_not_vanish(coach: CommandLine, tmp_path: Path) -> None:
    """Half of the documents gone at once is held, told, and done only when it is meant."""
    guides = tmp_path / "guides"
    guides.mkdir()
    for number in range(3):
        (guides / f"{number}.txt").write_text(f"Rule {number} of the van.")
    coach.list_sources(guides)
    assert coach.json("refresh")["documents"] == 5
    coach.list_sources()
    held = coach.run("refresh")
    assert (held.returncode, held.stdout) == (EX_CONFIG, "")
    assert "more than a fifth" in held.stderr
    assert "documents that would go: 3" in held.stderr
    assert [each["documents"] for each in coach.json("generations") if each["serves"]] == [5]
    assert coach.json("refresh", "--force")["documents"] == 2


def test_a_slip_in_the_list_is_named(coach: CommandLine) -> None:
    """With file, line and mend; what is published stays, and questions are answered."""
    (coach.home / "sources.yaml").write_text("sources:\n  - paht: guides\n    collection: team\n    publisher: We\n")
    done = coach.run("refresh")
    assert (done.returncode, done.stdout) == (EX_CONFIG, "")
    assert (
        f"{coach.home}/sources.yaml:2: `sources.0.paht` is not a field of a source. Did you mean `path`?" in done.stderr
    )
    assert coach.json("ask", "Who should sit at the table?")["outcome"] == "answer"


def test_a_document_for_a_channel_is_not_found_by_others(coach: CommandLine, guides: Path) -> None:
    """The command line asks for everybody."""
    coach.list_sources(guides, audience="channel:C0PLANS")
    assert coach.json("refresh")["documents"] == 3
    written = coach.json("ask", QUESTION)
    assert "zebra" not in written["text"]
    assert [each["title"] for each in written["citations"] if each["title"] == "Van rules"] == []


@pytest.mark.parametrize(
    ("name", "said"),
    [("nope", "There is no generation nope."), ("", "There is nothing to go back to")],
)
def test_a_rollback_that_cannot_be_is_told(coach: CommandLine, name: str, said: str) -> None:
    """In plain words, and nothing changes."""
    done = coach.run("rollback", *filter(None, [name]))
    assert (done.returncode, done.stdout) == (EX_CONFIG, "")
    assert said in done.stderr


def test_a_damaged_generation_is_listed_as_such(coach: CommandLine) -> None:
    """And cannot come back."""
    (only,) = coach.json("generations")
    spoil(coach.home / "index" / only["name"])
    (listed,) = coach.json("generations")
    assert (listed["name"], listed["is_whole"], listed["serves"]) == (only["name"], False, False)
    assert "damaged, cannot be used" in coach.run("generations").stdout
