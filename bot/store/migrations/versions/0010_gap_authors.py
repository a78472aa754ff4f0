"""Who asked what has no good answer, so that it goes when they are forgotten.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Until now only the question itself told, where that is kept.
_FILL = """
    UPDATE gaps SET author = COALESCE((
        SELECT turns.author FROM turns
        WHERE turns.team = gaps.team AND turns.channel = gaps.channel AND turns.message_ts = gaps.message_ts
    ), '')
"""


def upgrade() -> None:
    """Add the column."""
    op.add_column("gaps", sa.Column("author", sa.String(32), nullable=False, server_default=""))
    op.execute(_FILL)
