"""The call for help names whom it asks, and only them; its buttons are read back as they were written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.playground.rules import check_blocks
from bot.settings import Staff
from bot.slack.helping.cards import ask_row, help_card, read_help
from bot.slack.helping.experts import Experts, Helpers, mention
from bot.slack.helping.learning import best_reply
from bot.slack.web_api.room_calls import Reply
from bot.store.audit import Entry
from bot.store.channel_settings import ChannelChoice, ChannelSettings
from bot.store.engines import open_engine
from bot.store.help_requests import HelpRequest
from bot.store.schema import bring_up_to_date

TS = "1700000000.000100"
CALL = HelpRequest("T1", "C1", TS, TS, "U1", ("U2", "S1"), 1_000.0)


def pressed(value: str, **where: Any) -> dict[str, Any]:
    return {"actions": [{"value": value}], "user": {"id": "U1"}, "team": {"id": "T1"}, **where}


def test_only_ids_become_mentions() -> None:
    """What people wrote mentions nobody."""
    card = help_card(CALL, f"<!channel> who pays <@U9>? {'x' * 5_000}", "https://example.org/p1")
    check_blocks(list(card.blocks))
    assert "<@U2> " in str(card.blocks) or "<!subteam^S1>" in str(card.blocks)
    assert "<!channel>" not in str(card.blocks)
    assert "<@U9>" not in str(card.blocks)
    assert [mention(each) for each in ("<!here>", "C1", "U1> <!here", "")] == [""] * 4


def test_a_button_names_its_question() -> None:
    """In a message it must be one of that channel; in a modal it says itself which."""
    value = ask_row("C1", TS)["elements"][0]["value"]
    in_channel = read_help(pressed(value, channel={"id": "C1"}, container={"thread_ts": TS}))
    assert (in_channel.question_ts, in_channel.channel, in_channel.thread_ts) == (TS, "C1", TS)
    assert read_help(pressed(value, view={"id": "V1"})).channel == "C1"
    for other in (pressed(value, channel={"id": "C2"}), pressed("C1|last year", channel={"id": "C1"}), pressed(value)):
        assert read_help(other).question_ts == ""


def test_those_named_for_a_channel_come_first(tmp_path: Path) -> None:
    """Then the staff group, then the staff channel, then nobody; in a direct conversation never anybody."""
    engine = open_engine(f"sqlite:///{tmp_path / 'coach.sqlite3'}")
    bring_up_to_date(engine)
    channels = ChannelSettings(engine)
    channels.keep("C1", ChannelChoice(experts=("U2", "nonsense")), Entry("T1", "U1", "set_up", "C1", 1.0))
    full, half = Staff(group="S0STAFF", channel="C0STAFF"), Staff(channel="C0STAFF")
    assert Experts(channels, full).of("T1", "C1") == Helpers(("U2",))
    assert Experts(channels, full).of("T1", "C2") == Helpers(("S0STAFF",))
    assert Experts(channels, half).of("T1", "C2") == Helpers(channel="C0STAFF")
    assert not Experts(channels, Staff()).of("T1", "C2")
    assert not Experts(channels, full).of("T1", "D1")
    engine.dispose()


@pytest.mark.parametrize(
    ("experts", "expected"),
    [(("U2",), "2"), ((), "3"), (("S1",), "3")],
)
def test_the_reply_with_most_to_say_is_learnt(experts: tuple[str, ...], expected: str) -> None:
    """Of those who are named; where a group is, of anybody but who asked."""
    replies = [
        Reply("1", "U2", "I look."),
        Reply("2", "U2", "The city insures them."),
        Reply("3", "U3", "The city insures all of its volunteers."),
        Reply("4", "U1", "Thank you so much for all of your help with this question of ours!"),
    ]
    best = best_reply(replies, experts, "U1")
    assert best
    assert best.ts == expected
    assert best_reply(replies[3:], (), "U1") is None
