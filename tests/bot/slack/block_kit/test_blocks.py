"""Rendered parts become messages that Slack takes, whatever the text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import playground
from bot.slack.block_kit.blocks import (
    BLOCKS_MAX,
    FALLBACK_CHARS_MAX,
    MESSAGE_CHARS_MAX,
    SECTION_CHARS_MAX,
    Packed,
    marked,
    pack,
    split,
)
from prompts.rendering import Part, escape, link

SCHEMA = json.loads((Path(playground.__file__).parent / "schemas" / "Blocks.schema.json").read_text())
VALIDATOR = jsonschema.validators.validator_for(SCHEMA)(SCHEMA)


def text_of(block: dict[str, Any]) -> str:
    """The mrkdwn of a block."""
    found = block["text"] if block["type"] == "section" else block["elements"][0]
    assert found["type"] == "mrkdwn"
    assert found["verbatim"] is True
    return str(found["text"])


def check(message: Packed) -> None:
    """The message fits every limit and Slack's own types."""
    texts = [text_of(block) for block in message.blocks]
    assert 1 <= len(texts) <= BLOCKS_MAX
    assert all(1 <= len(text) <= SECTION_CHARS_MAX for text in texts)
    assert sum(map(len, texts)) <= MESSAGE_CHARS_MAX
    assert 1 <= len(message.text) <= FALLBACK_CHARS_MAX
    VALIDATOR.validate(list(marked(message, "reply-1")))


words = st.text(min_size=1, max_size=60)
pieces = st.one_of(
    words.map(escape),
    st.builds(lambda label, path: str(link(f"https://example.org/{path}", label)), words, words),
    st.sampled_from(["\n", "\n\n", " ", "&amp;", "x" * 5_000, "wide 文字 " * 900, "\u0301", "<", "&"]),
)
parts = st.builds(Part, st.sampled_from(["text", "small"]), st.lists(pieces, min_size=1, max_size=30).map("".join))


@given(st.lists(parts, max_size=70))
def test_any_parts_fit_slacks_limits(given_parts: list[Part]) -> None:
    """However long, however many, in whatever script."""
    for message in pack(given_parts):
        check(message)


@given(st.lists(pieces, max_size=40).map("".join))
def test_nothing_but_white_space_is_lost_and_links_stay_whole(text: str) -> None:
    """The pieces put together are the text."""
    found = list(split(text, 200))
    for piece in found:
        assert len(piece) <= 200
    if all(len(token) <= 200 for token in text.replace("\n", " ").split("<")):
        assert "".join("".join(found).split()) == "".join(text.split())


def test_a_short_answer_is_one_message_in_order() -> None:
    """Body text is a section, fine print a context block."""
    (message,) = pack([Part("text", "Lead"), Part("text", "*Points*"), Part("small", "[1] Source")])
    assert [block["type"] for block in message.blocks] == ["section", "section", "context"]
    assert message.text == "Lead\n\n*Points*\n\n[1] Source"
    check(message)


def test_fifty_one_parts_need_two_messages() -> None:
    """Fifty blocks a message, no more."""
    assert [len(message.blocks) for message in pack([Part("text", "x")] * 51)] == [50, 1]


def test_a_long_text_is_cut_at_lines_then_at_words() -> None:
    """A reader sees no torn words."""
    assert list(split("one two\nthree four five", 12)) == ["one two", "three four", "five"]
    assert list(split("one two\n" + "three " * 3, 14)) == ["one two", "three three", "three"]


def test_a_link_is_never_cut() -> None:
    """A link stands whole in one piece; one that is too long leaves its label."""
    href = str(link("https://example.org/" + "a" * 60, "The toolkit"))
    found = list(split(f"{'word ' * 15}{href} end", 100))
    assert any(href in piece for piece in found)
    assert list(split(str(link("https://example.org/" + "a" * 200, "The toolkit")), 100)) == ["The toolkit"]


def test_the_mark_goes_on_the_first_block_alone() -> None:
    """The message itself is not changed by it."""
    (message,) = pack([Part("text", "a"), Part("text", "b")])
    first, second = marked(message, "reply-1")
    assert first["block_id"] == "reply-1"
    assert "block_id" not in second
    assert "block_id" not in message.blocks[0]


@pytest.mark.parametrize("empty", [[], [Part("text", " \n ")]])
def test_no_text_is_no_message(empty: list[Part]) -> None:
    """Slack takes no empty blocks."""
    assert pack(empty) == ()


@given(st.lists(parts, max_size=120), st.integers(0, 3))
def test_room_is_left_for_what_is_added_below(given_parts: list[Part], spare: int) -> None:
    """Buttons below an answer never make a message longer than Slack takes."""
    assert all(len(message.blocks) + spare <= BLOCKS_MAX for message in pack(given_parts, spare=spare))


def test_as_many_blocks_as_there_is_room_for_stay_together() -> None:
    """No message is begun before the last is full."""
    full = [Part("small", f"line {number}") for number in range(BLOCKS_MAX)]
    assert [len(message.blocks) for message in pack(full, spare=2)] == [BLOCKS_MAX - 2, 2]
