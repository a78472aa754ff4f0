"""The real bot, with a coach that needs no knowledge: `python bot_with_plain_coach.py [--http | --port]`."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bot.asking.answering import Consideration
from bot.asking.answers import Answer, Citation, Declined, NotFound, NothingAsked, Reply, Statement
from bot.asking.wording import message_for
from bot.errors import BotError
from bot.settings import SCORECARDS_FOLDER, load_settings
from bot.slack.connection.http.site import Address
from bot.slack.connection.serving import serve
from bot.slack.logs import configure_logs
from bot.slack.presence import Coach
from bot.slack.walkthrough.assembly import Knows
from knowledge.content_files import read_documents
from knowledge.documents import Document
from knowledge.scorecard_files import read_scorecards
from tests.fakes.documents import document
from tests.fakes.encoder import WordEncoder
from tests.fakes.findings import PlainFindings, found
from tests.fakes.scorecards import SCORECARD

_SOURCE = Citation(
    number=1,
    ref="T99",
    kind="toolkit",
    title="A plain tool",
    publisher="A publisher",
    url="https://example.org/plain",
    note="",
)


_TOOL = document("T99", "tool", {"In_short": "Start small."}, title=_SOURCE.title)


class PlainCoach:
    """Answers every question alike, and counts the earlier questions it was given."""

    def documents(self) -> tuple[Document, ...]:
        """What comes with the coach, read when it is first wanted."""
        return _read()

    def __init__(self, home: Path) -> None:
        """With a file `sources-added` in its home it knows what it did not know."""
        self._added = home / "sources-added"
        self.encode = WordEncoder().encode

    def audiences(self) -> frozenset[str]:
        """Everything is for everybody."""
        return frozenset()

    def consider(
        self,
        text: str,
        earlier: Sequence[str] = (),
        audience: frozenset[str] = frozenset(),
        collections: frozenset[str] = frozenset(),
    ) -> Consideration:
        """The reply, from the plain tool; a real case and a real tool were found beside it."""
        beside = [each for each in _read() if each.ref in {"T4", "C2"}]
        return Consideration(self.reply(text, earlier, audience, collections), (), PlainFindings(found(_TOOL, *beside)))

    def reply(
        self,
        text: str,
        earlier: Sequence[str] = (),
        _audience: frozenset[str] = frozenset(),
        collections: frozenset[str] = frozenset(),
    ) -> Reply:
        """One cited sentence; `long…` asks for a long one, `broken…` for a defect, `unknown…` and `taxes…` for none."""
        if text.startswith("taxes"):
            return Declined("taxes", "Ask me about partnerships.")
        if text.startswith("unknown") and not self._added.exists():
            return NotFound((_SOURCE,))
        if not any(char.isalnum() for char in text):
            return NothingAsked()
        if text.startswith("broken"):
            raise ZeroDivisionError(text)
        if text.startswith("slow"):
            time.sleep(0.3)
        searched = f" Searched: {', '.join(sorted(collections))}." if collections else ""
        lead = "Start small. " * (2_000 if text.startswith("long") else 1)
        return Answer(
            lead=(Statement(f"{lead.strip()} Earlier questions: {len(earlier)}.{searched}", 1),),
            points=(),
            team_questions=(),
            example=None,
            reading=(),
            citations=(_SOURCE,),
            is_sure=True,
        )


@cache
def _read() -> tuple[Document, ...]:
    return read_documents()


def main() -> int:
    """The exit code of the bot."""
    try:
        settings = load_settings(needs_slack=True, over_http="--http" in sys.argv, env_file=None)
        address = Address("127.0.0.1", 0) if sys.argv[1:] else None
        configure_logs(settings.log_level)
        coach = PlainCoach(settings.home)
        own, _ = read_scorecards(None, folder=settings.home / SCORECARDS_FOLDER)
        asyncio.run(serve(settings, Coach(coach, message_for, Knows((SCORECARD, *own), coach)), address))
    except BotError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
