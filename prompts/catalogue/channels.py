"""What the coach says about its settings in a channel, its limits, and when it comes in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ChannelLabel:
    """The words on one button, choice or field; `name` is a key of the template."""

    template: ClassVar[str] = "messages/channels/label.j2"
    name: str


@dataclass(frozen=True, slots=True)
class ChannelNote:
    """Why settings were not shown or kept; `kind` is a key of the template."""

    template: ClassVar[str] = "messages/channels/note.j2"
    kind: str


@dataclass(frozen=True, slots=True)
class ChannelShown:
    """The settings for somebody who may not change them; `answers` is a key of the template."""

    template: ClassVar[str] = "messages/channels/shown.j2"
    answers: str
    collections: tuple[str, ...]
    """What they are called; empty for all."""
    is_private: bool
    experts: int
    quiet_from: str
    quiet_to: str


@dataclass(frozen=True, slots=True)
class LimitNotice:
    """So many questions were answered; `kind` is a key of the template."""

    template: ClassVar[str] = "messages/channels/limit.j2"
    kind: str
    most: int


@dataclass(frozen=True, slots=True)
class Greeting:
    """The coach comes into a channel."""

    template: ClassVar[str] = "messages/channels/greeting.j2"
