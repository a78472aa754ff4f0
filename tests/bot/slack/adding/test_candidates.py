"""What a message holds that could be added."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.adding.candidates import Candidate, read_candidates, read_message, titled, write_candidates

FILE = {"id": "F1A", "name": "my_guide.pdf", "title": "my_guide.pdf", "mimetype": "application/pdf", "mode": "hosted"}
NAMES = st.text(max_size=200)
CANDIDATES = st.lists(
    st.builds(Candidate, st.just("file"), st.from_regex(r"F[A-Z0-9]{1,10}", fullmatch=True), NAMES)
    | st.builds(
        Candidate, st.just("link"), st.from_regex(r"https://[a-z]{1,20}\.org/[a-z]{0,1900}", fullmatch=True), NAMES
    ),
    max_size=15,
)


def found(text: str = "", *files: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(each.kind, each.place, each.name) for each in read_message({"text": text, "files": list(files)})]


def test_files_and_links_are_found_once_each() -> None:
    """With the words that people see; Slack's entities are read."""
    text = "See <https://a.org/x?b=1&amp;c=2|our page>, <https://a.org/x?b=1&amp;c=2> and <https://b.org> <@U1> <#C1|c>"
    assert found(text, FILE, FILE) == [
        ("file", "F1A", "my_guide.pdf"),
        ("link", "https://a.org/x?b=1&c=2", "our page"),
        ("link", "https://b.org", ""),
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"mimetype": "image/png"},
        {"mimetype": "video/mp4"},
        {"is_external": True},
        {"mode": "tombstone"},
        {"mode": "hidden_by_limit"},
        {"id": "../F1"},
        {"id": None},
    ],
)
def test_what_can_be_no_document_is_not_offered(more: dict[str, Any]) -> None:
    """Pictures, recordings, files kept elsewhere or deleted, and ids that are none."""
    assert found("", FILE | more) == []


def test_other_links_are_not_offered() -> None:
    """Only web pages, and none that a list of sources could not hold."""
    assert found(f"<mailto:a@b.org|a> <tel:1> <ftp://a.org/x> <https://a.org/{'x' * 2000}>") == []


@given(CANDIDATES, st.integers(min_value=2, max_value=3_000))
def test_what_is_written_comes_back_as_far_as_it_fits(candidates: list[Candidate], chars_max: int) -> None:
    """In order; never longer than it may be, and never more than a form can ask about."""
    written = write_candidates(candidates, chars_max)
    read = read_candidates(written)
    assert len(written) <= chars_max
    assert [(each.kind, each.place) for each in read] == [(each.kind, each.place) for each in candidates[: len(read)]]
    assert len(read) <= 10


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "{",
        "7",
        '{"a":1}',
        '[["file","x",""]]',
        '[["link","file:///etc/passwd",""]]',
        "[[1,2,3]]",
        '[["file","F1"]]',
    ],
)
def test_what_was_forged_is_nothing(forged: str) -> None:
    """A value that no button or form of ours carries."""
    assert read_candidates(forged) == ()


def test_good_ones_among_forged_are_kept() -> None:
    """Each row stands for itself."""
    rows = [["file", "F1", "a"], ["file", "etc", "b"], ["link", "https://a.org", "c"]]
    assert [each.name for each in read_candidates(json.dumps(rows))] == ["a", "c"]


@pytest.mark.parametrize(
    ("candidate", "expected"),
    [
        (Candidate("file", "F1", "my_guide_2024.pdf"), "my guide 2024"),
        (Candidate("file", "F1", "The plan"), "The plan"),
        (Candidate("link", "https://a.org", "a.b"), "a.b"),
        (Candidate("link", "https://a.org", ""), ""),
    ],
)
def test_a_first_title_is_the_name_in_words(candidate: Candidate, expected: str) -> None:
    """Without the ending of a file."""
    assert titled(candidate) == expected
