"""The real bot, with a coach that needs no knowledge: `python bot_with_plain_coach.py`."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Sequence
from functools import cache

from bot.asking.answers import Answer, Citation, NothingAsked, Reply, Statement
from bot.asking.wording import message_for
from bot.errors import BotError
from bot.settings import load_settings
from bot.slack.app import serve
from bot.slack.logs import configure_logs
from bot.slack.walkthrough.assembly import Knows
from knowledge.content_files import read_documents
from knowledge.documents import Document
from tests.fakes.scorecards import SCORECARD

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

    def documents(self) -> tuple[Document, ...]:
        """What comes with the coach, read when it is first wanted."""
        return _read()

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


@cache
def _read() -> tuple[Document, ...]:
    return read_documents()


def main() -> int:
    """The exit code of the bot."""
    try:
        settings = load_settings(needs_slack=True, env_file=None)
        configure_logs(settings.log_level)
        coach = PlainCoach()
        asyncio.run(serve(settings, coach, message_for, Knows((SCORECARD,), coach)))
    except BotError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
