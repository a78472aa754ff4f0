"""The only place that constructs things."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.asking.answering import Answering
from bot.settings import SCORECARDS_FOLDER, Settings
from bot.store.engines import open_engine
from bot.store.people import People
from bot.store.schema import bring_up_to_date
from bot.store.walkthroughs import Walkthroughs
from bot.walkthrough.reporting.closing import Documents
from bot.walkthrough.reporting.reporter import Reporter
from embeddings.encoder import BUNDLED_MODEL, Encoder, SentenceEncoder, model_identity
from knowledge.content_files import read_boundaries, read_documents
from knowledge.errors import BoundariesBroken, ContentBroken, IndexCorrupt, IndexMissing, KnowledgeError, PublishFailed
from knowledge.generation import Generation, read_generation
from knowledge.generations import Generations, Manifest
from knowledge.refresh import Progress, build, recipe_of
from knowledge.retrieval import Retrieval
from knowledge.scorecard_files import read_scorecards
from knowledge.scorecards import Scorecard, ScorecardFault


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh published, or found still serving. `encoded` texts were new."""

    manifest: Manifest
    encoded: int
    changed: bool


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


def helpful_documents() -> Documents:
    """Title and address of every document, for a report; none at all while the content is broken."""
    try:
        return {document.ref: (document.head.title, document.head.source_url) for document in read_documents()}
    except ContentBroken:
        return {}


def refresh(settings: Settings, report: Callable[[Progress], None], *, force: bool = False) -> Refreshed:
    """Publish a generation of the content as it is now; unchanged content loads no model and encodes nothing.

    Args:
        settings: where the index lives and which model encodes.
        report: called while encoding.
        force: build everything anew, also when nothing changed.

    Raises:
        KnowledgeError: the content is broken, or the index cannot be written.
        EmbeddingError: the model is missing or unfit.
    """
    documents, boundaries = read_documents(), read_boundaries()
    recipe = recipe_of(documents, boundaries, model_identity(model_name(settings)))
    store = generations(settings)
    serving, known = _serving(store), {}
    if serving is not None and not force:
        manifest, old = serving
        if manifest.recipe == recipe:
            return Refreshed(manifest, 0, changed=False)
        if manifest.recipe.encoder == recipe.encoder:
            known = old().vectors_by_text()
    store.check_writable()
    encoded = 0

    def count(progress: Progress) -> None:
        nonlocal encoded
        encoded = progress.done
        report(progress)

    generation = build(documents, boundaries, SentenceEncoder(model_name(settings)), known, count)
    manifest = store.publish(generation, recipe, datetime.now(UTC))
    return Refreshed(manifest, encoded, changed=True)


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
    settings: Settings, report: Callable[[Progress], None]
) -> tuple[Manifest, Answering, KnowledgeError | None]:
    """The coach over the content as it is now, refreshed first when it changed.

    Broken content, or a disk that takes no new index, does not stop a coach that has one: the last good index
    serves, and the trouble comes back.

    Raises:
        KnowledgeError: there is no usable index and none can be built.
        EmbeddingError: as `open_coach`.
    """
    try:
        refresh(settings, report)
    except (ContentBroken, BoundariesBroken, PublishFailed) as trouble:
        try:
            return *open_coach(settings), trouble
        except (IndexMissing, IndexCorrupt):
            raise trouble from None
    return *open_coach(settings), None


def _serving(store: Generations) -> tuple[Manifest, Callable[[], Generation]] | None:
    try:
        manifest, folder, _ = store.current()
    except (IndexMissing, IndexCorrupt):
        return None
    return manifest, lambda: read_generation(folder)
