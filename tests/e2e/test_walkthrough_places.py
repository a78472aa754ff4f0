"""Messages that are deleted, channels that are closed, and what people type to break things."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

from tests.e2e.conftest import Stage
from tests.e2e.team import (
    CITY,
    CLOSE,
    NEXT,
    NORTHLIGHT,
    RESUME,
    SETTLED,
    SUMMARY,
    TWO,
    Team,
    docx_words,
    is_ours,
    words,
)
from tests.fakes.scorecard_texts import scorecard_of, theme_of, topic_of

BOMB = "<!channel> <!here> <@U0SAM> @everyone <!subteam^S1>"


async def test_a_deleted_card_comes_back_and_the_thread_goes_on_below_it(team: Team) -> None:
    """A new card, the topic below it, and notes are heard there; the report has what was said before."""
    await team.gather(maya=CITY, daniel=NORTHLIGHT)
    await team.write("Before it was deleted.")
    await team.says("Before it was deleted", (await team.at("Missions"))["ts"])
    await team.click("maya", NEXT)
    await team.at("Sharing costs")
    old = team.root
    team.stage.playground.slack.remove(team.place, old)
    (team.root,) = await team.wait(lambda: [each for each in team.cards() if each != old])
    topic = await team.at("Sharing costs")
    await team.write("And after.", "daniel")
    await team.says("Daniel Okafor: And after", topic["ts"])
    await team.click("maya", CLOSE, team.root)
    report = await team.report()
    assert "Before it was deleted." in report
    assert "And after." in report


async def test_deleted_messages_of_the_thread_come_back(team: Team) -> None:
    """The topic where the team is, and the summary."""
    await team.gather(maya=CITY)
    lost = (await team.at("Missions"))["ts"]
    team.stage.playground.slack.remove(team.place, lost)
    topic = await team.wait(lambda: next((each for each in [team.current()] if each and each["ts"] != lost), None))
    await team.click("maya", SETTLED, topic["ts"])
    await team.says(r"Where you stand:\* settled", topic["ts"])
    await team.click("maya", CLOSE, team.root)
    await team.report()
    lost = (await team.says(SUMMARY))["ts"]
    team.stage.playground.slack.remove(team.place, lost)
    await team.wait(lambda: (team.find(SUMMARY) or {"ts": lost})["ts"] != lost)
    await team.stage.settled()
    assert team.reports() == 1


async def test_an_archived_channel_pauses_and_goes_on_where_it_was(team: Team) -> None:
    """Unarchived, one press resumes; nothing is lost."""
    await team.gather(maya=CITY)
    team.place.is_archived = True
    await team.click("maya", NEXT)
    await team.stage.logged("not_shown")
    team.place.is_archived = False
    await team.click("maya", "walk.pause", team.root)
    await team.says("Taking a break", team.root)
    await team.click("maya", RESUME, team.root)
    await team.at("Sharing costs")


async def test_where_the_coach_is_not_the_form_says_how_to_invite_it(served: Stage) -> None:
    """It keeps what was typed; once the coach is there, the same form starts the walkthrough."""
    team = Team(served, "city-hall")
    await served.act("command", person="maya", channel="city-hall", text="/coach scorecard")
    errors = await team.submit("maya", main=TWO)
    assert "/invite" in errors["main"]
    assert "/invite" in (await team.submit("maya", main=TWO))["main"]
    await served.end_bot()
    await served.start_bot()
    await served.connected()
    await served.act("join", person="@coach", channel="city-hall")
    await team.fill_in()
    await team.says("0 of 4 topics", team.root)
    await team.join(maya=CITY)
    await team.click("maya", CLOSE, team.root)
    await team.report()
    assert "when you last went through it" not in words(await team.says(SUMMARY))
    assert len(team.cards()) == 1


async def test_in_an_archived_channel_the_form_says_so(served: Stage) -> None:
    """Nothing starts there."""
    team = Team(served, "old-park-project")
    await served.act("command", person="maya", channel=team.channel, text="/coach scorecard")
    assert "archived" in (await team.submit("maya", main=TWO))["main"]
    assert team.cards() == []


async def test_the_form_says_what_to_mend(team: Team) -> None:
    """One partner, one named twice, a day that is over; it stays open until all is well."""
    await team.stage.act("command", person="maya", channel=team.channel, text="/coach scorecard")
    assert "at least two partners" in (await team.submit("maya", main="City"))["main"]
    assert "there twice" in (await team.submit("maya", main="City\ncity"))["main"]
    assert "60 characters" in (await team.submit("maya", main=f"City\n{'x' * 61}"))["main"]
    past = (datetime.now(UTC) - timedelta(days=3)).date().isoformat()
    assert "is over" in (await team.submit("maya", main=TWO, due=past))["due"]
    await team.fill_in(due="2099-01-01")


async def test_no_text_of_people_pings_anybody(team: Team) -> None:
    """Not from a partner's name, a note, an agreement or an action, in no message and no file name."""
    await team.start(partners=f"{BOMB}\n*Northlight* <https://evil.example|Energy> `&`")
    await team.join(maya=CITY, daniel=NORTHLIGHT)
    await team.write(f"Hello @channel, @sam and {BOMB}")
    await team.click("daniel", "walk.note")
    assert not await team.submit("daniel", main=BOMB)
    await team.click("maya", "walk.agree")
    assert not await team.submit("maya", main=BOMB, partners=["p1", "p2"])
    await team.click("maya", "walk.take_action")
    assert not await team.submit("maya", main=BOMB, person="U0DANIEL", due="2099-01-01")
    await team.press("maya", SETTLED, "Missions")
    await team.says("What you agreed", (await team.at("Missions"))["ts"])
    await team.write("status", "maya")
    await team.whispered("walk.report", "maya")
    await team.click("maya", CLOSE, team.root)
    await team.report()
    await team.says(SUMMARY)
    parsed = "\n".join(text for each in team.messages() if is_ours(each) for text in marked_up(each.wire))
    assert parsed.count("&lt;!channel&gt;") > 5
    for live in ("<!", "<@", "<https://evil.example"):
        assert live not in parsed


