"""Who asked too much hears of it, kindly and once, where it is nobody else's concern."""

from __future__ import annotations

from dataclasses import dataclass

from bot.slack.answers.outbox import Address, Outbox
from bot.slack.block_kit.blocks import pack
from bot.slack.channels.limits import THREAD_LIMIT, Limits
from bot.slack.parsing import IN_THREAD, Ask, Surface
from bot.slack.private.whispering import Whispering
from prompts.catalogue.channels import LimitNotice
from prompts.rendering import render

# Here nobody else is listening.
_ALONE: frozenset[Surface] = frozenset({"dm", "home"})


@dataclass(frozen=True, slots=True)
class Refusing:
    """Threads may use it at once."""

    limits: Limits
    outbox: Outbox
    whispering: Whispering

    def refuses(self, ask: Ask) -> bool:
        """Whether a limit is reached; otherwise the question counts, once.

        Raises:
            SendRefused, SendLater, StoreUnavailable: the asker was not told.
        """
        refusal = self.limits.take(ask)
        if refusal and refusal.is_told:
            notice = pack(render(LimitNotice(refusal.limit.kind, refusal.limit.most)))[0]
            # What silences a thread concerns all who read it.
            if ask.surface in _ALONE or (ask.surface in IN_THREAD and refusal.limit is THREAD_LIMIT):
                self.outbox.deliver_one(f"{ask.key}/limit", Address(ask.channel, ask.thread_ts), notice)
            else:
                self.whispering.tell(ask, notice)
        return refusal is not None
