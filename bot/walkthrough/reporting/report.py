"""A report as ordered data, ready to be written to any kind of file. Pure.

Words of the coach are rendered already. What people wrote is as they wrote it: every writer passes all text through
`cleaned` and then escapes it for its own kind of file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

HeadingLevel = Literal[1, 2, 3]


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is below the title."""

    level: HeadingLevel
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or more of ours; `small` is fine print, `label` names what follows."""

    text: str
    kind: Literal["text", "small", "label"] = "text"


@dataclass(frozen=True, slots=True)
class Fact:
    """A value with its name."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """What people wrote, over any number of lines, and a line that says who and when."""

    text: str
    byline: str


@dataclass(frozen=True, slots=True)
class Item:
    """One of several things in a list, with links that belong to it."""

    text: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head of the same width."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Fact | Quoted | Item | Link | Table


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report: the document's blocks in order, and the same as a table to filter."""

    title: str
    subtitle: str
    page: str
    """The word before the number of a page."""
    blocks: tuple[Block, ...]
    sheet: Table


def cleaned(text: str) -> str:
    r"""The text with `\n` between its lines, and without characters that no document may hold or that turn text round.

    Everything else stays, joiners of Arabic and Indic scripts and of emoji included.
    """
    return _REFUSED.sub("", _LINE_ENDS.sub("\n", text))


def web_address(url: str) -> str:
    """The address in characters that every kind of file takes; empty when it does not open a web page."""
    if _WEB.match(url) is None:
        return ""
    return quote(url, safe=_URL_SAFE, errors="replace")


# What the terminal, Word and others take for the end of a line.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Control characters, which XML refuses or a terminal obeys; surrogates and non-characters; marks that reverse a line.
# Source: https://www.w3.org/TR/xml/#charsets
_REFUSED = re.compile(
    "\x1b\\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_URL_SAFE = "%/:?#[]@!$&'*+,;=~-._"
