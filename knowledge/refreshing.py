"""A refresh: what it would change, then doing it if it is safe. Talks to its parts only through what it is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from embeddings.encoder import Encoder
from knowledge.documents import Document
from knowledge.errors import IndexCorrupt, IndexMissing, RefreshRefused
from knowledge.gathering.gathered import Gathered
from knowledge.generation import Generation, read_generation, read_known
from knowledge.generations import Generations
from knowledge.manifests import JudgedFigures, Manifest, Recipe
from knowledge.planning import VANISHING_SHARE_MAX, Item, Known, Lost, Plan, fallen, marks_after, plan, vanishing
from knowledge.refresh import Progress, build, recipe_of_marks
from knowledge.remembering import NOTHING, Remembered, remembered


class Judges(Protocol):
    """Puts the judged questions to a generation before it serves."""

    @property
    def texts(self) -> Sequence[str]:
        """What they are searched by; their vectors are kept with the generation."""

    def judge(self, generation: Generation, encoder: Encoder) -> JudgedFigures:
        """How well they were answered."""


@dataclass(frozen=True, slots=True)
class Serving:
    """The generation that serves, as far as a plan needs it."""

    manifest: Manifest
    folder: Path
    known: Mapping[str, Known]


@dataclass(frozen=True, slots=True)
class Draft:
    """A refresh before it is done. `recipe` tells two drafts apart: publish the one that somebody agreed to."""

    plan: Plan
    recipe: Recipe
    serving: Serving | None
    content: Mapping[str, Document]
    boundaries: str
    gathered: Gathered
    marks: Mapping[str, str]

    @property
    def is_change(self) -> bool:
        """Whether publishing it would make another index than the one that serves."""
        return self.serving is None or self.serving.manifest.recipe != self.recipe


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants it published, when, and whether also at a loss: `force` builds all of it anew and asks no guard."""

    by: str
    now: datetime
    force: bool = False


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh published, or found still serving. `encoded` texts were new."""

    manifest: Manifest
    plan: Plan
    encoded: int
    changed: bool


class Refreshing:
    """Drafts and publishes generations of one store."""

    def __init__(self, store: Generations, identity: str, open_encoder: Callable[[], Encoder], judge: Judges) -> None:
        """Nothing is opened yet: an encoder only when there is something to encode.

        Args:
            store: where generations are published.
            identity: the encoder's, known without opening it.
            open_encoder: loads the model.
            judge: asks the judged questions.
        """
        self._store = store
        self._identity = identity
        self._open_encoder = open_encoder
        self._judge = judge

    def draft(self, content: Sequence[Document], boundaries: str, gathered: Gathered | None) -> Draft:
        """What a refresh would do now.

        Args:
            content: the documents that come with the coach.
            boundaries: checked text of the boundaries file.
            gathered: what the sources of staff hold; None when nobody looked, then what is known of them stays.
        """
        serving = self._serving()
        known = serving.known if serving else {}
        found = gathered or Gathered((), _unseen(known), {})
        items = [*(Item(each.ref, each.path, each.mark) for each in content), *found.items]
        made = plan(known, items, found.lost)
        marks = marks_after(made, known, items)
        recipe = recipe_of_marks(marks.values(), boundaries, self._identity)
        return Draft(made, recipe, serving, {each.ref: each for each in content}, boundaries, found, marks)

    def publish(self, draft: Draft, wish: Wish, report: Callable[[Progress], None]) -> Refreshed:
        """Make the draft serve; one that changes nothing leaves all as it is and opens no encoder.

        Raises:
            RefreshRefused: it would lose too much.
            PublishFailed: it cannot be written.
            TextsNotKept: a text that was read is not there any more.
        """
        if draft.serving and not draft.is_change and not wish.force:
            if self._store.is_pinned():
                self._store.unpin()
            self._store.tidy()
            return Refreshed(draft.serving.manifest, draft.plan, 0, changed=False)
        self._store.check_writable()
        if not wish.force:
            _guard_documents(draft)
        encoded = 0

        def count(progress: Progress) -> None:
            nonlocal encoded
            encoded = progress.done
            report(progress)

        documents, known = _taken_over(draft, force=wish.force)
        encoder = self._open_encoder()
        generation = build(documents, draft.boundaries, encoder, known, count, self._judge.texts)
        # A large corpus fills memory three times otherwise: what served, what will, and what one was made from.
        del documents, known
        judged = self._judge.judge(generation, encoder)
        if not wish.force:
            _guard_figures(draft, judged)
        manifest = self._store.publish(generation, draft.recipe, wish.now, wish.by, judged)
        return Refreshed(manifest, draft.plan, encoded, changed=True)

    def _serving(self) -> Serving | None:
        try:
            manifest, folder, _ = self._store.current()
        except (IndexMissing, IndexCorrupt):
            return None
        return Serving(manifest, folder, read_known(folder))


def _taken_over(draft: Draft, *, force: bool) -> tuple[list[Document], Remembered]:
    """Every document in the order of the refs, and what need not be made again; the old index is then let go."""
    serving = draft.serving
    old = read_generation(serving.folder) if serving else None
    by_ref = {} if old is None else {each.ref: each for each in old.documents}
    documents = [_document(draft, ref, mark, by_ref) for ref, mark in draft.marks.items()]
    if serving is None or old is None or force:
        return documents, NOTHING
    return documents, remembered(old, serving.manifest.recipe, draft.recipe)


def _document(draft: Draft, ref: str, mark: str, old: Mapping[str, Document]) -> Document:
    for document in (draft.content.get(ref), old.get(ref)):
        if document is not None and document.mark == mark:
            return document
    return draft.gathered.makers[ref]()


def _unseen(known: Mapping[str, Known]) -> tuple[Lost, ...]:
    return tuple(Lost(source, "") for source in sorted({each.source for each in known.values() if each.source}))


def _guard_documents(draft: Draft) -> None:
    share = vanishing(draft.plan, len(draft.serving.known)) if draft.serving else 0.0
    if share > VANISHING_SHARE_MAX:
        known = len(draft.serving.known) if draft.serving else 0
        raise RefreshRefused("vanishing", {"removed": len(draft.plan.removed), "known": known})


def _guard_figures(draft: Draft, judged: JudgedFigures) -> None:
    before = draft.serving.manifest.judged if draft.serving else None
    if before is None or before.questions != judged.questions:
        return
    falls = fallen(before.figures, judged.figures)
    if falls:
        raise RefreshRefused("fallen", falls)
