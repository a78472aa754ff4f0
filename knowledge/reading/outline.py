"""Headings, paragraphs and list entries, one after the other, become sections. Pure."""

from __future__ import annotations

from knowledge.reading.cleaning import one_line
from knowledge.reading.errors import CannotRead
from knowledge.reading.texts import Outcome, ReadSection, ReadText, Unreadable

# What is longer is a paragraph set in big letters.
HEADING_CHARS_MAX = 300
# A section weighs more than its characters: a file of a million headings must not fill the memory of who reads it.
_SECTION_CHARS = 100


class Outline:
    """A document while it is read; every text that comes in is cleaned and put on one line."""

    def __init__(self, text_chars_max: int) -> None:
        """Take at most `text_chars_max` characters; one more raises `CannotRead`, for being too large."""
        self._left = text_chars_max
        self._sections: list[ReadSection] = []
        self._headings: list[tuple[int, str]] = []
        self._first: tuple[int, str] | None = None
        self._is_first_alone = True
        self._pieces: list[str] = []
        self._is_in_list = False
        self._page: int | None = None

    def add_heading(self, level: int, text: str) -> None:
        """Start a section; `level` is 1 for the outermost."""
        line = one_line(text)
        if len(line) > HEADING_CHARS_MAX:
            self.add_paragraph(line)
        elif line:
            self._end_section()
            while self._headings and self._headings[-1][0] >= level:
                self._headings.pop()
            self._headings.append((level, line))
            if self._first is None and not self._sections:
                self._first = (level, line)
            elif self._first is not None and level <= self._first[0]:
                self._is_first_alone = False

    def add_paragraph(self, text: str) -> None:
        """Add a block of its own."""
        line = one_line(text)
        if line:
            self._add(line, "\n\n")
            self._is_in_list = False

    def add_bullet(self, text: str) -> None:
        """Add an entry to the list, or start one."""
        line = one_line(text)
        if line:
            self._add(f"- {line}", "\n" if self._is_in_list else "\n\n")
            self._is_in_list = True

    def add_row(self, cells: list[str]) -> None:
        """Add a row of a table as an entry of a list."""
        self.add_bullet(" | ".join(cell for cell in map(one_line, cells) if cell))

    def start_page(self, number: int) -> None:
        """Start a section at the top of a page."""
        self._end_section()
        self._page = number

    def finish(self, own_title: str = "", title: str = "", date: str = "") -> Outcome:
        """The text, or that there is none.

        A heading that comes first and has no equal is the document's title, unless it names itself otherwise.

        Args:
            own_title: what the author wrote as the title.
            title: what a program may have filled in; the weakest of the three.
            date: ISO, or empty.
        """
        self._end_section()
        if not self._sections:
            return Unreadable("no_text")
        top = self._first[1] if self._first is not None and self._is_first_alone else ""
        chosen = one_line(own_title) or top or one_line(title)
        sections = self._sections
        if top and chosen.casefold() == top.casefold():
            sections = [ReadSection(each.headings[1:], each.text, each.page) for each in sections]
        return ReadText(chosen[:HEADING_CHARS_MAX], tuple(sections), date)

    def _add(self, text: str, gap: str) -> None:
        if self._pieces:
            self._pieces.append(gap)
        self._pieces.append(text)
        self._spend(len(text) + len(gap))

    def _end_section(self) -> None:
        if self._pieces:
            headings = tuple(heading for _, heading in self._headings)
            self._spend(_SECTION_CHARS + sum(map(len, headings)))
            self._sections.append(ReadSection(headings, "".join(self._pieces), self._page))
        self._pieces = []
        self._is_in_list = False

    def _spend(self, chars: int) -> None:
        self._left -= chars
        if self._left < 0:
            raise CannotRead("too_large")
