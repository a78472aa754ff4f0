"""The log of a walkthrough: every line that was ever written can be read."""

from __future__ import annotations

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bot.walkthrough.events import (
    ActionDone,
    ActionId,
    ActionSnoozed,
    ActionTaken,
    Agreed,
    Answered,
    Closed,
    Erased,
    Event,
    HandedOver,
    Joined,
    Left,
    Noted,
    NoteEdited,
    NoteId,
    NoteRemoved,
    Nudged,
    Partner,
    PartnerAdded,
    PartnerId,
    Paused,
    PersonId,
    Reminded,
    Reopened,
    Resumed,
    Revealed,
    Started,
    TopicId,
    Voted,
    VoteOpened,
    WentTo,
    from_json,
    to_json,
)
from knowledge.scorecards import Scorecard
from tests.fakes.scorecards import SCORECARD

TOPIC, PARTNER, PERSON = TopicId("costs"), PartnerId("p2"), PersonId("U0BEA")
NOTE, ACTION = NoteId("1.5"), ActionId("a1")
LINES: dict[str, Event] = {
    '{"kind":"partner_added","partner":{"id":"p2","name":"Acme"}}': PartnerAdded(Partner(PARTNER, "Acme")),
    '{"kind":"joined","partner":"p2"}': Joined(PARTNER),
    '{"kind":"left"}': Left(),
    '{"kind":"handed_over","to":"U0BEA"}': HandedOver(PERSON),
    '{"kind":"answered","topic":"costs","status":"not_applicable"}': Answered(TOPIC, "not_applicable"),
    '{"kind":"voted","topic":"costs","partner":"p2","status":"partly"}': Voted(TOPIC, PARTNER, "partly"),
    '{"kind":"revealed","topic":"costs"}': Revealed(TOPIC),
    '{"kind":"vote_opened","topic":"costs"}': VoteOpened(TOPIC),
    '{"kind":"agreed","topic":"costs","text":"Half each.","partners":["p1","p2"]}': Agreed(
        TOPIC, "Half each.", (PartnerId("p1"), PARTNER)
    ),
    '{"kind":"noted","note":"1.5","topic":"costs","text":"Who?"}': Noted(NOTE, TOPIC, "Who?"),
    '{"kind":"note_edited","note":"1.5","text":"Who pays?"}': NoteEdited(NOTE, "Who pays?"),
    '{"kind":"note_removed","note":"1.5"}': NoteRemoved(NOTE),
    '{"kind":"went_to","topic":"costs"}': WentTo(TOPIC),
    '{"kind":"action_taken","action":"a1","topic":"costs","what":"Ask","owner":"U0BEA","due":"2030-05-02","tz":""}': (
        ActionTaken(ACTION, TOPIC, "Ask", PERSON, "2030-05-02", "")
    ),
    '{"kind":"action_done","action":"a1"}': ActionDone(ACTION),
    '{"kind":"action_snoozed","action":"a1","until":"2030-05-09"}': ActionSnoozed(ACTION, "2030-05-09"),
    '{"kind":"reminded","action":"a1","day":"2030-05-01"}': Reminded(ACTION, "2030-05-01"),
    '{"kind":"paused"}': Paused(),
    '{"kind":"resumed"}': Resumed(),
    '{"kind":"closed"}': Closed(),
    '{"kind":"reopened"}': Reopened(),
    '{"kind":"nudged"}': Nudged(),
    '{"kind":"erased"}': Erased(),
}
"""A line of each kind, as the first release wrote it. Lines are added here and never changed: logs hold them."""
STARTED = {
    "kind": "started",
    "scorecard": TypeAdapter(Scorecard).dump_python(SCORECARD, mode="json"),
    "form": "short",
    "mode": "drafting",
    "themes": ["money"],
    "partners": [{"id": "p1", "name": "City"}, {"id": "p2", "name": "Acme"}],
    "way": "each_first",
    "due": "2030-06-01",
}


def test_every_kind_of_event_has_its_line() -> None:
    """A new kind of event is pinned here too."""
    kinds = {kind.__dataclass_fields__["kind"].default for kind in get_args(get_args(Event)[0])}
    assert {json.loads(line)["kind"] for line in LINES} | {"started"} == kinds


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_the_first_release_is_read(line: str) -> None:
    """For as long as walkthroughs are kept, and written the same way still."""
    assert from_json(line) == LINES[line]
    assert json.loads(to_json(LINES[line])) == json.loads(line)


def test_a_walkthrough_keeps_its_whole_definition() -> None:
    """The first event carries the scorecard as it was; what came later has a default."""
    event = from_json(json.dumps(STARTED))
    assert isinstance(event, Started)
    assert isinstance(event.scorecard, Scorecard)
    assert event.scorecard == SCORECARD
    assert event.previous == ""
    assert from_json(to_json(event)) == event


def test_a_field_of_a_later_release_is_passed_over() -> None:
    """So that going back a release loses no walkthrough."""
    assert from_json('{"kind":"paused","why":"lunch"}') == Paused()


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{}",
        "null",
        '{"kind":"exploded"}',
        '{"kind":"went_to"}',
        '{"kind":"answered","topic":"costs","status":"great"}',
    ],
)
def test_what_is_no_event_is_refused(line: str) -> None:
    """A kind, a field or a value that does not exist is a fault, not a guess."""
    with pytest.raises(ValidationError):
        from_json(line)


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_of_people_survives_the_log(text: str) -> None:
    """Every script, emoji, control character and formula; the log itself is plain ASCII."""
    for event in (Noted(NOTE, TOPIC, text), Agreed(TOPIC, text, ()), PartnerAdded(Partner(PARTNER, text))):
        written = to_json(event)
        assert written.isascii()
        assert from_json(written) == event
