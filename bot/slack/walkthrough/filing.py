"""The report of a walkthrough, as files in its thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.slack.web_api.room_calls import RoomCalls, Upload
from bot.walkthrough.guiding import WalkthroughId
from bot.walkthrough.reporting.reporter import Reported, Reporter
from bot.walkthrough.reports import chart_words, draw_chart, write_csv, write_docx
from prompts.catalogue.walkthrough import WalkChartTitle, WalkFiles
from prompts.rendering import plain, render, render_line

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Filing:
    """Threads may use it at once."""

    calls: RoomCalls
    reporter: Callable[[], Reporter]
    """Made anew for each report: titles may have changed meanwhile."""

    def post(self, walkthrough: WalkthroughId, channel: str, thread_ts: str) -> None:
        """The report as it stands is in the thread: to read, as a table, and as a picture.

        Raises:
            SendRefused: Slack will never take it.
            SendLater: it may work later.
            StoreUnavailable: the log cannot be read.
        """
        reported = self.reporter().report_of(walkthrough)
        if reported is None:
            return
        comment = plain(render(WalkFiles(reported.report.title)))
        self.calls.upload(channel, thread_ts, _uploads(walkthrough, reported), comment)
        log.info("report_posted", walkthrough=walkthrough)

    def is_posted(self, walkthrough: WalkthroughId, channel: str, thread_ts: str, after: str) -> bool:
        """Whether a report stands in the thread, below the message `after`.

        Raises:
            SendRefused: the thread is gone, or the channel is closed to us.
            SendLater: it may work later.
        """
        return self.calls.has_file(channel, thread_ts, after, _docx_name(walkthrough))


def _uploads(walkthrough: WalkthroughId, reported: Reported) -> tuple[Upload, ...]:
    title = reported.report.title
    picture = render_line(WalkChartTitle(title))
    return (
        Upload(f"{walkthrough}.png", picture, draw_chart(reported.results), chart_words(reported.results)),
        Upload(_docx_name(walkthrough), title, write_docx(reported.report)),
        Upload(f"{walkthrough}.csv", title, write_csv(reported.report)),
    )


def _docx_name(walkthrough: WalkthroughId) -> str:
    return f"{walkthrough}.docx"
