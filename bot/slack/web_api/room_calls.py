"""Slack's Web API beyond answering: messages that change, private notes, people, files."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.block_kit.blocks import Packed
from bot.slack.errors import SendRefused
from bot.slack.parsing import is_by_program
from bot.slack.web_api.clients import CALL_S_MAX
from bot.slack.web_api.waiting import wait_for_slack

# Source: https://docs.slack.dev/reference/methods/conversations.replies, `limit`
_REPLIES_MAX = 200
# Slack says this when the person has reacted so before: nothing is left to do.
_DONE_ALREADY = frozenset({"already_reacted"})


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack tells of a person."""

    user: str
    name: str
    tz: str
    """IANA name, or empty."""
    home_team: str
    """The workspace that the account belongs to."""


@dataclass(frozen=True, slots=True)
class Place:
    """What Slack tells of a channel."""

    creator: str
    """Who made it, by Slack's id, or empty."""
    is_shared: bool
    """With another organization, or about to be."""
    is_ours: bool
    """Whether we are a member of it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody wrote in a thread, in Slack's markup."""

    ts: str
    person: str
    text: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to post."""

    name: str
    title: str
    content: bytes
    alt_text: str = ""


class RoomCalls:
    """The calls that a conversation with several people needs, from any thread but the loop's.

    They may be repeated without harm, but for uploads: one of those is made once.
    """

    def __init__(self, asking: AsyncWebClient, posting: AsyncWebClient, loop: asyncio.AbstractEventLoop) -> None:
        """Both clients belong to `loop`, which must keep running while calls are made; `posting` repeats nothing."""
        self._asking = asking
        self._posting = posting
        self._loop = loop

    def update(self, channel: str, ts: str, message: Packed) -> None:
        """The message reads like this from now on.

        Raises:
            SendRefused: it is gone, or the channel is closed to us.
            SendLater: it may work later.
        """
        blocks = list(message.blocks)
        self._wait("chat.update", self._asking.chat_update(channel=channel, ts=ts, text=message.text, blocks=blocks))

    def delete(self, channel: str, ts: str) -> None:
        """The message is gone.

        Raises:
            SendRefused: it was gone before, or the channel is closed to us.
            SendLater: it may work later.
        """
        self._wait("chat.delete", self._asking.chat_delete(channel=channel, ts=ts))

    def whisper(self, channel: str, thread_ts: str, user: str, message: Packed) -> None:
        """A message in the thread that only this person sees.

        Raises:
            SendRefused: the person is not there.
            SendLater: it may work later.
        """
        call = self._asking.chat_postEphemeral(
            channel=channel,
            user=user,
            thread_ts=thread_ts or None,
            text=message.text,
            blocks=list(message.blocks),
        )
        self._wait("chat.postEphemeral", call)

    def react(self, channel: str, ts: str, emoji: str) -> None:
        """An emoji of ours below somebody's message.

        Raises:
            SendRefused: the message is gone, or reactions are not allowed.
            SendLater: it may work later.
        """
        try:
            self._wait("reactions.add", self._asking.reactions_add(channel=channel, timestamp=ts, name=emoji))
        except SendRefused as error:
            if error.code not in _DONE_ALREADY:
                raise

    def publish(self, person: str, view: dict[str, Any], view_hash: str) -> str:
        """Slack's hash of the person's Home tab as it is now; unless `view_hash` is empty it must be the one before.

        Raises:
            SendRefused: `hash_conflict`, or Slack will never take it.
            SendLater: it may work later.
        """
        call = self._asking.views_publish(user_id=person, view=view, hash=view_hash or None)
        return str(self._wait("views.publish", call)["view"]["hash"])

    def suggest(self, channel: str, prompts: list[dict[str, str]]) -> None:
        """The questions stand in the whole Messages tab.

        Raises:
            SendRefused: Slack does not show any.
            SendLater: it may work later.
        """
        # No `thread_ts`: with one, the call does nothing in the Messages tab.
        call = self._asking.assistant_threads_setSuggestedPrompts(channel_id=channel, thread_ts=None, prompts=prompts)
        self._wait("assistant.threads.setSuggestedPrompts", call)

    def open_direct(self, user: str) -> str:
        """The channel of our direct conversation with a person.

        Raises:
            SendRefused: there can be none.
            SendLater: it may work later.
        """
        opened = self._wait("conversations.open", self._asking.conversations_open(users=user))
        return str(opened["channel"]["id"])

    def link_to(self, channel: str, ts: str) -> str:
        """The address of a message.

        Raises:
            SendRefused: it is gone.
            SendLater: it may work later.
        """
        found = self._wait("chat.getPermalink", self._asking.chat_getPermalink(channel=channel, message_ts=ts))
        return str(found["permalink"])

    def place(self, channel: str, wait_s_max: float = CALL_S_MAX) -> Place:
        """What a channel is.

        Raises:
            SendRefused: it is gone, or not for us to see.
            SendLater: it may work later.
        """
        call = asyncio.wait_for(self._asking.conversations_info(channel=channel), wait_s_max)
        found = self._wait("conversations.info", call)["channel"]
        is_shared = any(found.get(flag) for flag in ("is_ext_shared", "is_pending_ext_shared"))
        return Place(str(found.get("creator") or ""), is_shared, bool(found.get("is_member")))

    def profile(self, user: str, wait_s_max: float) -> Profile:
        """Who somebody is.

        Raises:
            SendRefused: Slack does not know them, or does not tell.
            SendLater: it may work later.
        """
        found = self._wait("users.info", asyncio.wait_for(self._asking.users_info(user=user), wait_s_max))["user"]
        own = found.get("profile") or {}
        # The name that stands in a report which goes around outside Slack: the full one, not the nickname.
        names = (own.get("real_name"), found.get("real_name"), own.get("display_name"), found.get("name"))
        name = next((str(each) for each in names if each), user)
        return Profile(user, name, str(found.get("tz") or ""), str(found.get("team_id") or ""))

    def team_name(self, team: str, wait_s_max: float) -> str:
        """What a workspace is called.

        Raises:
            SendRefused: Slack does not tell.
            SendLater: it may work later.
        """
        found = self._wait("team.info", asyncio.wait_for(self._asking.team_info(team=team), wait_s_max))
        return str(found["team"]["name"])

    def upload(self, channel: str, thread_ts: str, files: Sequence[Upload], comment: str) -> None:
        """The files stand in the thread, as one message.

        Raises:
            SendRefused: Slack will never take them.
            SendLater: it may work later.
        """
        parts: list[dict[str, Any]] = [
            {
                "filename": each.name,
                "title": each.title,
                "content": each.content,
                **({"alt_txt": each.alt_text} if each.alt_text else {}),
            }
            for each in files
        ]
        call = self._posting.files_upload_v2(
            file_uploads=parts, channel=channel, thread_ts=thread_ts, initial_comment=comment
        )
        self._wait("files.upload", call)

    def has_file(self, channel: str, thread_ts: str, after: str, name: str) -> bool:
        """Whether a file of this name stands in the thread below the message `after`.

        Raises:
            SendRefused: the thread is gone, or the channel is closed to us.
            SendLater: it may work later.
        """
        call = self._asking.conversations_replies(channel=channel, ts=thread_ts, oldest=after, limit=_REPLIES_MAX)
        messages = self._wait("conversations.replies", call)["messages"]
        return any(file.get("name") == name for message in messages for file in message.get("files") or ())

    def replies(self, channel: str, thread_ts: str, after: str) -> tuple[Reply, ...]:
        """What people wrote in the thread from the message `after` on, oldest first, as many as Slack gives at once.

        Raises:
            SendRefused: the thread is gone, or the channel is closed to us.
            SendLater: it may work later.
        """
        call = self._asking.conversations_replies(
            channel=channel, ts=thread_ts, oldest=after, inclusive=True, limit=_REPLIES_MAX
        )
        messages = self._wait("conversations.replies", call)["messages"]
        written = [each for each in messages if each.get("user") and not is_by_program(each)]
        # Slack gives the first message of the thread as well, whatever `oldest` says.
        return tuple(
            Reply(str(each["ts"]), str(each["user"]), str(each.get("text") or ""))
            for each in written
            if str(each["ts"]) >= after and each["ts"] != thread_ts
        )

    def _wait(self, method: str, call: Any) -> Any:
        return wait_for_slack(self._loop, method, call)
