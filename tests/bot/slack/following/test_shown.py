"""What leads on from an answer fits Slack's limits, and is read back as it was written."""

from __future__ import annotations

from typing import Any

from bot.asking.composing import compose
from bot.asking.following import quoted, reasons
from bot.playground.rules import check_blocks, checked_view
from bot.slack.following.rows import MENU, WISHES, follow_row, read_followed, starts_scorecard
from bot.slack.following.shown import more_message, passage_view, why_view
from tests.fakes.documents import document
from tests.fakes.findings import PlainFindings, found

TS = "1700000000.000100"
LONG = " ".join(f"<@U{number}> *sentence* number {number} goes on & on." for number in range(900))
WORST = document(
    "T1",
    "tool",
    {"In_short": LONG, "What_to_do": "\n".join(f"- {LONG[:900]}" for _ in range(40))},
    title="T" * 200,
    status_note="<!here> " * 40,
)


def pressed(action_id: str, value: str, *, is_menu: bool = False) -> dict[str, Any]:
    chosen = {"selected_option": {"value": value}} if is_menu else {"value": value}
    return {
        "actions": [{"action_id": action_id, **chosen}],
        "container": {"thread_ts": TS, "channel_id": "C1"},
        "user": {"id": "U1"},
        "team": {"id": "T1"},
    }


def test_every_button_is_read_back() -> None:
    """From the row and from its menu; the start of a scorecard is told apart."""
    row = follow_row(TS, offers_start=True)
    check_blocks([row])
    *buttons, menu = row["elements"]
    read = [read_followed(pressed(each["action_id"], each["value"])) for each in buttons]
    chosen = [pressed(MENU, each["value"], is_menu=True) for each in menu["options"]]
    read += [read_followed(each) for each in chosen if not starts_scorecard(each)]
    assert [each.wish for each in read] == list(WISHES)
    assert {(each.question_ts, each.channel, each.person) for each in read} == {(TS, "C1", "U1")}
    assert [starts_scorecard(each) for each in chosen] == [False, False, True]
    assert len(follow_row(TS, offers_start=False)["elements"][-1]["options"]) == 2


def test_a_button_of_another_release_is_none_of_ours() -> None:
    """Forged or old: nothing is wished."""
    for value in ("", "cases", "cases|", "cases|last year", f"books|{TS}", f"start|{TS}"):
        assert read_followed(pressed("follow.cases", value)).wish == ""


def test_the_longest_documents_fit() -> None:
    """Modals and messages keep Slack's limits, whatever stands in a document."""
    findings = PlainFindings(found(WORST, *(document(f"C{number}", "case", title="C" * 200) for number in range(1, 8))))
    answer = compose(findings, None, shortened=False)
    for view in (passage_view(quoted(answer, findings)), why_view(LONG, LONG, reasons(answer, findings))):
        checked_view(view, "modal")
        assert len(view["blocks"]) <= 100
        assert len(str(view)) < 100_000
        assert "<@U" not in str(view)
    check_blocks(list(more_message("cases", [each.document for each in findings.documents][1:6]).blocks))
