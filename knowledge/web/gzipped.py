"""Unpacking what may be a bomb. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from knowledge.web.errors import Stopped

# A file may be packed in several pieces; thousands of tiny ones only serve to keep a reader busy.
MEMBERS_MAX = 100
# Source: RFC 1952, 2.3.1
START = b"\x1f\x8b"


def unpacked(chunks: Iterable[bytes], bytes_max: int) -> bytes:
    """What was packed by gzip, never much more than `bytes_max` of it in memory; what follows it is left out.

    Raises:
        Stopped: it is larger, damaged or cut off.
    """
    found, unpacker, members = bytearray(), zlib.decompressobj(wbits=zlib.MAX_WBITS | 16), 1
    for chunk in chunks:
        left = chunk
        while left:
            if unpacker.eof:
                if not left.startswith(START[:1]) or members == MEMBERS_MAX:
                    return bytes(found)
                unpacker, members = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16), members + 1
            try:
                found += unpacker.decompress(left, bytes_max - len(found) + 1)
            except zlib.error as error:
                raise Stopped("wrong_type") from error
            if len(found) > bytes_max:
                raise Stopped("too_large")
            left = unpacker.unused_data or unpacker.unconsumed_tail
    if not unpacker.eof:
        raise Stopped("no_connection")
    return bytes(found)
