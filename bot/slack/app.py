"""The Slack side put together, and run until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine

from bot.asking.answers import Reply
from bot.settings import Settings, SlackTokens
from bot.slack import calls
from bot.slack.audiences import Audiences
from bot.slack.browsing import Shows
from bot.slack.composing import Composer
from bot.slack.errors import SlackRefused, SlackUnavailable
from bot.slack.failures import verdict
from bot.slack.feedback import assembly as feedback_assembly
from bot.slack.feedback.assembly import GapCoach
from bot.slack.housekeeping import keep_house
from bot.slack.inbox import Inbox
from bot.slack.journal import Journal
from bot.slack.keeping import Keeping
from bot.slack.lanes import Lanes
from bot.slack.listeners import browsing, commands, feedback, gaps, home, refreshing, walkthrough
from bot.slack.outbox import Outbox
from bot.slack.parsing import Bot
from bot.slack.refreshing import assembly as refresh_assembly
from bot.slack.replying import Replying
from bot.slack.scheduling import Timetable
from bot.slack.socket import Socket
from bot.slack.walkthrough import assembly
from bot.slack.walkthrough.assembly import Knows
from bot.slack.walkthrough.desk import Desk
from bot.store.conversations import Conversations
from bot.store.deliveries import Deliveries
from bot.store.engines import open_engine
from bot.store.schema import bring_up_to_date
from bot.store.walkthrough_messages import WalkthroughMessages
from prompts.catalogue.message import Message

log = structlog.get_logger(__name__)

# Answers under way at a stop get this long; what is left is done at the next start.
_DRAIN_S_MAX = 15.0
# A question that is being tried again for this long no longer holds up the rest of its thread.
_LANE_S_MAX = 600.0


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where the bot token lets us in."""

    team: str
    bot: Bot


@dataclass(frozen=True, slots=True)
class Line:
    """The line to Slack."""

    workspace: Workspace
    asking: AsyncWebClient
    calls: calls.SlackCalls
    app_token: str


