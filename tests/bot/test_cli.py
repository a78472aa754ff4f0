"""The commands as real processes: what they write, what they say when something is wrong, and how they end."""

from __future__ import annotations

import getpass
import json
import os
import resource
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.bot.conftest import CASE_FILE, CommandLine, Published, break_file, spoil
from tests.fakes.scorecard_texts import scorecard_of, theme_of, topic_of

ASKED = "Who should sit at the table?"
TOOL_LEAD = "List everyone who has a stake in it, and invite them to the table early."
EX_DATA, EX_NO_INPUT, EX_CONFIG = 65, 66, 78
FIGURES = ["hit@1", "hit@3", "mrr", "ndcg@10", "expecting", "declined"]
JUDGED = """
- question: Who should sit at the table?
  expect: [T1]
- question: would a judge enforce the contract in court
  scope: out
- turns: ["Has a town paid for thinning trees in a forest?", "who else was at the table there?"]
  expect: [C1]
"""


@pytest.fixture
def still(published: Published) -> CommandLine:
    """The coach that all tests share, for those that change nothing."""
    return published.command_line


def ends(done: Any, code: int, *said: str) -> None:
    """Nothing on standard output, the words on standard error, no traceback."""
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    for words in said:
        assert words in done.stderr
    assert "Traceback" not in done.stderr


def add_scorecard(coach: CommandLine, name: str, text: str) -> Path:
    """A scorecard that staff keep in the coach's home."""
    file = coach.home / "scorecards" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_an_answer_as_json(still: CommandLine) -> None:
    """Outcome, lead, citations with ref, title and address, and the whole text as it would be shown."""
    written = still.json("ask", ASKED)
    assert list(written) == ["outcome", "lead", "citations", "text"]
    assert written["outcome"] == "answer"
    assert written["lead"] == TOOL_LEAD
    assert written["citations"] == [
        {"number": 1, "ref": "T1", "title": "Engage Partners", "url": "https://example.org/T1"},
        {"number": 2, "ref": "C1", "title": "Fewer Wildfires", "url": "https://example.org/C1"},
    ]
    assert TOOL_LEAD in written["text"]


def test_an_evaluation_as_json(still: CommandLine, tmp_path: Path) -> None:
    """Figures over all and for each scope, then every question in the order of the file; threads say their turns."""
    (tmp_path / "judged.yaml").write_text(JUDGED)
    written = still.json("eval", str(tmp_path / "judged.yaml"))
    assert list(written) == [*FIGURES, "by_scope", "questions"]
    assert [written[name] for name in FIGURES] == [1.0, 1.0, 1.0, 1.0, 2, {"in": 0.0, "out": 1.0}]
    assert {scope: list(made) for scope, made in written["by_scope"].items()} == {"in": FIGURES, "out": FIGURES}
    assert written["by_scope"]["out"]["declined"] == {"out": 1.0}
    first, second, thread = written["questions"]
    assert list(first) == list(second) == ["question", "scope", "outcome", "refs", "expect"]
    assert first == {"question": ASKED, "scope": "in", "outcome": "answer", "refs": ["T1", "C1"], "expect": ["T1"]}
    assert (second["outcome"], second["expect"]) == ("declined", [])
    assert list(thread) == ["question", "turns", "scope", "outcome", "refs", "expect"]
    assert thread["question"] == thread["turns"][-1] == "who else was at the table there?"
    assert len(thread["turns"]) == 2


def test_a_refresh_as_json(published: Published) -> None:
    """The manifest, and what was done."""
    written = published.written
    assert list(written) == [
        "name", "made_at", "recipe", "documents", "entries", "files", "by", "judged", "encoded", "changed", "seconds",
        "plan", "gaps_closed",
    ]  # fmt: skip
    assert (written["documents"], written["changed"]) == (2, True)
    assert 0 < written["encoded"] <= written["entries"] + 11 + 2
    assert (written["by"], written["judged"]["asked"], written["judged"]["hit_at_3"]) == (getpass.getuser(), 2, 1.0)
    added = written["plan"]["added"]
    assert [(row["ref"], row["reason"]) for row in added] == [("C1", ""), ("T1", "")]
    assert published.command_line.json("refresh") == {
        **written, "encoded": 0, "changed": False, "seconds": pytest.approx(0, abs=10),
        "plan": {**written["plan"], "added": [], "unchanged": added},
    }  # fmt: skip


def test_a_refresh_in_words(published: Published) -> None:
    """Which index serves."""
    done = published.command_line.run("refresh")
    assert (done.returncode, done.stderr) == (0, "")
    written = published.written
    counts = f"{written['documents']} documents, {written['entries']} entries."
    assert done.stdout == f"Nothing changed. {written['name']} still serves: {counts}\n"


