"""A thread of Slack's as the way out sees it: messages that are posted, grow and change, and troubles on the way."""

from __future__ import annotations

from typing import Any

from bot.slack.errors import SendLater, SendRefused

Blocks = tuple[dict[str, Any], ...]


class SlackThread:
    """Keeps what it is told, and fails as it is told: each trouble once, before or after it took the call."""

    def __init__(self, *, takes_it: bool = False, **troubles: BaseException) -> None:
        """`troubles` by the name of the method; with `takes_it` only the answer is lost."""
        self.messages: dict[str, Blocks] = {}
        self.growing: set[str] = set()
        self.calls: list[str] = []
        self.recipients: list[tuple[str, str]] = []
        self._troubles = troubles
        self._takes_it = takes_it

    def post(self, _channel: str, _thread_ts: str, _text: str, blocks: Blocks) -> str:
        """Slack's `ts`."""
        return self._add("post", blocks)

    def start_stream(self, _channel: str, _thread_ts: str, team: str, user: str, blocks: Blocks) -> str:
        """Slack's `ts`."""
        self.recipients.append((team, user))
        return self._add("start_stream", blocks, is_growing=True)

    def append_stream(self, _channel: str, ts: str, blocks: Blocks) -> None:
        """More of it."""
        self._grow("append_stream", ts, blocks)

    def stop_stream(self, _channel: str, ts: str, blocks: Blocks) -> None:
        """The end of it."""
        self._grow("stop_stream", ts, blocks, is_end=True)

    def update(self, _channel: str, ts: str, _text: str, blocks: Blocks) -> None:
        """As Slack does, only when it grows no more."""
        self.calls.append("update")
        if ts in self.growing:
            raise SendLater("streaming_state_conflict", maybe_sent=False)
        self._strike("update")
        self.messages[ts] = blocks

    def die(self, ts: str) -> None:
        """Slack ends the stream by itself."""
        self.growing.discard(ts)

    def _add(self, method: str, blocks: Blocks, *, is_growing: bool = False) -> str:
        self.calls.append(method)
        ts = f"2.{len(self.messages) + 1}"
        if self._takes_it or method not in self._troubles:
            self.messages[ts] = blocks
            self.growing |= {ts} if is_growing else set()
        self._strike(method)
        return ts

    def _grow(self, method: str, ts: str, blocks: Blocks, *, is_end: bool = False) -> None:
        self.calls.append(method)
        if ts not in self.growing:
            raise SendRefused("message_not_in_streaming_state")
        if self._takes_it or method not in self._troubles:
            self.messages[ts] += blocks
            self.growing -= {ts} if is_end else set()
        self._strike(method)

    def _strike(self, method: str) -> None:
        trouble = self._troubles.pop(method, None)
        if trouble:
            raise trouble
