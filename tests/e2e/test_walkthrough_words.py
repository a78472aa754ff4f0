"""Words in the thread: some steer, a mention asks, all others are notes that follow their messages."""

from __future__ import annotations

from tests.e2e.team import CITY, NEXT, NORTHLIGHT, SETTLED, Team, words


async def test_words_work_as_well_as_buttons(team: Team) -> None:
    """Statuses, skip, back, pause, resume, go to; each word that moved something gets a mark."""
    await team.gather(maya=CITY, daniel=NORTHLIGHT)
    first = (await team.at("Missions"))["ts"]
    said = await team.write("Settled.")
    await team.says(r"Where you stand:\* settled", first)
    await team.wait(lambda: team.place.messages[said].wire.get("reactions"))
    await team.write("skip", "daniel")
    await team.at("Sharing costs")
    await team.write("n/a", "daniel")
    await team.says(r"Where you stand:\* does not apply")
    await team.write("back")
    await team.at("Missions")
    await team.write("@coach go to winding up")
    await team.at("Winding up")
    await team.write("pause")
    await team.says("Taking a break", team.root)
    await team.write("resume", "daniel")
    await team.at("Winding up")
    await team.write("go to the moon")
    await team.whispered("no topic like that", "maya")
    await team.write("report", "daniel")
    assert "Sharing costs" in await team.report()
    assert "Settled." not in docx_notes(await team.report())


def docx_notes(report: str) -> str:
    """The lines of a report that may be notes."""
    return "\n".join(line for line in report.splitlines() if line.endswith("."))


async def test_status_and_help_are_told_to_who_asks(team: Team) -> None:
    """They disturb nobody else, and change nothing."""
    await team.gather(maya=CITY)
    await team.write("status", "sam")
    told = await team.whispered("walk.report", "sam")
    assert told["thread_ts"] == team.root
    await team.write("help", "priya")
    await team.whispered("go to", "priya")
    await team.write("This one is a note.")
    await team.says(r"\*Note\*\n• Maya Torres: This one is a note", (await team.at("Missions"))["ts"])


async def test_a_mention_is_answered_and_the_walkthrough_keeps_its_place(team: Team) -> None:
    """The coach answers in the thread; what was asked is no note."""
    await team.gather(maya=CITY)
    topic = await team.at("Missions")
    asked = await team.write("@coach who pays for what?", "daniel")
    await team.says("Start small")
    note = await team.write("Who pays, really?", "daniel")
    await team.says("Who pays, really", topic["ts"])
    assert "who pays for what" not in words(await team.at("Missions"))
    assert note > asked
    await team.stage.settled()
    assert len(await team.stage.calls("assistant.threads.setStatus")) == 1


async def test_the_coach_can_be_asked_by_a_button(team: Team) -> None:
    """Pressed twice it answers once, in the thread."""
    await team.gather(maya=CITY)
    topic = await team.at("Missions")
    await team.click("maya", "walk.ask", topic["ts"])
    await team.click("daniel", "walk.ask", topic["ts"])
    await team.says("Start small")
    await team.whispered("The answer comes in the thread", "daniel")
    await team.press("maya", NEXT, "Missions")
    await team.at("Sharing costs")
    assert sum("Start small" in words(each) for each in team.thread()) == 1


async def test_a_note_follows_its_message(team: Team) -> None:
    """An edited message edits the note, wherever the team is by now; a deleted one takes it away."""
    await team.gather(maya=CITY, daniel=NORTHLIGHT)
    topic = (await team.at("Missions"))["ts"]
    kept = await team.write("The board signs in May.", "daniel")
    gone = await team.write("Forget this one.", "sam")
    await team.says("Forget this one", topic)
    await team.click("maya", NEXT, topic)
    await team.says("2 notes", topic)
    await team.stage.act("edit", person="daniel", channel=team.channel, ts=kept, text="The board signs in June.")
    await team.stage.act("delete", person="sam", channel=team.channel, ts=gone)
    await team.says("(?m)1 note$", topic)
    await team.write("report")
    report = await team.report()
    assert "signs in June" in report
    assert "signs in May" not in report
    assert "Forget this one" not in report


async def test_a_note_in_the_form_can_be_opened_again(team: Team) -> None:
    """The form holds what was written; emptied, the note is gone."""
    await team.gather(maya=CITY)
    topic = (await team.at("Missions"))["ts"]
    await team.click("maya", "walk.note", topic)
    assert not await team.submit("maya", main="From the form.")
    await team.says("Maya Torres: From the form", topic)
    await team.click("maya", "walk.note", topic)
    assert not await team.submit("maya", main="From the form, mended.")
    await team.says("From the form, mended", topic)
    await team.click("maya", "walk.note", topic)
    assert not await team.submit("maya", main="")
    await team.wait(lambda: "From the form" not in words(team.place.messages[topic].wire))


async def test_every_event_may_come_twice(team: Team) -> None:
    """Delivered again and again, also after a restart, each has one effect."""
    await team.gather(maya=CITY, daniel=NORTHLIGHT)
    await team.write("settled")
    note = await team.write("First words.", "daniel")
    await team.stage.act("edit", person="daniel", channel=team.channel, ts=note, text="Last words.")
    await team.write("skip")
    await team.write("status", "daniel")
    await team.at("Sharing costs")
    await team.whispered("walk.report", "daniel")
    for is_restarted in (False, True):
        if is_restarted:
            assert await team.stage.end_bot() == 0
            await team.stage.start_bot()
            await team.stage.connected()
        await team.stage.act("redeliver", event_id="all", times=2)
        await team.stage.settled()
    await team.write("Are we still here?")
    await team.says("Are we still here", (await team.at("Sharing costs"))["ts"])
    assert words(team.topics()[0]).count("Missions") >= 1
    assert len(team.topics()) == 2
    await team.write("report")
    report = await team.report()
    assert report.count("Last words.") >= 1
    assert "First words." not in report
    assert SETTLED not in words(team.topics()[0])
