"""The coach comes into a channel and says so, once for ever."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.slack.answers.outbox import Address, Outbox
from bot.slack.block_kit.blocks import Packed, pack
from bot.slack.block_kit.elements import button
from bot.slack.channels.words import label
from bot.slack.parsing import Ask
from bot.store.notices import GREETED, Notice, Notices
from prompts.catalogue.channels import Greeting
from prompts.rendering import render

HELP = "channel.help"


@dataclass(frozen=True, slots=True)
class Greeter:
    """Threads may use it at once."""

    notices: Notices
    outbox: Outbox
    clock: Callable[[], float]
    """Seconds since 1970."""

    def greet(self, ask: Ask) -> str:
        """How it ended, for the log.

        Raises:
            SendRefused: Slack will never take it.
            SendLater, StoreUnavailable: try again.
        """
        if not self.notices.may_say(Notice(ask.team, GREETED, ask.channel), ask.key, self.clock()):
            return "known"
        self.outbox.deliver_one(ask.key, Address(ask.channel), greeting())
        return "greeted"


def greeting() -> Packed:
    """One line, and a button for who wants to know more."""
    (said,) = pack(render(Greeting()))
    return Packed(said.text, (*said.blocks, {"type": "actions", "elements": [button(HELP, label("what"), "help")]}))
