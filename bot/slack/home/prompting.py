"""The Messages tab is opened: first questions that fit the person."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import structlog

from bot.slack.errors import SendError
from bot.slack.home.gathering import Gathering
from bot.slack.parsing import Wire
from bot.slack.walkthrough.texts import fit
from bot.slack.web_api.lacking import Lacking
from bot.store.errors import StoreUnavailable
from prompts.catalogue.answers import SuggestedPrompts
from prompts.rendering import plain, render

log = structlog.get_logger(__name__)

METHOD = "assistant.threads.setSuggestedPrompts"
# Source: https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts
_PROMPTS_MAX = 4
_TITLE_CHARS_MAX = 50
Kind = Literal["new", "walkthrough", "known"]


class Suggests(Protocol):
    """Slack's call."""

    def suggest(self, channel: str, prompts: list[dict[str, str]]) -> None:
        """The questions stand in the whole tab."""


@dataclass(frozen=True, slots=True)
class Prompting:
    """Belongs to the loop; the work is done in threads."""

    calls: Suggests
    gathering: Gathering
    lacking: Lacking

    async def suggest(self, event: Wire) -> None:
        """The questions are set anew each time: what fits a person changes."""
        if self.lacking.has(METHOD):
            await asyncio.to_thread(self._suggest, str(event.get("user") or ""), str(event.get("channel") or ""))

    def _suggest(self, person: str, channel: str) -> None:
        try:
            self.calls.suggest(channel, suggested_prompts(*self._fitting(person)))
        except SendError as error:
            self.lacking.learn(METHOD, error.code)
            log.debug("prompts_not_shown", channel=channel, code=error.code)
        except StoreUnavailable as error:
            log.warning("prompts_not_shown", channel=channel, code=type(error).__name__)

    def _fitting(self, person: str) -> tuple[Kind, str]:
        walks = self.gathering.open_walks(person)
        if walks:
            return "walkthrough", fit(walks[0].title, _TITLE_CHARS_MAX)
        return ("known" if self.gathering.has_asked(person) else "new"), ""


def suggested_prompts(kind: Kind = "known", title: str = "") -> list[dict[str, Any]]:
    """The template's lines (`title | question`) in Slack's shape."""
    lines = plain(render(SuggestedPrompts(kind, title))).splitlines()
    # The last mark is the template's: a title may have one of its own.
    pairs = (line.rpartition(" | ") for line in lines if " | " in line)
    return [{"title": title.strip(), "message": question.strip()} for title, _, question in pairs][:_PROMPTS_MAX]
