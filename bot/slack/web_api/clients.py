"""Clients for Slack's Web API: what each tries again, what is counted, and the end of a token."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
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
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack import metrics

log = structlog.get_logger(__name__)

CALL_S_MAX = 30
_RETRIES_MAX = 3
# What Slack says when a token opens nothing any more, whatever is asked.
# Source: https://docs.slack.dev/reference/methods/auth.test#errors
_ENDED = frozenset({"invalid_auth", "account_inactive", "token_revoked", "token_expired"})


@dataclass(slots=True)
class Gate:
    """Whether Slack still lets a token in: after the first refusal nobody calls with it again. Belongs to the loop."""

    on_shut: Callable[[str], None] = lambda _code: None
    """Told once, with Slack's code."""
    code: str = ""
    """Slack's word for why it is shut; empty while it is open."""

    def shut(self, code: str) -> None:
        """No call goes through from now on."""
        if not self.code:
            self.code = code
            log.warning("token_ended", code=code)
            self.on_shut(code)


class Client(AsyncWebClient):
    """A client whose calls are counted, and end with its token."""

    def __init__(self, gate: Gate, **options: Any) -> None:
        """`options` are those of `AsyncWebClient`."""
        super().__init__(**options)
        self.gate = gate

    async def api_call(self, api_method: str, **options: Any) -> AsyncSlackResponse:
        """As Slack's own.

        Raises:
            SlackApiError: Slack refused, now or once for all.
        """
        if self.gate.code:
            raise self._refused(api_method)
        code = "ok"
        try:
            return await super().api_call(api_method, **options)
        except SlackApiError as error:
            code = code_of(error)
            if code in _ENDED:
                self.gate.shut(code)
            raise
        except (aiohttp.ClientError, TimeoutError, OSError):
            code = "no_answer"
            raise
        finally:
            metrics.count_call(code)

    def _refused(self, api_method: str) -> SlackApiError:
        said = {"ok": False, "error": self.gate.code}
        response = AsyncSlackResponse(
            client=self, http_verb="POST", api_url=api_method, req_args={}, data=said, headers={}, status_code=200
        )
        return SlackApiError("the token has ended", response)  # type: ignore[no-untyped-call]


def open_session() -> aiohttp.ClientSession:
    """One pool of connections for all calls; belongs to the running event loop."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_S_MAX))


def asking_client(token: str, api_url: str, session: aiohttp.ClientSession, gate: Gate | None = None) -> Client:
    """A client for calls that may be repeated: it tries again after rate limits, 5xx and lost connections."""
    handlers: list[AsyncRetryHandler] = [
        _Counted(AsyncRateLimitErrorRetryHandler(max_retry_count=_RETRIES_MAX), "rate_limited"),
        _Counted(AsyncServerErrorRetryHandler(max_retry_count=_RETRIES_MAX), "server_error"),
        _Counted(AsyncConnectionErrorRetryHandler(max_retry_count=_RETRIES_MAX), "connection_lost"),
    ]
    return Client(gate or Gate(), token=token, base_url=api_url, session=session, retry_handlers=handlers)


def posting_client(token: str, api_url: str, session: aiohttp.ClientSession | None, gate: Gate | None = None) -> Client:
    """A client for posts. Only a rate limit is tried again: after 5xx or a lost connection Slack may have the post."""
    handlers: list[AsyncRetryHandler] = [
        _Counted(AsyncRateLimitErrorRetryHandler(max_retry_count=_RETRIES_MAX), "rate_limited")
    ]
    return Client(gate or Gate(), token=token, base_url=api_url, session=session, retry_handlers=handlers)


def plain_client(api_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A client for calls that need no token of a workspace; whoever calls tries again."""
    return AsyncWebClient(base_url=api_url, session=session)


def posting_beside(asking: AsyncWebClient) -> Client:
    """A client for posts with the same token, which ends for both at once."""
    gate = asking.gate if isinstance(asking, Client) else None
    return posting_client(asking.token or "", asking.base_url, asking.session, gate)


def code_of(error: Exception) -> str:
    """Slack's error code, or a word for what came instead of one."""
    if not isinstance(error, SlackApiError):
        return type(error).__name__
    data = getattr(error.response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return str(code or f"http_{status_of(error)}")


def status_of(error: SlackApiError) -> int:
    """The HTTP status, or 0 when none is known."""
    # Depending on what came back, the SDK puts its own response here or aiohttp's.
    response = error.response
    return int(getattr(response, "status_code", 0) or getattr(response, "status", 0))


@dataclass
class _Counted(AsyncRetryHandler):
    """A handler of Slack's, each of whose further tries is counted."""

    _inner: AsyncRetryHandler
    _reason: str
    max_retry_count: int = field(default=_RETRIES_MAX)

    async def can_retry_async(self, **situation: Any) -> bool:
        """As the handler's own."""
        return await self._inner.can_retry_async(**situation)

    async def prepare_for_next_attempt_async(self, **situation: Any) -> None:
        """As the handler's own."""
        metrics.RETRIES.labels(self._reason).inc()
        await self._inner.prepare_for_next_attempt_async(**situation)