def marked_up(value: Any) -> list[str]:
    """Every text in which Slack looks for mentions and links: those of messages and of `mrkdwn`, not `plain_text`."""
    if isinstance(value, list):
        return [text for each in value for text in marked_up(each)]
    if not isinstance(value, dict):
        return []
    own = [str(value["text"])] if value.get("type") in {"mrkdwn", "message"} else []
    return own + [text for each in value.values() for text in marked_up(each)]


async def test_a_very_long_note_is_kept_whole(team: Team) -> None:
    """The topic shows its beginning, the report all of it."""
    await team.gather(maya=CITY)
    text = " ".join(f"word{number}" for number in range(2_000))
    assert len(text) > 16_000
    await team.write(text + " the very end")
    topic = await team.says("Maya Torres: word0", (await team.at("Missions"))["ts"])
    assert "word1999" not in words(topic)
    await team.write("report")
    assert "word1999 the very end" in await team.report()


async def test_a_formula_in_a_note_is_text_in_the_table(team: Team) -> None:
    """No program that opens the table runs it."""
    await team.gather(maya=CITY)
    for formula in ("=HYPERLINK(A1)", "+1+1", "-2", "@SUM(A1)"):
        await team.write(formula)
    await team.says(r"4\)|SUM", (await team.at("Missions"))["ts"])
    await team.write("report")
    await team.report()
    cells = [cell for row in csv.reader(StringIO(team.files()["csv"].decode("utf-8-sig"))) for cell in row]
    assert any("=HYPERLINK(A1)" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


async def test_a_broken_scorecard_leaves_the_others_in_service(stage: Stage) -> None:
    """Staff's own is offered beside the one that came with the coach; one without a question is left out."""
    folder = stage.home / "scorecards"
    folder.mkdir()
    (folder / "own.yaml").write_text(scorecard_of("own", theme_of("money", topic_of("costs"), topic_of("gains"))))
    (folder / "broken.yaml").write_text(scorecard_of("broken", theme_of("money", topic_of("costs", drafting=None))))
    await stage.start_bot()
    await stage.connected()
    team = Team(stage)
    await stage.act("command", person="maya", channel=team.channel, text="/coach scorecard")
    view: dict[str, Any] = (await stage.look("views", person="maya", wait_s=30))["view"]
    assert "Scorecard of own" in str(view)
    assert "broken" not in str(view)
    await team.fill_in(scorecard="own")
    await team.says("What about costs", (await team.wait(team.current))["ts"])
    await team.join(maya=CITY)
    await team.write("skip")
    await team.says("What about gains")
    await team.write("finish")
    await team.says(SUMMARY)
    await team.report()
    assert "Scorecard of own" in docx_words(team.files()["docx"])
