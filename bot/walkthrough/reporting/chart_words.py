"""The picture of a walkthrough in words."""

from __future__ import annotations

from bot.walkthrough.reporting.wording import label
from bot.walkthrough.results import Coverage, Results
from prompts.catalogue.reports import ChartWords
from prompts.rendering import render_line

# Source: https://docs.slack.dev/reference/methods/files.getUploadURLExternal, `alt_txt`
CHARS_MAX = 1_000


def chart_words(results: Results) -> str:
    """How many topics of each theme stand how, at most `CHARS_MAX` characters; the last themes go when it is more."""
    themes = tuple(_theme(each) for each in results.coverage)
    for shown in range(len(themes), 0, -1):
        text = render_line(ChartWords(themes[:shown], len(themes) - shown))
        if len(text) <= CHARS_MAX:
            return text
    return render_line(ChartWords((), len(themes)))


def _theme(coverage: Coverage) -> tuple[str, tuple[tuple[int, str], ...]]:
    counts = ((count, label(standing)) for standing, count in coverage.counts.items() if count)
    return coverage.theme.title, tuple(counts)
