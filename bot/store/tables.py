"""The tables. Times are seconds since 1970, UTC; ids are Slack's own."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
    true,
)

metadata = MetaData()

# SQLite only counts up by itself on a plain INTEGER key.
_RowId = BigInteger().with_variant(Integer, "sqlite")
# Few messages are streamed: the others need no place in the index that finds those.
_STREAMED = text("streamed_in <> ''")

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
    Column("edited_ts", String(32), nullable=False, server_default=""),
    UniqueConstraint("team", "channel", "message_ts", name="turns_once"),
    Index("turns_of_a_thread", "team", "channel", "thread_ts"),
)
"""One question in one thread, in the words of the person, and how it was answered; `edited_ts` of the last edit."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("reply_key", String(255), primary_key=True),
    Column("mark", String(64), nullable=False, unique=True),
    Column("channel", String(32), nullable=False),
    Column("ts", String(32), nullable=True),
    Column("intended_at", Float, nullable=False),
    Column("streamed_in", String(32), nullable=False, server_default=""),
    Column("is_finished", Boolean, nullable=False, server_default=true()),
    Index("deliveries_by_age", "intended_at"),
    Index("deliveries_by_stream", "channel", "streamed_in", sqlite_where=_STREAMED, postgresql_where=_STREAMED),
)
"""One message that is about to be posted; `ts` once Slack has it. One that is streamed grows in `streamed_in`."""

