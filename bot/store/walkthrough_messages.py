"""What Slack shows of each walkthrough, so that it can be brought in line with the log after any restart."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, delete, select, update

from bot.store.engines import writing_trouble
from bot.store.inserting import put
from bot.store.tables import walkthrough_messages as messages
from bot.store.tables import walkthroughs
from bot.walkthrough.guiding import WalkthroughId

CARD = "card"
"""So the slots of roots of a thread begin: `card/0`, and `card/1` after that was deleted and posted anew."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One message of a walkthrough."""

    slot: str
    channel: str
    ts: str | None
    """None while it may or may not have reached Slack."""
    digest: str
    """A hash of what stands in it."""


class WalkthroughMessages:
    """The record of what Slack shows."""

    def __init__(self, engine: Engine) -> None:
        """The tables must be up to date."""
        self._engine = engine

    def shown(self, walkthrough: WalkthroughId) -> dict[str, Shown]:
        """The messages of a walkthrough by slot.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        columns = (messages.c.slot, messages.c.channel, messages.c.ts, messages.c.digest)
        statement = select(*columns).where(messages.c.walkthrough == walkthrough)
        with writing_trouble(), self._engine.connect() as connection:
            return {row.slot: Shown(*row) for row in connection.execute(statement)}

    def keep(self, walkthrough: WalkthroughId, slot: str, channel: str, ts: str | None, digest: str) -> None:
        """This is what stands in a slot now.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            put(connection, messages, walkthrough=walkthrough, slot=slot, channel=channel, ts=ts, digest=digest)

    def drop(self, walkthrough: WalkthroughId, slot: str) -> None:
        """Nothing stands in this slot any more.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        in_slot = (messages.c.walkthrough == walkthrough, messages.c.slot == slot)
        with writing_trouble(), self._engine.begin() as connection:
            connection.execute(delete(messages).where(*in_slot))

    def thread_of(self, team: str, channel: str, thread_ts: str) -> WalkthroughId | None:
        """The walkthrough whose card is the root of this thread.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        is_root = (
            messages.c.channel == channel,
            messages.c.ts == thread_ts,
            messages.c.slot.startswith(CARD),
            walkthroughs.c.team == team,
        )
        of_team = messages.join(walkthroughs, walkthroughs.c.id == messages.c.walkthrough)
        with writing_trouble(), self._engine.connect() as connection:
            found = connection.execute(select(messages.c.walkthrough).select_from(of_team).where(*is_root)).scalar()
        return WalkthroughId(found) if found else None

    def root_of(self, walkthrough: WalkthroughId) -> str | None:
        """The `ts` of the card that stands now: the root of the thread in which the walkthrough goes on.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        cards = [each for each in self.shown(walkthrough).values() if each.slot.startswith(CARD)]
        return max(cards, key=card_number).ts if cards else None

    def spoil(self, walkthrough: WalkthroughId, ts: str) -> None:
        """Whatever stands in this message, it is not known any more, so that it will be shown again.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        is_it = (messages.c.walkthrough == walkthrough, messages.c.ts == ts)
        with writing_trouble(), self._engine.begin() as connection:
            connection.execute(update(messages).where(*is_it).values(digest=""))


def card_number(shown: Shown) -> int:
    """How many cards a walkthrough had before this one."""
    return int(shown.slot.rpartition("/")[2])
