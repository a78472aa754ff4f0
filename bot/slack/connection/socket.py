"""The Socket Mode connection, and a watchdog for one that has gone silent without closing."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.connection.entrance import Entrance
from bot.slack.errors import SlackRefused
from bot.slack.web_api.failures import verdict

log = structlog.get_logger(__name__)

# A ping every 3 s; Slack's client gives up after four of them, and asks at the next ping.
PING_S = 3.0
# Slack's client can itself hang while it connects again; after this long without a sign of life we take over.
_SILENT_S_MAX = 13.0
_LOOK_S = 1.0
_CONNECT_S_MAX = 10.0
_TRY_AGAIN_S, _TRY_AGAIN_S_MAX = 1.0, 30.0
# AttributeError: what Slack's client itself trips over when an answer is no JSON, as a proxy in trouble gives it.
_TROUBLES = (aiohttp.ClientError, TimeoutError, OSError, AttributeError)


class Socket:
    """One connection that is kept alive."""

    def __init__(self, entrance: Entrance, app_token: str, asking: AsyncWebClient) -> None:
        """Must be made inside the running loop; `asking` is there to ask for connections, and needs no token."""
        self._handler = AsyncSocketModeHandler(
            entrance,  # type: ignore[arg-type] # all that the handler wants of an app is to dispatch a request
            app_token,
            web_client=asking,
            ping_interval=PING_S,
        )
        # Without these limits, connecting into a black hole takes minutes.
        session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_S_MAX))
        self._unused_session = self._handler.client.aiohttp_client_session
        self._handler.client.aiohttp_client_session = session
        self._watchdog: asyncio.Task[None] | None = None
        self._heard_at = 0.0

    async def open(self) -> None:
        """Connected; from now on events arrive. Keeps trying while Slack cannot be reached.

        Raises:
            SlackRefused: Slack does not accept the app-level token.
        """
        await self._unused_session.close()
        wait_s = _TRY_AGAIN_S
        while not await self._try_open():
            await asyncio.sleep(wait_s)
            wait_s = min(wait_s * 2, _TRY_AGAIN_S_MAX)
        self._watchdog = asyncio.create_task(self._watch())

    async def is_open(self) -> bool:
        """Whether events arrive: Slack gave a sign of life not long ago."""
        is_heard = time.monotonic() - self._heard_at <= _SILENT_S_MAX
        return self._watchdog is not None and is_heard and await self._handler.client.is_connected()

    async def close(self) -> None:
        """No event is taken any more; what was not acked is sent again to the next connection."""
        if self._watchdog:
            self._watchdog.cancel()
        await self._handler.client.close()  # type: ignore[no-untyped-call]

    async def _try_open(self) -> bool:
        client = self._handler.client
        try:
            client.wss_uri = await client.issue_new_wss_url()
        except SlackApiError as error:
            code = str(error.response.get("error") if hasattr(error.response, "get") else "")
            if code and verdict(code) == "terminal":
                raise SlackRefused("token", code, "SLACK_APP_TOKEN") from None
            log.warning("socket_not_open", code=code)
            return False
        except _TROUBLES as error:
            log.warning("socket_not_open", code=type(error).__name__)
            return False
        await client.connect()  # type: ignore[no-untyped-call]
        log.info("socket_open")
        return True

    async def _watch(self) -> None:
        self._heard_at, last = time.monotonic(), self._handler.client.last_ping_pong_time
        while True:
            await asyncio.sleep(_LOOK_S)
            now = self._handler.client.last_ping_pong_time
            if now != last and now is not None:
                self._heard_at, last = time.monotonic(), now
            silent_s = time.monotonic() - self._heard_at
            if silent_s > _SILENT_S_MAX:
                log.warning("socket_silent", seconds=round(silent_s))
                # A try that failed is followed by the next one, not by another long silence.
                if await self._reconnect():
                    self._heard_at = time.monotonic()

    async def _reconnect(self) -> bool:
        try:
            async with asyncio.timeout(_CONNECT_S_MAX):
                await self._handler.client.connect_to_new_endpoint(force=True)
        except (SlackApiError, *_TROUBLES) as error:
            log.warning("socket_not_open", code=type(error).__name__)
            return False
        return True
