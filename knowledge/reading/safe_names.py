"""Names of files in letters that can be shown, stored and logged. Pure."""

from __future__ import annotations

# Source: PEP 383: a byte that is no UTF-8 stands in names as a surrogate from here on.
_BYTES_START, _BYTES_END = 0xDC80, 0xDCFF


def safe_name(name: str) -> str:
    """`name` with everything that cannot be seen as an escape; different names stay different."""
    return "".join(letter if letter.isprintable() and letter != "\\" else _escaped(ord(letter)) for letter in name)


def _escaped(code: int) -> str:
    if _BYTES_START <= code <= _BYTES_END:
        return f"\\x{code - _BYTES_START + 0x80:02x}"
    return "\\\\" if code == ord("\\") else f"\\u{{{code:04x}}}"
