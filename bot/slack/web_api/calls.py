"""The calls to Slack's Web API that answer a question, from any thread, with Slack's answers as our errors."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.block_kit.blocks import Packed
from bot.slack.errors import SendLater, SendRefused
from bot.slack.web_api.clients import code_of
from bot.slack.web_api.lacking import UNKNOWN_METHOD, Lacking
from bot.slack.web_api.waiting import SERVER_ERROR, TOO_MANY, seconds, wait_for_slack

log = structlog.get_logger(__name__)

# A status is a courtesy: the answer does not wait longer for it.
_STATUS_S_MAX = 1.0


class SlackCalls:
    """Posts, streams, private answers, the status line. Every method may be called from any thread but the loop's."""

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

    def start_stream(
        self, channel: str, thread_ts: str, team: str, user: str, blocks: tuple[dict[str, Any], ...]
    ) -> str:
        """Slack's `ts` of the new message, which begins with these blocks and grows; this person sees it do so.

        Raises:
            SendRefused: Slack does not stream here.
            SendLater: it may work later.
        """
        method = "chat.startStream"
        if not self.lacking.has(method):
            raise SendRefused(UNKNOWN_METHOD)
        call = self._posting.chat_startStream(
            channel=channel,
            thread_ts=thread_ts,
            recipient_team_id=team,
            recipient_user_id=user,
            chunks=_chunks(blocks),
        )
        try:
            return str(self._wait(method, call)["ts"])
        except SendRefused as error:
            self.lacking.learn(method, error.code)
            raise

    def append_stream(self, channel: str, ts: str, blocks: tuple[dict[str, Any], ...]) -> None:
        """The message that grows has these blocks as well.

        Raises:
            SendRefused: it grows no more.
            SendLater: it may work later.
        """
        call = self._posting.chat_appendStream(channel=channel, ts=ts, chunks=_chunks(blocks))
        self._wait("chat.appendStream", call)

    def stop_stream(self, channel: str, ts: str, blocks: tuple[dict[str, Any], ...]) -> None:
        """The message ends with these blocks, if there are any, and grows no more.

        Raises:
            SendRefused: it grows no more already.
            SendLater: it may work later.
        """
        call = self._posting.chat_stopStream(channel=channel, ts=ts, chunks=_chunks(blocks) or None)
        self._wait("chat.stopStream", call)

    def update(self, channel: str, ts: str, text: str, blocks: tuple[dict[str, Any], ...]) -> None:
        """The message reads like this, whatever stood there; it does no harm to say so twice.

        Raises:
            SendRefused: it is gone, or the channel is closed to us.
            SendLater: it may work later, as soon as it does not grow any more.
        """
        self._wait("chat.update", self._asking.chat_update(channel=channel, ts=ts, text=text, blocks=list(blocks)))

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
            if response.status == TOO_MANY:
                raise SendLater("ratelimited", maybe_sent=False, wait_s=seconds(retry_after))
            if response.status >= SERVER_ERROR:
                raise SendLater(f"http_{response.status}", maybe_sent=True)
            raise SendRefused(f"http_{response.status}")

    def _wait(self, method: str, call: Coroutine[Any, Any, Any]) -> Any:
        return wait_for_slack(self._loop, method, call)


_OK = 200


def _chunks(blocks: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
    # A stream that began with chunks takes nothing else to its end.
    # Source: https://docs.slack.dev/reference/methods/chat.appendStream#errors, `streaming_mode_mismatch`
    return [{"type": "blocks", "blocks": list(blocks)}] if blocks else []
