"""The real bot, with a coach that needs no knowledge: `python bot_with_plain_coach.py`."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Sequence

from bot.asking.answers import Answer, Citation, NothingAsked, Reply, Statement
from bot.errors import BotError
from bot.settings import load_settings
from bot.slack.app import serve
from bot.slack.logs import configure_logs
from prompts.catalogue import AnswerMessage, Line, NothingAskedMessage, Source
from prompts.rendering import Message

_SOURCE = Citation(
    number=1,
    ref="toolkit/plain",
    kind="toolkit",
    title="A plain tool",
    publisher="A publisher",
    url="https://example.org/plain",
    note="",
)


class PlainCoach:
    """Answers every question alike, and counts the earlier questions it was given."""

    def reply(self, text: str, earlier: Sequence[str] = ()) -> Reply:
        """One cited sentence; `long…` asks for a long answer, `broken…` for a defect."""
        if not any(char.isalnum() for char in text):
            return NothingAsked()
        if text.startswith("broken"):
            raise ZeroDivisionError(text)
        if text.startswith("slow"):
            time.sleep(0.3)
        lead = "Start small. " * (2_000 if text.startswith("long") else 1)
        return Answer(
            lead=(Statement(f"{lead.strip()} Earlier questions: {len(earlier)}.", 1),),
            points=(),
            team_questions=(),
            example=None,
            reading=(),
            citations=(_SOURCE,),
        )


def message_for(reply: Reply) -> Message:
    """The reply as a message of the catalogue."""
    if not isinstance(reply, Answer):
        return NothingAskedMessage()
    return AnswerMessage(
        lead=tuple(Line(each.text, each.citation) for each in reply.lead),
        points=(),
        team_questions=(),
        questions_ours=0,
        example=None,
        reading=(),
        sources=tuple(Source(c.number, c.title, c.publisher, c.url, c.note) for c in reply.citations),
        limit="",
        offer="",
        shortened=False,
    )


def main() -> int:
    """The exit code of the bot."""
    try:
        settings = load_settings(needs_slack=True, env_file=None)
        configure_logs(settings.log_level)
        asyncio.run(serve(settings, PlainCoach(), message_for))
    except BotError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
