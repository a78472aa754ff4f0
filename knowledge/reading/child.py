"""The process that reads files: whatever goes wrong in it goes wrong here.

python -m knowledge.reading.child MEMORY_BYTES TEXT_CHARS CPU_S
"""

from __future__ import annotations

import importlib
import logging
import math
import os
import resource
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from knowledge.reading.charsets import decode
from knowledge.reading.errors import CannotRead
from knowledge.reading.formats import recognise, recognise_text, unknown
from knowledge.reading.protocol import (
    DATA,
    END,
    EXIT_BROKEN,
    EXIT_MEMORY,
    FIT,
    HEAD,
    NAME,
    READY,
    REASON,
    SECTION,
    SPENT,
    LineClosed,
    pack_head,
    pack_section,
    read_frame,
    write_frame,
)
from knowledge.reading.texts import Outcome, Unreadable

# Libraries open their tables when they need them; nobody needs many at once.
_OPEN_FILES_MAX = 64
# Above that share of its memory, what one file left behind could be what the next one lacks.
_SPENT_SHARE = 0.6
# Source: proc(5): all of the address space, which is what the limit counts, in pages.
_SIZE_FILE = Path("/proc/self/statm")
_NICENESS = 5
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system")


def main() -> None:
    """Read file after file until the reader hangs up."""
    memory_bytes, text_chars, cpu_s = map(int, sys.argv[1:])
    incoming, outgoing = _take_streams()
    _restrict(memory_bytes)
    write_frame(outgoing, READY, b"")
    outgoing.flush()
    try:
        while True:
            name, data = _receive(incoming)
            _allow_cpu(cpu_s)
            _reply(outgoing, _read(data, name, text_chars), memory_bytes)
    except LineClosed:
        return
    except MemoryError:
        os._exit(EXIT_MEMORY)


def _take_streams() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes for ourselves, so that nothing a library prints gets into them."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for each in (0, 1, 2):
        os.dup2(nowhere, each)
    os.close(nowhere)
    return incoming, outgoing


def _restrict(memory_bytes: int) -> None:
    """Give up what no reader needs; limits of the system bind libraries in C too, the hook those in Python."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    os.nice(_NICENESS)
    limits = {resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0, resource.RLIMIT_NOFILE: _OPEN_FILES_MAX}
    if sys.platform == "linux":
        # macOS does not keep it and may refuse it.
        limits[resource.RLIMIT_AS] = memory_bytes
    for kind, limit in limits.items():
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (_at_most(hard, limit), _at_most(hard, limit)))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    is_writing = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
    if is_writing or event.startswith(_FORBIDDEN):
        raise PermissionError(event)


def _allow_cpu(cpu_s: int) -> None:
    """So many seconds from now; the system ends us if the reader no longer can."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (_at_most(hard, math.ceil(time.process_time()) + cpu_s), hard))


def _at_most(hard: int, limit: int) -> int:
    """`limit`, or what a container allows if that is less."""
    return limit if hard == resource.RLIM_INFINITY else min(hard, limit)


def _receive(incoming: BinaryIO) -> tuple[str, bytes]:
    name, data = "", bytearray()
    while True:
        kind, payload = read_frame(incoming)
        if kind == NAME:
            name, data = payload.decode(), bytearray()
        elif kind == DATA:
            data += payload
        elif kind == END:
            return name, bytes(data)


def _read(data: bytes, name: str, text_chars: int) -> Outcome:
    try:
        return _parse(data, name, text_chars)
    except CannotRead as error:
        return Unreadable(error.reason)
    except MemoryError:
        return Unreadable("too_much_memory")
    except Exception:  # noqa: BLE001 -- what a parser raises on hostile bytes is the fault of the bytes
        return Unreadable("corrupt")


def _parse(data: bytes, name: str, text_chars: int) -> Outcome:
    container = recognise(data, name)
    if isinstance(container, Unreadable):
        return container
    if container != "text":
        return _reader(container)(data, text_chars)
    text = decode(data)
    if text is None:
        return unknown(name)
    if len(text) > text_chars:
        return Unreadable("too_large")
    sort = recognise_text(text, name)
    if isinstance(sort, Unreadable):
        return sort
    return _reader(sort)(text, text_chars)


def _reader(sort: str) -> Callable[[Any, int], Outcome]:
    """The reader for a sort of file, with its libraries; most runs need one or two of them."""
    try:
        module = importlib.import_module(f"knowledge.reading.{sort}_reader")
    except Exception:  # noqa: BLE001 -- no file has a part in it, whatever it is
        os._exit(EXIT_BROKEN)
    reader: Callable[[Any, int], Outcome] = getattr(module, f"read_{sort}")
    return reader


def _reply(outgoing: BinaryIO, outcome: Outcome, memory_bytes: int) -> None:
    if isinstance(outcome, Unreadable):
        write_frame(outgoing, REASON, outcome.reason.encode())
    else:
        write_frame(outgoing, HEAD, pack_head(outcome.title, outcome.date))
        for section in outcome.sections:
            write_frame(outgoing, SECTION, pack_section(section))
    write_frame(outgoing, END, SPENT if _size_bytes() > _SPENT_SHARE * memory_bytes else FIT)
    outgoing.flush()


def _size_bytes() -> int:
    """What this process takes up now; 0 where no limit is kept anyway."""
    return int(_SIZE_FILE.read_text().split()[0]) * resource.getpagesize() if sys.platform == "linux" else 0


if __name__ == "__main__":
    main()
