"""How Alembic runs a step: on the connection, and inside the transaction, that it was handed."""

from __future__ import annotations

from alembic import context

from bot.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table="coach_schema",
    transactional_ddl=True,
)
context.run_migrations()
