"""Walkthroughs, what happened in them, what Slack shows of them, and the people who take part.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the four tables."""
    _make_walkthroughs()
    op.create_table(
        "walkthrough_events",
        sa.Column("walkthrough", sa.String(64), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.UniqueConstraint("walkthrough", "key", "part", name="walkthrough_events_once"),
    )
    op.create_table(
        "walkthrough_messages",
        sa.Column("walkthrough", sa.String(64), primary_key=True),
        sa.Column("slot", sa.String(64), primary_key=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("ts", sa.String(32), nullable=True),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_index("walkthrough_messages_by_ts", "walkthrough_messages", ["channel", "ts"])
    op.create_table(
        "people",
        sa.Column("team", sa.String(32), primary_key=True),
        sa.Column("user", sa.String(32), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("tz", sa.String(64), nullable=False),
        sa.Column("home_team", sa.String(32), nullable=False),
        sa.Column("seen_at", sa.Float, nullable=False),
    )


def _make_walkthroughs() -> None:
    op.create_table(
        "walkthroughs",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("team", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("scorecard", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("phase", sa.String(16), nullable=False),
        sa.Column("started_at", sa.Float, nullable=False),
        sa.Column("touched_at", sa.Float, nullable=False),
        sa.Column("wake_at", sa.Float, nullable=True),
        sa.Column("shown_version", sa.Integer, nullable=False),
    )
    op.create_index("walkthroughs_of_a_channel", "walkthroughs", ["team", "channel"])
    op.create_index("walkthroughs_to_wake", "walkthroughs", ["wake_at"])
