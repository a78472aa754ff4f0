"""The check finds what it is for: otherwise it would prove nothing."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.block_kit.blocks import Packed, pack
from prompts.rendering import Part
from tests.bot.slack.injected.strict_slack import Allowed, message_faults, text_faults, view_faults

OURS = Allowed({"https://example.org/T1?a=1&b=2"}, {"<@U0EXPERT>"})
GOOD = "Read <https://example.org/T1?a=1&amp;b=2|Share Resources>, says <@U0EXPERT>. &lt;!channel&gt;"


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True} | more}


def test_what_is_ours_is_fine() -> None:
    """A link to a document, a mention of who is asked, and escaped text."""
    (packed,) = pack([Part("text", GOOD)])
    assert message_faults(packed, OURS) == []


@pytest.mark.parametrize(
    "text",
    [
        "<!channel>",
        "<!here>",
        "<!subteam^S1|staff>",
        "<@U0VICTIM>",
        "<#C1|x>",
        "<https://evil.example|ours>",
        "<https://example.org/T1|another>",
        "<mailto:a@b.example>",
        "<!chan\nnel>",
        "half <",
        "turned \u202e round",
        "escaped \x1b[31m",
        "worked out: 62710561",
    ],
)
def test_what_is_not_ours_is_found(text: str) -> None:
    """In a section, in the text for notifications, and in a text alone."""
    (packed,) = pack([Part("text", text)])
    assert len(message_faults(packed, OURS)) >= 2
    assert message_faults(Packed(text, (section("fine"),)), OURS)
    assert message_faults(Packed("fine", (section(text),)), OURS)
    assert text_faults(text, OURS)


@pytest.mark.parametrize(
    "block",
    [
        section("@channel", verbatim=False),
        section("x" * 3_001),
        {"type": "markdown", "text": "[x](https://evil.example)"},
        {"type": "image", "image_url": "https://evil.example/i.png", "alt_text": "x"},
        {"type": "header", "text": {"type": "plain_text", "text": ":evil:", "emoji": True}},
        {"type": "header", "text": {"type": "plain_text", "text": "a\u202eb", "emoji": False}},
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "broadcast", "range": "channel"}]}],
        },
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "action_id": "a",
                    "url": "https://evil.example",
                    "text": {"type": "plain_text", "text": "x", "emoji": False},
                }
            ],
        },
    ],
)
def test_blocks_that_link_or_show_are_found(block: dict[str, Any]) -> None:
    """Where no escaping helps: other kinds of blocks, addresses of buttons, what is too long."""
    assert message_faults(Packed("fine", (block,)), OURS)
    title = {"type": "plain_text", "text": "Title", "emoji": False}
    assert view_faults({"type": "modal", "title": title, "blocks": [block]}, OURS)
