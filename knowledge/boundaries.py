"""The examples that draw the coach's boundary, as data. Pure.

`boundaries.yaml` has topics (each out of scope or near it, with what to say) and examples of questions in scope.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.errors import BoundariesBroken

Scope = Literal["in", "near", "out"]
_Text = Annotated[str, Field(min_length=3, max_length=400)]


class Topic(BaseModel):
    """Something the coach leaves alone (out) or can only half answer (near)."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    name: _Text
    scope: Literal["near", "out"]
    limit: _Text
    offer: str = ""
    refs: tuple[str, ...] = ()
    examples: Annotated[tuple[_Text, ...], Field(min_length=5)]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    topics: tuple[Topic, ...]
    in_examples: tuple[_Text, ...]


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Topics and in-scope examples. `examples` lists every example with its topic; in scope has none."""

    topics: tuple[Topic, ...]
    examples: tuple[tuple[str, Topic | None], ...]


def parse_boundaries(text: str) -> Boundaries:
    """The boundaries in `text`, YAML as in `boundaries.yaml`.

    Raises:
        BoundariesBroken: it is not valid YAML, or a topic lacks something; says which and where.
    """
    try:
        loaded = _File.model_validate(yaml.load(text, yaml.CSafeLoader))  # the safe loader, in C: ten times as fast
    except yaml.YAMLError as error:
        raise BoundariesBroken(f"boundaries.yaml is not valid YAML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BoundariesBroken(f"boundaries.yaml, {where}: {first['msg']}") from error
    with_topic = tuple((example, topic) for topic in loaded.topics for example in topic.examples)
    return Boundaries(loaded.topics, with_topic + tuple((example, None) for example in loaded.in_examples))
