"""What kind of thing came, by its `Content-Type` and, where that says nothing, by its first bytes. Pure."""

from __future__ import annotations

import re

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
XML_TYPES = frozenset({"application/xml", "text/xml", "application/rss+xml", "application/atom+xml"})
TEXT_TYPES = frozenset({"text/plain", "text/markdown", "text/x-markdown"})
PAGE_TYPES = HTML_TYPES | XML_TYPES | TEXT_TYPES | {"application/pdf", "application/x-pdf", DOCX}
SITEMAP_TYPES = XML_TYPES | TEXT_TYPES | {"application/gzip", "application/x-gzip"}
# What servers say that do not know, or that want a file to be saved.
UNTOLD_TYPES = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/force-download"})

_TYPE = re.compile(r"\s*([a-z0-9.+-]+/[a-z0-9.+-]+)\s*(?:;|$)")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([a-z0-9._:-]{1,40})")
_HTML_START = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body)", re.IGNORECASE)


def type_of(header: str) -> str:
    """`type/subtype` in small letters; empty when `header` names none."""
    match = _TYPE.match(header.lower())
    return match[1] if match else ""


def with_charset(media_type: str, header: str) -> str:
    """`media_type`, with `; charset=…` when `header` names one."""
    match = _CHARSET.search(header.lower())
    return f"{media_type}; charset={match[1]}" if match else media_type


def recognised(body: bytes) -> str:
    """The type that the first bytes tell; empty when it is none that a reader knows."""
    start = body[:1024].removeprefix(b"\xef\xbb\xbf")
    if start.startswith(b"%PDF-"):
        return "application/pdf"
    if start.startswith(b"PK\x03\x04"):
        return DOCX
    if start.startswith(b"\x1f\x8b"):
        return "application/gzip"
    if _HTML_START.match(start):
        return "text/html"
    if start.lstrip().startswith(b"<?xml"):
        return "application/xml"
    return "" if b"\0" in body else "text/plain"
