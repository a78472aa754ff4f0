"""What the coach knows: where it comes from, where it is published, and who does that."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from bot.judging import JudgedSet
from bot.settings import ADDED_FOLDER, LOOKS_FILE, PAGES_FOLDER, SOURCES_FILE, TEXTS_FOLDER, Settings
from embeddings.encoder import BUNDLED_MODEL, SentenceEncoder, model_identity
from knowledge.content_files import read_boundaries, read_documents
from knowledge.errors import IndexCorrupt, IndexMissing
from knowledge.gathering.gatherer import Gatherer, Reports
from knowledge.gathering.kept_texts import KeptTexts
from knowledge.gathering.looks import KeptLooks
from knowledge.gathering.ports import BringsPages, ReadsFiles
from knowledge.generations import Generations
from knowledge.manifests import Manifest, Recipe
from knowledge.refresh import Progress, recipe_of_marks
from knowledge.refreshing import Draft, Refreshed, Refreshing, Wish
from knowledge.source_files import read_sources
from knowledge.sources import Source
from knowledge.web.addresses import AddressRules


def _silent(_name: str) -> None:
    """Nobody looks on."""


def model_name(settings: Settings) -> str:
    """The embedding model that the settings ask for."""
    return settings.model or BUNDLED_MODEL


def generations(settings: Settings) -> Generations:
    """Where this coach keeps its indexes."""
    return Generations(settings.index)


def sources(settings: Settings) -> tuple[Source, ...]:
    """The sources that come with the coach, those that staff list in its home, and those that they added from Slack.

    Raises:
        SourcesBroken: a list cannot be taken.
    """
    return read_sources(settings.home / SOURCES_FILE, added=settings.home / ADDED_FOLDER)


def source_looks(settings: Settings) -> KeptLooks:
    """How it went when each source was last looked through."""
    return KeptLooks(settings.home / LOOKS_FILE, lambda: datetime.now(UTC))


def address_rules(settings: Settings) -> AddressRules:
    """Which addresses of the web may be asked."""
    return AddressRules(settings.intranet)


def gatherer(settings: Settings) -> Gatherer:
    """Who looks through sources."""
    kept = KeptTexts(settings.home / TEXTS_FOLDER)
    return Gatherer(kept, source_looks(settings), _open_reader, lambda: _open_web(settings))


def refreshing(settings: Settings) -> Refreshing:
    """The one who drafts and publishes what this coach knows.

    Raises:
        EmbeddingError: the model is missing or unfit.
    """
    name = model_name(settings)
    return Refreshing(_begun(settings), model_identity(name), lambda: SentenceEncoder(name), JudgedSet())


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
    return generations(settings).roll_back(name, _wanted(settings))


def bring_up(settings: Settings, report: Callable[[Progress], None]) -> Manifest:
    """What serves from now on: the content that comes with the coach as it is now, unless a generation is pinned.

    Raises:
        KnowledgeError, EmbeddingError: as `refresh`.
    """
    _begun(settings)
    serving = _serving(settings)
    if serving is not None and generations(settings).is_pinned() and serving.recipe.is_made_like(_wanted(settings)):
        return serving
    return refresh(settings, report, look=serving is None).manifest


def _wanted(settings: Settings) -> Recipe:
    """How a generation must be made that can serve here, of whatever content."""
    return recipe_of_marks((), "", model_identity(model_name(settings)))


def _begun(settings: Settings) -> Generations:
    """Where this coach keeps its indexes, with the one that came with it when there is none yet."""
    store = generations(settings)
    if settings.first_index and not store.names():
        store.adopt(settings.first_index, _wanted(settings))
    return store


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
    # Only who has pages to ask for pays for these.
    from knowledge.gathering.web_pages import WebPages  # noqa: PLC0415
    from knowledge.web.fetching import Fetcher  # noqa: PLC0415

    return WebPages(settings.home / PAGES_FOLDER, Fetcher(rules=address_rules(settings)))
