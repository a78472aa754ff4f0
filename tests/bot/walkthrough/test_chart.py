"""The picture of a walkthrough, and the same in words."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from bot.walkthrough.commands import Answer, Start
from bot.walkthrough.reports import chart_words, draw_chart
from bot.walkthrough.results import Results, results
from knowledge.scorecards import Theme
from tests.bot.walkthrough.meeting import ANN, COSTS, EACH_FIRST, MISSIONS, START, everybody, vote
from tests.fakes.scorecards import SCORECARD, topic


def results_of(command: Start = START) -> Results:
    meeting = everybody(command)
    meeting.does(ANN, Answer(MISSIONS, "settled"))
    meeting.does(ANN, Answer(COSTS, "open"))
    return results(meeting.state)


def themed(count: int, title: str) -> Results:
    """Of a scorecard with that many themes."""
    themes = tuple(
        Theme(f"t{number}", f"{title} {number}", title, (topic(f"q{number}", "Question"),)) for number in range(count)
    )
    return results(everybody(replace(START, scorecard=replace(SCORECARD, themes=themes))).state)


def size_of(picture: bytes) -> tuple[int, int]:
    image = Image.open(BytesIO(picture))
    assert image.format == "PNG"
    return image.size


def test_the_picture_is_as_wide_as_a_message() -> None:
    """800 pixels, and higher the more themes there are."""
    width, height = size_of(draw_chart(results_of()))
    assert width == 800
    assert 150 < height < 400
    assert size_of(draw_chart(themed(12, "Theme")))[1] > height


def test_the_picture_shows_how_topics_stand() -> None:
    """Another status is another picture; the same results are the same picture."""
    meeting = everybody()
    before = draw_chart(results(meeting.state))
    assert draw_chart(results(meeting.state)) == before
    meeting.does(ANN, Answer(MISSIONS, "settled"))
    assert draw_chart(results(meeting.state)) != before


def test_hidden_votes_change_neither_picture_nor_words() -> None:
    """Not before they are revealed and the team has said something."""
    meeting = everybody(EACH_FIRST)
    before = draw_chart(results(meeting.state)), chart_words(results(meeting.state))
    meeting.does(ANN, vote("open"))
    assert (draw_chart(results(meeting.state)), chart_words(results(meeting.state))) == before


@pytest.mark.parametrize(
    "title",
    ["Costs of $5 to $10 & <b>", "資金の分担", "\x00\u202eabc", "Who pays " * 8, "_legend"],
    ids=["dollars", "signs the font lacks", "invisible", "long", "underscore"],
)
def test_any_title_can_be_drawn(title: str) -> None:
    """No formula, no warning, no failure."""
    assert size_of(draw_chart(themed(2, title)))[0] == 800


def test_a_hundred_themes_can_be_drawn() -> None:
    """As many as a scorecard may have."""
    assert size_of(draw_chart(themed(100, "Theme")))[1] < 10_000


def test_pictures_can_be_drawn_at_once() -> None:
    """Several walkthroughs may end together."""
    wanted = draw_chart(results_of())
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(draw_chart, [results_of()] * 8)) == {wanted}


def test_the_words_say_what_the_picture_shows() -> None:
    """Each theme with what is not zero."""
    assert chart_words(results_of()) == (
        "Topics by theme. Partners and people: 1 settled. Money: 1 open. Ending: 2 not answered."
    )


@pytest.mark.parametrize("count", [1, 12, 100])
def test_the_words_fit_slacks_limit(count: int) -> None:
    """Themes that do not fit are counted."""
    words = chart_words(themed(count, "A theme with a rather long title"))
    assert len(words) <= 1_000
    assert words.endswith(" more themes.") == (count == 100)
