"""Reports of a walkthrough, the files they are written to, and the picture of its themes.

The libraries behind the Word file and the picture take a while to load, so each is loaded when it is first needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, tzinfo
from typing import Literal

from bot.walkthrough.events import PersonId
from bot.walkthrough.reporting.chart_words import chart_words
from bot.walkthrough.reporting.closing import Documents, closing, sources
from bot.walkthrough.reporting.markdown import write_markdown
from bot.walkthrough.reporting.opening import opening
from bot.walkthrough.reporting.report import Report
from bot.walkthrough.reporting.rows import flat
from bot.walkthrough.reporting.spreadsheet import write_csv
from bot.walkthrough.reporting.topics import outline, topic_by_topic
from bot.walkthrough.reporting.wording import Wording, label
from bot.walkthrough.results import Results
from bot.walkthrough.state import State
from prompts.catalogue.reports import ReportDated
from prompts.rendering import render_line

__all__ = [
    "ReportFormat",
    "chart_words",
    "draw_chart",
    "report",
    "write_csv",
    "write_docx",
    "write_markdown",
    "write_report",
]

ReportFormat = Literal["docx", "csv", "md"]


def report(
    state: State, results: Results, names: Mapping[PersonId, str], documents: Documents, zone: tzinfo = UTC
) -> Report:
    """Everything that came out, with all words, in the order in which it is read.

    Args:
        state: where the walkthrough stands.
        results: what came out of that.
        names: the names of its people, as far as they are known.
        documents: those that may help with a topic; a ref that is not among them is left out.
        zone: where the days of notes are counted.
    """
    words = Wording(state, names, zone)
    blocks = (
        *opening(state, results, words),
        *topic_by_topic(state, words),
        *closing(state, results, words, documents),
        *outline(state, words),
        *sources(state),
    )
    subtitle = f"{label('report')}. {render_line(ReportDated('as_of', words.day(state.last_at)))}"
    return Report(state.setup.scorecard.title, subtitle, label("page"), blocks, flat(state, words))


def write_report(made: Report, form: ReportFormat) -> bytes:
    """The report as a file."""
    match form:
        case "docx":
            return write_docx(made)
        case "csv":
            return write_csv(made)
        case "md":
            return write_markdown(made).encode()


def write_docx(made: Report) -> bytes:
    """The report as a Word document."""
    from bot.walkthrough.reporting.word import write_docx as write

    return write(made)


def draw_chart(results: Results) -> bytes:
    """A picture (PNG) of how many topics of each theme stand how; `chart_words` says the same in words."""
    from bot.walkthrough.reporting.chart import draw_chart as draw

    return draw(results)
