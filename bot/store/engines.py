"""One engine for the whole bot: a SQLite file that loses nothing, or PostgreSQL by URL."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.store.errors import StoreRefused, StoreUnavailable

# The first release without the WAL-reset bug, which can lose commits.  Source: https://sqlite.org/wal.html#walresetbug
SQLITE_VERSION_MIN = (3, 51, 3)
# `hide_parameters` below: what people wrote must not reach an error text, and from there a log.
# Many questions wait for their turn to write; each write takes about a millisecond.
_BUSY_TIMEOUT_MS = 10_000
_TRY_AGAIN_S = 0.01
_POOL_SIZE = 16
_POOL_WAIT_S = 10


def open_engine(database_url: str) -> Engine:
    """An engine that is ready to use; for SQLite the folder of the file is made when it is missing.

    Raises:
        StoreRefused: the SQLite library is too old, or the folder cannot be written.
    """
    url = make_url(database_url)
    return _open_sqlite(url) if url.get_backend_name() == "sqlite" else _open_postgresql(url)


def has_database(database_url: str) -> bool:
    """Whether there is something to look into: a SQLite file is made only once there is something to keep."""
    url = make_url(database_url)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").is_file()


@contextmanager
def writing_trouble() -> Iterator[None]:
    """Database trouble comes out as `StoreUnavailable`; a fault of ours in a statement stays what it is.

    Raises:
        StoreUnavailable: no connection, no space, locked for too long.
    """
    try:
        yield
    except (OperationalError, PoolTimeout) as error:
        raise StoreUnavailable from error
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        raise StoreUnavailable from error


def drop_old_pages(engine: Engine) -> None:
    """What was deleted goes from the files as well, as far as nobody is reading it just now.

    Raises:
        StoreUnavailable: the database does not answer.
    """
    if engine.dialect.name == "sqlite":
        with writing_trouble(), engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _open_sqlite(url: URL) -> Engine:
    if dbapi2.sqlite_version_info < SQLITE_VERSION_MIN:
        wanted = ".".join(map(str, SQLITE_VERSION_MIN))
        raise StoreRefused("old_sqlite", found=dbapi2.sqlite_version, wanted=wanted)
    folder = Path(url.database or "").parent
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreRefused("folder", found=str(folder)) from error
    engine = create_engine(
        url,
        module=dbapi2,
        pool_size=_POOL_SIZE,
        max_overflow=_POOL_SIZE,
        pool_timeout=_POOL_WAIT_S,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # IMMEDIATE: a writer waits its turn at BEGIN instead of failing in the middle.
    connection.isolation_level = "IMMEDIATE"
    connection.execute(f"PRAGMA busy_timeout={_BUSY_TIMEOUT_MS}")
    _switch_to_wal(connection)
    # NORMAL may lose the last commits when the power goes; the ack to Slack would then be a lie.
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    # What was deleted is overwritten: somebody may have asked for it to be gone.
    connection.execute("PRAGMA secure_delete=ON")


def _switch_to_wal(connection: Any) -> None:
    # Two processes that open a new file at once: here SQLite does not wait by itself as it does elsewhere.
    deadline = time.monotonic() + _BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except dbapi2.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_TRY_AGAIN_S)
        else:
            return


def _open_postgresql(url: URL) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=_POOL_SIZE,
        max_overflow=_POOL_SIZE,
        pool_timeout=_POOL_WAIT_S,
        pool_pre_ping=True,
        hide_parameters=True,
    )
