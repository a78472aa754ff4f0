"""The short sign that one of our messages carries, so that its echo can be known. Pure."""

from __future__ import annotations

import hashlib
import re

_PREFIX = "reply-"
_HEX_CHARS = 20
_MARK = re.compile(rf"{_PREFIX}[0-9a-f]{{{_HEX_CHARS}}}")


def mark_of(reply_key: str) -> str:
    """A `block_id` (80 bits of SHA-256) that tells nothing about the key to a reader of the message."""
    return _PREFIX + hashlib.sha256(reply_key.encode()).hexdigest()[:_HEX_CHARS]


def is_mark(block_id: str) -> bool:
    """Whether a `block_id` is one of ours."""
    return _MARK.fullmatch(block_id) is not None
