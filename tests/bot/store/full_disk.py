"""A disk without space, as SQLite meets it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def full_disk(engine: Engine) -> Iterator[None]:
    """The database file cannot grow inside the block: SQLite then says `database or disk is full`."""

    def limit(connection: Any, _record: Any, _proxy: Any) -> None:
        # SQLite takes the file's own size when a smaller limit is asked for.
        connection.execute("PRAGMA max_page_count=1")

    event.listen(engine, "checkout", limit)
    try:
        yield
    finally:
        event.remove(engine, "checkout", limit)
        engine.dispose()
