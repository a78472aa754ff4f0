"""What every message is: a dataclass whose fields are the fields of its template."""

from __future__ import annotations

from typing import ClassVar, Protocol


class Message(Protocol):
    """One of the dataclasses of this package: `template` is the file below `prompts/` that says it."""

    template: ClassVar[str]
