"""Answers while what is known changes: none fails, none is a mixture, and none waits much longer."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from pathlib import Path

from bot.asking.answering import Answering
from bot.asking.evaluating import parse_judged
from bot.playground.server import Playground
from bot.swapping import Served, SwappingCoach
from bot.wiring import publishing
from knowledge.content_files import read_boundaries, read_documents
from knowledge.generation import Generation, read_generation
from knowledge.generations import Generations
from knowledge.refresh import build, recipe_of
from knowledge.remembering import NOTHING
from knowledge.retrieval import Retrieval
from tests.benchmarks.figures import Figure, at_most, percentile, said, settings_in
from tests.benchmarks.journeys import ask_open_loop
from tests.benchmarks.judged import questions_of
from tests.benchmarks.speaker import Speaker
from tests.benchmarks.starting import NO_LIMITS, start_bot
from tests.fakes.encoder import WordEncoder

SWAPS = 50
ASKING_THREADS = 2
MARKS = ("Zyxalpha", "Zyxbeta")
SECONDS = 30


def measure(home: Path) -> list[Figure]:
    """Fifty swaps of two whole generations under questions, then the bot beside a refresh that builds all anew."""
    publishing.refresh(settings_in(home), lambda _: None)
    asked, failed, mixed = _swap(home / "swapped")
    alone_ms, beside_ms, lost = asyncio.run(_beside(home))
    ratio = percentile(beside_ms, 0.95) / percentile(alone_ms, 0.95)
    return [
        said(f"answers during {SWAPS} swaps", str(asked)),
        at_most(f"failed answers during {SWAPS} swaps", failed, 0, ""),
        at_most(f"mixed answers during {SWAPS} swaps", mixed, 0, ""),
        said("event to reply without a refresh, p95", f"{percentile(alone_ms, 0.95):.1f} ms"),
        said("event to reply beside a refresh, p95", f"{percentile(beside_ms, 0.95):.1f} ms"),
        at_most("p95 beside a refresh, times without", ratio, 1.5, "x"),
        at_most("events lost beside a refresh", lost, 0, ""),
    ]


def _marked(mark: str) -> Generation:
    """The content with `mark` in every title, so that an answer tells what it was made of."""
    documents = [
        replace(each, head=each.head.model_copy(update={"title": f"{each.head.title} {mark}"}))
        for each in read_documents()
    ]
    return build(documents, read_boundaries(), WordEncoder(), NOTHING, lambda _: None)


def _swap(folder: Path) -> tuple[int, int, int]:
    """How many answers were given meanwhile, how many failed, and how many were of both generations."""
    generations = [_marked(mark) for mark in MARKS]
    recipe, store, encoder = recipe_of(read_documents(), read_boundaries(), "bench"), Generations(folder), WordEncoder()
    moments = (datetime.now(UTC) + timedelta(seconds=number) for number in count())

    def publish(generation: Generation) -> str:
        return store.publish(generation, recipe, next(moments)).name

    def load() -> Served:
        manifest, place, _ = store.current()
        return Served(manifest.name, Answering(Retrieval(read_generation(place), encoder)))

    publish(generations[1])
    coach, ended = SwappingCoach(load(), store.pointer, load), threading.Event()
    told: list[str | None] = []
    threads = [threading.Thread(target=_keep_asking, args=(coach, told, ended)) for _ in range(ASKING_THREADS)]
    for thread in threads:
        thread.start()
    for _, generation in zip(range(SWAPS), cycle(generations), strict=False):
        name = publish(generation)
        coach.look()
        if coach.generation != name:
            told.append(None)
    ended.set()
    for thread in threads:
        thread.join()
    return len(told), told.count(None), sum(text is not None and all(mark in text for mark in MARKS) for text in told)


def _keep_asking(coach: SwappingCoach, told: list[str | None], ended: threading.Event) -> None:
    """Note each reply as text, None for one that failed."""
    for question in _questions():
        if ended.is_set():
            return
        try:
            told.append(repr(coach.reply(question)))
        except Exception:  # noqa: BLE001 -- any failure counts, whatever it is
            told.append(None)


def _questions() -> Iterator[str]:
    return cycle([judged.turns[-1] for judged in parse_judged(questions_of("practice"))])


async def _beside(home: Path) -> tuple[list[float], list[float], int]:
    """Times of answers, ms, without and with a refresh at their side, and how many were lost."""
    async with Playground() as playground, Speaker(playground.url) as speaker:
        bot = await start_bot(playground, home, **NO_LIMITS)
        alone_ms, lost_alone = await ask_open_loop(speaker, SECONDS)
        command: Sequence[str] = ("-m", "bot.beside", str(os.getpid()), "refresh", "--force", "--json")
        refresh = await asyncio.create_subprocess_exec(
            sys.executable, *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
        )
        beside_ms, lost_beside = await ask_open_loop(speaker, SECONDS, already=len(alone_ms))
        if refresh.returncode is None:
            refresh.kill()
        await refresh.wait()
        bot.terminate()
        await bot.wait()
    return alone_ms, beside_ms, lost_alone + lost_beside
