"""A refresh from its draft to what serves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from embeddings.encoder import Encoder
from knowledge.documents import Document
from knowledge.errors import IndexCorrupt, PublishFailed, RefreshRefused
from knowledge.gathering.gathered import Gathered
from knowledge.generation import Generation, read_generation, read_known
from knowledge.generations import Generations
from knowledge.manifests import JudgedFigures
from knowledge.pages import Origin, page_of, text_digest
from knowledge.planning import Item, Lost
from knowledge.reading.texts import ReadSection, ReadText
from knowledge.refreshing import Draft, Refreshed, Refreshing, Wish
from tests.fakes.documents import document
from tests.fakes.encoder import WordEncoder
from tests.fakes.generations import BOUNDARIES, moment
from tests.fakes.sources import source

CONTENT = tuple(document(f"C{number}", "case") for number in range(1, 6))
FIGURES = JudgedFigures("same", 10, 0.9, 0.8)


def page(name: str, text: str, **fields: str) -> Document:
    """What staff added."""
    read = ReadText("", (ReadSection((), text),))
    origin = Origin(source(**fields), name)
    return page_of(read, origin, origin.mark(text_digest(read)))


def gathered(*pages: Document, failed: Iterable[Item] = (), lost: Iterable[Lost] = ()) -> Gathered:
    """These pages, and what could not be read."""
    items = [Item(each.ref, each.path, each.mark, each.head.source) for each in pages]
    makers: dict[str, Callable[[], Document]] = {each.ref: lambda each=each: each for each in pages}  # type: ignore[misc]
    return Gathered((*items, *failed), tuple(lost), makers)


@dataclass
class Bench:
    """A refresh over the fake encoder, which is counted, and figures that a test sets."""

    folder: Path
    figures: JudgedFigures = FIGURES
    encoders: list[WordEncoder] = field(default_factory=list)
    judged: list[Generation] = field(default_factory=list)
    texts: tuple[str, ...] = ("who pays for the van",)
    turn: int = 0

    @property
    def store(self) -> Generations:
        return Generations(self.folder)

    @property
    def refreshing(self) -> Refreshing:
        return Refreshing(self.store, "words:32", self.open_encoder, self)

    def open_encoder(self) -> WordEncoder:
        self.encoders.append(WordEncoder(32))
        return self.encoders[-1]

    def judge(self, generation: Generation, _encoder: Encoder) -> JudgedFigures:
        self.judged.append(generation)
        return self.figures

    def draft(self, found: Gathered | None = None, content: tuple[Document, ...] = CONTENT) -> Draft:
        return self.refreshing.draft(content, BOUNDARIES, found)

    def publish(self, draft: Draft, *, force: bool = False) -> Refreshed:
        self.turn += 1
        return self.refreshing.publish(draft, Wish("ann", moment(self.turn), force), lambda _: None)

    def serving(self) -> Generation:
        return read_generation(self.store.current()[1])

    def refs(self) -> list[str]:
        return [each.ref for each in self.serving().documents]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "index")


def test_the_first_refresh_adds_everything(bench: Bench) -> None:
    """Content and pages, in the order of their refs; the manifest says who, when and how well."""
    van = page("van.md", "The van leaves at seven.")
    draft = bench.draft(gathered(van))
    assert ([row.ref for row in draft.plan.added], draft.is_change) == (
        [*(each.ref for each in CONTENT), van.ref],
        True,
    )
    done = bench.publish(draft)
    assert (done.changed, done.manifest.by, done.manifest.judged) == (True, "ann", bench.figures)
    assert bench.refs() == sorted([each.ref for each in CONTENT] + [van.ref])
    assert bench.serving().asked == bench.texts
    assert done.manifest == bench.store.current()[0]


def test_an_unchanged_corpus_opens_no_encoder(bench: Bench) -> None:
    """Nothing is planned, encoded, judged or written."""
    found = gathered(page("van.md", "The van leaves at seven."))
    first = bench.publish(bench.draft(found))
    before = sorted(bench.folder.rglob("*"))
    draft = bench.draft(found)
    assert (draft.plan.is_empty, draft.is_change) == (True, False)
    done = bench.publish(draft)
    assert (done.changed, done.encoded, done.manifest) == (False, 0, first.manifest)
    assert (len(bench.encoders), len(bench.judged)) == (1, 1)
    assert sorted(bench.folder.rglob("*")) == before


def test_only_what_is_new_is_encoded(bench: Bench) -> None:
    """One sentence of one page: one text; its maker is the only one that is asked."""
    van, key = page("van.md", "The van leaves at seven."), page("key.md", "The key hangs there.")
    bench.publish(bench.draft(gathered(van, key)))
    later = page("van.md", "The van leaves at eight.")
    found = gathered(later, key)
    made: list[str] = []

    def making(ref: str) -> Callable[[], Document]:
        def make() -> Document:
            made.append(ref)
            return found.makers[ref]()

        return make

    counted = Gathered(found.items, (), {ref: making(ref) for ref in found.makers})
    done = bench.publish(bench.draft(counted))
    assert ([row.ref for row in done.plan.changed], made) == ([van.ref], [van.ref])
    assert (done.encoded, bench.encoders[-1].asked) == (1, ["van.md. The van leaves at eight."])


def test_what_cannot_be_read_now_stays_as_it_was(bench: Bench) -> None:
    """A page that fails and a source that is gone: the last good version is published again beside what is new."""
    van, key = page("van.md", "The van leaves at seven."), page("key.md", "The key hangs there.", place="other")
    bench.publish(bench.draft(gathered(van, key)))
    failed = Item(van.ref, van.path, "", van.head.source, "corrupt")
    lost = Lost(key.head.source, "other", reason="missing")
    new = page("new.md", "Something new.")
    done = bench.publish(bench.draft(gathered(new, failed=[failed], lost=[lost])))
    assert sorted((row.ref, row.reason) for row in done.plan.stale) == sorted([
        (van.ref, "corrupt"), (key.ref, "missing")
    ])  # fmt: skip
    kept = {each.ref: each for each in bench.serving().documents}
    assert (kept[van.ref], kept[key.ref], new.ref in kept) == (van, key, True)


def test_where_nobody_looked_pages_stay(bench: Bench) -> None:
    """Only the content of the coach is compared then."""
    van = page("van.md", "The van leaves at seven.")
    bench.publish(bench.draft(gathered(van)))
    assert not bench.draft(None).is_change
    done = bench.publish(bench.draft(None, (*CONTENT, document("C6", "case"))))
    assert [row.ref for row in done.plan.added] == ["C6"]
    assert van.ref in bench.refs()


def test_more_than_a_fifth_may_not_vanish(bench: Bench) -> None:
    """Two of ten may go; three of ten may not, unless it is meant."""
    pages = [page(f"{number}.md", f"Page {number}.") for number in range(5)]
    bench.publish(bench.draft(gathered(*pages)))
    with pytest.raises(RefreshRefused) as caught:
        bench.publish(bench.draft(gathered(*pages[3:])))
    assert (caught.value.reason, caught.value.figures) == ("vanishing", {"removed": 3, "known": 10})
    assert len(bench.refs()) == 10
    assert len(bench.encoders) == 1
    bench.publish(bench.draft(gathered(*pages[2:])))
    assert len(bench.refs()) == 8
    bench.publish(bench.draft(gathered()), force=True)
    assert len(bench.refs()) == 5


def test_judged_questions_may_not_fall_far(bench: Bench) -> None:
    """By more than 5 points in either figure, unless it is meant; other questions do not compare."""
    bench.publish(bench.draft(gathered()))
    new = gathered(page("new.md", "Something new."))
    for figures in (JudgedFigures("same", 10, 0.84, 0.8), JudgedFigures("same", 10, 0.9, 0.74)):
        bench.figures = figures
        with pytest.raises(RefreshRefused) as caught:
            bench.publish(bench.draft(new))
        assert caught.value.reason == "fallen"
        assert len(bench.refs()) == 5
        assert len(bench.store.names()) == 1
    bench.figures = JudgedFigures("same", 10, 0.85, 0.75)
    bench.publish(bench.draft(new))
    bench.figures = JudgedFigures("other", 10, 0.1, 0.1)
    bench.publish(bench.draft(gathered()))
    bench.figures = JudgedFigures("other", 10, 0.0, 0.0)
    bench.publish(bench.draft(new), force=True)
    assert len(bench.refs()) == 6


def test_a_forced_refresh_encodes_all_anew(bench: Bench) -> None:
    """Also when nothing changed."""
    first = bench.publish(bench.draft(gathered()))
    again = bench.publish(bench.draft(gathered()), force=True)
    assert (again.changed, again.encoded) == (True, first.encoded)
    assert len(bench.store.names()) == 2


def test_a_draft_writes_nothing(bench: Bench) -> None:
    """Not even the folder."""
    assert bench.draft(gathered(page("van.md", "The van leaves."))).is_change
    assert not bench.folder.exists()


def test_going_back_holds_until_somebody_publishes(bench: Bench) -> None:
    """The newest content is then a change again; publishing it, or finding that nothing changed, ends the hold."""
    first = bench.publish(bench.draft(gathered()))
    new = gathered(page("new.md", "Something new."))
    second = bench.publish(bench.draft(new))
    assert bench.store.roll_back() == first.manifest
    assert (bench.store.pointer(), bench.store.is_pinned()) == (first.manifest.name, True)
    assert bench.draft(new).is_change
    assert not bench.publish(bench.draft(gathered())).changed
    assert (bench.store.pointer(), bench.store.is_pinned()) == (first.manifest.name, False)
    bench.store.roll_back(second.manifest.name)
    third = bench.publish(bench.draft(gathered()))
    assert (bench.store.pointer(), bench.store.is_pinned()) == (third.manifest.name, False)


def test_what_is_known_is_read_without_making_documents(bench: Bench) -> None:
    """Names, marks and sources, the same as those of the documents."""
    bench.publish(bench.draft(gathered(page("van.md", "The van leaves at seven."))))
    known = read_known(bench.store.current()[1])
    assert {ref: (each.name, each.mark, each.source) for ref, each in known.items()} == {
        each.ref: (each.path, each.mark, each.head.source) for each in bench.serving().documents
    }


def test_a_store_that_cannot_be_written_is_refused_before_the_work(bench: Bench) -> None:
    """No encoder is opened for nothing."""
    bench.folder.write_text("mine")
    with pytest.raises((PublishFailed, IndexCorrupt)):
        bench.publish(bench.draft(gathered()))
    assert bench.encoders == []
