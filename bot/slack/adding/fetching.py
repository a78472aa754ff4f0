"""Files that people put into Slack, brought here. The token goes to Slack's own hosts and nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.errors import FileNotBrought, FileTrouble, SendLater, SendRefused
from bot.slack.web_api.waiting import wait_for_slack
from knowledge.reading.texts import Limits

log = structlog.get_logger(__name__)

FILE_BYTES_MAX = Limits().file_bytes_max
# Source: https://docs.slack.dev/govslack for the second.
_SLACK = ("slack.com", "slack-gov.com")
# A file of the largest size comes within this over a slow line.
_FETCH_S_MAX = 120.0
_PIECE_BYTES = 2_000_000
_OK, _TOO_MANY, _SERVER_ERROR = 200, 429, 500
_GONE = frozenset({404, 410})
# Source: https://docs.slack.dev/reference/methods/files.info, errors. A file that the app may not see is not found.
_TROUBLES: dict[str, FileTrouble] = {"file_not_found": "gone", "file_deleted": "gone", "missing_scope": "no_scope"}


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file as Slack describes it now; its address is good for a while only."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class SlackFiles:
    """The files of a workspace, for any thread but the loop's."""

    asking: AsyncWebClient
    loop: asyncio.AbstractEventLoop

    def find(self, file_id: str) -> FoundFile:
        """The file, if it can be fetched and is not too large.

        Raises:
            FileNotBrought: it cannot, for a reason that people can be told.
            SendLater: it may work later.
        """
        try:
            found = wait_for_slack(self.loop, "files.info", self.asking.files_info(file=file_id))["file"]
        except SendRefused as error:
            trouble = _TROUBLES.get(error.code, "refused")
            raise FileNotBrought(trouble, error.code if trouble == "refused" else "") from error
        if found.get("is_external"):
            raise FileNotBrought("elsewhere")
        if int(found.get("size") or 0) > FILE_BYTES_MAX:
            raise FileNotBrought("too_large")
        url = str(found.get("url_private_download") or found.get("url_private") or "")
        if not is_slacks(url, self.asking.base_url):
            raise FileNotBrought("elsewhere")
        return FoundFile(str(found.get("name") or found.get("title") or file_id), url)

    def pieces(self, found: FoundFile) -> Iterator[bytes]:
        """The bytes of a file, as they come.

        Raises:
            FileNotBrought, SendLater: as `find`; also after some pieces.
        """
        response = self._wait(self._open(found.url))
        try:
            taken = 0
            while piece := self._wait(_read(response)):
                taken += len(piece)
                if taken > FILE_BYTES_MAX:
                    raise FileNotBrought("too_large")
                yield piece
        finally:
            self.loop.call_soon_threadsafe(response.close)

    async def _open(self, url: str) -> aiohttp.ClientResponse:
        session = self.asking.session
        if session is None:
            raise SendLater("no_session", maybe_sent=False)
        # What leads elsewhere is a login page: the token is not carried there.
        response = await session.get(
            url,
            headers={"Authorization": f"Bearer {self.asking.token}"},
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=_FETCH_S_MAX),
        )
        try:
            _check(response)
        except BaseException:
            response.close()
            raise
        return response

    def _wait(self, call: Any) -> Any:
        return wait_for_slack(self.loop, "file", call)


def is_slacks(url: str, api_url: str) -> bool:
    """Whether an address is on Slack's own hosts, or where the API is that we were told to use."""
    try:
        place, api = urlsplit(url), urlsplit(api_url)
        host, where = place.hostname or "", (place.scheme, place.hostname, place.port)
        is_api = where == (api.scheme, api.hostname, api.port)
    except ValueError:
        return False
    if place.username is not None or place.password is not None:
        return False
    is_slack = any(host == each or host.endswith(f".{each}") for each in _SLACK)
    return is_api or (place.scheme == "https" and place.port is None and is_slack)


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """The next piece; empty at the end."""
    piece = bytearray()
    while len(piece) < _PIECE_BYTES and (part := await response.content.read(_PIECE_BYTES - len(piece))):
        piece += part
    return bytes(piece)


def _check(response: aiohttp.ClientResponse) -> None:
    """Nothing, when what follows is the file."""
    status = response.status
    if status == _TOO_MANY or status >= _SERVER_ERROR:
        raise SendLater(f"http_{status}", maybe_sent=False)
    if status in _GONE:
        raise FileNotBrought("gone")
    # To whom it does not show a file, Slack shows its login page, by a redirect or in the file's place.
    is_login = response.content_type == "text/html" and response.content_disposition is None
    if status != _OK or is_login:
        raise FileNotBrought("not_visible")
