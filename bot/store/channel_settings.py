"""How the coach is set up in each channel."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import Engine, RowMapping, select

from bot.store.audit import Entry, add_entry
from bot.store.engines import writing_trouble
from bot.store.inserting import put
from bot.store.tables import channel_settings

Answers = Literal["mention", "every"]
"""Whether the coach answers when it is mentioned, or every question."""
ANSWERS: tuple[Answers, ...] = get_args(Answers)


@dataclass(frozen=True, slots=True)
class ChannelChoice:
    """What was chosen for a channel; these are the values of channels where nobody has chosen."""

    answers: Answers = "mention"
    collections: tuple[str, ...] = ()
    """The only ones that are searched; empty for all."""
    is_private: bool = False
    """Whether answers to mentions go to the asker alone."""
    experts: tuple[str, ...] = ()
    """Slack's ids of people (`U…`, `W…`) and user groups (`S…`) who help where the coach cannot."""
    quiet_from: str = ""
    """`HH:MM`, where the reader is; empty, as `quiet_to` is then, when reminders may come at any hour."""
    quiet_to: str = ""


class ChannelSettings:
    """Threads may use it at once."""

    def __init__(self, engine: Engine) -> None:
        """The tables must be up to date."""
        self._engine = engine

    def of(self, team: str, channel: str) -> ChannelChoice:
        """What was chosen for this channel, or what holds where nobody has.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        own = (channel_settings.c.team == team, channel_settings.c.channel == channel)
        with writing_trouble(), self._engine.connect() as connection:
            row = connection.execute(select(channel_settings).where(*own)).mappings().first()
        return _choice(row) if row else ChannelChoice()

    def keep(self, channel: str, choice: ChannelChoice, noted: Entry) -> None:
        """From now on this holds for the channel of the entry's workspace; the audit log says who chose it.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            put(
                connection,
                channel_settings,
                team=noted.team,
                channel=channel,
                answers=choice.answers,
                collections=json.dumps(choice.collections),
                is_private=choice.is_private,
                experts=json.dumps(choice.experts),
                quiet_from=choice.quiet_from,
                quiet_to=choice.quiet_to,
            )
            add_entry(connection, noted)


def _choice(row: RowMapping) -> ChannelChoice:
    collections, experts = (tuple(json.loads(row[name])) for name in ("collections", "experts"))
    return ChannelChoice(row["answers"], collections, row["is_private"], experts, row["quiet_from"], row["quiet_to"])
