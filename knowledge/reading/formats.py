"""What sort of file it is, by what is in it."""

from __future__ import annotations

import io
import re
from pathlib import PurePath
from typing import Literal
from zipfile import BadZipFile, ZipFile

from knowledge.reading.texts import Unreadable

Container = Literal["pdf", "word", "text"]
TextFormat = Literal["html", "markdown", "plain"]

WORD_PART = re.compile(r"word/document\d*\.xml")
# Source: ISO 32000-2, implementation notes: readers take a header anywhere in the first 1,024 bytes.
_PDF_HEADER_BYTES = 1_024
# Source: MS-CFB 2.2, the first bytes of a compound file: Office before 2007, and every encrypted one since.
_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# Files of plain characters that are no text to read.
_CODED_TEXT = (b"{\\rtf", b"%!PS", b"-----BEGIN ")
_DOCUMENT_SUFFIXES = frozenset({".pdf", ".docx", ".docm", ".doc"})
_MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_PLAIN_SUFFIXES = frozenset({".txt", ".text", ".log", ".csv", ".tsv"})
_HEAD_CHARS = 4_096
_HTML = re.compile(
    r"(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|(?:html|head|body|title|meta|base)\b)", re.IGNORECASE | re.DOTALL
)
_XHTML = re.compile(r"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_FRAGMENT = re.compile(
    r"<(?:h[1-6]|p|div|main|article|section|header|nav|ul|ol|dl|table|span|b|i|em|a)\b", re.IGNORECASE
)
_FRAGMENT_END = re.compile(r"</\w{1,20}>\s*\Z")
_ATX_HEADING = re.compile(r"^#{1,6} +\S", re.MULTILINE)


def recognise(data: bytes, name: str) -> Container | Unreadable:
    """The sort of file by its bytes; `name` only helps to say what is wrong with one that is none we read."""
    if not data.strip(b"\x00 \t\r\n"):
        return Unreadable("empty")
    if _is_pdf(data):
        return "pdf"
    if data.startswith(_ZIP):
        return _in_zip(data, name)
    if data.startswith(_COMPOUND_FILE):
        return _in_compound_file(data)
    return Unreadable("not_a_document") if data.startswith(_CODED_TEXT) else "text"


def unknown(name: str) -> Unreadable:
    """The outcome for bytes that are no format we know: a document by its name has come to harm."""
    return Unreadable("corrupt" if _suffix(name) in _DOCUMENT_SUFFIXES else "not_a_document")


def recognise_text(text: str, name: str) -> TextFormat | Unreadable:
    """The sort of `text`; its name decides between Markdown and plain text, and only between these."""
    start = text.lstrip()
    head = start[:_HEAD_CHARS]
    if head.startswith("<?xml"):
        return "html" if _XHTML.search(head) else Unreadable("not_a_document")
    if _HTML.match(head) or (_FRAGMENT.match(head) and _FRAGMENT_END.search(text[-200:])):
        return "html"
    if _suffix(name) in _MARKDOWN_SUFFIXES | _PLAIN_SUFFIXES:
        return "markdown" if _suffix(name) in _MARKDOWN_SUFFIXES else "plain"
    return "markdown" if _ATX_HEADING.search(head) and not head.startswith("#!") else "plain"


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _is_pdf(data: bytes) -> bool:
    if data.startswith(b"%PDF-"):
        return True
    # Text may speak of PDF headers, but has no PDF objects.
    return b"%PDF-" in data[:_PDF_HEADER_BYTES] and b"endobj" in data


def _in_zip(data: bytes, name: str) -> Container | Unreadable:
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (BadZipFile, ValueError, NotImplementedError):
        # The list of names is at its end: what is cut off has none.
        return Unreadable("corrupt") if b"word/" in data else unknown(name)
    return "word" if any(map(WORD_PART.fullmatch, names)) else Unreadable("not_a_document")


def _in_compound_file(data: bytes) -> Unreadable:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Unreadable("encrypted")
    return Unreadable("old_word" if "WordDocument".encode("utf-16-le") in data else "not_a_document")
