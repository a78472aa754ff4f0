"""What gathering asks of those who read files and bring pages."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from knowledge.reading.texts import Outcome


class ReadsFiles(Protocol):
    """Turns files and bytes into text, whatever is in them."""

    def read(self, path: Path, root: Path) -> Outcome:
        """What is in the file `path` below the folder `root`."""

    def read_bytes(self, data: bytes, name: str) -> Outcome:
        """What is in `data`; `name` has the ending that it was called by."""


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page as it came, or an older copy with the `reason` why there is no newer one; without a `body` none at all."""

    url: str
    body: bytes = b""
    content_type: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WebList:
    """The pages that a site lists. With a `reason` not all of them, or none."""

    urls: tuple[str, ...] = ()
    reason: str = ""


class BringsPages(Protocol):
    """Asks the web."""

    def page(self, url: str) -> WebPage:
        """One page."""

    def listed(self, url: str, pages_max: int) -> WebList:
        """The pages in the sitemap at `url`, no more than `pages_max`."""


class OpensReader(Protocol):
    """Starts what reads files, the first time that something must be read."""

    def __call__(self) -> AbstractContextManager[ReadsFiles]:
        """A reader, until the block ends."""


class OpensWeb(Protocol):
    """Prepares what brings pages, when there is a source on the web."""

    def __call__(self) -> BringsPages:
        """One that keeps its manners for as long as it lives."""
