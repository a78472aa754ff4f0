"""What came out of a walkthrough: in sum at its end, and at any time for one who asks. Data to data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from bot.slack.block_kit.blocks import Packed
from bot.slack.walkthrough import clicks
from bot.slack.walkthrough.clicks import Click
from bot.slack.walkthrough.pieces import (
    TITLE_CHARS_MAX,
    actions_shown,
    answered,
    button,
    by_theme,
    message,
    place_of,
    row,
    scorecard_title,
    title_of,
)
from bot.slack.walkthrough.standings import shown_views
from bot.slack.walkthrough.texts import Names, cost, day, first_that_fit, fit, in_a_row
from bot.walkthrough.events import TopicId
from bot.walkthrough.guiding import WalkthroughId
from bot.walkthrough.results import STANDINGS, Coverage, Difference, Results, Since, Standing, standing_of
from bot.walkthrough.state import State
from knowledge.scorecards import Theme
from prompts.catalogue.walkthrough_results import (
    WalkChange,
    WalkClosing,
    WalkCovered,
    WalkDifference,
    WalkGroup,
    WalkOverview,
    WalkSince,
    WalkStands,
    WalkTheme,
)
from prompts.rendering import render

# What all parts of the message may hold together is shared out among them: about 9,000 characters.
_COVERAGE_CHARS_MAX, _GAPS_CHARS_MAX, _CHANGES_CHARS_MAX = 1_800, 1_600, 1_200
_DIFFERENCES_MAX, _DIFFERENCE_CHARS_MAX = 5, 300
_ACTIONS_CHARS_MAX = 1_500
_OVERVIEW_CHARS_MAX, _GROUP_CHARS_MAX = 6_000, 600
# Room for the words between what people and the scorecard wrote.
_LINE_CHARS = 40


def closing(walkthrough: WalkthroughId, state: State, results: Results, names: Names) -> Packed:
    """The summary at the end: how the themes stand, gaps, differences, actions, what changed. No total, no mark."""
    here = Click(walkthrough)
    buttons = row(button(clicks.REPORT, "report", here), button(clicks.RESUME, "reopen", here))
    if state.phase != "closed":
        buttons = row(button(clicks.REPORT, "report", here))
    return message(*render(_closing(state, results, names)), buttons)


def overview(walkthrough: WalkthroughId, state: State, names: Names) -> Packed:
    """Where the team stands, theme by theme, and what is to be done."""
    themes, more = first_that_fit(_themes(state), _chars, _OVERVIEW_CHARS_MAX)
    to_do = sorted((each for each in state.actions.values() if not each.is_done), key=lambda action: action.due)
    actions, actions_more = actions_shown(state, names, to_do, _ACTIONS_CHARS_MAX, is_with_topic=True)
    words = WalkOverview(
        title=scorecard_title(state),
        phase=state.phase,
        place=place_of(state, state.current),
        answered=answered(state),
        themes=themes,
        themes_more=more,
        actions=actions,
        actions_more=actions_more,
    )
    return message(*render(words), row(button(clicks.REPORT, "report", Click(walkthrough))))


def _themes(state: State) -> list[WalkTheme]:
    """Every theme with all of its topics."""
    return [
        WalkTheme(
            _shown(theme),
            tuple(_groups((standing_of(state, TopicId(each.id)), fit(each.title, TITLE_CHARS_MAX)) for each in topics)),
        )
        for theme, topics in by_theme(state)
    ]


def _shown(theme: Theme) -> str:
    return fit(theme.title, TITLE_CHARS_MAX)


def _groups(stands: Iterable[tuple[Standing, str]]) -> Iterator[WalkGroup]:
    """Titles of topics by how they stand."""
    titles: dict[Standing, list[str]] = {}
    for standing, title in stands:
        titles.setdefault(standing, []).append(title)
    for standing in STANDINGS:
        if standing in titles:
            yield WalkGroup(standing, in_a_row(titles[standing], _GROUP_CHARS_MAX))


def _chars(theme: WalkTheme) -> int:
    groups = (cost(", ".join(group.topics.names)) + _LINE_CHARS for group in theme.groups)
    return cost(theme.title) + sum(groups)


def _closing(state: State, results: Results, names: Names) -> WalkClosing:
    coverage, coverage_more = first_that_fit(
        [_covered(each) for each in results.coverage], _covered_chars, _COVERAGE_CHARS_MAX
    )
    gaps, gaps_more = first_that_fit(_gaps(state, results), _chars, _GAPS_CHARS_MAX)
    actions, actions_more = actions_shown(state, names, results.actions, _ACTIONS_CHARS_MAX, is_with_topic=True)
    return WalkClosing(
        title=scorecard_title(state),
        coverage=coverage,
        coverage_more=coverage_more,
        gaps=gaps,
        gaps_more=gaps_more,
        differences=tuple(_difference(state, each, names) for each in results.differences[:_DIFFERENCES_MAX]),
        differences_more=max(len(results.differences) - _DIFFERENCES_MAX, 0),
        actions=actions,
        actions_more=actions_more,
        since=_since(state, results.since) if results.since else None,
    )


def _covered(coverage: Coverage) -> WalkCovered:
    counts = tuple(WalkStands(standing, count) for standing, count in coverage.counts.items() if count)
    return WalkCovered(_shown(coverage.theme), counts)


def _covered_chars(covered: WalkCovered) -> int:
    return cost(covered.theme) + sum(len(each.standing) + 5 for each in covered.counts)


def _gaps(state: State, results: Results) -> list[WalkTheme]:
    """Each theme that has any, with its gaps."""
    themes: dict[str, tuple[Theme, list[tuple[Standing, str]]]] = {}
    for gap in results.gaps:
        themes.setdefault(gap.theme.id, (gap.theme, []))[1].append((gap.standing, title_of(state, gap.topic)))
    return [WalkTheme(_shown(theme), tuple(_groups(stands))) for theme, stands in themes.values()]


def _difference(state: State, difference: Difference, names: Names) -> WalkDifference:
    views, more = shown_views(state, difference.views, names, _DIFFERENCE_CHARS_MAX)
    return WalkDifference(title_of(state, difference.topic), views, more)


def _since(state: State, since: Since) -> WalkSince:
    changes = [
        WalkChange(title_of(state, each.topic), each.kind, each.before or "", each.now or "") for each in since.changes
    ]
    kept, more = first_that_fit(changes, lambda each: cost(each.topic) + _LINE_CHARS, _CHANGES_CHARS_MAX)
    return WalkSince(day(datetime.fromtimestamp(since.last_at, UTC).date().isoformat()), kept, more)
