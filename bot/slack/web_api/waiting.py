"""What Slack answered to a call, for whoever waits for it in another thread, with Slack's answers as our errors."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.slack.errors import SendError, SendLater, SendRefused
from bot.slack.web_api.clients import code_of, status_of
from bot.slack.web_api.failures import may_be_sent, verdict

log = structlog.get_logger(__name__)

TOO_MANY, SERVER_ERROR = 429, 500


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


# What to wait when Slack names no time or an absurd one.
_WAIT_S, _WAIT_S_MAX = 1.0, 300.0


def seconds(retry_after: str) -> float:
    """How long to wait, by Slack's header."""
    return min(float(retry_after), _WAIT_S_MAX) if retry_after.isdigit() else _WAIT_S


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
    if status == TOO_MANY:
        wait_s = seconds(error.response.headers.get("Retry-After", ""))
        return SendLater("ratelimited", maybe_sent=False, wait_s=wait_s)
    if status >= SERVER_ERROR:
        return SendLater(code, maybe_sent=True)
    if verdict(code) == "terminal":
        return SendRefused(code)
    return SendLater(code, maybe_sent=may_be_sent(code))
