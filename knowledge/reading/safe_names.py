"""Names of files in letters that can be shown, stored and logged. Pure."""

from __future__ import annotations

# Source: PEP 383: a byte that is no UTF-8 stands in names as a surrogate from here on.
_BYTES_START, _BYTES_END = 0xDC80, 0xDCFF
# Linux takes 255 bytes; some file systems that encrypt names take 143.
_NAME_BYTES_MAX, _ENDING_CHARS_MAX = 120, 10
_NAMELESS = "file"


def safe_name(name: str) -> str:
    """`name` with everything that cannot be seen as an escape; different names stay different."""
    return "".join(letter if letter.isprintable() and letter != "\\" else _escaped(ord(letter)) for letter in name)


def file_name(name: str) -> str:
    """A name for a file that leads nowhere else, fits every file system, and is not taken for a hidden one."""
    flat = " ".join(safe_name(name.replace("/", "_")).replace("\\", "_").split()).lstrip(".~ ")
    stem, dot, ending = flat.rpartition(".")
    ending = f"{dot}{ending}" if stem and len(ending) <= _ENDING_CHARS_MAX else ""
    short = flat.removesuffix(ending).encode()[:_NAME_BYTES_MAX].decode(errors="ignore").rstrip(". ")
    return f"{short or _NAMELESS}{ending}"


def _escaped(code: int) -> str:
    if _BYTES_START <= code <= _BYTES_END:
        return f"\\x{code - _BYTES_START + 0x80:02x}"
    return "\\\\" if code == ord("\\") else f"\\u{{{code:04x}}}"
