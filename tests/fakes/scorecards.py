"""A small scorecard: three themes, six topics, one of them for counsel; four are in the short form."""

from __future__ import annotations

from typing import Any

from knowledge.scorecards import Scorecard, Theme, Topic


def topic(id_: str, title: str, **fields: Any) -> Topic:
    """A topic with everything it needs; `fields` replace."""
    made: dict[str, Any] = {
        "drafting": f"What shall we write about {title.casefold()}?",
        "reviewing": f"What does the agreement say about {title.casefold()}?",
        "why": "It is easier to agree on it early.",
        "look_for": ("a name", "a date"),
        "nature": "relational",
        "basis": "ours",
        "refs": (),
        "is_legal": False,
        "is_short": True,
    }
    return Topic(id_, title, **made | fields)


SCORECARD = Scorecard(
    id="small",
    title="Small scorecard",
    limits="All questions are our own wording.",
    credit="Built on the work of The Institute. They have not checked it.",
    source_url="https://example.org/scorecard",
    themes=(
        Theme(
            "partners",
            "Partners and people",
            "Partners and representatives",
            (
                topic("missions", "Missions", refs=("T1", "T2")),
                topic("speakers", "Who speaks", is_short=False, basis="seed"),
            ),
        ),
        Theme(
            "money",
            "Money",
            "Contributions and finance",
            (
                topic("costs", "Sharing costs", nature="transactional", refs=("T2", "GONE")),
                topic("holder", "Who holds it", nature="transactional", is_short=False),
            ),
        ),
        Theme(
            "exit",
            "Ending",
            "Duration, leaving and ending",
            (
                topic("leaving", "Leaving early"),
                topic("winding-up", "Winding up", nature="transactional", is_legal=True, refs=("T1",)),
            ),
        ),
    ),
)
