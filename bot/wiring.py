"""The only place that constructs things."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.asking.answering import Answering
from bot.asking.gaps import UNANSWERED, Gap, closed_by
from bot.judging import JudgedSet
from bot.settings import PAGES_FOLDER, SCORECARDS_FOLDER, SOURCES_FILE, TEXTS_FOLDER, Settings
from bot.store.audit import Audit
from bot.store.engines import has_database, open_engine
from bot.store.gaps import Gaps
from bot.store.people import People
from bot.store.schema import bring_up_to_date
from bot.store.walkthroughs import Walkthroughs
from bot.swapping import Served, SwappingCoach
from bot.walkthrough.reporting.closing import Documents
from bot.walkthrough.reporting.reporter import Reporter
from embeddings.encoder import BUNDLED_MODEL, Encoder, SentenceEncoder, model_identity
from knowledge.chunking import CHUNKER_VERSION
from knowledge.content_files import read_boundaries, read_documents
from knowledge.errors import (
    BoundariesBroken,
    ContentBroken,
    IndexCorrupt,
    IndexMissing,
    KnowledgeError,
    PublishFailed,
    RefreshRefused,
    SourcesBroken,
)
from knowledge.gathering.gatherer import Gatherer, Reports
from knowledge.gathering.kept_texts import KeptTexts
from knowledge.gathering.ports import BringsPages, ReadsFiles
from knowledge.generation import Generation, read_generation
from knowledge.generations import Generations
from knowledge.manifests import Manifest, Recipe
from knowledge.refresh import Progress
from knowledge.refreshing import Draft, Refreshed, Refreshing, Wish
from knowledge.retrieval import Retrieval
from knowledge.scorecard_files import read_scorecards
from knowledge.scorecards import Scorecard, ScorecardFault
from knowledge.source_files import read_sources
from knowledge.sources import Source


def _silent(_name: str) -> None:
    """Nobody looks on."""


def model_name(settings: Settings) -> str:
    """The embedding model that the settings ask for."""
    return settings.model or BUNDLED_MODEL


def generations(settings: Settings) -> Generations:
    """Where this coach keeps its indexes."""
    return Generations(settings.index)


def scorecards(settings: Settings) -> tuple[tuple[Scorecard, ...], tuple[ScorecardFault, ...]]:
    """The scorecards that came with the coach and those that staff keep in its home, and the faults of the others.

    Their refs are looked up among the documents, unless those are broken: then a scorecard is taken without.
    """
    try:
        refs = {document.ref for document in read_documents()}
    except ContentBroken:
        refs = None
    return read_scorecards(refs, settings.home / SCORECARDS_FOLDER)


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
    engine = open_engine(settings.database_url.get_secret_value())
    try:
        bring_up_to_date(engine)
        log = Walkthroughs(engine)
        yield Archive(log, Reporter(log, People(engine), helpful_documents()))
    finally:
        engine.dispose()


@contextmanager
def kept_gaps(settings: Settings) -> Iterator[Gaps]:
    """The questions without a good answer in this coach's database, as long as the block runs.

    Raises:
        StoreRefused, StoreUnavailable: the database cannot be used.
    """
    engine = open_engine(settings.database_url.get_secret_value())
    try:
        bring_up_to_date(engine)
        yield Gaps(engine, keeps_words=settings.keeps_questions)
    finally:
        engine.dispose()


def close_gaps(settings: Settings) -> tuple[Gap, ...]:
    """The open gaps that the generation which serves now answers, closed; without any, no model is loaded.

    Raises:
        StoreRefused, StoreUnavailable: the database cannot be used.
        IndexMissing, IndexCorrupt, EmbeddingError: as `open_coach`.
    """
    if not has_database(settings.database_url.get_secret_value()):
        return ()
    with kept_gaps(settings) as kept:
        waiting = [gap for gap in kept.open() if gap.question is not None and gap.reason in UNANSWERED]
        if not waiting:
            return ()
        manifest, coach = open_coach(settings)
        closed = closed_by(coach, waiting)
        kept.close([gap.id for gap in closed], manifest.name)
        return closed


@contextmanager
def audit_log(settings: Settings) -> Iterator[Audit]:
    """The log of who did what, in this coach's database, as long as the block runs.

    Raises:
        StoreRefused, StoreUnavailable: the database cannot be used.
    """
    engine = open_engine(settings.database_url.get_secret_value())
    try:
        bring_up_to_date(engine)
        yield Audit(engine)
    finally:
        engine.dispose()


def helpful_documents() -> Documents:
    """Title and address of every document, for a report; none at all while the content is broken."""
    try:
        return {document.ref: (document.head.title, document.head.source_url) for document in read_documents()}
    except ContentBroken:
        return {}


def refreshing(settings: Settings) -> Refreshing:
    """The one who drafts and publishes what this coach knows.

    Raises:
        EmbeddingError: the model is missing or unfit.
    """
    name = model_name(settings)
    return Refreshing(generations(settings), model_identity(name), lambda: SentenceEncoder(name), JudgedSet())


def draft_refresh(settings: Settings, report: Reports = _silent, *, look: bool = True) -> Draft:
    """What a refresh would change now.

    Args:
        settings: where content, sources and index are.
        report: told the name of each file and page that is looked at.
        look: whether the sources of staff are looked through; otherwise what is published of them stays.

    Raises:
        KnowledgeError: content or sources are broken, or cannot be read.
        EmbeddingError: the model is missing or unfit.
    """
    return _drafted(refreshing(settings), settings, report, look=look)


def sources(settings: Settings) -> tuple[Source, ...]:
    """The sources that come with the coach, and those that staff list in its home.

    Raises:
        SourcesBroken: a list cannot be taken.
    """
    return read_sources(settings.home / SOURCES_FILE)


def gatherer(settings: Settings) -> Gatherer:
    """Who looks through sources."""
    return Gatherer(KeptTexts(settings.home / TEXTS_FOLDER), _open_reader, lambda: _open_web(settings))


def refresh(
    settings: Settings,
    report: Callable[[Progress], None],
    *,
    force: bool = False,
    by: str = "",
    look: bool = True,
    looking: Reports = _silent,
) -> Refreshed:
    """Publish a generation of the content as it is now; unchanged content loads no model and encodes nothing.

    Args:
        settings: where the index lives and which model encodes.
        report: called while encoding.
        force: build everything anew, also when nothing changed or much would be lost.
        by: who wants it; empty when nobody asked.
        look: as for `draft_refresh`.
        looking: as `report` there.

    Raises:
        KnowledgeError: the content is broken, too much would be lost, or the index cannot be written.
        EmbeddingError: the model is missing or unfit.
    """
    # The model's identity is a checksum of its weights: found once for both steps.
    steps = refreshing(settings)
    draft = _drafted(steps, settings, looking, look=look)
    return steps.publish(draft, Wish(by, datetime.now(UTC), force), report)


def roll_back(settings: Settings, name: str = "") -> Manifest:
    """Make an earlier generation serve until somebody publishes again: the one of this name, or the one before.

    Raises:
        RollbackRefused: there is none that could serve.
        PublishFailed: the pointer cannot be written.
        EmbeddingError: the model is missing or unfit.
    """
    wanted = Recipe("", model_identity(model_name(settings)), CHUNKER_VERSION)
    return generations(settings).roll_back(name, wanted)


def open_generation(settings: Settings) -> tuple[Manifest, Generation]:
    """The generation that serves.

    Raises:
        IndexMissing, IndexCorrupt: there is none that can.
    """
    manifest, folder, _ = generations(settings).current()
    return manifest, read_generation(folder)


def open_coach(settings: Settings, encoder: Encoder | None = None) -> tuple[Manifest, Answering]:
    """The coach over the generation that serves.

    Raises:
        IndexMissing, IndexCorrupt: there is no index to answer from, or only one that another model made.
        EmbeddingError: the model is missing or unfit.
    """
    manifest, generation = open_generation(settings)
    encoder = encoder or SentenceEncoder(model_name(settings))
    if encoder.identity != manifest.recipe.encoder:
        raise IndexMissing(f"{manifest.name} was made with {manifest.recipe.encoder}, not with {encoder.identity}")
    return manifest, Answering(Retrieval(generation, encoder))


def ready_coach(
    settings: Settings, report: Callable[[Progress], None], encoder: Encoder | None = None
) -> tuple[Manifest, Answering, KnowledgeError | None]:
    """The coach over the content as it is now, refreshed first when it changed.

    What staff's sources hold is published when they say so: unless there is no index yet, they are not looked through
    here. Nor is a generation replaced that somebody went back to. Broken content, or a disk that takes no new index,
    does not stop a coach that has one: the last good index serves, and the trouble comes back.

    Raises:
        KnowledgeError: there is no usable index and none can be built.
        EmbeddingError: as `open_coach`.
    """
    try:
        bring_up(settings, report)
    except (ContentBroken, BoundariesBroken, SourcesBroken, RefreshRefused, PublishFailed) as trouble:
        try:
            return *open_coach(settings, encoder), trouble
        except (IndexMissing, IndexCorrupt):
            raise trouble from None
    return *open_coach(settings, encoder), None


def swapping_coach(
    settings: Settings, report: Callable[[Progress], None]
) -> tuple[SwappingCoach, KnowledgeError | None]:
    """As `ready_coach`, for a bot that runs: once started it takes each newer generation, and loads no model for it.

    Raises:
        KnowledgeError, EmbeddingError: as `ready_coach`.
    """
    encoder = SentenceEncoder(model_name(settings))
    manifest, coach, trouble = ready_coach(settings, report, encoder)

    def load() -> Served:
        newer, newer_coach = open_coach(settings, encoder)
        return Served(newer.name, newer_coach)

    return SwappingCoach(Served(manifest.name, coach), generations(settings).pointer, load), trouble


def bring_up(settings: Settings, report: Callable[[Progress], None]) -> Manifest:
    """What serves from now on: the content that comes with the coach as it is now, unless a generation is pinned.

    Raises:
        KnowledgeError, EmbeddingError: as `refresh`.
    """
    serving = _serving(settings)
    if serving is not None and generations(settings).is_pinned():
        made = serving.recipe
        if (made.encoder, made.chunker) == (model_identity(model_name(settings)), CHUNKER_VERSION):
            return serving
    return refresh(settings, report, look=serving is None).manifest


def _serving(settings: Settings) -> Manifest | None:
    try:
        return generations(settings).current()[0]
    except (IndexMissing, IndexCorrupt):
        return None


def _drafted(steps: Refreshing, settings: Settings, report: Reports, *, look: bool) -> Draft:
    documents, boundaries = read_documents(), read_boundaries()
    gathered = gatherer(settings).gather(sources(settings), report) if look else None
    return steps.draft(documents, boundaries, gathered)


def _open_reader() -> AbstractContextManager[ReadsFiles]:
    from knowledge.reading.worker import Reader  # noqa: PLC0415 -- only who has files to read pays for it

    return Reader()


def _open_web(settings: Settings) -> BringsPages:
    from knowledge.gathering.web_pages import WebPages  # noqa: PLC0415 -- only who has pages to ask for pays for it

    return WebPages(settings.home / PAGES_FOLDER)
