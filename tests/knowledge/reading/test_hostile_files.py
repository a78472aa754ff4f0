"""Whatever is in a folder: each file gets its outcome, the good ones are read, and the one who asks stays small."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.reading.texts import Limits, ReadText, Unreadable
from knowledge.reading.worker import Reader
from tests.knowledge.reading.outcomes import reason_of, words_of
from tests.knowledge.reading.pdf_files import encrypted_pdf, flate_bomb, pdf, pdf_of, scanned_pdf
from tests.knowledge.reading.word_files import bomb, paragraph, word

ROOT = Path(__file__).parents[3]
RISE_BYTES_MAX = 50 * 1024 * 1024
GOOD = {
    "good.md": b"# Title\n\nWords.",
    "good.txt": b"Words.",
    "good.html": b"<html><body><p>Words here.</p></body></html>",
}
WHOLE = {"pdf": pdf([["Some words on a page.", "And more."]] * 3), "docx": word(paragraph("Words.")), **GOOD}


def run_over(folder: Path) -> subprocess.Popen[str]:
    """The program that reads a folder, started."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.knowledge.reading.reading_program", str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def read_folder(folder: Path) -> dict[str, object]:
    """What the program says."""
    program = run_over(folder)
    out, _ = program.communicate(timeout=240)
    assert program.returncode == 0
    said: dict[str, object] = json.loads(out)
    return said


