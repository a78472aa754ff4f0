"""Calls for a person's help, and which words of a question were answered last.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and the column."""
    op.create_table(
        "help_requests",
        sa.Column("team", sa.String(32), primary_key=True),
        sa.Column("channel", sa.String(32), primary_key=True),
        sa.Column("question_ts", sa.String(32), primary_key=True),
        sa.Column("thread_ts", sa.String(32), nullable=False),
        sa.Column("asked_by", sa.String(32), nullable=False),
        sa.Column("experts", sa.Text, nullable=False),
        sa.Column("asked_at", sa.Float, nullable=False),
        sa.Column("ts", sa.String(32), nullable=True),
        sa.Column("resolved_by", sa.String(32), nullable=True),
        sa.Column("resolved_at", sa.Float, nullable=True),
    )
    op.create_index("help_requests_by_age", "help_requests", ["asked_at"])
    op.add_column("turns", sa.Column("edited_ts", sa.String(32), nullable=False, server_default=""))
