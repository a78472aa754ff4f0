"""Sources, and those who read files and bring pages, as a test wants them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from knowledge.gathering.ports import ReadsFiles, WebList, WebPage
from knowledge.reading.texts import Outcome, ReadSection, ReadText, Unreadable
from knowledge.sources import Source

PLAIN = Source("path", "guides", "library", "Lakeside Schools", "", "staff", "", "", "sources.yaml", 2)


def source(**fields: object) -> Source:
    """A folder of guides; `fields` replace."""
    return replace(PLAIN, **fields)  # type: ignore[arg-type]  # values that staff may write


@dataclass
class PlainReader:
    """Reads every file as one section of its text; one that starts with "!" is unreadable for the reason behind it."""

    read_names: list[str] = field(default_factory=list)
    opened: int = 0

    def read(self, path: Path, root: Path) -> Outcome:
        """What is in the file."""
        return self.read_bytes((root / path).read_bytes(), path.name)

    def read_bytes(self, data: bytes, name: str) -> Outcome:
        """What is in the bytes."""
        self.read_names.append(name)
        text = data.decode("utf-8-sig")
        if text.startswith("!"):
            return Unreadable(text[1:].strip())  # type: ignore[arg-type]  # one of the reasons
        return ReadText("", (ReadSection((), text),))

    @contextmanager
    def open(self) -> Iterator[ReadsFiles]:
        """The reader, counted."""
        self.opened += 1
        yield self


@dataclass
class PlainWeb:
    """Pages and lists by address; what is not there cannot be reached."""

    pages: Mapping[str, WebPage] = field(default_factory=dict)
    lists: Mapping[str, WebList] = field(default_factory=dict)

    def page(self, url: str) -> WebPage:
        """One page."""
        return self.pages.get(url) or WebPage(url, reason="no_connection")

    def listed(self, url: str, pages_max: int) -> WebList:  # noqa: ARG002 - a list is as long as its test wants
        """The pages of a sitemap."""
        return self.lists.get(url) or WebList(reason="no_connection")