def write_large(path: Path, size: int) -> None:
    """Text of some size, a megabyte at a time."""
    stretch = b"A line of plain text like many.\n" * 32_768
    with path.open("wb") as file:
        for _ in range(size // len(stretch)):
            file.write(stretch)


def test_bombs_and_giants_are_refused_and_leave_the_reader_small(tmp_path: Path) -> None:
    """A gigabyte of zeros in a PDF, once and thrice packed; a Word file that swells; 100 MB of text; deep nesting."""
    once = flate_bomb(1024)
    files = {
        "bomb.pdf": pdf_of([once], b"/FlateDecode"),
        "bomb.docx": bomb(64),
        "deep.html": b"<html><body>" + b"<div>" * 200_000,
        "entities.docx": word("&amp;" * 3_000_000),
        "hidden.pdf": pdf_of([flate_bomb(8)] * 40, b"/FlateDecode"),
        **GOOD,
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    write_large(tmp_path / "100mb.txt", 105_000_000)
    write_large(tmp_path / "20mb.txt", 20_000_000)
    said = read_folder(tmp_path)
    assert said["outcomes"] == {
        "100mb.txt": "too_large",
        "20mb.txt": "too_large",
        "bomb.docx": "too_large",
        "bomb.pdf": "too_large",
        "deep.html": "too_large",
        "entities.docx": "no_text",
        "hidden.pdf": "empty",
        **dict.fromkeys(GOOD, "text"),
    }
    assert isinstance(said["rise_bytes"], int)
    assert said["rise_bytes"] < RISE_BYTES_MAX


def test_a_large_good_file_costs_the_asker_little_more_than_its_text(tmp_path: Path) -> None:
    """Just below the limit."""
    write_large(tmp_path / "large.txt", 4_900_000)
    said = read_folder(tmp_path)
    assert said["outcomes"] == {"large.txt": "text"}
    assert isinstance(said["rise_bytes"], int)
    assert said["rise_bytes"] < RISE_BYTES_MAX


def test_what_is_no_file_is_left_out_with_its_reason(tmp_path: Path) -> None:
    """Links to files, folders and endless devices, pipes that nobody writes to, sockets, hidden files."""
    root = tmp_path / "root"
    (root / "inner").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("Secret.")
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    (root / "zero.txt").symlink_to("/dev/zero")
    (root / "up").symlink_to(tmp_path)
    (root / "inner" / "a.txt").write_text("Words.")
    (root / ".hidden.txt").write_text("Words.")
    (root / "~$plan.docx").write_text("Words.")
    os.mkfifo(root / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(root / "socket.txt"))
        said = read_folder(root)
    assert said["outcomes"] == {
        ".hidden.txt": "hidden",
        "inner/a.txt": "text",
        "link.txt": "is_link",
        "pipe.txt": "is_device",
        "socket.txt": "is_device",
        "up": "is_link",
        "zero.txt": "is_link",
        "~$plan.docx": "hidden",
    }


def test_two_thousand_small_files_all_get_an_outcome(tmp_path: Path) -> None:
    """Good and bad ones in turns; not one bad file costs a good one."""
    kinds = [
        ("good.md", b"# Title\n\nWords.", "text"),
        ("cut.pdf", WHOLE["pdf"][:-200], "corrupt"),
        ("good.txt", b"Words.", "text"),
        ("good.docx", WHOLE["docx"], "text"),
        ("locked.pdf", encrypted_pdf(WHOLE["pdf"], "secret"), "encrypted"),
        ("good.txt", "W\u00f6rter.".encode("utf-16"), "text"),
        ("scan.pdf", scanned_pdf(), "scanned"),
        ("good.pdf", WHOLE["pdf"], "text"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not_a_document"),
        ("nothing.txt", b"", "empty"),
    ]
    wanted = {}
    for number in range(2_000):
        name, data, reason = kinds[number % len(kinds)]
        (tmp_path / f"{number:04}-{name}").write_bytes(data)
        wanted[f"{number:04}-{name}"] = reason
    said = read_folder(tmp_path)
    assert said["outcomes"] == wanted
    assert isinstance(said["outcomes"], dict)
    assert list(said["outcomes"]) == list(wanted)


def test_the_child_ends_with_the_one_who_asked(tmp_path: Path) -> None:
    """Also if that one is killed: it reads from a pipe that closes."""
    program = run_over(tmp_path)
    assert program.stdout is not None
    child = psutil.Process(json.loads(program.stdout.readline())["child"])
    program.kill()
    program.communicate(timeout=30)
    child.wait(timeout=30)
    assert not child.is_running()


def test_the_libraries_are_not_loaded_by_who_asks() -> None:
    """They are slow to load and are for the child alone."""
    libraries = {"trafilatura", "pypdf", "lxml", "markdown_it", "charset_normalizer", "zipfile"}
    program = (
        f"import sys, knowledge.reading.worker, knowledge.reading.folders;print(sorted({libraries} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_file_that_takes_for_ever_is_given_up_and_the_next_one_read() -> None:
    """Five million brackets keep the Markdown parser busy for minutes."""
    with Reader(Limits(wall_s=1.5)) as reader:
        assert reason_of(reader.read_bytes(b"# a\n\n" + b"[" * 4_900_000, "a.md")) == "too_slow"
        assert words_of(reader.read_bytes(b"Words.", "b.txt")) == "Words."


def test_a_file_that_wants_too_much_memory_is_given_up_and_the_next_one_read() -> None:
    """The system refuses the child what goes beyond its limit."""
    with Reader(Limits(memory_bytes_max=128 * 1024 * 1024)) as reader:
        page = b"<html><body>" + b"<p>Some words.</p>" * 150_000
        assert reason_of(reader.read_bytes(page, "a.html")) == "too_much_memory"
        assert words_of(reader.read_bytes(b"Words.", "b.txt")) == "Words."


@given(data=st.binary(max_size=2_000), name=st.sampled_from(["a.pdf", "a.docx", "a.md", "a.html", "a.txt", "a"]))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_have_an_outcome(reader: Reader, data: bytes, name: str) -> None:
    """Never an exception, and text only of what can be shown, stored and sent."""
    check_sound(reader.read_bytes(data, name))


@pytest.mark.parametrize("kind", sorted(WHOLE))
@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_good_files_that_came_to_harm_have_an_outcome(reader: Reader, kind: str, data: st.DataObject) -> None:
    """Some bytes are other ones, or missing, or come twice."""
    whole = bytearray(WHOLE[kind])
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(whole) - 1))
        size = data.draw(st.integers(0, 8))
        whole[place : place + size] = data.draw(st.binary(max_size=16))
        whole = whole or bytearray(b"x")
    check_sound(reader.read_bytes(bytes(whole), kind))


@given(text=st.text(st.characters(codec=None, categories=None), max_size=300))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_out_without_what_cannot_be_seen(reader: Reader, text: str) -> None:
    """Also lone surrogates, which no file should have and some do."""
    for name in ("a.txt", "a.md", "a.html"):
        check_sound(reader.read_bytes(text.encode("utf-8", "surrogatepass"), name))


def check_sound(outcome: ReadText | Unreadable) -> None:
    """Every text in the outcome is clean."""
    if isinstance(outcome, ReadText):
        assert outcome.sections
        for section in outcome.sections:
            assert section.text.strip()
            for text in (outcome.title, *section.headings, section.text):
                text.encode("utf-8")
                assert not set(text) & set("\x00\x07\x1b\r\u200b\u202e\u2066\ufeff\U000e0041"), text
