"""Markdown, read by markdown-it: headings, paragraphs, lists, and tables row by row."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.reading.cleaning import clean
from knowledge.reading.outline import Outline
from knowledge.reading.texts import Outcome

_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.{0,20000}?)^(?:\1|\.\.\.)[ \t]*\n?", re.DOTALL | re.MULTILINE)
_TITLE = re.compile(r"^title[ \t]*[:=][ \t]*(['\"]?)(.*)\1[ \t]*$", re.IGNORECASE | re.MULTILINE)
_DATE = re.compile(r"^date[ \t]*[:=][ \t]*['\"]?(\d{4}-\d\d-\d\d)", re.IGNORECASE | re.MULTILINE)
# The parser keeps some kilobytes for each line it is given; a long text is read piece by piece.
_PIECE_CHARS = 65_536
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_LINK_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]{1,200}\]:[^\n]{1,2000}$", re.MULTILINE)
_TAG = re.compile(r"<[^<>]*>")
_SILENT_HTML = ("<!--", "<script", "<style", "<?", "<!")
_IN_LIST = {"list_item_open": 1, "list_item_close": -1}


def read_markdown(text: str, text_chars_max: int) -> Outcome:
    """The sections of `text`; of the front matter, title and date only.

    Raises:
        CannotRead: there is more than is taken.
    """
    body = clean(text).lstrip("\n")
    head = _FRONT_MATTER.match(body)
    fields = head[2] if head else ""
    body = body[head.end() :] if head else body
    outline = Outline(text_chars_max)
    shared: dict[str, Any] = {}
    if len(body) > _PIECE_CHARS:
        # What one piece defines, another may link to.
        _parser().parse("\n".join(_LINK_DEFINITION.findall(body)[:_PIECE_CHARS]), shared)
    for piece in _pieces(body):
        _add_tokens(outline, _parser().parse(piece, shared))
    title, date = _TITLE.search(fields), _DATE.search(fields)
    return outline.finish(own_title=title[2] if title else "", date=date[1] if date else "")


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _pieces(body: str) -> Iterator[str]:
    """The text in pieces, cut before a line that starts at the margin after a blank one; anywhere if none comes."""
    lines: list[str] = []
    size, fence, is_after_blank = 0, "", False
    for line in body.splitlines(keepends=True):
        is_good_cut = is_after_blank and not fence and not line[0].isspace()
        if (size > _PIECE_CHARS and is_good_cut) or size > 2 * _PIECE_CHARS:
            yield "".join(lines)
            lines, size = [], 0
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        is_after_blank = not line.strip()
        lines.append(line)
        size += len(line)
    yield "".join(lines)


def _add_tokens(outline: Outline, tokens: list[Token]) -> None:
    depth = level = 0
    row: list[str] | None = None
    for token in tokens:
        depth += _IN_LIST.get(token.type, 0)
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            outline.add_row(row or [])
            row = None
        elif row is not None:
            row += [_plain(token)] if token.type == "inline" else []
        elif level and token.type == "inline":
            outline.add_heading(level, _plain(token))
            level = 0
        elif depth:
            outline.add_bullet(_plain(token))
        else:
            outline.add_paragraph(_plain(token))


def _plain(token: Token) -> str:
    """What a reader of the page sees of the token."""
    if token.type == "inline":
        return "".join(map(_plain, token.children or ()))
    if token.type in {"softbreak", "hardbreak"}:
        return " "
    if token.type == "html_block":
        is_silent = token.content.lstrip().lower().startswith(_SILENT_HTML)
        return "" if is_silent else html.unescape(_TAG.sub(" ", token.content))
    return "" if token.type == "html_inline" else token.content
