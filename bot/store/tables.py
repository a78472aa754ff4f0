"""The tables. Times are seconds since 1970, UTC; ids are Slack's own."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData()

# SQLite only counts up by itself on a plain INTEGER key.
_RowId = BigInteger().with_variant(Integer, "sqlite")

turns = Table(
    "turns",
    metadata,
    Column("id", _RowId, primary_key=True, autoincrement=True),
    Column("team", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("thread_ts", String(32), nullable=False),
    Column("message_ts", String(32), nullable=False),
    Column("author", String(32), nullable=False),
    Column("question", Text, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("asked_at", Float, nullable=False),
    UniqueConstraint("team", "channel", "message_ts", name="turns_once"),
    Index("turns_of_a_thread", "team", "channel", "thread_ts"),
)
"""One question in one thread, in the words of the person, and how it was answered."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("reply_key", String(255), primary_key=True),
    Column("mark", String(64), nullable=False, unique=True),
    Column("channel", String(32), nullable=False),
    Column("ts", String(32), nullable=True),
    Column("intended_at", Float, nullable=False),
    Index("deliveries_by_age", "intended_at"),
)
"""One message that is about to be posted; `ts` once Slack has it."""
