"""A private answer is one message that Slack takes, with its buttons, however long the answer is."""

from __future__ import annotations

import pytest

from bot.playground.elements import interactive
from bot.playground.rules import check_blocks
from bot.slack.block_kit.blocks import pack
from bot.slack.feedback.votes import ACTION, vote_row
from bot.slack.parsing import Ask
from bot.slack.private.rows import DISMISS, SHARE, private_answer
from prompts.catalogue.private import CutNote
from prompts.rendering import Part, render

ASK = Ask("T1:command:1", "command", "T1", "C1", "", "", "U1", "Who pays?")
(CUT,) = render(CutNote())


@pytest.mark.parametrize(("parts", "is_cut"), [(1, False), (47, False), (48, True), (500, True)])
def test_what_does_not_fit_is_mentioned(parts: int, is_cut: bool) -> None:  # noqa: FBT001 -- a column of the table
    """Fifty blocks at most, the last of them the buttons and thumbs; nothing is said where nothing is missing."""
    messages = pack([Part("text", f"Line {number}.") for number in range(parts)], spare=3)
    message = private_answer(ASK, messages, [vote_row("")], is_answer=True)
    check_blocks(list(message.blocks))
    assert (CUT.text in str(message.blocks[-3])) is is_cut
    assert [element["action_id"] for _, element in interactive(list(message.blocks))] == [SHARE, DISMISS, ACTION]


def test_only_an_answer_in_a_channel_can_be_shared() -> None:
    """In a direct conversation nobody else would read it, and what is no answer helps nobody."""
    for ask, is_answer in ((ASK, False), (Ask("T1:command:1", "command", "T1", "D1", "", "", "U1", ""), True)):
        message = private_answer(ask, pack([Part("text", "Words.")]), (), is_answer=is_answer)
        assert [element["action_id"] for _, element in interactive(list(message.blocks))] == [DISMISS]
