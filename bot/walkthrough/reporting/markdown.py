"""A report as Markdown. What people wrote stays text: none of it becomes a heading, link, list, tag or code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.walkthrough.reporting.report import (
    Block,
    Fact,
    Heading,
    Item,
    Link,
    Paragraph,
    Quoted,
    Report,
    Table,
    cleaned,
    web_address,
)


def write_markdown(report: Report) -> str:
    """The whole report, with a line break at its end."""
    parts = [f"# {_line(report.title)}", _line(report.subtitle)]
    before: Block | None = None
    for block in report.blocks:
        text = "\n".join(_lines(block))
        # Items and facts that follow each other are one list.
        if isinstance(block, Item | Fact) and isinstance(before, type(block)):
            parts[-1] += f"\n{text}"
        else:
            parts.append(text)
        before = block
    return "\n\n".join(parts) + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(level=level, text=text):
            yield f"{'#' * (level + 1)} {_line(text)}"
        case Paragraph(text=text, kind=kind):
            mark = {"text": "", "small": "*", "label": "**"}[kind]
            yield f"{mark}{_line(text)}{mark}"
        case Fact(label=label, text=text):
            yield f"- **{_line(label)}:** {_line(text)}"
        case Item(text=text, links=links):
            yield f"- {_line(text)}"
            yield from (f"  - {_link(link)}" for link in links)
        case Link():
            yield _link(block)
        case Quoted():
            yield from _quoted(block)
        case Table(head=head, rows=rows):
            yield _row(head)
            yield _row(("---",) * len(head))
            yield from (_row(tuple(_line(cell) for cell in row)) for row in rows)


def _quoted(block: Quoted) -> Iterator[str]:
    # A backslash at the end of a line keeps the line break that the author made.
    lines = [_escaped(line) for line in cleaned(block.text).split("\n")]
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        yield f"> {line}\\" if line and after else f"> {line}".rstrip()
    yield ">"
    yield f"> *{_line(block.byline)}*"


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _link(link: Link) -> str:
    words, url = _line(link.text), web_address(link.url)
    return f"[{words}](<{url}>)" if url else words


def _line(text: str) -> str:
    """Text on one line."""
    return _escaped(" ".join(cleaned(text).split()))


def _escaped(line: str) -> str:
    """A line without meaning for Markdown. Its indent is kept in hard spaces: four plain ones would make it code."""
    text = line.rstrip()
    words = text.lstrip()
    indent = "\u00a0" * (len(text.expandtabs(4)) - len(words.expandtabs(4)))
    return indent + _AT_START.sub(r"\1\\", _SPECIAL.sub(r"\\\g<0>", words))


# Source: https://spec.commonmark.org/0.31.2/#backslash-escapes
# Beside those: readers that link bare addresses by themselves leave `https\://` and `www\.` alone.
# Source: https://github.github.com/gfm/#autolinks-extension-
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&!$]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_AT_START = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+#=:]))")
