"""Text without what cannot be seen. Pure."""

from __future__ import annotations

import re
import unicodedata

# ANSI escapes; control characters but tab and line ends; soft hyphens; zero-width marks; controls of writing direction,
# which make text read as something it is not; annotation marks, tags, lone surrogates and what is no character at all.
_INVISIBLE = re.compile(
    "\x1b\\[[0-9;?]*[A-Za-z]"
    "|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# PDFs print these letters as one sign each; a search for the word would miss them.
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}


def clean(text: str) -> str:
    """`text` with line feeds as its only line ends, without invisible characters, composed (NFC)."""
    plain = _INVISIBLE.sub("", _LINE_END.sub("\n", text))
    return unicodedata.normalize("NFC", plain.translate(_LIGATURES) if not plain.isascii() else plain)


def one_line(text: str) -> str:
    """`text` cleaned, on one line, with single spaces."""
    return " ".join(clean(text).split())
