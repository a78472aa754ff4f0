"""What is kept in the database, opened for as long as a command needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from bot.settings import Settings
from bot.store.audit import Audit
from bot.store.engines import open_engine
from bot.store.gaps import Gaps
from bot.store.people import People
from bot.store.schema import bring_up_to_date
from bot.store.walkthroughs import Walkthroughs
from bot.walkthrough.reporting.closing import Documents
from bot.walkthrough.reporting.reporter import Reporter
from knowledge.content_files import read_documents
from knowledge.errors import ContentBroken

if TYPE_CHECKING:
    from bot.slack.privacy import Privacy


@dataclass(frozen=True, slots=True)
class Archive:
    """The walkthroughs that are kept, and the one who makes their reports."""

    walkthroughs: Walkthroughs
    reporter: Reporter


@contextmanager
def archive(settings: Settings) -> Iterator[Archive]:
    """The walkthroughs in this coach's database, as long as the block runs.

    Raises:
        StoreRefused, StoreUnavailable: the database cannot be used.
    """
    with _database(settings) as engine:
        log = Walkthroughs(engine)
        yield Archive(log, Reporter(log, People(engine), helpful_documents()))


@contextmanager
def kept_gaps(settings: Settings) -> Iterator[Gaps]:
    """The questions without a good answer in this coach's database, as long as the block runs.

    Raises:
        StoreRefused, StoreUnavailable: the database cannot be used.
    """
    with _database(settings) as engine:
        yield Gaps(engine, keeps_words=settings.keeps_questions)


@contextmanager
def audit_log(settings: Settings) -> Iterator[Audit]:
    """The log of who did what, in this coach's database, as long as the block runs.

    Raises:
        StoreRefused, StoreUnavailable: the database cannot be used.
    """
    with _database(settings) as engine:
        yield Audit(engine)


@contextmanager
def privacy(settings: Settings) -> Iterator[Privacy]:
    """What this coach keeps of people, as long as the block runs.

    Raises:
        StoreRefused, StoreUnavailable: the database cannot be used.
    """
    from bot.slack.privacy import Privacy  # noqa: PLC0415 -- only who asks for the journal pays for its engine

    with _database(settings) as engine:
        yield Privacy(engine)


def helpful_documents() -> Documents:
    """Title and address of every document, for a report; none at all while the content is broken."""
    try:
        return {document.ref: (document.head.title, document.head.source_url) for document in read_documents()}
    except ContentBroken:
        return {}


@contextmanager
def _database(settings: Settings) -> Iterator[Engine]:
    """This coach's database with this release's tables, as long as the block runs."""
    engine = open_engine(settings.database_url.get_secret_value())
    try:
        bring_up_to_date(engine)
        yield engine
    finally:
        engine.dispose()
