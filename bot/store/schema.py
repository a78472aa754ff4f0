"""The database brought up to this version's tables."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, text

from bot.store.engines import writing_trouble
from bot.store.errors import StoreRefused

MIGRATIONS_DIR = Path(__file__).parent / "migrations"
# Any number will do, as long as every version of the coach takes the same one.
_LOCK = 726_811


def bring_up_to_date(engine: Engine) -> None:
    """Every migration that is missing is applied, in one transaction, by one process at a time.

    Raises:
        StoreRefused: the tables were written by a newer version.
        StoreUnavailable: the database does not answer.
    """
    # A sixth of a second, which a command that finds nothing to do need not pay.
    from alembic import command  # noqa: PLC0415 -- as above
    from alembic.config import Config  # noqa: PLC0415 -- as above
    from alembic.util import CommandError  # noqa: PLC0415 -- as above

    with writing_trouble(), engine.connect() as connection:
        _lock(connection)
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS_DIR))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StoreRefused("newer_schema") from error
        connection.commit()


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text("BEGIN IMMEDIATE"))
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
