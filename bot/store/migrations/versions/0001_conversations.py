"""Threads that the coach is in, and the messages it posts.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "turns",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("team", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("thread_ts", sa.String(32), nullable=False),
        sa.Column("message_ts", sa.String(32), nullable=False),
        sa.Column("author", sa.String(32), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("asked_at", sa.Float, nullable=False),
        sa.UniqueConstraint("team", "channel", "message_ts", name="turns_once"),
    )
    op.create_index("turns_of_a_thread", "turns", ["team", "channel", "thread_ts"])
    op.create_table(
        "deliveries",
        sa.Column("reply_key", sa.String(255), primary_key=True),
        sa.Column("mark", sa.String(64), nullable=False, unique=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("ts", sa.String(32), nullable=True),
        sa.Column("intended_at", sa.Float, nullable=False),
    )
    op.create_index("deliveries_by_age", "deliveries", ["intended_at"])
