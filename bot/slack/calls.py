"""The few calls to Slack's Web API, from any thread, with Slack's answers as our errors."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.blocks import Packed
from bot.slack.errors import SendError, SendLater, SendRefused
from bot.slack.failures import may_be_sent, verdict

log = structlog.get_logger(__name__)

CALL_S_MAX = 30
# A status is a courtesy: the answer does not wait longer for it.
_STATUS_S_MAX = 1.0
_RETRIES_MAX = 3


def open_session() -> aiohttp.ClientSession:
    """One pool of connections for all calls; belongs to the running event loop."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_S_MAX))


def asking_client(token: str, api_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A client for calls that may be repeated: it tries again after rate limits, 5xx and lost connections."""
    handlers: list[AsyncRetryHandler] = [
        AsyncRateLimitErrorRetryHandler(max_retry_count=_RETRIES_MAX),
        AsyncServerErrorRetryHandler(max_retry_count=_RETRIES_MAX),
        AsyncConnectionErrorRetryHandler(max_retry_count=_RETRIES_MAX),
    ]
    return AsyncWebClient(token=token, base_url=api_url, session=session, retry_handlers=handlers)


def posting_client(token: str, api_url: str, session: aiohttp.ClientSession | None) -> AsyncWebClient:
    """A client for posts. Only a rate limit is tried again: after 5xx or a lost connection Slack may have the post."""
    handlers: list[AsyncRetryHandler] = [AsyncRateLimitErrorRetryHandler(max_retry_count=_RETRIES_MAX)]
    return AsyncWebClient(token=token, base_url=api_url, session=session, retry_handlers=handlers)


class SlackCalls:
    """Posts, private answers and the status line. Every method may be called from any thread but the loop's own."""

    def __init__(self, posting: AsyncWebClient, asking: AsyncWebClient, loop: asyncio.AbstractEventLoop) -> None:
        """Both clients belong to `loop`, which must keep running while calls are made."""
        self._posting = posting
        self._asking = asking
        self._loop = loop

    def post(self, channel: str, thread_ts: str, text: str, blocks: tuple[dict[str, Any], ...]) -> str:
        """Slack's `ts` of the new message in the thread, or in the channel itself when `thread_ts` is empty.

        Raises:
            SendRefused: Slack will never take it.
            SendLater: it may work later.
        """
        response = self._wait(
            "chat.postMessage",
            self._posting.chat_postMessage(
                channel=channel,
                thread_ts=thread_ts or None,
                text=text,
                blocks=list(blocks),
                unfurl_links=False,
                unfurl_media=False,
            ),
        )
        return str(response["ts"])

    def respond(self, response_url: str, message: Packed) -> None:
        """The message goes to the one who typed the command, and to nobody else.

        Raises:
            SendRefused: the address has expired.
            SendLater: it may work later.
        """
        body = {"response_type": "ephemeral", "replace_original": False, "text": message.text}
        self._wait("response_url", self._post_json(response_url, {**body, "blocks": list(message.blocks)}))

    def show_status(self, channel: str, thread_ts: str, status: str) -> Future[None]:
        """The status line under way; wait for the future before the answer is posted."""
        return asyncio.run_coroutine_threadsafe(self._show_status(channel, thread_ts, status), self._loop)

    async def _show_status(self, channel: str, thread_ts: str, status: str) -> None:
        try:
            async with asyncio.timeout(_STATUS_S_MAX):
                await self._asking.assistant_threads_setStatus(channel_id=channel, thread_ts=thread_ts, status=status)
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            log.debug("status_not_shown", channel=channel, code=_code(error))

    async def _post_json(self, url: str, body: dict[str, Any]) -> None:
        session = self._posting.session
        if session is None:
            raise SendLater("no_session", maybe_sent=False)
        async with session.post(url, json=body) as response:
            if response.status == _OK:
                return
            retry_after = response.headers.get("Retry-After", "")
            if response.status == _TOO_MANY:
                raise SendLater("ratelimited", maybe_sent=False, wait_s=_seconds(retry_after))
            if response.status >= _SERVER_ERROR:
                raise SendLater(f"http_{response.status}", maybe_sent=True)
            raise SendRefused(f"http_{response.status}")

    def _wait(self, method: str, call: Coroutine[Any, Any, Any]) -> Any:
        return wait_for_slack(self._loop, method, call)


def wait_for_slack(loop: asyncio.AbstractEventLoop, method: str, call: Coroutine[Any, Any, Any]) -> Any:
    """What Slack answered to a call that runs in `loop`; for any thread but the loop's own.

    Raises:
        SendRefused: Slack will never take it.
        SendLater: it may work later.
    """
    started = time.monotonic()
    code = "ok"
    try:
        return asyncio.run_coroutine_threadsafe(_translated(call), loop).result()
    except SendError as error:
        code = error.code
        raise
    finally:
        log.info("slack_call", method=method, code=code, ms=round((time.monotonic() - started) * 1000))


_OK, _TOO_MANY, _SERVER_ERROR = 200, 429, 500


async def _translated(call: Coroutine[Any, Any, Any]) -> Any:
    try:
        return await call
    except SlackApiError as error:
        raise _as_send_error(error) from None
    except aiohttp.ClientConnectorError as error:
        # No connection was made, so nothing can have been sent.
        raise SendLater("no_connection", maybe_sent=False) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise SendLater(type(error).__name__, maybe_sent=True) from error


def _as_send_error(error: SlackApiError) -> SendError:
    code = _code(error)
    status = _status(error)
    if status == _TOO_MANY:
        return SendLater(
            "ratelimited", maybe_sent=False, wait_s=_seconds(error.response.headers.get("Retry-After", ""))
        )
    if status >= _SERVER_ERROR:
        return SendLater(code, maybe_sent=True)
    if verdict(code) == "terminal":
        return SendRefused(code)
    return SendLater(code, maybe_sent=may_be_sent(code))


def _code(error: Exception) -> str:
    if not isinstance(error, SlackApiError):
        return type(error).__name__
    data = getattr(error.response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return str(code or f"http_{_status(error)}")


def _status(error: SlackApiError) -> int:
    # Depending on what came back, the SDK puts its own response here or aiohttp's.
    response = error.response
    return int(getattr(response, "status_code", 0) or getattr(response, "status", 0))


# What to wait when Slack names no time or an absurd one.
_WAIT_S, _WAIT_S_MAX = 1.0, 300.0


def _seconds(retry_after: str) -> float:
    return min(float(retry_after), _WAIT_S_MAX) if retry_after.isdigit() else _WAIT_S
