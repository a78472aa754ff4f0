"""Answers that only the asker sees, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class PrivateLabel:
    """The words on one button below a private answer; `name` is a key of the template."""

    template: ClassVar[str] = "messages/private/label.j2"
    name: str


@dataclass(frozen=True, slots=True)
class PrivateNote:
    """What became of a private answer; `kind` is a key of the template."""

    template: ClassVar[str] = "messages/private/note.j2"
    kind: str


@dataclass(frozen=True, slots=True)
class CutNote:
    """There is more of an answer than one message for one person holds."""

    template: ClassVar[str] = "messages/private/cut.j2"


@dataclass(frozen=True, slots=True)
class SharedHead:
    """What stands above an answer that somebody shared: who, and the question where it stands nowhere else."""

    template: ClassVar[str] = "messages/private/shared_head.j2"
    name: str
    question: str
