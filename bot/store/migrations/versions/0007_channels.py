"""How the coach is set up in a channel, how much it is asked, and what it has said that it says once.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "channel_settings",
        sa.Column("team", sa.String(32), primary_key=True),
        sa.Column("channel", sa.String(32), primary_key=True),
        sa.Column("answers", sa.String(8), nullable=False),
        sa.Column("collections", sa.Text, nullable=False),
        sa.Column("is_private", sa.Boolean, nullable=False),
        sa.Column("experts", sa.Text, nullable=False),
        sa.Column("quiet_from", sa.String(5), nullable=False),
        sa.Column("quiet_to", sa.String(5), nullable=False),
    )
    op.create_table(
        "asked",
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("team", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("thread_ts", sa.String(32), nullable=False),
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_index("asked_by_age", "asked", ["at"])
    op.create_index("asked_of_a_team", "asked", ["team", "at"])
    op.create_index("asked_of_a_person", "asked", ["team", "person", "at"])
    op.create_index("asked_of_a_channel", "asked", ["team", "channel", "at"])
    op.create_table(
        "notices",
        sa.Column("team", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("about", sa.String(128), primary_key=True),
        sa.Column("said_for", sa.String(255), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_index("notices_by_age", "notices", ["at"])
