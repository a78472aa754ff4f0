"""Who can be asked in a channel where the coach cannot help."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.settings import Staff
from bot.store.channel_settings import ChannelSettings
from prompts.rendering import Markup

# Source: https://docs.slack.dev/messaging/formatting-message-text#mentioning-users and the section on groups
_PERSON, _GROUP = re.compile(r"[UW][A-Z0-9]{1,30}"), re.compile(r"S[A-Z0-9]{1,30}")


@dataclass(frozen=True, slots=True)
class Helpers:
    """People and user groups by Slack's ids, or else the channel where staff hear of it."""

    ids: tuple[str, ...] = ()
    channel: str = ""

    def __bool__(self) -> bool:
        """Whether there is anybody."""
        return bool(self.ids or self.channel)


@dataclass(frozen=True, slots=True)
class Experts:
    """Those named for a channel; where nobody is, the staff group, then the staff channel. Threads may ask at once."""

    channels: ChannelSettings
    staff: Staff

    def of(self, team: str, channel: str) -> Helpers:
        """Who is asked in this channel; nobody in a direct conversation, which others cannot open.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        if channel.startswith("D"):
            return Helpers()
        named = tuple(each for each in self.channels.of(team, channel).experts if mention(each))
        if named or self.staff.group:
            return Helpers(named or (self.staff.group,))
        return Helpers(channel=self.staff.channel)


def mention(id_: str) -> Markup:
    """What notifies a person or a user group; empty for what is neither."""
    if _PERSON.fullmatch(id_):
        return Markup(f"<@{id_}>")
    return Markup(f"<!subteam^{id_}>") if _GROUP.fullmatch(id_) else Markup("")


def mentions(ids: Sequence[str]) -> tuple[Markup, ...]:
    """The same for several."""
    return tuple(each for each in map(mention, ids) if each)
