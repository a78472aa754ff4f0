"""A row that goes in once, or in place of the one that was there, on both engines."""

from __future__ import annotations

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert


def insert_once(connection: Connection, table: Table, **values: object) -> bool:
    """Whether the row was new; a row with the same unique key stays as it is."""
    keys = table.primary_key.columns
    # Asked for by RETURNING, because drivers differ in what they count for a row that was there already.
    added = connection.execute(_insert(connection, table).values(**values).on_conflict_do_nothing().returning(*keys))
    return added.first() is not None


def put(connection: Connection, table: Table, **values: object) -> None:
    """The row stands there with these values, whether or not there was one with the same primary key."""
    keys = table.primary_key.columns
    others = {name: value for name, value in values.items() if name not in keys}
    insert = _insert(connection, table).values(**values)
    connection.execute(insert.on_conflict_do_update(index_elements=list(keys), set_=others))


def _insert(connection: Connection, table: Table) -> SqliteInsert | PostgresqlInsert:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
