"""The coach over the generation that serves, and what goes with it."""

from __future__ import annotations

from collections.abc import Callable

from bot.asking.answering import Answering
from bot.asking.gaps import UNANSWERED, Gap, closed_by
from bot.settings import SCORECARDS_FOLDER, Settings
from bot.store.engines import has_database
from bot.swapping import Served, SwappingCoach
from bot.wiring.publishing import bring_up, generations, model_name
from bot.wiring.stores import kept_gaps
from embeddings.encoder import Encoder, SentenceEncoder
from knowledge.content_files import read_documents
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
from knowledge.generation import Generation, read_generation
from knowledge.manifests import Manifest
from knowledge.refresh import Progress
from knowledge.retrieval import Retrieval
from knowledge.scorecard_files import read_scorecards
from knowledge.scorecards import Scorecard, ScorecardFault


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


def scorecards(settings: Settings) -> tuple[tuple[Scorecard, ...], tuple[ScorecardFault, ...]]:
    """The scorecards that came with the coach and those that staff keep in its home, and the faults of the others.

    Their refs are looked up among the documents, unless those are broken: then a scorecard is taken without.
    """
    try:
        refs = {document.ref for document in read_documents()}
    except ContentBroken:
        refs = None
    return read_scorecards(refs, settings.home / SCORECARDS_FOLDER)


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
