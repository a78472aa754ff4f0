"""What reading a file ends in: its text, or the reason why there is none. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reason = Literal[
    "empty",  # no bytes, or nothing but space; a PDF of blank pages
    "no_text",  # a whole file of a sort we read, without words of its own: a page that a script fills
    "scanned",  # a PDF of pictures
    "encrypted",  # opens with a password only
    "corrupt",  # damaged or cut off
    "too_large",  # more bytes, text, pages or nesting than we take
    "too_slow",  # not read within its time
    "too_much_memory",  # not read within its memory
    "not_a_document",  # a sort of file that we do not read
    "old_word",  # Word's format before 2007, whatever the file is called
    "hidden",  # its name starts with a dot or "~$"
    "is_link",  # it, or a folder on the way to it, is a symbolic link
    "is_device",  # a device, pipe or socket
    "outside",  # not below the folder that it was asked for in
    "not_allowed",  # we may not open it
    "missing",  # it is gone
    "disk_error",  # the disk does not give it
]


@dataclass(frozen=True, slots=True)
class ReadSection:
    """Text below one heading; of a PDF, the text of one page.

    `headings` lead to it, outermost first, without the title of the document. `text` is plain paragraphs and lists with
    a blank line between them; each entry of a list and each row of a table is a line that starts with "- ". `page`
    counts from 1 and is known for PDFs only.
    """

    headings: tuple[str, ...]
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class ReadText:
    """A file's text. `title` and `date` (2024-05-31) are empty where the document itself does not tell them."""

    title: str
    sections: tuple[ReadSection, ...]
    date: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why there is no text."""

    reason: Reason


Outcome = ReadText | Unreadable


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost.

    `text_chars_max` bounds what comes out and the source of text formats; 5 million characters are about 2,000 pages.
    A child process that has read `files_per_child_max` files makes room for a new one.
    """

    file_bytes_max: int = 25_000_000
    text_chars_max: int = 5_000_000
    memory_bytes_max: int = 512 * 1024 * 1024
    wall_s: float = 20.0
    files_per_child_max: int = 1_000
