"""Where a message is streamed, and whether more is to come of it.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_STREAMED = sa.text("streamed_in <> ''")


def upgrade() -> None:
    """Add both; what was posted before was so at once."""
    op.add_column("deliveries", sa.Column("streamed_in", sa.String(32), nullable=False, server_default=""))
    op.add_column("deliveries", sa.Column("is_finished", sa.Boolean, nullable=False, server_default=sa.true()))
    op.create_index(
        "deliveries_by_stream",
        "deliveries",
        ["channel", "streamed_in"],
        sqlite_where=_STREAMED,
        postgresql_where=_STREAMED,
    )