async def serve(settings: Settings, coach: GapCoach, message_for: Callable[[Reply], Message], knows: Knows) -> None:
    """Answer people in Slack until SIGTERM or SIGINT, then finish what is under way.

    Args:
        settings: with tokens.
        coach: answers questions.
        message_for: puts a reply into words.
        knows: the documents that people look through, and the scorecards that teams go through.

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
            line = await _open_line(settings.slack_api_url, tokens, session)
            bot = _Bot(settings, engine, line, coach, message_for, knows)
            async with _running(bot, stop):
                log.info("serving", team=line.workspace.team)
                await stop.wait()
                log.info("stopping")
    finally:
        engine.dispose()


async def find_workspace(asking: AsyncWebClient) -> Workspace:
    """Who the bot token says we are.

    Raises:
        SlackRefused: Slack does not accept the token.
        SlackUnavailable: Slack cannot be reached.
    """
    try:
        who = await asking.auth_test()
    except SlackApiError as error:
        code = str(error.response.get("error", "")) if hasattr(error.response, "get") else ""
        if code and verdict(code) == "terminal":
            raise SlackRefused("token", code, "SLACK_BOT_TOKEN") from None
        raise SlackUnavailable from None
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise SlackUnavailable from error
    return Workspace(team=str(who["team_id"]), bot=Bot(user_id=str(who["user_id"]), bot_id=str(who["bot_id"])))


def build_app(
    workspace: Workspace,
    inbox: Inbox,
    asking: AsyncWebClient,
    shows: Shows,
    desk: Desk,
    refreshes: refresh_assembly.Parts,
    thoughts: feedback_assembly.Parts,
) -> AsyncApp:
    """The Bolt app: the inbox in front of everything, then one listener a surface."""

    async def authorize() -> AuthorizeResult:
        # `auth.test` was called once at the start; nothing about it changes while the token stays the same.
        return AuthorizeResult(
            enterprise_id=None,
            team_id=workspace.team,
            bot_user_id=workspace.bot.user_id,
            bot_id=workspace.bot.bot_id,
            bot_token=asking.token,
        )

    app = AsyncApp(
        name="partnership-coach",
        logger=logging.getLogger("slack_bolt"),
        client=AsyncWebClient(base_url=asking.base_url, session=asking.session),
        authorize=authorize,
        # Socket Mode carries no signature, and our own posts must reach the inbox: their echo is the proof of a post.
        request_verification_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.middleware(inbox.receive)
    home.register(app, asking)
    browsing.register(app, asking, shows)
    walkthrough.register(app, desk)
    refreshing.register(app, refreshes.desk)
    feedback.register(app, asking, thoughts.feedback)
    gaps.register(app, thoughts.desk)
    commands.register(app, refreshes.identity)
    return app


def _open_store(settings: Settings) -> Engine:
    engine = open_engine(settings.database_url.get_secret_value())
    bring_up_to_date(engine)
    return engine


async def _open_line(api_url: str, tokens: SlackTokens, session: aiohttp.ClientSession) -> Line:
    asking = calls.asking_client(tokens.bot.get_secret_value(), api_url, session)
    posting = calls.posting_client(tokens.bot.get_secret_value(), api_url, session)
    slack_calls = calls.SlackCalls(posting, asking, asyncio.get_running_loop())
    return Line(await find_workspace(asking), asking, slack_calls, tokens.app.get_secret_value())


@dataclass(frozen=True, slots=True)
class _Bot:
    """What a running bot is made of."""

    settings: Settings
    engine: Engine
    line: Line
    coach: GapCoach
    message_for: Callable[[Reply], Message]
    knows: Knows


@asynccontextmanager
async def _running(made_of: _Bot, stop: asyncio.Event) -> AsyncIterator[None]:
    engine, line, knows = made_of.engine, made_of.line, made_of.knows
    lanes = Lanes(_LANE_S_MAX)
    conversations, deliveries = Conversations(engine), Deliveries(engine)
    outbox = Outbox(line.calls, deliveries)
    team, settings, loop = line.workspace.team, made_of.settings, asyncio.get_running_loop()
    refreshes = refresh_assembly.assemble(
        engine, team, settings, refresh_assembly.Lines(line.asking, line.calls, outbox)
    )
    answers = feedback_assembly.Answers(made_of.coach, made_of.message_for)
    thoughts = feedback_assembly.assemble(engine, settings, answers, refreshes.identity, line.calls)
    shown = WalkthroughMessages(engine)
    composer = Composer(made_of.coach, made_of.message_for)
    replying = Replying(
        composer,
        conversations,
        outbox,
        line.calls,
        lanes,
        thoughts.gaps,
        Audiences(refreshes.identity, loop, made_of.coach.audiences).of,
        lambda thread: shown.thread_of(thread.team, thread.channel, thread.thread_ts) is not None,
    )

    def refresh_on_schedule(key: str) -> None:
        asyncio.run_coroutine_threadsafe(refreshes.run_scheduled(key), loop).result()

    journal = Journal(engine, replying.answer, replying.turn, Timetable(settings.refresh_cron, refresh_on_schedule))
    bot = line.workspace.bot
    keeping = Keeping(journal, lanes, conversations)
    lines = assembly.Lines(line.asking, line.calls, outbox, keeping.keep)
    walkthroughs = assembly.assemble(engine, team, bot, knows, lines)
    inbox = Inbox(bot, keeping, outbox, walkthroughs.desk)
    try:
        await asyncio.to_thread(_take_up, journal, replying)
        socket = Socket(
            build_app(line.workspace, inbox, line.asking, knows.shows, walkthroughs.desk, refreshes, thoughts),
            line.app_token,
            line.asking,
        )
        said = (conversations, thoughts.gaps, thoughts.feedback)
        beside = [asyncio.create_task(keep_house(journal, deliveries, said, settings.questions_days))]
        try:
            # A stop must not wait for a Slack that refuses connections.
            opening, stopping = asyncio.create_task(socket.open()), asyncio.create_task(stop.wait())
            await asyncio.wait((opening, stopping), return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if stop.is_set():
                opening.cancel()
            else:
                await opening
                lanes.open()
                beside += [asyncio.create_task(each) for each in (walkthroughs.run(), refreshes.take_up())]
            yield
        finally:
            for task in beside:
                task.cancel()
            await socket.close()
            await walkthroughs.close()
            await refreshes.close()
            is_done = await asyncio.to_thread(lanes.drain, _DRAIN_S_MAX)
            log.info("stopped", all_done=is_done)
    finally:
        keeping.close()
        await asyncio.to_thread(journal.close)


def _take_up(journal: Journal, replying: Replying) -> None:
    left = journal.open()
    for record in left:
        replying.expect(record)
    log.info("taken_up", questions=len(left))


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop
