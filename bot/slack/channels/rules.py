"""What was chosen for where a question was asked, and by the one who asked it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.slack.parsing import FOR_ONE, Ask, Surface
from bot.store.channel_settings import ChannelSettings
from bot.store.person_settings import PersonSettings

# Where a choice makes an answer private that everybody would see otherwise.
_PUBLIC: frozenset[Surface] = frozenset({"mention", "thread", "question"})


@dataclass(frozen=True, slots=True)
class Rules:
    """Threads may use it at once."""

    channels: ChannelSettings
    people: PersonSettings

    def collections(self, ask: Ask) -> frozenset[str]:
        """The only collections that are searched where this was asked; none for all.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        return frozenset(self.channels.of(ask.team, ask.channel).collections)

    def is_private(self, ask: Ask) -> bool:
        """Whether the answer goes to the asker alone.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        if ask.surface not in _PUBLIC:
            # What is in a direct conversation is for one person anyhow.
            return ask.surface in FOR_ONE
        return self.channels.of(ask.team, ask.channel).is_private or self.people.of(ask.team, ask.author).is_private
