"""Plain text: paragraphs between blank lines, lists, and headings that are clearly meant as such. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.reading.cleaning import clean
from knowledge.reading.outline import Outline
from knowledge.reading.texts import Outcome

_BULLET = re.compile(r"\s*(?:[-*+•◦▪‣·–]|\(?\d{1,3}[.)])\s+(?=\S)")  # noqa: RUF001 -- people type every sort of dash
_UNDERLINE = re.compile(r"\s*(=+|-+|~+)\s*")
_UNDERLINE_CHARS_MIN = 3
_SAYS_SOMETHING = re.compile(r"[^\W_]")
_HEADING_CHARS_MAX = 80
_CAPS_LETTERS_MIN = 4
# In a text that shouts throughout, capitals are no headings.
_CAPS_SHARE_MAX = 0.3
# Nobody breaks lines by hand at this width: such a line is a paragraph.
_UNWRAPPED_CHARS = 120


def read_plain(text: str, text_chars_max: int) -> Outcome:
    """The paragraphs and lists of `text`, below its headings.

    Raises:
        CannotRead: there is more than is taken.
    """
    lines = clean(text).split("\n")
    outline = Outline(text_chars_max)
    has_capital_headings = _capital_share(lines) <= _CAPS_SHARE_MAX
    for group in _groups(lines):
        start = 0
        while level := _underlined_level(group[start : start + 2]):
            outline.add_heading(level, group[start])
            start += 2
        if has_capital_headings and len(group) == 1 and _is_in_capitals(group[0]):
            outline.add_heading(2, group[0])
        else:
            _add_block(outline, group[start:])
    return outline.finish()


def _groups(lines: list[str]) -> Iterator[list[str]]:
    """The lines between blank ones."""
    group: list[str] = []
    for line in lines:
        if line.strip():
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _underlined_level(group: list[str]) -> int:
    """1 below "=", 2 below other marks, 0 for no heading."""
    if len(group) < 2:  # noqa: PLR2004 -- a heading and its underline
        return 0
    heading, mark = group[0].strip(), _UNDERLINE.fullmatch(group[1])
    if mark is None or len(mark[1]) < _UNDERLINE_CHARS_MIN or len(heading) > _HEADING_CHARS_MAX:
        return 0
    # A line under three letters that runs over the page closes a section; it names none.
    is_like_long = len(heading) / 2 <= len(mark[1]) <= len(heading) * 2
    return 0 if not is_like_long else 1 if mark[1][0] == "=" else 2


def _is_in_capitals(line: str) -> bool:
    letters = sum(map(str.isalpha, line))
    is_short = letters >= _CAPS_LETTERS_MIN and len(line.strip()) <= _HEADING_CHARS_MAX
    return is_short and line.isupper() and line.rstrip()[-1] not in ".,;" and _BULLET.match(line) is None


def _capital_share(lines: list[str]) -> float:
    written = [line for line in lines if line.strip()]
    return sum(map(_is_in_capitals, written)) / max(1, len(written))


def _add_block(outline: Outline, group: list[str]) -> None:
    """Paragraphs and bullets; a line that starts neither goes on with the one before."""
    parts: list[str] = []
    is_bullet = False

    def end() -> None:
        if parts:
            (outline.add_bullet if is_bullet else outline.add_paragraph)(" ".join(parts))
            parts.clear()

    for line in filter(_SAYS_SOMETHING.search, group):
        bullet = _BULLET.match(line)
        if bullet:
            end()
            is_bullet = True
        parts.append(line[bullet.end() :] if bullet else line)
        if len(line) > _UNWRAPPED_CHARS:
            end()
            is_bullet = False
    end()
