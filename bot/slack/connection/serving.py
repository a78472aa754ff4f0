"""The coach at work in Slack, until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import structlog
from sqlalchemy import Engine

from bot.settings import Settings
from bot.slack.connection.doors import Doors
from bot.slack.connection.homes import Homes
from bot.slack.connection.http.site import Address
from bot.slack.housekeeping import Shelf, keep_house
from bot.slack.intake.journal import JOURNAL_DAYS, Journal
from bot.slack.intake.keeping import Keeping
from bot.slack.intake.lanes import Lanes, expect, turn
from bot.slack.presence import Coach, Presences, Shared
from bot.slack.scheduling import Timetable
from bot.slack.web_api.clients import open_session
from bot.store.asked import Asked
from bot.store.audit import Audit
from bot.store.channel_settings import ChannelSettings
from bot.store.conversations import Conversations
from bot.store.deliveries import Deliveries
from bot.store.engines import open_engine
from bot.store.feedback import Feedback
from bot.store.gaps import Gaps
from bot.store.help_requests import HelpRequests
from bot.store.installations import Installations
from bot.store.notices import Notices
from bot.store.schema import bring_up_to_date
from bot.store.walkthroughs import Walkthroughs

log = structlog.get_logger(__name__)

# Answers under way at a stop get this long; what is left is done at the next start.
_DRAIN_S_MAX = 15.0
# A question that is being tried again for this long no longer holds up the rest of its thread.
_LANE_S_MAX = 600.0
# Slack may keep some waiting for minutes, as many as press at once; beside them others must still be kept in time.
_HANDS_MAX = 64


async def serve(settings: Settings, coach: Coach, address: Address | None = None) -> None:
    """Answer people in Slack until SIGTERM or SIGINT, then finish what is under way.

    Args:
        settings: with keys.
        coach: answers questions, and knows what people look through.
        address: where to listen, for Slack's requests when the keys are those of HTTP mode, and for probes.

    Raises:
        SettingsBroken: the settings hold no keys.
        SlackRefused: Slack does not accept a token.
        SlackUnavailable: Slack cannot be reached at the start.
        PortRefused: nobody can listen at the address.
        StoreRefused: another database, or another key for it, is needed.
        StoreUnavailable: the database does not answer.
    """
    keys = settings.slack_keys()
    stop = _stop_on_signals()
    lend_hands()
    engine = await asyncio.to_thread(_open_store, settings)
    try:
        async with open_session() as session, _sharing(settings, engine, coach) as (shared, presences):
            kept = Installations(engine, keys.oauth.encryption_key) if keys.oauth else None
            homes = Homes(shared, session, presences, kept)
            await homes.open(keys.bot)
            doors = Doors(homes, keys, address)
            async with _running(shared, homes, doors, stop):
                log.info("serving", teams=len(presences.all()))
                await stop.wait()
                log.info("stopping")
    finally:
        engine.dispose()


def lend_hands() -> None:
    """Threads for what would hold up the running loop: on a small machine Python gives it no more than a few."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_HANDS_MAX, thread_name_prefix="hand-"))


@asynccontextmanager
async def _sharing(settings: Settings, engine: Engine, coach: Coach) -> AsyncIterator[tuple[Shared, Presences]]:
    """What all workspaces share, as long as the block runs; nothing is answered before the lanes are open."""
    is_single = settings.slack_keys().oauth is None
    presences, lanes, loop = Presences(is_single=is_single), Lanes(_LANE_S_MAX), asyncio.get_running_loop()

    def refresh_on_schedule(key: str) -> None:
        presence = presences.of_staff(settings.staff.team)
        if presence is None:
            log.warning("schedule_without_home", refresh=key)
            return
        asyncio.run_coroutine_threadsafe(presence.refreshes.run_scheduled(key), loop).result()

    timetable = Timetable(settings.refresh_cron, refresh_on_schedule)
    journal = Journal(engine, presences.answer, lambda record: turn(lanes, record), timetable)
    conversations = Conversations(engine)
    keeping = Keeping(journal, lanes, conversations, ChannelSettings(engine))
    try:
        yield Shared(settings, engine, coach, lanes, conversations, Deliveries(engine), journal, keeping), presences
    finally:
        keeping.close()
        await asyncio.to_thread(journal.close)


@asynccontextmanager
async def _running(shared: Shared, homes: Homes, doors: Doors, stop: asyncio.Event) -> AsyncIterator[None]:
    await asyncio.to_thread(_take_up, shared)
    house = asyncio.create_task(_keep_house(shared))
    try:
        # A stop must not wait for a Slack that refuses connections.
        opening, stopping = asyncio.create_task(doors.open()), asyncio.create_task(stop.wait())
        await asyncio.wait((opening, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if stop.is_set():
            opening.cancel()
        else:
            await opening
            shared.lanes.open()
            homes.begin()
        yield
    finally:
        house.cancel()
        await doors.close()
        await homes.close()
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
    feedback = Feedback(engine, keeps_words=settings.keeps_questions)
    shelves = [
        # What is only needed as long as the journal: of replies, of how much was asked.
        Shelf(JOURNAL_DAYS, (shared.deliveries, Asked(engine), Notices(engine))),
        Shelf(settings.questions_days, (shared.conversations, gaps, feedback, HelpRequests(engine))),
        Shelf(settings.audit_days, (Audit(engine),)),
    ]
    if settings.walkthroughs_days:
        shelves.append(Shelf(settings.walkthroughs_days, (Walkthroughs(engine),)))
    await keep_house(shared.journal, shelves)


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
