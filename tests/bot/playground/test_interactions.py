"""Commands, buttons, modals, shortcuts and response URLs, handled by a real Bolt app."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError

from tests.bot.playground.conftest import Stage, button, modal, plain, text_input

ACTIONS = {"type": "actions", "block_id": "row", "elements": [button("go", "1")]}


async def post_button(stage: Stage, *blocks: dict[str, Any]) -> str:
    """The ts of a message with these blocks."""
    answer = await stage.client.chat_postMessage(channel="C0WARMHOMES", text="x", blocks=list(blocks) or [ACTIONS])
    return str(answer["ts"])


async def open_modal(stage: Stage, view: dict[str, Any]) -> dict[str, Any]:
    """The modal that a click on a button opened for maya."""

    @stage.app.action("go")
    async def show(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await stage.client.views_open(trigger_id=body["trigger_id"], view=view)

    await stage.connect()
    ts = await post_button(stage)
    assert (await stage.act("click", person="maya", channel="warm-homes", ts=ts, action_id="go"))["ok"]
    found: dict[str, Any] = (await stage.look("views", person="maya"))["view"]
    return found


async def test_a_command_answers_in_its_acknowledgement(stage: Stage) -> None:
    """The text in the ack is shown to the person alone; others do not see it."""

    @stage.app.command("/coach")
    async def answer(ack: AsyncAck, command: dict[str, Any]) -> None:
        await ack(f"You asked: {command['text']}")

    await stage.connect()
    answer_ = await stage.act("command", person="maya", channel="warm-homes", text="/coach ask who pays?")
    assert answer_["ack"]["text"] == "You asked: ask who pays?"
    mine = (await stage.look("messages", channel="warm-homes", person="maya"))["messages"]
    others = (await stage.look("messages", channel="warm-homes", person="sam"))["messages"]
    assert mine[-1]["only_for"] == "U0MAYA"
    assert others == []


async def test_a_click_names_the_button_and_its_message(stage: Stage) -> None:
    """block_actions has the action, the message, a trigger and a response URL, which can replace the message."""
    bodies: list[dict[str, Any]] = []

    @stage.app.action("go")
    async def replace(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        bodies.append(body)
        await respond(text="done", replace_original=True)

    await stage.connect()
    ts = await post_button(stage)
    await stage.act("click", person="daniel", channel="warm-homes", ts=ts, action_id="go")
    await stage.look("calls", method="response_url", count_min=1)
    assert bodies[0]["actions"][0]["value"] == "1"
    assert bodies[0]["actions"][0]["block_id"] == "row"
    assert bodies[0]["container"]["message_ts"] == ts
    assert bodies[0]["user"]["team_id"] == "T0NORTHLT"
    assert stage.slack.workspace.message("C0WARMHOMES", ts).wire["text"] == "done"


@pytest.mark.parametrize(
    ("element", "choice", "expected"),
    [
        (
            {"type": "static_select", "options": [{"text": plain("Open"), "value": "open"}]},
            "open",
            ("selected_option", {"text": plain("Open"), "value": "open"}),
        ),
        (
            {"type": "overflow", "options": [{"text": plain("Copy"), "value": "copy"}]},
            "copy",
            ("selected_option", {"text": plain("Copy"), "value": "copy"}),
        ),
        ({"type": "users_select"}, "U0SAM", ("selected_user", "U0SAM")),
        ({"type": "datepicker"}, "2026-12-01", ("selected_date", "2026-12-01")),
        ({"type": "multi_users_select"}, ["U0SAM", "U0ALEX"], ("selected_users", ["U0SAM", "U0ALEX"])),
    ],
)
async def test_choices_arrive_in_slacks_shape(
    stage: Stage, element: dict[str, Any], choice: Any, expected: tuple[str, Any]
) -> None:
    """Each kind of element sends its choice under its own key."""
    heard: list[dict[str, Any]] = []

    @stage.app.action("pick")
    async def keep(ack: AsyncAck, action: dict[str, Any]) -> None:
        await ack()
        heard.append(action)

    await stage.connect()
    block = {"type": "section", "text": plain("Pick"), "accessory": element | {"action_id": "pick"}}
    ts = await post_button(stage, block)
    answer = await stage.act("click", person="maya", channel="warm-homes", ts=ts, action_id="pick", value=choice)
    assert answer["ok"], answer
    assert await stage.until(lambda: heard)
    assert heard[0][expected[0]] == expected[1]


async def test_feedback_buttons_send_the_value_of_their_side(stage: Stage) -> None:
    """A thumb up arrives as feedback_buttons with the positive value."""
    heard: list[dict[str, Any]] = []

    @stage.app.action("feedback")
    async def keep(ack: AsyncAck, action: dict[str, Any]) -> None:
        await ack()
        heard.append(action)

    await stage.connect()
    sides = {f"{side}_button": {"text": plain(side), "value": side[:3]} for side in ("positive", "negative")}
    element = {"type": "feedback_buttons", "action_id": "feedback", **sides}
    ts = await post_button(stage, {"type": "context_actions", "elements": [element]})
    await stage.act("click", person="maya", channel="warm-homes", ts=ts, action_id="feedback", value="positive")
    assert await stage.until(lambda: heard)
    assert (heard[0]["type"], heard[0]["value"]) == ("feedback_buttons", "pos")


async def test_a_modal_is_filled_in_refused_and_accepted(stage: Stage) -> None:
    """An empty required field never reaches the app; the app's errors come back; a good answer closes it."""
    seen: list[str] = []

    @stage.app.view("form")
    async def check(ack: AsyncAck, view: dict[str, Any]) -> None:
        seen.append(view["state"]["values"]["note"]["text"]["value"])
        if seen[-1] == "bad":
            await ack(response_action="errors", errors={"note": "Say more."})
        else:
            await ack()

    view = await open_modal(stage, modal(text_input(), callback_id="form", private_metadata="kept"))
    assert view["private_metadata"] == "kept"
    empty = await stage.act("submit", view_id=view["id"], values={})
    assert empty["errors"] == {"note": ""}
    bad = await stage.act("submit", view_id=view["id"], values={"text": "bad"})
    assert bad["errors"] == {"note": "Say more."}
    good = await stage.act("submit", view_id=view["id"], values={"note": "fine"})
    assert good["errors"] == {}
    assert seen == ["bad", "fine"]
    assert stage.slack.views.top("U0MAYA") is None


