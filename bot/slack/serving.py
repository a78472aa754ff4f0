"""The coach at work in Slack, until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from sqlalchemy import Engine

from bot.settings import Settings
from bot.slack import calls
from bot.slack.housekeeping import keep_house
from bot.slack.journal import Journal, Record
from bot.slack.keeping import Keeping
from bot.slack.lanes import Lanes
from bot.slack.presence import Coach, Presence, Presences, Shared, appear
from bot.slack.replying import expect, turn
from bot.slack.scheduling import Timetable
from bot.slack.socket import Socket
from bot.slack.workspace import open_line
from bot.store.conversations import Conversations
from bot.store.deliveries import Deliveries
from bot.store.engines import open_engine
from bot.store.feedback import Feedback
from bot.store.gaps import Gaps
from bot.store.schema import bring_up_to_date

log = structlog.get_logger(__name__)

# Answers under way at a stop get this long; what is left is done at the next start.
_DRAIN_S_MAX = 15.0
# A question that is being tried again for this long no longer holds up the rest of its thread.
_LANE_S_MAX = 600.0


async def serve(settings: Settings, coach: Coach) -> None:
    """Answer people in Slack until SIGTERM or SIGINT, then finish what is under way.

    Args:
        settings: with tokens.
        coach: answers questions, and knows what people look through.

    Raises:
        SettingsBroken: the settings hold no tokens.
        SlackRefused: Slack does not accept a token.
        SlackUnavailable: Slack cannot be reached at the start.
        StoreRefused: another database is needed.
        StoreUnavailable: the database does not answer.
    """
    tokens = settings.slack_tokens()
    stop = _stop_on_signals()
    engine = await asyncio.to_thread(_open_store, settings)
    try:
        async with calls.open_session() as session:
            line = await open_line(settings.slack_api_url, tokens.bot.get_secret_value(), session)
            async with _sharing(settings, engine, coach) as (shared, presences):
                presence = appear(shared, line)
                presences.add(presence)
                socket = Socket(presence.app, tokens.app.get_secret_value(), line.asking)
                async with _running(shared, presence, socket, stop):
                    log.info("serving", team=line.workspace.team)
                    await stop.wait()
                    log.info("stopping")
    finally:
        engine.dispose()


@asynccontextmanager
async def _sharing(settings: Settings, engine: Engine, coach: Coach) -> AsyncIterator[tuple[Shared, Presences]]:
    """What all workspaces share, as long as the block runs; nothing is answered before the lanes are open."""
    presences, lanes, loop = Presences(), Lanes(_LANE_S_MAX), asyncio.get_running_loop()

    def answer(record: Record) -> str:
        return presences.of(record["team"]).replying.answer(record)

    def refresh_on_schedule(key: str) -> None:
        for presence in presences.all():
            asyncio.run_coroutine_threadsafe(presence.refreshes.run_scheduled(key), loop).result()

    timetable = Timetable(settings.refresh_cron, refresh_on_schedule)
    journal = Journal(engine, answer, lambda record: turn(lanes, record), timetable)
    conversations = Conversations(engine)
    keeping = Keeping(journal, lanes, conversations)
    try:
        yield Shared(settings, engine, coach, lanes, conversations, Deliveries(engine), journal, keeping), presences
    finally:
        keeping.close()
        await asyncio.to_thread(journal.close)


@asynccontextmanager
async def _running(shared: Shared, presence: Presence, socket: Socket, stop: asyncio.Event) -> AsyncIterator[None]:
    await asyncio.to_thread(_take_up, shared)
    beside = [asyncio.create_task(_keep_house(shared))]
    try:
        # A stop must not wait for a Slack that refuses connections.
        opening, stopping = asyncio.create_task(socket.open()), asyncio.create_task(stop.wait())
        await asyncio.wait((opening, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if stop.is_set():
            opening.cancel()
        else:
            await opening
            shared.lanes.open()
            beside.append(asyncio.create_task(presence.run()))
        yield
    finally:
        for task in beside:
            task.cancel()
        await socket.close()
        await presence.close()
        is_done = await asyncio.to_thread(shared.lanes.drain, _DRAIN_S_MAX)
        log.info("stopped", all_done=is_done)


def _take_up(shared: Shared) -> None:
    left = shared.journal.open()
    for record in left:
        expect(shared.lanes, record)
    log.info("taken_up", questions=len(left))


async def _keep_house(shared: Shared) -> None:
    settings, engine = shared.settings, shared.engine
    gaps = Gaps(engine, keeps_words=settings.keeps_questions)
    said = (shared.conversations, gaps, Feedback(engine, keeps_words=settings.keeps_questions))
    await keep_house(shared.journal, shared.deliveries, said, settings.questions_days)


def _open_store(settings: Settings) -> Engine:
    engine = open_engine(settings.database_url.get_secret_value())
    bring_up_to_date(engine)
    return engine


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop
