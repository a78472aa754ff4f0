"""Bytes become text, in whatever character set they were written."""

from __future__ import annotations

import codecs
import re
from typing import Final

# Longest mark first: the one of UTF-32 starts with that of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Of the bytes that are looked at to tell text from other things, and one character set from another.
_SAMPLE_BYTES = 65_536
# Text has next to no control characters; packed or random bytes have one in ten.
_CONTROL_SHARE_MAX = 0.03
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
# In UTF-16, every second byte of English is zero, and of other languages every space and line end has one.
_ZERO_SHARE_MIN = 0.05
_ZERO_SHARE_OTHER_MAX = 0.005
# A log or a paste may have a letter cut in two.
_BROKEN_SHARE_MAX = 0.2
_DECLARED = re.compile(rb"""<meta[^<>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_DECLARED_BYTES = 2_048
# Letters with accents and curly quotes are a small part of western text; guessing from so few is left to nobody.
_WESTERN_SHARE_MAX = 0.15


def decode(data: bytes) -> str | None:
    """The text in `data`, or None if it is not text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _if_text(data[len(mark) :].decode(encoding, errors="replace"))
    encoding = _wide(data) or _narrow(data)
    return _if_text(data.decode(encoding, errors="replace"))


def _if_text(text: str) -> str | None:
    sample = text[:_SAMPLE_BYTES]
    return None if len(_CONTROL.findall(sample)) > _CONTROL_SHARE_MAX * len(sample) else text


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark, told by where the zeros are."""
    even, odd = data[:_SAMPLE_BYTES:2], data[1:_SAMPLE_BYTES:2]
    if not odd or len(data) % 2:
        return None
    zeros_even, zeros_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    for zeros, others, encoding in ((zeros_odd, zeros_even, "utf-16-le"), (zeros_even, zeros_odd, "utf-16-be")):
        if zeros >= _ZERO_SHARE_MIN and others <= _ZERO_SHARE_OTHER_MAX and _fits(data, encoding):
            return encoding
    return None


def _narrow(data: bytes) -> str:
    if _fits(data, "utf-8") or _is_nearly_utf8(data):
        return "utf-8"
    declared = _DECLARED.search(data[:_DECLARED_BYTES])
    name = declared[1].decode("ascii", errors="replace") if declared else ""
    # What calls itself Latin-1 is Windows-1252.  Source: Encoding Standard, "latin1" and "iso-8859-1".
    if name and name.lower() not in {"latin1", "iso-8859-1", "us-ascii", "utf-16"} and _fits(data, name):
        return name
    if _is_western(data):
        return "cp1252"
    return _guess(data)


def _fits(data: bytes, encoding: str) -> bool:
    try:
        # Codecs that make bytes of bytes have names too: "zlib", "rot13".
        return isinstance(data.decode(encoding), str)
    except (LookupError, ValueError):
        return False


def _is_nearly_utf8(data: bytes) -> bool:
    """Whether most letters beyond ASCII make sense in UTF-8; in other sets hardly any two bytes do by chance."""
    text = data[:_SAMPLE_BYTES].decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return broken <= _BROKEN_SHARE_MAX * (sum(letter > "\x7f" for letter in text) - broken)


def _is_western(data: bytes) -> bool:
    accented = len(data.translate(None, delete=bytes(range(0x80))))
    return accented <= _WESTERN_SHARE_MAX * len(data) and _fits(data, "cp1252")


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 -- only odd files need it

    best = from_bytes(data[:_SAMPLE_BYTES]).best()
    return best.encoding if best is not None else "latin-1"
