"""Whole refreshes that meet with harm, one at each of their file operations. A program: it kills its own children.

    python -m tests.bot.faulty_refreshes FOLDER [POINTS]

A home is made in FOLDER in which the last of several generations serves, made of documents, of files in a folder and of
a web page, with a gap in the database; then the files and the page change. A first child refreshes it and counts. Every
other child refreshes a fresh copy of it, and at its first operation below the home, or the second, and so on (all of
them, or POINTS spread evenly) it is killed, or the disk fails once, or is full from there on. After each one, another
child refreshes without harm. One JSON object a line says what became of it: `harm`, `operation`, `code`, `words`, and
in `wrong` everything that is not as promised.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import get_args

import bm25s  # noqa: F401 -- it is imported late, and then every child would pay for it

from bot.asking.answering import Answering
from bot.asking.gaps import closed_by
from bot.errors import BotError
from bot.judging import JudgedSet
from bot.settings import PAGES_FOLDER, SOURCES_FILE, TEXTS_FOLDER, Settings, load_settings
from bot.store.gaps import Missed
from bot.terminal import leave_after
from bot.wiring import coaching, publishing, stores
from embeddings.errors import EmbeddingError
from knowledge.errors import KnowledgeError
from knowledge.gathering.gatherer import Gatherer
from knowledge.gathering.kept_texts import KeptTexts
from knowledge.gathering.web_pages import WebPages
from knowledge.generation import read_generation
from knowledge.generations import KEPT, Generations
from knowledge.reading.worker import Reader
from knowledge.refreshing import Refreshing, Wish
from knowledge.retrieval import Retrieval
from knowledge.web.outcomes import Fetched
from tests.fakes.disk import Disk, Harm
from tests.fakes.documents import document
from tests.fakes.encoder import WordEncoder
from tests.fakes.generations import BOUNDARIES, moment
from tests.fakes.web import STARTED, FakePages
from tests.knowledge.published import contents

PAGE_URL = "https://example.org/guide"
QUESTION = "who mends the ferry engine"
DOCUMENTS = (
    document("T1", "tool", {"In short": "Say who pays for the van."}),
    document("T2", "tool", {"In short": "Say who drives."}),
)
JUDGED = "- question: who pays for the van\n  expect: [T1]\n"
SOURCES = """
sources:
  - {{path: {guides}, collection: library, publisher: Lakeside Schools}}
  - {{path: {above}/single.md, collection: library, publisher: Lakeside Schools, title: Single}}
  - {{url: {url}, collection: library, publisher: Example}}
"""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one refresh."""

    harm: Harm
    operation: str
    code: int
    """What it ended with; below zero the signal that killed it."""
    words: str
    wrong: tuple[str, ...]


