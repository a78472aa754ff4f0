"""What a person replied in a thread, as a text to add: read there when it is needed, and kept nowhere until then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from bot.slack.errors import FileNotBrought, SendRefused
from bot.slack.parsing import clean
from bot.slack.web_api.room_calls import Reply

_SEPARATOR = "|"
_PARTS = 3


class ReadsThreads(Protocol):
    """What reads a thread."""

    def replies(self, channel: str, thread_ts: str, after: str) -> Sequence[Reply]:
        """What people wrote in the thread from the message `after` on, oldest first."""


def write_place(channel: str, thread_ts: str, ts: str) -> str:
    """Where a reply stands, as an item of a wish names it."""
    return _SEPARATOR.join((channel, thread_ts, ts))


def reply_pieces(room: ReadsThreads, place: str) -> Iterator[bytes]:
    """The words of the reply at this place, as UTF-8 without Slack's markup.

    Raises:
        FileNotBrought: it is gone, or we are not let in any more.
        SendLater: it may work later.
    """
    parts = place.split(_SEPARATOR)
    if len(parts) != _PARTS:
        raise FileNotBrought("gone")
    channel, thread_ts, ts = parts
    try:
        found = next((each for each in room.replies(channel, thread_ts, ts) if each.ts == ts), None)
    except SendRefused as error:
        raise FileNotBrought("gone") from error
    words = clean(found.text, bot_user_id="") if found else ""
    if not words:
        raise FileNotBrought("gone")
    yield f"{words}\n".encode()
