"""Who wrote the question that a gap leans on, so that it goes when they are forgotten.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# Until now only the question itself told, where that is kept; what nobody can be found for would stay for good.
_FILL = """
    UPDATE gaps SET context_author = COALESCE((
        SELECT MIN(turns.author) FROM turns
        WHERE turns.team = gaps.team AND turns.channel = gaps.channel AND turns.question = gaps.context
    ), '') WHERE context <> ''
"""
_CLEAR = "UPDATE gaps SET context = '' WHERE context_author = ''"


def upgrade() -> None:
    """Add the column."""
    op.add_column("gaps", sa.Column("context_author", sa.String(32), nullable=False, server_default=""))
    op.execute(_FILL)
    op.execute(_CLEAR)
