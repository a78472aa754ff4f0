"""What the reader and its child process say to each other: frames of a kind and some bytes, no more.

Reader to child: a name, the bytes of the file in pieces, an end. Child to reader: ready, once; then for each file a
reason, or a head, its sections and an end. Texts travel as JSON; nothing that comes in becomes an object of its own
choosing.
"""

from __future__ import annotations

import json
import os
import select
import struct
import time
from typing import Any, BinaryIO, get_args

from knowledge.reading.texts import ReadSection, Reason, Unreadable

READY, NAME, DATA, END, REASON, HEAD, SECTION = b"r", b"n", b"d", b"e", b"x", b"h", b"s"
# With an end of text: the child has grown and had better be followed by another.
SPENT, FIT = b"1", b"0"
# What the child ends with: a library is missing; there is no memory left even to say so.
EXIT_BROKEN, EXIT_MEMORY = 70, 71
# What goes through a pipe at once.
PIECE_BYTES = 65_536
_HEADER = struct.Struct(">cI")
_REASONS: dict[str, Reason] = {each: each for each in get_args(Reason)}


class LineClosed(Exception):
    """Nobody is at the other end."""


class LineLate(Exception):
    """It takes longer than it may."""


class LineGarbled(Exception):
    """What came is no frame that we know, or a longer one than is taken."""


class Line:
    """The reader's ends of two pipes; every wait on them has an end."""

    def __init__(self, incoming: int, outgoing: int) -> None:
        """Use two file descriptors, which stay the caller's to close."""
        self._incoming, self._outgoing = incoming, outgoing
        for each in (incoming, outgoing):
            os.set_blocking(each, False)

    def send(self, kind: bytes, payload: bytes | memoryview, deadline: float) -> None:
        """Write a frame by `deadline`, a time of the monotonic clock.

        Raises:
            LineClosed: the child is gone.
            LineLate: it does not take it in time.
        """
        rest = memoryview(_HEADER.pack(kind, len(payload)) + payload)
        while rest:
            _wait(self._outgoing, select.POLLOUT, deadline)
            try:
                rest = rest[os.write(self._outgoing, rest) :]
            except BrokenPipeError as error:
                raise LineClosed from error

    def receive(self, bytes_max: int, deadline: float) -> tuple[bytes, bytes]:
        """The next frame: its kind and at most so many bytes.

        Raises:
            LineClosed: the child is gone.
            LineLate: nothing comes in time.
            LineGarbled: it is longer.
        """
        kind, size = _HEADER.unpack(self._read(_HEADER.size, deadline))
        if size > bytes_max:
            raise LineGarbled
        return kind, self._read(size, deadline)

    def _read(self, size: int, deadline: float) -> bytes:
        got = bytearray()
        while len(got) < size:
            _wait(self._incoming, select.POLLIN, deadline)
            piece = os.read(self._incoming, size - len(got))
            if not piece:
                raise LineClosed
            got += piece
        return bytes(got)


def read_frame(stream: BinaryIO) -> tuple[bytes, bytes]:
    """The next frame on the child's side.

    Raises:
        LineClosed: the reader is gone.
    """
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size:
        raise LineClosed
    kind, size = _HEADER.unpack(header)
    payload = stream.read(size)
    if len(payload) < size:
        raise LineClosed
    return kind, payload


def write_frame(stream: BinaryIO, kind: bytes, payload: bytes) -> None:
    """Write a frame on the child's side; flushing is the caller's."""
    stream.write(_HEADER.pack(kind, len(payload)) + payload)


def pack_head(title: str, date: str) -> bytes:
    """What `unpack_head` takes apart."""
    return _packed([title, date])


def pack_section(section: ReadSection) -> bytes:
    """What `unpack_section` takes apart."""
    return _packed([section.headings, section.text, section.page])


def unpack_head(payload: bytes) -> tuple[str, str]:
    """Title and date.

    Raises:
        LineGarbled: they are none.
    """
    match _unpacked(payload):
        case [str(title), str(date)]:
            return title, date
    raise LineGarbled


def unpack_section(payload: bytes) -> ReadSection:
    """A section.

    Raises:
        LineGarbled: it is none.
    """
    match _unpacked(payload):
        case [[*headings], str(text), (int() | None) as page] if all(isinstance(each, str) for each in headings):
            return ReadSection(tuple(headings), text, page)
    raise LineGarbled


def unpack_reason(payload: bytes) -> Unreadable:
    """Why there is no text.

    Raises:
        LineGarbled: there is no such reason.
    """
    reason = _REASONS.get(payload.decode("ascii", errors="replace"))
    if reason is None:
        raise LineGarbled
    return Unreadable(reason)


def _packed(value: list[Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _unpacked(payload: bytes) -> Any:
    try:
        return json.loads(payload)
    except ValueError as error:
        raise LineGarbled from error


def _wait(fd: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(fd, event)
    if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
        raise LineLate