@pytest.mark.parametrize(
    ("command", "refs"),
    [(("tools",), ["T1"]), (("cases", "--place", "arizona"), ["C1"]), (("cases", "--search", "TREES"), ["C1"])],
)
def test_shelves_as_json_and_in_words(still: CommandLine, command: tuple[str, ...], refs: list[str]) -> None:
    """A list of documents with all their facets; a person reads ref, title and address."""
    written = still.json(*command)
    assert [each["ref"] for each in written] == refs
    assert all(list(each)[:5] == ["ref", "title", "kind", "source_url", "status"] for each in written)
    done = still.run(*command)
    assert (done.returncode, done.stderr) == (0, "")
    for each in written:
        assert each["ref"] in done.stdout
        assert each["title"] in done.stdout
        assert each["source_url"] in done.stdout


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("cases", "--place", "Flagstaf"), 'There is no place "Flagstaf". Did you mean "Flagstaff, Arizona"?'),
        (("cases", "--place", "Narnia"), 'There is no place "Narnia". There is: Flagstaff, Arizona.'),
        (("cases", "--search", "wildfrie", "--json"), 'Nothing matches "wildfrie". Did you mean "Fewer Wildfires"?'),
        (("library", "--search", "Flagstaf"), '"Fewer Wildfires" may be what you mean: `coach cases` lists it.'),
        (("library", "--search", "Zyxwvut"), 'Nothing matches "Zyxwvut".\n'),
    ],
)
def test_a_shelf_without_a_match_says_what_there_is(still: CommandLine, command: tuple[str, ...], said: str) -> None:
    """On standard error, as there is nothing to list."""
    ends(still.run(*command), EX_DATA, said)


def test_a_check_up(still: CommandLine) -> None:
    """Every part with its state; missing tokens are a note, and all that a new coach needs is there."""
    written = still.json("doctor")
    assert [(each["name"], each["state"]) for each in written if each["name"] != "links"] == [
        ("model", "ok"),
        ("content", "ok"),
        ("scorecards", "ok"),
        ("index", "ok"),
        ("sources", "ok"),
        ("tokens", "note"),
        ("database", "ok"),
        ("sqlite", "ok"),
        ("disk", "ok"),
    ]
    assert all(list(each) == ["name", "state", "detail"] for each in written)


def test_a_check_up_that_finds_something(coach: CommandLine) -> None:
    """Each mend is named with how, and scripts see it at the exit code."""
    break_file(coach)
    shutil.rmtree(coach.home)
    done = coach.run("doctor")
    assert (done.returncode, done.stderr) == (1, "")
    assert "MEND  content    2: toolkit/T1.md:2, toolkit/T1.md:22" in done.stdout
    assert "Run `coach refresh`." in done.stdout


def test_scorecards_as_json_and_in_words(coach: CommandLine) -> None:
    """What came with the coach, and a file that staff put into its home."""
    add_scorecard(
        coach, "meals.yaml", scorecard_of("meals", theme_of("money"), theme_of("work", topic_of("who", short=None)))
    )
    assert coach.json("scorecards") == [
        {"id": "agreement", "title": "Scorecard of agreement", "themes": 1, "full": 1, "short": 1},
        {"id": "meals", "title": "Scorecard of meals", "themes": 2, "full": 2, "short": 1},
    ]
    done = coach.run("scorecards")
    assert (done.returncode, done.stderr) == (0, "")
    assert "meals\n    Scorecard of meals\n    2 themes, 2 topics in the full form, 1 in the short form" in done.stdout


def test_a_broken_scorecard_is_told_and_the_others_are_listed(coach: CommandLine) -> None:
    """Each fault with file, line and mend on standard error; scripts see it at the exit code, the check-up too."""
    file = add_scorecard(coach, "meals.yaml", scorecard_of("meals", theme_of("money", topic_of("who", refs=["T99"]))))
    again = add_scorecard(coach, "mine.yaml", scorecard_of("agreement"))
    line = next(n for n, text in enumerate(file.read_text().splitlines(), 1) if "T99" in text)
    for options in ((), ("--json",)):
        done = coach.run("scorecards", *options)
        assert done.returncode == EX_CONFIG
        assert "agreement" in done.stdout
        assert f"{file}:{line}: no document has the ref `T99`." in done.stderr
        assert f"{again}:1: `id: agreement` is already the id of scorecards/agreement.yaml." in done.stderr
    checked = coach.run("doctor")
    assert checked.returncode == 1
    assert f"MEND  scorecards 2: {file}:{line}, {again}:1 (agreement)" in checked.stdout
    assert "Run `coach scorecards`" in checked.stdout


