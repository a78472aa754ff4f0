"""A row that goes in once, on both engines."""

from __future__ import annotations

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_once(connection: Connection, table: Table, **values: object) -> bool:
    """Whether the row was new; a row with the same unique key stays as it is."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    keys = table.primary_key.columns
    # Asked for by RETURNING, because drivers differ in what they count for a row that was there already.
    added = connection.execute(insert(table).values(**values).on_conflict_do_nothing().returning(*keys))
    return added.first() is not None
