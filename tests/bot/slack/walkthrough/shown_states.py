"""Walkthroughs to show: a plain one in a few events, and any that people can bring about, with hostile words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

from bot.playground.block_limits import text_chars
from bot.playground.rules import check_blocks
from bot.slack.block_kit.blocks import MESSAGE_CHARS_MAX, Packed
from bot.slack.walkthrough import clicks
from bot.slack.walkthrough.cards import Names, Reading
from bot.walkthrough.events import (
    OBSERVER,
    STATUSES,
    ActionDone,
    ActionId,
    ActionTaken,
    Agreed,
    Answered,
    Closed,
    Event,
    Joined,
    Left,
    Noted,
    NoteId,
    Partner,
    PartnerId,
    Paused,
    PersonId,
    Recorded,
    Revealed,
    Started,
    TopicId,
    Voted,
    VoteOpened,
    Way,
    WentTo,
)
from bot.walkthrough.guiding import WalkthroughId
from bot.walkthrough.state import State, fold
from knowledge.scorecard_files import read_scorecards
from knowledge.scorecards import Form, Scorecard, Theme
from tests.fakes.scorecards import SCORECARD, topic

WALKTHROUGH = WalkthroughId("3f2a9c1b")
ANA, BEN, CLEO = PersonId("UANA"), PersonId("UBEN"), PersonId("UCLEO")
RIVER, ACME, SCHOOL = PartnerId("p1"), PartnerId("p2"), PartnerId("p3")
PARTNERS = (Partner(RIVER, "Riverside Council"), Partner(ACME, "Acme & Sons"), Partner(SCHOOL, "Hill School"))
NAMES: Names = {ANA: "Ana Lopez", BEN: "Ben Smith", CLEO: "Cleo"}
READINGS = {
    "T1": Reading("Share Resources", "https://example.org/t1"),
    "T2": Reading("Who Pays & Why", "https://example.org/t2?a=1&b=2"),
}
MISSIONS, COSTS, LEAVING, WINDING_UP = (TopicId(each) for each in ("missions", "costs", "leaving", "winding-up"))
JOINS: tuple[tuple[PersonId, Event], ...] = ((ANA, Joined(RIVER)), (BEN, Joined(ACME)), (CLEO, Joined(SCHOOL)))


def walked(*events: tuple[PersonId, Event], way: Way = "together", form: Form = "short", due: str = "") -> State:
    """The small scorecard after these events; Ana began and facilitates."""
    started = Started(SCORECARD, form, "drafting", (), PARTNERS, way, due)
    recorded = [(ANA, started), *events]
    return fold(Recorded(event, by, 1_700_000_000.0 + at) for at, (by, event) in enumerate(recorded))


def words(packed: Packed) -> str:
    """All words of a message, those of its buttons and menus included."""
    return "\n".join(_texts(list(packed.blocks)))


def elements(packed: Packed) -> list[dict[str, Any]]:
    """Every button and menu of a message."""
    blocks = packed.blocks
    nested = [each for block in blocks if block["type"] == "actions" for each in block["elements"]]
    return [*nested, *(block["accessory"] for block in blocks if "accessory" in block)]


def labels(packed: Packed) -> list[str]:
    """What stands on each button of a message."""
    return [each["text"]["text"] for each in elements(packed) if each["type"] == "button"]


def clicked(packed: Packed, action_id: str) -> clicks.Click:
    """What the button with this id carries."""
    (found,) = [each for each in elements(packed) if each["action_id"] == action_id]
    click = clicks.read(found["value"])
    assert click is not None
    return click


def check(packed: Packed) -> None:
    """Slack takes the message, it is as short as we plan, and every button carries what can be read."""
    check_blocks(list(packed.blocks))
    assert text_chars(list(packed.blocks)) <= MESSAGE_CHARS_MAX
    assert packed.text
    ids = [each["action_id"] for each in elements(packed)]
    assert len(ids) == len(set(ids))
    for value in _values(list(packed.blocks)):
        assert value == clicks.START or clicks.read(value) is not None


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _texts(each)
    elif isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield node["text"]
        yield from _texts(list(node.values()))


def _values(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _values(each)
    elif isinstance(node, dict):
        if isinstance(node.get("value"), str):
            yield node["value"]
        yield from _values(list(node.values()))


# What people write: any short text, and long ones of the characters that grow when they are escaped.
hostile = st.text(max_size=80) | st.sampled_from(
    [
        "&" * 20_000,
        "<!channel> " * 2_000,
        "x" * 20_000,
        "<https://evil.example|click me>",
        "*bold* _it_ `code`",
        "\n--- small\nnot fine print",
        "\u200b\u202e",
        "",
        "\N{FAMILY}" * 5_000,
        "{{ 7 * 7 }}",
    ]
)
names_of_partners = st.lists(
    hostile.map(lambda text: text[:60]) | st.sampled_from(["&" * 60, "<" * 60, "W" * 60]), min_size=2, max_size=20
)


def _crowded(themes: int, topics: int, title: str) -> Scorecard:
    """A scorecard of so many themes with so many topics each, all with the longest texts that are allowed."""
    long = {
        "drafting": "&" * 160,
        "why": "&" * 140,
        "look_for": ("&" * 100,) * 4,
        "refs": ("T1", "T2", "T3"),
        "is_legal": True,
    }
    made = tuple(
        Theme(
            f"theme-{number}",
            title * 2,
            title,
            tuple(topic(f"topic-{number}-{place}", title, **long) for place in range(topics)),
        )
        for number in range(themes)
    )
    return Scorecard("crowded", title * 2, "&" * 400, "<" * 400, "https://example.org/" + "x" * 400, made)


SCORECARDS: Sequence[Scorecard] = (
    SCORECARD,
    *read_scorecards(None)[0],
    _crowded(10, 4, "W" * 40),
    _crowded(12, 4, "&" * 40),
    _crowded(1, 100, "&" * 40),
    _crowded(100, 3, "W" * 40),
)


@st.composite
def states(draw: st.DrawFn, way: Way | None = None) -> State:
    """Any walkthrough that people can bring about, and a few that they cannot."""
    return fold(draw(logs(way)))


@st.composite
def logs(draw: st.DrawFn, way: Way | None = None) -> list[Recorded]:
    """The events of one."""
    # The vast one is slow, and `fullest` has it.
    scorecard = draw(st.sampled_from(SCORECARDS[:-1]))
    named = enumerate(draw(names_of_partners), 1)
    partners = tuple(Partner(PartnerId(f"p{number}"), name) for number, name in named)
    ways: st.SearchStrategy[Way] = st.just(way) if way else st.sampled_from(("together", "each_first"))
    form: Form = draw(st.sampled_from(("short", "full")))
    due = draw(st.sampled_from(("", "2026-12-04", "soon")))
    started = Started(scorecard, form, draw(st.sampled_from(("drafting", "reviewing"))), (), partners, draw(ways), due)
    topics = [TopicId(each.id) for _, each in scorecard.topics(form)]
    crowd = [PersonId(f"U{number}") for number in range(draw(st.integers(1, 60)))]
    joins = [(each, Joined(partners[place % len(partners)].id)) for place, each in enumerate(crowd)]
    others = draw(st.lists(st.tuples(st.sampled_from(crowd), _events(topics, partners)), max_size=40))
    recorded: list[tuple[PersonId, Event]] = [(crowd[0], started), *joins, *others]
    recorded += [(crowd[0], event) for event in draw(_endings(topics))]
    return [Recorded(event, by, 1_700_000_000.0 + at) for at, (by, event) in enumerate(recorded)]


def _events(topics: Sequence[TopicId], partners: Sequence[Partner]) -> st.SearchStrategy[Event]:
    # Most of it about one topic, so that a message gets long.
    where = st.sampled_from([topics[0]] * 5 + list(topics))
    status, partner = st.sampled_from(STATUSES), st.sampled_from([each.id for each in partners])
    ids = st.integers(1, 99).map(str)
    days = st.sampled_from(("2026-12-01", "2027-01-01"))
    people = st.integers(0, 60).map(lambda number: PersonId(f"U{number}"))
    made = (
        st.builds(Answered, where, status),
        st.builds(Voted, where, partner, status),
        st.builds(Revealed, where),
        st.builds(VoteOpened, where),
        st.builds(Noted, ids.map(NoteId), where, hostile),
        st.builds(Agreed, where, hostile, st.lists(partner, max_size=20).map(tuple)),
        st.builds(ActionTaken, ids.map(ActionId), where, hostile, people, days, st.just("")),
        st.builds(ActionDone, ids.map(ActionId)),
        st.builds(WentTo, where),
        st.builds(Left),
        st.builds(Joined, partner | st.just(OBSERVER)),
    )
    return st.one_of(*made)


def _endings(topics: Sequence[TopicId]) -> st.SearchStrategy[tuple[Event, ...]]:
    return st.sampled_from(((), (WentTo(topics[0]),), (WentTo(topics[-1]),), (Paused(),), (Closed(),)))


def fullest(scorecard: Scorecard, way: Way) -> State:
    """Twenty partners with long names, four people each of whom no two say the same, and far too much written."""
    partners = tuple(Partner(PartnerId(f"p{number}"), "&" * 57 + f"{number:02d}") for number in range(20))
    first, *_ = (TopicId(each.id) for _, each in scorecard.topics("full"))
    crowd = [PersonId(f"U{number}") for number in range(80)]
    spoken = [(each, partners[place % 20].id, STATUSES[place // 20]) for place, each in enumerate(crowd)]
    said = [
        (each, Voted(first, partner, status) if way == "each_first" else Answered(first, status))
        for each, partner, status in spoken
    ]
    events: list[tuple[PersonId, Event]] = [
        (ANA, Started(scorecard, "full", "drafting", (), partners, way, "2026-12-04")),
        *((each, Joined(partner)) for each, partner, _ in spoken),
        *said,
        (ANA, Revealed(first)),
        *((each, Noted(NoteId(each), first, "&" * 20_000)) for each in crowd[:20]),
        (ANA, Agreed(first, "<" * 3_000, tuple(each.id for each in partners))),
        *((each, ActionTaken(ActionId(each), first, "&" * 500, each, "2026-12-01", "")) for each in crowd[:30]),
    ]
    return fold(Recorded(event, by, 1_700_000_000.0) for by, event in events)


LONG_NAMES: Names = {PersonId(f"U{number}"): "&" * 80 for number in range(80)}
LONG_READINGS = {ref: Reading("&" * 300, "https://example.org/" + "x" * 500) for ref in ("T1", "T2", "T3", "T9", "L16")}


# What people are called: some unknown, some with names that nobody should have.
many_names: st.SearchStrategy[Names] = st.dictionaries(
    st.integers(0, 60).map(lambda number: PersonId(f"U{number}")), hostile, max_size=60
)
many_readings = st.dictionaries(
    st.sampled_from(("T1", "T2", "T3")),
    st.builds(
        Reading, hostile, st.sampled_from(("https://example.org/a", "https://e.org/" + "é" * 900, "javascript:x", ""))
    ),
)