def test_broken_documents_are_no_fault_of_a_scorecard(coach: CommandLine) -> None:
    """The check-up names the documents; what refs there are cannot be known then."""
    break_file(coach)
    states = {each["name"]: each["state"] for each in json.loads(coach.run("doctor", "--json").stdout)}
    assert (states["content"], states["scorecards"]) == ("mend", "ok")


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (None, EX_NO_INPUT, "There is no file"),
        (b"- question: [", EX_DATA, "line 1, column 14"),
        (b"question: who?", EX_DATA, "does not hold judged questions"),
        (b"", EX_DATA, "does not hold judged questions"),
        (b"- question: who?\n- question: who?\n  expect: [1]", EX_DATA, "does not hold judged questions: 2."),
        (b"- question: who?\n  expect: T1", EX_DATA, "does not hold judged questions: 1."),
        (b"\xff\xfe\x00", EX_DATA, "does not hold judged questions"),
    ],
    ids=["missing", "malformed", "no list", "empty", "a ref that is no text", "refs that are no list", "no text"],
)
def test_a_file_without_judged_questions(
    still: CommandLine, tmp_path: Path, text: bytes | None, code: int, said: str
) -> None:
    """Is told from one that is missing; where it is wrong is said; the model is not loaded for it."""
    file = tmp_path / "judged.yaml"
    if text is not None:
        file.write_bytes(text)
    ends(still.run("eval", str(file)), code, said)


@pytest.mark.parametrize("command", [(), ("nonsense",), ("ask",), ("cases", "--page", "0")], ids=str)
def test_a_command_that_does_not_exist(still: CommandLine, command: tuple[str, ...]) -> None:
    """Ends with 2 and says how it goes."""
    done = still.run(*command)
    assert done.returncode == 2
    assert "Usage" in done.stdout + done.stderr


def test_broken_content_is_told_and_the_old_index_answers(coach: CommandLine) -> None:
    """Each fault with file and line, beside the answer."""
    break_file(coach)
    done = coach.run("ask", ASKED)
    assert done.returncode == 0
    assert TOOL_LEAD in done.stdout
    assert "toolkit/T1.md:2: a tool needs its stage." in done.stderr
    assert "toolkit/T1.md:22: text before the first `##` heading" in done.stderr
    ends(coach.run("refresh"), EX_CONFIG, "toolkit/T1.md:2:", "toolkit/T1.md:22:")


def test_broken_content_without_an_index(coach: CommandLine) -> None:
    """There is nothing to answer from: the faults are all there is."""
    break_file(coach)
    shutil.rmtree(coach.home)
    ends(coach.run("ask", ASKED), EX_CONFIG, "toolkit/T1.md:2: a tool needs its stage.")


def test_a_disk_that_takes_no_new_index(coach: CommandLine) -> None:
    """The old one answers, and that it is old is said."""
    case = coach.content / CASE_FILE
    case.write_text(case.read_text(encoding="utf-8").replace("the trees", "many trees"), encoding="utf-8")
    done = coach.run(
        "ask",
        "has a town paid for thinning trees?",
        before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )
    assert done.returncode == 0, done.stderr
    assert "thinning the trees" in done.stdout
    assert "so the old one still serves" in done.stderr


@pytest.mark.parametrize("command", ["refresh", "ask"])
def test_a_home_that_cannot_be_written(still: CommandLine, tmp_path: Path, command: str) -> None:
    """Is said at once, with the mend, before anything is encoded."""
    (tmp_path / "file").touch()
    arguments = (command, *([ASKED] if command == "ask" else []))
    done = still.run(*arguments, COACH_HOME=str(tmp_path / "file" / "home"))
    ends(done, EX_CONFIG, "Check the space and the permissions", str(tmp_path / "file"))


def test_a_check_up_of_a_home_that_cannot_be_written(still: CommandLine, tmp_path: Path) -> None:
    """Index and database are the mends."""
    (tmp_path / "file").touch()
    done = still.run("doctor", "--json", COACH_HOME=str(tmp_path / "file" / "home"))
    assert done.returncode == 1
    assert {each["name"] for each in json.loads(done.stdout) if each["state"] == "mend"} == {"index", "database"}


def test_a_corrupt_index_is_passed_over(coach: CommandLine) -> None:
    """The one before it answers, and the check-up names the broken one."""
    (whole,) = (path for path in (coach.home / "index").iterdir() if path.is_dir())
    newer = whole.with_name("29991231T000000Z-00000000")
    shutil.copytree(whole, newer)
    (coach.home / "index" / "current").write_text(newer.name)
    spoil(newer)
    written = coach.json("ask", ASKED)
    assert written["lead"] == TOOL_LEAD
    done = coach.run("doctor")
    assert done.returncode == 1
    assert f"MEND  index      {whole.name} !{newer.name}" in done.stdout


def test_a_corrupt_index_alone_is_built_anew(coach: CommandLine) -> None:
    """Nobody has to do anything: the content is there."""
    (whole,) = (path for path in (coach.home / "index").iterdir() if path.is_dir())
    spoil(whole)
    written = coach.json("refresh")
    assert written["changed"]
    assert (coach.home / "index" / "current").read_text() == written["name"] != whole.name


@pytest.mark.parametrize("command", [("tools",), ("cases", "--json")], ids=str)
def test_a_pipe_that_was_closed_early_is_no_failure(still: CommandLine, command: tuple[str, ...]) -> None:
    """As with `coach tools | head -0`: silence, and 0."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = still.run(*command, stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")
