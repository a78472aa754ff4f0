"""Lines of a PDF's pages become paragraphs and bullets: without running heads, with words put together again. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

# Heads and feet stand in the first and last lines of a page.
_EDGE_LINES = 3
# A head of even pages only stands on nearly half of them.
_RUNNING_SHARE_MIN = 0.4
_RUNNING_PAGES_MIN = 3
_NUMBER = re.compile(r"\d{1,6}")
# Of a line with more numbers than that, none is the page's.
_NUMBERS_MAX = 6
_PAGE_NUMBER = re.compile(r"(?:page|p\.|-)?\s*\d{1,4}\s*(?:-|(?:/|of)\s*\d{1,4})?", re.IGNORECASE)
# Round bullets, squares and arrows, and what Symbol and Wingdings call so; a dash or an "o" only before space.
_SIGNS = "\u2022\u2023\u2043\u25a0\u25a1\u25aa\u25ab\u25cb\u25cf\u25e6\u00b7\uf076\uf0a7\uf0b7\uf0d8"
_BULLET = re.compile(f"\\s*(?:[{_SIGNS}]\\s*|[-\u2013o*]\\s+)(?=\\S)")
_NUMBERED = re.compile(r"\s*\(?(?:\d{1,2}|[a-z])[.)]\s+\S")
_HYPHEN_END = re.compile("([^\\W\\d_]+)[-\u2010]\\s*$")
_LOWER_START = re.compile(r"\s*([^\W\d_]+)")
_WORD = re.compile("[^\\W\\d_]+(?:[-\u2010][^\\W\\d_]+)*")
_SENTENCE_END = re.compile("[.!?:;][\"')\\]\u201d\u2019]*\\s*$")
_SENTENCE_END_INSIDE = re.compile("[.!?][\"')\\]\u201d\u2019]{0,3}(?=\\s|$)")
# The end of a line is looked for near its end: from the start of a very long one, that would take for ever.
_TAIL_CHARS = 60
_LEADER = re.compile(r"(?:\.\s?){5,}\s*(?:\d{1,4}|[ivxlc]{1,6})\s*$")
_LEADER_TAIL_CHARS = 200
# A line this much shorter than the page's full ones was not broken for want of room.
_SHORT_SHARE, _VERY_SHORT_SHARE = 0.85, 0.55


@dataclass(slots=True)
class Block:
    """A paragraph or an entry of a list, line by line."""

    lines: list[str]
    is_bullet: bool

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(self.lines)


def blocks(pages: Sequence[str]) -> list[list[Block]]:
    """The blocks of each page. A sentence that goes on overleaf stands whole where it starts."""
    lines = _without_running([page.split("\n") for page in pages])
    words = Counter(word.casefold() for page in lines for line in page for word in _WORD.findall(line))
    made = [list(_page_blocks(page, words)) for page in lines]
    for here, after in pairwise(made):
        if here and after and _goes_on(here[-1], after[0]):
            for line in _take_sentence(after):
                _add_line(here[-1].lines, line, words)
    return made


def _without_running(pages: list[list[str]]) -> list[list[str]]:
    written = [[line for line in page if line.strip() and not _is_contents(line)] for page in pages]
    counts = Counter(key for number, page in enumerate(written) for key in _edge_keys(page, number))
    wanted = max(_RUNNING_PAGES_MIN, _RUNNING_SHARE_MIN * len(pages))
    running = {key for key, count in counts.items() if count >= wanted}
    trimmed = [_trimmed(page, number, running) for number, page in enumerate(written)]
    # Where nothing else is left, it was no head: the same card, printed on every page.
    return trimmed if any(trimmed) else written


def _edge_keys(page: list[str], number: int) -> set[str]:
    edges = page[:_EDGE_LINES] + page[_EDGE_LINES:][-_EDGE_LINES:]
    return {key for line in edges for key in _keys(line, number)}


def _keys(line: str, number: int) -> Iterator[str]:
    """What the line is on every page that has it: itself, or itself with one number that grows with the pages."""
    plain = " ".join(line.split())
    yield plain
    numbers = list(_NUMBER.finditer(plain))
    for found in numbers if len(numbers) <= _NUMBERS_MAX else ():
        yield f"{plain[: found.start()]}\0{int(found[0]) - number}\0{plain[found.end() :]}"


def _trimmed(page: list[str], number: int, running: set[str]) -> list[str]:
    """The page without the running lines at its edges; the same line between others is text."""
    left = list(page)
    for place in (0, -1):
        for _ in range(_EDGE_LINES):
            if left and _is_running(left[place], number, running):
                left.pop(place)
    return left


def _is_running(line: str, number: int, running: set[str]) -> bool:
    return _PAGE_NUMBER.fullmatch(line.strip()) is not None or any(key in running for key in _keys(line, number))


def _page_blocks(lines: list[str], words: Counter[str]) -> Iterator[Block]:
    lengths = sorted(map(len, lines))
    full = lengths[len(lengths) * 9 // 10] if lengths else 0
    block: Block | None = None
    for line, after in zip(lines, [*lines, ""][1:], strict=True):
        bullet = _BULLET.match(line)
        if bullet and block:
            yield block
            block = None
        text = line[bullet.end() :] if bullet else line
        block = block or Block([], bullet is not None)
        _add_line(block.lines, text, words)
        if _ends_block(line, after, full):
            yield block
            block = None
    if block:
        yield block


def _ends_block(line: str, after: str, full: int) -> bool:
    size = len(line.rstrip())
    if _NUMBERED.match(after):
        return True
    if _ends_sentence(line):
        return size < _SHORT_SHARE * full
    return size < _VERY_SHORT_SHARE * full and after.lstrip()[:1].isupper()


def _goes_on(block: Block, after: Block) -> bool:
    return not (after.is_bullet or _ends_sentence(block.lines[-1])) and after.lines[0].lstrip()[:1].islower()


def _take_sentence(page: list[Block]) -> list[str]:
    """The lines of the page's first sentence, which it loses."""
    lines = page[0].lines
    for place, line in enumerate(lines):
        end = _SENTENCE_END_INSIDE.search(line)
        if end:
            taken = [*lines[:place], line[: end.end()]]
            rest = line[end.end() :].strip()
            page[0].lines = [*([rest] if rest else []), *lines[place + 1 :]]
            if not page[0].lines:
                page.pop(0)
            return taken
    return page.pop(0).lines


def _is_contents(line: str) -> bool:
    """Whether it is a line of a table of contents, which says nothing that does not come again."""
    return _LEADER.search(line[-_LEADER_TAIL_CHARS:]) is not None


def _ends_sentence(line: str) -> bool:
    return _SENTENCE_END.search(line[-_TAIL_CHARS:]) is not None


def _add_line(lines: list[str], line: str, words: Counter[str]) -> None:
    """Add a line; a word cut at the end of the one before is put together, with its hyphen if that is usual here."""
    before = lines[-1].rstrip() if lines else ""
    cut, rest = _HYPHEN_END.search(before[-_TAIL_CHARS:]), _LOWER_START.match(line)
    if cut is None or rest is None or not rest[1][0].islower():
        lines.append(line.strip())
        return
    whole, hyphened = f"{cut[1]}{rest[1]}".casefold(), f"{cut[1]}-{rest[1]}".casefold()
    hyphen = "-" if words[hyphened] > words[whole] else ""
    # The whole word goes to the line that has its end: lines stay as long as they are in the page.
    lines[-1] = before[: len(before) - len(cut[0])]
    lines.append(f"{cut[1]}{hyphen}{line.strip()}")
