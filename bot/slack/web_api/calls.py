"""The few calls to Slack's Web API, from any thread, with Slack's answers as our errors."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.block_kit.blocks import Packed
from bot.slack.errors import SendError, SendLater, SendRefused
from bot.slack.web_api.clients import code_of, status_of
from bot.slack.web_api.failures import may_be_sent, verdict
from bot.slack.web_api.lacking import Lacking

log = structlog.get_logger(__name__)

# A status is a courtesy: the answer does not wait longer for it.
_STATUS_S_MAX = 1.0


class SlackCalls:
    """Posts, private answers and the status line. Every method may be called from any thread but the loop's own."""

    def __init__(self, posting: AsyncWebClient, asking: AsyncWebClient, loop: asyncio.AbstractEventLoop) -> None:
        """Both clients belong to `loop`, which must keep running while calls are made."""
        self._posting = posting
        self._asking = asking
        self._loop = loop
        self.lacking = Lacking()

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

    def rewrite(self, response_url: str, message: Packed) -> None:
        """The message stands in the place of the one whose button was pressed.

        Raises:
            SendRefused, SendLater: as `respond`.
        """
        body = {"replace_original": True, "text": message.text, "blocks": list(message.blocks)}
        self._wait("response_url", self._post_json(response_url, body))

    def dismiss(self, response_url: str) -> None:
        """The message whose button was pressed is gone.

        Raises:
            SendRefused, SendLater: as `respond`.
        """
        self._wait("response_url", self._post_json(response_url, {"delete_original": True}))

    def show_status(self, channel: str, thread_ts: str, status: str, loading: Sequence[str]) -> Future[None]:
        """The status line under way, with what is shown in turn; wait for the future before the answer is posted."""
        return self._courtesy(
            "assistant.threads.setStatus",
            lambda: self._asking.assistant_threads_setStatus(
                channel_id=channel, thread_ts=thread_ts, status=status, loading_messages=[*loading]
            ),
        )

    def mark_session(self, channel: str, thread_ts: str, status: str) -> Future[None]:
        """The session of the thread gets this status, under way: while it is `processing` people can stop it."""
        return self._courtesy(
            "agents.sessions.setStatus",
            lambda: self._asking.agents_sessions_setStatus(channel_id=channel, thread_ts=thread_ts, status=status),
        )

    def _courtesy(self, method: str, call: Callable[[], Coroutine[Any, Any, Any]]) -> Future[None]:
        return asyncio.run_coroutine_threadsafe(self._try(method, call), self._loop)

    async def _try(self, method: str, call: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        if not self.lacking.has(method):
            return
        try:
            async with asyncio.timeout(_STATUS_S_MAX):
                await call()
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            self.lacking.learn(method, code_of(error))
            log.debug("courtesy_failed", method=method, code=code_of(error))

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
    code = code_of(error)
    status = status_of(error)
    if status == _TOO_MANY:
        return SendLater(
            "ratelimited", maybe_sent=False, wait_s=_seconds(error.response.headers.get("Retry-After", ""))
        )
    if status >= _SERVER_ERROR:
        return SendLater(code, maybe_sent=True)
    if verdict(code) == "terminal":
        return SendRefused(code)
    return SendLater(code, maybe_sent=may_be_sent(code))


# What to wait when Slack names no time or an absurd one.
_WAIT_S, _WAIT_S_MAX = 1.0, 300.0


def _seconds(retry_after: str) -> float:
    return min(float(retry_after), _WAIT_S_MAX) if retry_after.isdigit() else _WAIT_S
