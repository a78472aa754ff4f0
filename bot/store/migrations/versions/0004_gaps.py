"""Questions without a good answer, and what people think of answers.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "gaps",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("team", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("message_ts", sa.String(32), nullable=False),
        sa.Column("asked_at", sa.Float, nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("question", sa.Text, nullable=True),
        sa.Column("context", sa.Text, nullable=False),
        sa.Column("closed_at", sa.Float, nullable=True),
        sa.Column("closed_by_generation", sa.String(64), nullable=True),
        sa.UniqueConstraint("team", "channel", "message_ts", name="gaps_once"),
    )
    op.create_index("gaps_by_age", "gaps", ["asked_at"])
    op.create_table(
        "feedback",
        sa.Column("team", sa.String(32), primary_key=True),
        sa.Column("channel", sa.String(32), primary_key=True),
        sa.Column("answer_ts", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(32), primary_key=True),
        sa.Column("question_ts", sa.String(32), nullable=False),
        sa.Column("value", sa.String(8), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("words", sa.Text, nullable=True),
    )
    op.create_index("feedback_on_a_question", "feedback", ["team", "channel", "question_ts"])
    op.create_index("feedback_by_age", "feedback", ["at"])