async def test_an_answer_can_change_push_and_clear_modals(stage: Stage) -> None:
    """response_action update, push and clear do what they say; a fourth view on the stack is refused."""
    answers: list[dict[str, Any]] = [
        {"response_action": "update", "view": modal(text_input(), callback_id="form", external_id="two")},
        {"response_action": "push", "view": modal(text_input(), callback_id="form")},
        {"response_action": "clear"},
    ]

    @stage.app.view("form")
    async def answer(ack: AsyncAck) -> None:
        await ack(**answers.pop(0))

    view = await open_modal(stage, modal(text_input(), callback_id="form"))
    await stage.act("submit", view_id=view["id"], values={"text": "a"})
    updated = stage.slack.views.top("U0MAYA")
    assert updated
    assert (updated["id"], updated["external_id"]) == (view["id"], "two")
    await stage.act("submit", view_id=view["id"], values={"text": "a"})
    pushed = stage.slack.views.top("U0MAYA")
    assert pushed
    assert pushed["previous_view_id"] == view["id"]
    await stage.act("submit", view_id=pushed["id"], values={"text": "a"})
    assert stage.slack.views.top("U0MAYA") is None


async def test_closing_a_modal_is_told_when_asked_for(stage: Stage) -> None:
    """notify_on_close brings view_closed."""
    closed: list[str] = []

    @stage.app.view_closed("form")
    async def keep(ack: AsyncAck, view: dict[str, Any]) -> None:
        await ack()
        closed.append(view["id"])

    view = await open_modal(stage, modal(text_input(), callback_id="form", notify_on_close=True))
    await stage.act("close", person="maya")
    assert await stage.until(lambda: closed)
    assert closed == [view["id"]]


async def test_views_update_keeps_what_was_typed_and_checks_the_hash(stage: Stage) -> None:
    """A stale hash is hash_conflict; a fresh one changes the view under the same id."""
    view = await open_modal(stage, modal(text_input(), callback_id="form"))
    fresh = await stage.client.views_update(view_id=view["id"], hash=view["hash"], view=modal(text_input()))
    assert fresh["view"]["id"] == view["id"]
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await stage.client.views_update(view_id=view["id"], hash=view["hash"], view=modal(text_input()))


async def test_a_message_shortcut_brings_its_message(stage: Stage) -> None:
    """message_action has the callback id and the whole message."""
    heard: list[dict[str, Any]] = []

    @stage.app.message_shortcut("ask_about")
    async def keep(ack: AsyncAck, shortcut: dict[str, Any]) -> None:
        await ack()
        heard.append(shortcut)

    await stage.connect()
    ts = await stage.say("we disagree on data")
    await stage.act("shortcut", person="sam", channel="warm-homes", ts=ts, callback_id="ask_about")
    assert await stage.until(lambda: heard)
    assert heard[0]["message"]["text"] == "we disagree on data"


async def test_a_response_url_works_five_times(stage: Stage) -> None:
    """The sixth use is 404 used_url."""
    urls: list[str] = []

    @stage.app.command("/coach")
    async def keep(ack: AsyncAck, command: dict[str, Any]) -> None:
        await ack()
        urls.append(command["response_url"])

    await stage.connect()
    await stage.act("command", person="maya", channel="dm", text="/coach help")
    assert await stage.until(lambda: urls)
    codes = []
    for _ in range(6):
        async with stage._session.post(urls[0], json={"text": "hello"}) as response:
            codes.append(response.status)
            last = await response.text()
    assert codes == [200] * 5 + [404]
    assert "used_url" in last
