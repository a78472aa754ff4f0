"""The coach that serves is exchanged as a whole, while questions come in."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.asking.answering import Answering
from bot.swapping import LOOK_EVERY_S, Served, SwappingCoach
from knowledge.generation import read_generation
from knowledge.generations import Generations
from knowledge.retrieval import Retrieval
from tests.fakes.encoder import WordEncoder
from tests.fakes.generations import moment, numbered

# The promise; on a busy machine the thread may wait for its turn as well.
TAKEN_S_MAX = 2.0
SWAPS = 50


@pytest.fixture
def published(tmp_path: Path) -> Generations:
    """An index folder with generation 0."""
    found = Generations(tmp_path)
    found.publish(*numbered(0, documents=3), moment(0))
    return found


@pytest.fixture
def serving(published: Generations) -> Iterator[SwappingCoach]:
    """A coach over that folder, which is not looking yet."""
    coach = SwappingCoach(load(published), published.pointer, lambda: load(published))
    yield coach
    coach.end()


def load(published: Generations) -> Served:
    """The coach over the generation that should serve."""
    manifest, folder, _ = published.current()
    return Served(manifest.name, Answering(Retrieval(read_generation(folder), WordEncoder(32))))


def titles(coach: SwappingCoach) -> set[str]:
    """The titles of everything that it knows at one moment."""
    return {each.head.title for each in coach.documents()}


def test_a_newer_generation_is_taken(published: Generations, serving: SwappingCoach) -> None:
    """What was published last answers; the same name twice is read once."""
    name = published.publish(*numbered(1, documents=3), moment(1)).name
    serving.look()
    serving.look()
    assert serving.generation == name
    assert titles(serving) == {"Number 1"}


def test_a_broken_generation_is_not_taken(published: Generations, serving: SwappingCoach, tmp_path: Path) -> None:
    """What serves goes on serving, and the next whole one is taken."""
    name = published.publish(*numbered(1), moment(1)).name
    (tmp_path / name / "documents.jsonl").write_text("{}")
    serving.look()
    assert titles(serving) == {"Number 0"}
    published.publish(*numbered(2), moment(2))
    serving.look()
    assert titles(serving) == {"Number 2"}


def test_the_watch_takes_it_within_two_seconds(published: Generations, serving: SwappingCoach) -> None:
    """Nobody has to start anything again."""
    serving.start()
    name = published.publish(*numbered(1), moment(1)).name
    started = time.monotonic()
    while serving.generation != name:
        assert time.monotonic() - started < TAKEN_S_MAX
        time.sleep(LOOK_EVERY_S / 50)


def test_no_answer_fails_or_mixes_over_many_swaps(published: Generations, serving: SwappingCoach) -> None:
    """Questions that run beside fifty swaps each see one generation, whole."""
    troubles: list[str] = []
    asked = 0
    is_over = threading.Event()

    def ask() -> None:
        nonlocal asked
        while not is_over.is_set():
            reply = serving.reply("Number")
            cited = {each.title for each in (*getattr(reply, "citations", ()), *getattr(reply, "nearest", ()))}
            if len(cited) > 1 or len(titles(serving)) != 1:
                troubles.append(str(cited))
            asked += 1

    askers = [threading.Thread(target=ask) for _ in range(2)]
    for asker in askers:
        asker.start()
    for number in range(1, SWAPS + 1):
        published.publish(*numbered(number, documents=3), moment(number))
        serving.look()
        assert titles(serving) == {f"Number {number}"}
    is_over.set()
    for asker in askers:
        asker.join()
    assert not troubles
    assert asked > SWAPS
