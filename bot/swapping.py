"""The coach that serves, exchanged as a whole for one over a newer generation while questions come in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import structlog
from numpy.typing import NDArray

from bot.asking.answering import Answering, Consideration
from bot.asking.answers import Reply
from embeddings.errors import EmbeddingError
from knowledge.documents import Document
from knowledge.errors import KnowledgeError

log = structlog.get_logger(__name__)

# A new generation is to serve within two seconds; reading the bundled one takes about one of them.
LOOK_EVERY_S = 0.5


@dataclass(frozen=True, slots=True)
class Served:
    """A coach, and the name of the generation behind it."""

    name: str
    coach: Answering


class SwappingCoach:
    """Answers as the newest generation would. Threads may use it at once; each question sees one generation only."""

    def __init__(self, served: Served, pointer: Callable[[], str], load: Callable[[], Served]) -> None:
        """`pointer` names the generation that should serve, cheaply; `load` reads it, which takes a while."""
        self._served = served
        self._pointer = pointer
        self._load = load
        # What could not be read is not tried again before something else is published.
        self._seen = served.name
        self._is_ended = threading.Event()
        self._watch = threading.Thread(target=self._keep_looking, name="swapping", daemon=True)

    def reply(
        self,
        text: str,
        earlier: Sequence[str] = (),
        audience: frozenset[str] = frozenset(),
        collections: frozenset[str] = frozenset(),
    ) -> Reply:
        """As `Answering.reply`."""
        return self._served.coach.reply(text, earlier, audience, collections)

    def consider(
        self,
        text: str,
        earlier: Sequence[str] = (),
        audience: frozenset[str] = frozenset(),
        collections: frozenset[str] = frozenset(),
    ) -> Consideration:
        """As `Answering.consider`."""
        return self._served.coach.consider(text, earlier, audience, collections)

    def documents(self, audience: frozenset[str] = frozenset()) -> tuple[Document, ...]:
        """As `Answering.documents`."""
        return self._served.coach.documents(audience)

    def audiences(self) -> frozenset[str]:
        """As `Answering.audiences`."""
        return self._served.coach.audiences()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As `Answering.encode`."""
        return self._served.coach.encode(texts)

    @property
    def generation(self) -> str:
        """The name of the generation that serves."""
        return self._served.name

    def start(self) -> None:
        """From now on a newer generation is taken as soon as it is published."""
        self._watch.start()

    def end(self) -> None:
        """Stay with what serves."""
        self._is_ended.set()

    def look(self) -> None:
        """Take the generation that should serve, when it is another one and whole."""
        wanted = self._pointer()
        if wanted in {"", self._seen}:
            return
        self._seen = wanted
        try:
            self._served = self._load()
        except (KnowledgeError, EmbeddingError) as error:
            log.error("generation_not_taken", generation=wanted, code=type(error).__name__)  # noqa: TRY400 -- no trace
        else:
            log.info("generation_taken", generation=self._served.name)

    def _keep_looking(self) -> None:
        while not self._is_ended.wait(LOOK_EVERY_S):
            try:
                self.look()
            except Exception:  # a defect here must not end the looking, nor the answers
                log.exception("looking_broke")