walkthroughs = Table(
    "walkthroughs",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("team", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("scorecard", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("phase", String(16), nullable=False),
    Column("started_at", Float, nullable=False),
    Column("touched_at", Float, nullable=False),
    Column("wake_at", Float, nullable=True),
    Column("shown_version", Integer, nullable=False),
    Index("walkthroughs_of_a_channel", "team", "channel"),
    Index("walkthroughs_to_wake", "wake_at"),
)
"""One walkthrough; all but `shown_version` follows from its events, and is written together with them."""

walkthrough_events = Table(
    "walkthrough_events",
    metadata,
    Column("walkthrough", String(64), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("key", String(255), nullable=False),
    Column("part", Integer, nullable=False),
    Column("at", Float, nullable=False),
    Column("by", String(32), nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("walkthrough", "key", "part", name="walkthrough_events_once"),
)
"""What happened, in order from 1, never changed. One command is one `key`; its events are the parts, from 0."""

walkthrough_messages = Table(
    "walkthrough_messages",
    metadata,
    Column("walkthrough", String(64), primary_key=True),
    Column("slot", String(64), primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("ts", String(32), nullable=True),
    Column("digest", String(64), nullable=False),
    Index("walkthrough_messages_by_ts", "channel", "ts"),
)
"""What Slack shows of a walkthrough: `ts` once Slack has the message, `digest` of what stands in it."""

people = Table(
    "people",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("user", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("tz", String(64), nullable=False),
    Column("home_team", String(32), nullable=False),
    Column("seen_at", Float, nullable=False),
)
"""How Slack describes a person; asked for again when `seen_at` is long ago."""

audit = Table(
    "audit",
    metadata,
    Column("id", _RowId, primary_key=True, autoincrement=True),
    Column("team", String(32), nullable=False),
    Column("person", String(32), nullable=False),
    Column("deed", String(32), nullable=False),
    Column("about", Text, nullable=False),
    Column("at", Float, nullable=False),
)
"""One thing that somebody did to the knowledge, or wanted to do and might not."""

refreshes = Table(
    "refreshes",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("team", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("person", String(32), nullable=False),
    Column("phase", String(16), nullable=False),
    Column("story", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("shown_version", Integer, nullable=False),
    Column("ts", String(32), nullable=True),
    Column("at", Float, nullable=False),
    Index("refreshes_by_age", "at"),
)
"""One refresh with its card; `story` is JSON, `version` counts its changes, `ts` is set once Slack has the card."""

gaps = Table(
    "gaps",
    metadata,
    Column("id", _RowId, primary_key=True, autoincrement=True),
    Column("team", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("message_ts", String(32), nullable=False),
    Column("asked_at", Float, nullable=False),
    Column("reason", String(16), nullable=False),
    Column("question", Text, nullable=True),
    Column("context", Text, nullable=False),
    Column("closed_at", Float, nullable=True),
    Column("closed_by_generation", String(64), nullable=True),
    Column("author", String(32), nullable=False, server_default=""),
    Column("context_author", String(32), nullable=False, server_default=""),
    UniqueConstraint("team", "channel", "message_ts", name="gaps_once"),
    Index("gaps_by_age", "asked_at"),
)
"""One question without a good answer; `question` is null, and `context` empty, where words are not kept.

Staff never see who wrote the two (`author`, `context_author`): they are there so that the words go when the person is
forgotten.
"""

feedback = Table(
    "feedback",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("answer_ts", String(32), primary_key=True),
    Column("person", String(32), primary_key=True),
    Column("question_ts", String(32), nullable=False),
    Column("value", String(8), nullable=False),
    Column("at", Float, nullable=False),
    Column("reason", String(16), nullable=False),
    Column("words", Text, nullable=True),
    Index("feedback_on_a_question", "team", "channel", "question_ts"),
    Index("feedback_by_age", "at"),
)
"""What one person thinks of one answer, as they said it last."""

help_requests = Table(
    "help_requests",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("question_ts", String(32), primary_key=True),
    Column("thread_ts", String(32), nullable=False),
    Column("asked_by", String(32), nullable=False),
    Column("experts", Text, nullable=False),
    Column("asked_at", Float, nullable=False),
    Column("ts", String(32), nullable=True),
    Column("resolved_by", String(32), nullable=True),
    Column("resolved_at", Float, nullable=True),
    Index("help_requests_by_age", "asked_at"),
)
"""One call for a person's help with a question; `ts` once Slack has the message, `experts` is JSON."""

additions = Table(
    "additions",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("team", String(32), nullable=False),
    Column("person", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("ts", String(32), nullable=False),
    Column("phase", String(16), nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Float, nullable=False),
    Index("additions_by_phase", "phase"),
)
"""One thing, or several at once, that somebody wants to have in the knowledge; `body` is JSON."""

person_settings = Table(
    "person_settings",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("person", String(32), primary_key=True),
    Column("private", Boolean, nullable=False),
    Column("dates", String(16), nullable=False),
)
"""What one person has chosen for themselves."""

channel_settings = Table(
    "channel_settings",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("answers", String(8), nullable=False),
    Column("collections", Text, nullable=False),
    Column("is_private", Boolean, nullable=False),
    Column("experts", Text, nullable=False),
    Column("quiet_from", String(5), nullable=False),
    Column("quiet_to", String(5), nullable=False),
)
"""How the coach is set up in one channel; `collections` and `experts` are JSON lists."""

asked = Table(
    "asked",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("team", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("thread_ts", String(32), nullable=False),
    Column("person", String(32), nullable=False),
    Column("at", Float, nullable=False),
    Index("asked_by_age", "at"),
    Index("asked_of_a_team", "team", "at"),
    Index("asked_of_a_person", "team", "person", "at"),
    Index("asked_of_a_channel", "team", "channel", "at"),
)
"""One question that was taken, without its words, for a day: so many are taken and no more."""

notices = Table(
    "notices",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("about", String(128), primary_key=True),
    Column("said_for", String(255), nullable=False),
    Column("at", Float, nullable=False),
    Index("notices_by_age", "at"),
)
"""Something that is not said again for a while, or ever, and the event that it was said for."""

installations = Table(
    "installations",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("sealed", Text, nullable=False),
    Column("at", Float, nullable=False),
)
"""One workspace that installed the coach; its token is in `sealed`, which only the key in the settings opens."""

install_states = Table(
    "install_states",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("at", Float, nullable=False),
)
"""One install that was finished, so that nobody finishes it again."""
