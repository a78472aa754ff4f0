"""What `coach doctor` looks at: everything the coach needs, each with what was found."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pysqlite3 import dbapi2
from sqlalchemy import text

from bot.errors import BotError, SettingsBroken
from bot.settings import Settings, load_settings
from bot.store.engines import SQLITE_VERSION_MIN, open_engine
from bot.terminal import reason_words
from bot.wiring import coaching, publishing
from embeddings.encoder import model_identity
from embeddings.errors import EmbeddingError
from knowledge.content_files import read_documents
from knowledge.documents import Fault
from knowledge.errors import ContentBroken, IndexCorrupt, IndexMissing, IndexUnavailable, SourcesBroken
from knowledge.gathering.looks import Look
from knowledge.gathering.places import fault_of
from knowledge.links import orphans
from knowledge.scorecards import ScorecardFault
from knowledge.sources import Source, SourceFault
from prompts.catalogue.knowing import SourceState
from prompts.catalogue.terminal import CheckUp, Finding, SettingsFaults
from prompts.rendering import render_terminal

# The model, torch and faiss are on disk already; an index with its spares and the state of a busy year fit in this.
FREE_BYTES_MIN = 500 * 1024**2
_SHOWN_MAX = 5


def examine(settings: Settings) -> CheckUp:
    """Every finding, in the order of the checks: `state` is `ok`, `note` or `mend`."""
    checks: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
        _model,
        _content,
        _scorecards,
        _index,
        _sources,
        _tokens,
        _database,
        _sqlite,
        _disk,
    )
    return CheckUp(tuple(finding for check in checks for finding in check(settings)))


def _model(settings: Settings) -> Iterator[Finding]:
    try:
        yield Finding("model", "ok", model_identity(publishing.model_name(settings)))
    except EmbeddingError as error:
        yield Finding("model", "mend", str(error))


def _content(_settings: Settings) -> Iterator[Finding]:
    try:
        documents = read_documents()
    except ContentBroken as broken:
        yield Finding("content", "mend", _places(broken.faults))
        return
    yield Finding("content", "ok", str(len(documents)))
    lonely = orphans(documents)
    if lonely:
        yield Finding("links", "note", ", ".join(lonely))


def _scorecards(settings: Settings) -> Iterator[Finding]:
    scorecards, faults = coaching.scorecards(settings)
    names = ", ".join(scorecard.id for scorecard in scorecards)
    if faults:
        yield Finding("scorecards", "mend", " ".join(filter(None, [_places(faults), names and f"({names})"])))
    else:
        yield Finding("scorecards", "ok", names)


def _places(faults: Sequence[Fault] | Sequence[ScorecardFault] | Sequence[SourceFault]) -> str:
    """How many, and where the first of them are."""
    return f"{len(faults)}: " + ", ".join(f"{fault.path}:{fault.line}" for fault in faults[:_SHOWN_MAX])


def _index(settings: Settings) -> Iterator[Finding]:
    try:
        manifest, _, broken = publishing.generations(settings).current()
    except (IndexMissing, IndexCorrupt, IndexUnavailable) as error:
        yield Finding("index", "mend", str(error))
        return
    state = "mend" if broken else "ok"
    yield Finding("index", state, " ".join([manifest.name, *(f"!{name}" for name in broken)]))


def _sources(settings: Settings) -> Iterator[Finding]:
    """The lists, then each source; the web is not asked."""
    try:
        sources = publishing.sources(settings)
    except SourcesBroken as broken:
        yield Finding("sources", "mend", _places(broken.faults))
        return
    yield Finding("sources", "ok", str(len(sources)))
    looks = publishing.source_looks(settings).known()
    for source in sources:
        yield _source(source, fault_of(source, publishing.address_rules(settings)), looks.get(source.id))


def _source(source: Source, fault: str, look: Look | None) -> Finding:
    """A source that gives nothing is to be mended; one that was not read yet, or not all of it, is worth a note."""
    gives_nothing = fault or (look and look.failed and not look.documents)
    state = "mend" if gives_nothing else "note" if look is None or look.failed else "ok"
    seen = look or Look("", "", 0, 0, "")
    words = SourceState(
        source.place,
        reason_words(fault),
        _shown(seen.at),
        _shown(seen.whole_at),
        seen.documents,
        seen.failed,
        reason_words(seen.reason),
    )
    return Finding("source", state, render_terminal(words).strip())


def _shown(at: str) -> str:
    """A time as people read it; it is in UTC."""
    return at[: len("2026-11-22T09:00")].replace("T", " ")


def _tokens(_settings: Settings) -> Iterator[Finding]:
    """For one of the two ways in; when for neither, what the usual one lacks."""
    over_socket, over_http = (_lacking(over_http=over_http) for over_http in (False, True))
    lacking = over_socket and over_http and over_socket
    yield Finding("tokens", "note" if lacking else "ok", ", ".join(f"-{variable}" for variable in lacking))


def _lacking(*, over_http: bool) -> tuple[str, ...]:
    try:
        load_settings(needs_slack=True, over_http=over_http)
    except SettingsBroken as error:
        faults = error.message.faults if isinstance(error.message, SettingsFaults) else ()
        return tuple(fault.variable for fault in faults)
    return ()


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        engine = open_engine(settings.database_url.get_secret_value())
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        engine.dispose()
    except (BotError, OSError) as error:
        yield Finding("database", "mend", type(error).__name__)
    except Exception as error:  # noqa: BLE001 -- any driver's own trouble is the finding
        yield Finding("database", "mend", type(error).__name__)
    else:
        yield Finding("database", "ok", engine.url.render_as_string(hide_password=True))


def _sqlite(_settings: Settings) -> Iterator[Finding]:
    state = "ok" if dbapi2.sqlite_version_info >= SQLITE_VERSION_MIN else "mend"
    yield Finding("sqlite", state, dbapi2.sqlite_version)


def _disk(settings: Settings) -> Iterator[Finding]:
    place = next(path for path in (settings.home, *settings.home.parents, Path("/")) if path.exists())
    free = shutil.disk_usage(place).free
    yield Finding("disk", "ok" if free >= FREE_BYTES_MIN else "mend", f"{free // 1024**2} MB, {settings.home}")
