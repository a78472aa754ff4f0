"""The examples that draw the coach's boundary."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.boundaries import parse_boundaries
from knowledge.content_files import read_boundaries, read_documents
from knowledge.errors import BoundariesBroken

TOPIC = """
topics:
  - name: legal advice
    scope: out
    limit: what a court would say
    offer: Ask counsel.
    examples: [one thing, two things, three things, four things, five things]
in_examples: [who pays for what]
"""


def test_every_example_carries_its_topic() -> None:
    """Examples in scope have none, and follow those of the topics in file order."""
    boundaries = parse_boundaries(TOPIC)
    (topic,) = boundaries.topics
    assert (topic.name, topic.scope, topic.limit, topic.refs) == ("legal advice", "out", "what a court would say", ())
    assert boundaries.examples[0] == ("one thing", topic)
    assert boundaries.examples[-1] == ("who pays for what", None)
    assert len(boundaries.examples) == 6


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("topics: [", "not valid YAML"),
        ("- a list", "boundaries.yaml"),
        ("", "boundaries.yaml"),
        (TOPIC.replace("scope: out", "scope: far"), "topics.0.scope"),
        (TOPIC.replace("    limit: what a court would say\n", ""), "topics.0.limit"),
        (TOPIC.replace("offer", "offers"), "topics.0.offers"),
        (TOPIC.replace(", five things", ""), "topics.0.examples"),
        (TOPIC.replace("[who pays for what]", "[no]"), "in_examples.0"),
    ],
)
def test_a_broken_file_says_where(text: str, named: str) -> None:
    """The person reads which topic and field to mend."""
    with pytest.raises(BoundariesBroken, match=named):
        parse_boundaries(text)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Missing, a folder, or not UTF-8."""
    (tmp_path / "latin.yaml").write_bytes("café".encode("latin-1"))
    for path in (tmp_path / "none.yaml", tmp_path, tmp_path / "latin.yaml"):
        with pytest.raises(BoundariesBroken, match=str(path)):
            read_boundaries(path)


def test_the_real_boundaries_support_themselves_on_real_documents() -> None:
    """Every ref of a near topic exists; no example stands twice."""
    boundaries = parse_boundaries(read_boundaries())
    refs = {each.ref for each in read_documents()}
    assert {ref for topic in boundaries.topics for ref in topic.refs} <= refs
    assert {topic.scope for topic in boundaries.topics} == {"near", "out"}
    examples = [example.casefold() for example, _ in boundaries.examples]
    assert len(set(examples)) == len(examples)
