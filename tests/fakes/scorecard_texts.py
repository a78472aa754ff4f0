"""Files of small scorecards as staff would write them, valid unless a test breaks them."""

from __future__ import annotations

from typing import Any

import yaml


def topic_of(name: str, /, **fields: Any) -> dict[str, Any]:
    """A topic with everything that it needs; `fields` replace or add, None takes one out."""
    topic = {
        "id": name,
        "title": f"Title of {name}",
        "drafting": f"What about {name}?",
        "reviewing": f"Does the agreement say what about {name}?",
        "why": f"Without {name} it ends.",
        "look_for": ["a name", "a date"],
        "nature": "transactional",
        "refs": ["T1"],
        "short": True,
    }
    return {key: value for key, value in (topic | fields).items() if value is not None}


def theme_of(name: str, /, *topics: dict[str, Any]) -> dict[str, Any]:
    """A theme with these topics, or with one of its own."""
    own = list(topics) or [topic_of(f"{name}-first")]
    return {"id": name, "title": f"All of {name}", "heading": f"On {name}", "topics": own}


def scorecard_of(name: str, /, *themes: dict[str, Any], **fields: Any) -> str:
    """The text of a scorecard's file; `fields` replace or add, None takes one out."""
    scorecard = {
        "id": name,
        "title": f"Scorecard of {name}",
        "limits": "These questions are our own.",
        "credit": "Written by the office.",
        "source_url": f"https://example.org/{name}",
        "themes": list(themes) or [theme_of("money")],
    }
    written = {key: value for key, value in (scorecard | fields).items() if value is not None}
    return yaml.safe_dump(written, sort_keys=False, allow_unicode=True, width=1000)
