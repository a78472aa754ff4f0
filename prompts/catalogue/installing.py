"""What is said about workspaces where the coach is, was, or could be installed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class NotAtHome:
    """Somebody called the coach from a workspace that it does not serve; `kind` is a key of the template."""

    template: ClassVar[str] = "messages/not_at_home.j2"
    kind: str


@dataclass(frozen=True, slots=True)
class InstallPage:
    """What a browser shows at the end of an install, as plain text; `kind` is a key of the template."""

    template: ClassVar[str] = "terminal/install_page.j2"
    kind: str