class Stage:
    """A folder with a home, and a copy of it as it was before the refresh."""

    def __init__(self, root: Path) -> None:
        """Make the home, and change what its sources hold."""
        self._root, self.home, self._before = root, root / "home", root / "before"
        self._guides, self._number = root / "sources" / "guides", 0
        for folder in (self._guides, root / "judged", self.home):
            folder.mkdir(parents=True)
        (root / "judged" / "judged.yaml").write_text(JUDGED)
        (self.home / SOURCES_FILE).write_text(
            SOURCES.format(guides=self._guides, above=self._guides.parent, url=PAGE_URL)
        )
        (self._guides / "gone.html").write_text("<html><body><h1>Gone</h1><p>Soon no more.</p></body></html>")
        self._write_sources()
        for _ in range(KEPT):
            self._write_sources()
            self._must(self._run(self._refresh))
        self._must(self._run(self._note_gap))
        (self._guides / "gone.html").unlink()
        (self._guides / "new.txt").write_text(f"The smith is {QUESTION.replace('who', 'he who')}.\n")
        self._write_sources()
        shutil.copytree(self.home, self._before)
        self._old = contents(self._serving())

    def operations(self) -> list[str]:
        """What a refresh does without harm, in order; the home is left as it should be after every refresh."""
        noted = self._root / "operations"
        with noted.open("w") as file:
            self._must(self._run(lambda: self._refresh("none", 0, lambda what: print(what, file=file, flush=True))))
        self._clean = _shape(self.home)
        return noted.read_text().splitlines()

    def try_with(self, harm: Harm, at: int, operation: str) -> Trial:
        """One refresh that meets with harm, and one after it."""
        shutil.rmtree(self.home)
        shutil.copytree(self._before, self.home)
        code, words = self._run(lambda: self._refresh(harm, at))
        wrong = [*self._faults_of(harm, code, words), *self._faults_after()]
        return Trial(harm, operation.replace(str(self._root), ""), code, words, tuple(wrong))

    def _faults_of(self, harm: Harm, code: int, words: str) -> Iterator[str]:
        """What is wrong when it has ended."""
        if (code < 0) != (harm == "killed"):
            yield f"ended with {code}"
        if "Traceback" in words or code == 1 or (code > 0 and not words):
            yield "no words for it"
        _, served, broken = Generations(self.home / "index").current()
        is_old = contents(served) == self._old
        if broken:
            yield f"passed over {broken}"
        if code > 0 and not is_old:
            yield "it failed, and something else serves"
        if code == 0 and is_old:
            yield "it ended well, and the old one serves"

    def _faults_after(self) -> Iterator[str]:
        """What is wrong after the next one."""
        code, words = self._run(self._refresh)
        if code:
            yield f"the next one ended with {code}: {words}"
            return
        if self._run(self._look)[0]:
            yield "the next one does not serve all that is new"
        kept = _shape(self.home)
        if kept != self._clean:
            yield f"left {dict(kept - self._clean)}, missing {dict(self._clean - kept)}"

    def _serving(self) -> Path:
        return Generations(self.home / "index").current()[1]

    def _write_sources(self) -> None:
        self._number += 1
        # Each is read once: a file that is read twice is opened again only while it is new, and the count would change.
        for path in (self._guides / "changing.md", self._guides.parent / "single.md"):
            path.write_text(f"# {path.name}\n\nThis is edition {self._number}.\n")

    def _must(self, ended: tuple[int, str]) -> None:
        if ended[0]:
            sys.exit(f"without any harm it ended with {ended[0]}: {ended[1]}")

    def _run(self, work: Callable[[], None]) -> tuple[int, str]:
        """How a child ended that did this, and what it told people."""
        said = self._root / "said"
        child = os.fork()
        if not child:
            sys.stderr = said.open("w")
            leave_after(work)
        status = os.waitpid(child, 0)[1]
        return os.waitstatus_to_exitcode(status), said.read_text()

    def _refresh(self, harm: Harm = "none", at: int = 0, note: Callable[[str], None] = lambda _: None) -> None:
        """What `coach refresh` does, with another encoder, other documents, and no network."""
        settings, encoder = self._settings(), WordEncoder(32)
        now: datetime = moment(self._number)
        Disk(self.home, at, harm, note)
        judge = JudgedSet(self._root / "judged")
        steps = Refreshing(publishing.generations(settings), encoder.identity, lambda: encoder, judge)
        page = Fetched(PAGE_URL, PAGE_URL, f"Page {self._number}.\n".encode(), "text/plain", "", "", STARTED)
        pages = FakePages({PAGE_URL: page})
        looks = publishing.source_looks(settings)
        gatherer = Gatherer(
            KeptTexts(self.home / TEXTS_FOLDER), looks, Reader, lambda: WebPages(self.home / PAGES_FOLDER, pages)
        )
        draft = steps.draft(DOCUMENTS, BOUNDARIES, gatherer.gather(publishing.sources(settings)))
        if steps.publish(draft, Wish("ann", now), lambda _: None).changed:
            self._close_gaps(settings, encoder)

    def _close_gaps(self, settings: Settings, encoder: WordEncoder) -> None:
        try:
            with stores.kept_gaps(settings) as kept:
                if waiting := kept.open():
                    manifest, generation = coaching.open_generation(settings)
                    closed = closed_by(Answering(Retrieval(generation, encoder)), waiting)
                    kept.close([gap.id for gap in closed], manifest.name)
        except (BotError, KnowledgeError, EmbeddingError) as error:
            sys.stderr.write(f"{error}\n")

    def _look(self) -> None:
        """Whether the new files and the new page serve, and whether the database can be read."""
        settings = self._settings()
        text = " ".join(entry.text for entry in read_generation(self._serving()).entries)
        with stores.kept_gaps(settings) as kept:
            kept.open()
        wanted = (f"This is edition {self._number}.", f"Page {self._number}.", "The smith")
        if not all(each in text for each in wanted) or "Soon no more" in text:
            raise SystemExit(2)

    def _note_gap(self) -> None:
        with stores.kept_gaps(self._settings()) as kept:
            kept.note(Missed("T0", "C0", "1.0", 1.0, "not_found", QUESTION, ""))

    def _settings(self) -> Settings:
        os.environ["COACH_HOME"] = str(self.home)
        return load_settings(needs_slack=False, env_file=None)


def _shape(home: Path) -> Counter[str]:
    """Every file and folder below a home, the generations without their names."""
    paths = (path.relative_to(home) for path in home.rglob("*"))
    is_named = ((path, len(path.parts) > 1 and path.parts[0] == "index" and path.suffix != ".tmp") for path in paths)
    return Counter(
        "/".join(("index", "*", *path.parts[2:])) if named and path.parts[1] != "current" else str(path)
        for path, named in is_named
    )


def main() -> None:
    """Try all, or as many as are wanted."""
    stage = Stage(Path(sys.argv[1]))
    operations = stage.operations()
    points = int(sys.argv[2]) if sys.argv[2:] else len(operations)
    harms = [harm for harm in get_args(Harm) if harm != "none"]
    for point in range(points):
        at = (point + 1) * len(operations) // points
        for harm in harms:
            trial = stage.try_with(harm, at, operations[at - 1])
            sys.stdout.write(json.dumps({"at": at, "of": len(operations)} | asdict(trial)) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
