"""What staff write becomes a scorecard, or faults that name file, line and mend."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_args

import pytest

from knowledge.content_files import KNOWLEDGE_DIR, read_documents
from knowledge.scorecard_files import SCORECARDS_DIR
from knowledge.scorecards import (
    BrokenScorecard,
    Scorecard,
    ScorecardFaultKind,
    parse_scorecard,
)
from tests.fakes.scorecard_texts import scorecard_of, theme_of, topic_of

PATH = "scorecards/meals.yaml"
REFS = frozenset({"T1", "SC-roles"})
FILES_KINDS = {"scorecard_twice", "not_utf8", "unreadable"}
"""Faults that need a folder: `test_scorecard_files.py` shows them."""


def with_topic(**fields: Any) -> str:
    """A scorecard whose one topic is different."""
    return scorecard_of("meals", theme_of("money", topic_of("who-pays", **fields)))


def parsed(text: str) -> Scorecard:
    return parse_scorecard(text, PATH, REFS)


@dataclass(frozen=True)
class Broken:
    """A file, the kind of its one fault, and the start of the line that the fault must name (None: the first)."""

    text: str
    kind: ScorecardFaultKind
    at: str | None
    about: str = ""
    hint: str = ""


QUESTION = "themes.0.topics.0.drafting"
BROKEN = {
    "empty file": Broken("", "no_mapping", None),
    "plain text": Broken("Who pays?\n", "no_mapping", None),
    "a list": Broken("- id: meals\n", "no_mapping", None),
    "colon in a question": Broken(
        with_topic().replace("drafting: What", "drafting: Who: what"),
        "not_yaml",
        "drafting",
        "mapping values are not allowed in this context",
    ),
    "a mark that no text has": Broken(
        with_topic().replace("What about", "What \x00 about"), "not_yaml", None, "control characters are not allowed"
    ),
    "a missing question": Broken(with_topic(drafting=None), "missing_field", "- id: who-pays", QUESTION),
    "an empty question": Broken(
        with_topic(drafting="  "), "bad_value", "drafting", QUESTION, "String should have at least 2 characters"
    ),
    "a question that is no text": Broken(
        with_topic(drafting=7), "bad_value", "drafting", QUESTION, "Input should be a valid string"
    ),
    "a title that YAML reads as yes": Broken(
        with_topic(title=True), "bad_value", "title: true", "themes.0.topics.0.title", "Input should be a valid string"
    ),
    "a question that is too long": Broken(
        with_topic(drafting="w" * 161),
        "bad_value",
        "drafting",
        QUESTION,
        "String should have at most 160 characters",
    ),
    "a field misspelt": Broken(
        with_topic(lookfor=["x"]), "unknown_field", "lookfor", "themes.0.topics.0.lookfor", "look_for"
    ),
    "a field like no other": Broken(with_topic(zzz=1), "unknown_field", "zzz", "themes.0.topics.0.zzz"),
    "a topic that forgot its dash": Broken(
        with_topic().replace("    title: Title of who", "    id: who-cooks\n    title: Title of who"),
        "key_twice",
        "id: who-cooks",
        "themes.0.topics.0.id",
    ),
    "an id with a space": Broken(
        with_topic(id="who pays"),
        "bad_value",
        "- id: who pays",
        "themes.0.topics.0.id",
        "String should match pattern '^[a-z0-9]+(-[a-z0-9]+)*$'",
    ),
    "a nature that is none": Broken(
        with_topic(nature="kind"),
        "bad_value",
        "nature",
        "themes.0.topics.0.nature",
        "Input should be 'relational' or 'transactional'",
    ),
    "a basis that is none": Broken(
        with_topic(basis="guess"),
        "bad_value",
        "basis",
        "themes.0.topics.0.basis",
        "Input should be 'seed', 'neighbour' or 'ours'",
    ),
    "nothing to look for": Broken(
        with_topic(look_for=[]),
        "bad_value",
        "look_for",
        "themes.0.topics.0.look_for",
        "at least one entry is needed",
    ),
    "a flag in words": Broken(
        with_topic(legal="maybe"),
        "bad_value",
        "legal",
        "themes.0.topics.0.legal",
        "Input should be a valid boolean",
    ),
    "an address that is no web page": Broken(
        scorecard_of("meals", source_url="our files"),
        "bad_value",
        "source_url",
        "source_url",
        "String should match pattern '^https?://[^\\s<>|]+$'",
    ),
    "a ref that no document has": Broken(with_topic(refs=["T1", "T99"]), "dead_ref", "- T99", "T99"),
    "a ref that is none": Broken(
        with_topic(refs=["tool one"]),
        "bad_value",
        "- tool one",
        "themes.0.topics.0.refs.0",
        "String should match pattern '^(T\\d{1,3}|S\\d|C\\d{1,3}|L\\d{1,4}|R\\d{1,3}|SC(-[a-z]+)?)$'",
    ),
    "a theme without topics": Broken(
        scorecard_of("meals", {**theme_of("money"), "topics": []}),
        "bad_value",
        "topics",
        "themes.0.topics",
        "at least one entry is needed",
    ),
    "no theme": Broken(
        scorecard_of("meals").split("themes:")[0] + "themes: []\n",
        "bad_value",
        "themes",
        "themes",
        "at least one entry is needed",
    ),
    "no topic in the short form": Broken(with_topic(short=False), "no_short_topic", "themes"),
    "a topic's id in two themes": Broken(
        scorecard_of(
            "meals", theme_of("money", topic_of("who-pays")), theme_of("work", topic_of("who-pays", why="x."))
        ),
        "id_twice",
        "- id: who-pays",
        "who-pays",
    ),
    "a theme's id twice": Broken(
        scorecard_of("meals", theme_of("money", topic_of("who-pays")), theme_of("money", topic_of("another"))),
        "id_twice",
        "- id: money",
        "money",
    ),
}
SECOND = {"a topic's id in two themes", "a theme's id twice"}
"""The fault is at the second line that starts so."""


def line_of(text: str, start: str, *, second: bool) -> int:
    """The line of `text`, counted from 1, that starts with `start` when its indent is taken off."""
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().startswith(start)]
    return lines[int(second)]


@pytest.mark.parametrize("name", BROKEN)
def test_a_fault_names_its_kind_and_line(name: str) -> None:
    """Every way in which a file can be wrong gives one fault, at the line where the mend goes."""
    broken = BROKEN[name]
    with pytest.raises(BrokenScorecard) as caught:
        parsed(broken.text)
    (fault,) = caught.value.faults
    assert (fault.path, fault.kind) == (PATH, broken.kind)
    assert fault.line == (line_of(broken.text, broken.at, second=name in SECOND) if broken.at else 1)
    assert (fault.about, fault.hint) == (broken.about, broken.hint)


def test_every_kind_of_fault_is_shown_by_a_test() -> None:
    """A new kind needs a broken file here, or a folder beside."""
    assert {broken.kind for broken in BROKEN.values()} | FILES_KINDS == set(get_args(ScorecardFaultKind))


def test_every_fault_of_a_file_is_reported_together_in_its_order() -> None:
    """Nobody mends one fault only to meet the next: those of fields first, then those between them."""
    first = topic_of("who-pays", drafting=None, nature="kind")
    text = scorecard_of("meals", theme_of("money", first, topic_of("who-cooks", why=3)), title=None)
    with pytest.raises(BrokenScorecard) as caught:
        parsed(text.replace("credit: Written", "credit: No\ncredit: Written"))
    faults = caught.value.faults
    assert [(fault.kind, fault.about) for fault in faults] == [
        ("missing_field", "title"),
        ("key_twice", "credit"),
        ("missing_field", "themes.0.topics.0.drafting"),
        ("bad_value", "themes.0.topics.0.nature"),
        ("bad_value", "themes.0.topics.1.why"),
    ]
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)
    topics = (topic_of("who-pays", refs=["T7"], short=False), topic_of("who-pays", refs=["T8"], short=False))
    with pytest.raises(BrokenScorecard) as caught:
        parsed(scorecard_of("meals", theme_of("money", *topics)))
    assert [fault.kind for fault in caught.value.faults] == ["no_short_topic", "dead_ref", "id_twice", "dead_ref"]


def test_what_may_be_left_out() -> None:
    """Without them a topic is our own, points at nothing, needs no counsel, and is in the full form only."""
    bare = topic_of("bare", refs=None, short=None)
    made = parsed(scorecard_of("meals", theme_of("money", bare, topic_of("who-pays"))))
    ((_, topic), _) = made.topics("full")
    assert (topic.basis, topic.refs, topic.is_legal, topic.is_short) == ("ours", (), False, False)


def test_forms_and_modes() -> None:
    """The short form leaves topics out and keeps their order; each mode has its own question."""
    topics = (topic_of("one", short=False), topic_of("two"), topic_of("three"))
    made = parsed(scorecard_of("meals", theme_of("money", *topics), theme_of("work")))
    assert [topic.id for _, topic in made.topics("full")] == ["one", "two", "three", "work-first"]
    assert [(theme.id, topic.id) for theme, topic in made.topics("short", ("money",))] == [
        ("money", "two"),
        ("money", "three"),
    ]
    (_, topic) = made.topics("full")[0]
    assert topic.question("drafting") == "What about one?"
    assert topic.question("reviewing") == "Does the agreement say what about one?"


def test_text_over_several_lines_is_one_line() -> None:
    """Staff fold long lines as they like."""
    folded = with_topic().replace("What about who-pays?", "|\n      What\n      about   it?\n")
    ((_, topic),) = parsed(folded).topics("full")
    assert topic.drafting == "What about it?"


@pytest.mark.parametrize(
    "change", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")], ids=["BOM", "CRLF"]
)
def test_files_from_other_systems_read_the_same(change: Callable[[str], str]) -> None:
    """A byte order mark or Windows line ends change nothing."""
    assert parsed(change(with_topic())) == parsed(with_topic())


def test_refs_that_are_not_known_are_not_looked_at() -> None:
    """While the documents cannot be read, their absence is no fault of a scorecard."""
    ((_, topic),) = parse_scorecard(with_topic(refs=["T99"]), PATH, None).topics("full")
    assert topic.refs == ("T99",)


def test_what_an_alias_repeats_is_named_where_the_alias_stands() -> None:
    """YAML lets staff write a thing once and point at it; a fault in it has a line all the same."""
    shared = with_topic(refs=["T99"]).replace("  topics:", "  topics: &shared")
    text = shared + "- id: work\n  title: Work\n  heading: Work\n  topics: *shared\n"
    with pytest.raises(BrokenScorecard) as caught:
        parsed(text)
    lines = text.splitlines()
    assert [(fault.kind, lines[fault.line - 1].strip()) for fault in caught.value.faults] == [
        ("dead_ref", "- T99"),
        ("id_twice", "topics: *shared"),
        ("dead_ref", "topics: *shared"),
    ]


def test_the_example_of_the_readme_is_a_scorecard() -> None:
    """What staff copy works, with the refs that there are."""
    readme = (KNOWLEDGE_DIR / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(id: .*?)```", readme, re.DOTALL)
    made = parse_scorecard(example, "README.md", {document.ref for document in read_documents()})
    assert [topic.id for _, topic in made.topics("short")] == ["who-pays"]


@pytest.fixture(scope="module")
def agreement() -> Scorecard:
    """The scorecard that comes with the coach."""
    text = (SCORECARDS_DIR / "partnering-agreement.yaml").read_text(encoding="utf-8")
    return parse_scorecard(text, "partnering-agreement.yaml", {document.ref for document in read_documents()})


def test_the_agreement_scorecard_has_its_twelve_themes(agreement: Scorecard) -> None:
    """In their order, each with its own document, and each in the short form."""
    themes = [theme.id for theme in agreement.themes]
    assert themes == [
        "partners", "motives", "vision", "activities", "resources", "roles",
        "decisions", "information", "measures", "adaptation", "disputes", "exit",
    ]  # fmt: skip
    assert list(dict.fromkeys(theme.id for theme, _ in agreement.topics("short"))) == themes
    for theme in agreement.themes:
        assert all({f"SC-{theme.id}", "SC-kinds"} & set(topic.refs) for topic in theme.topics)
        assert any(f"SC-{theme.id}" in topic.refs for topic in theme.topics)


def test_the_agreement_scorecard_is_honest_about_its_source(agreement: Scorecard) -> None:
    """Six questions are confirmed, no more; its limits and credit say so, with both makers and a link."""
    confirmed = [topic.id for _, topic in agreement.topics("full") if topic.basis == "seed"]
    assert confirmed == ["representatives", "partner-motives", "phases", "priorities", "joint-decisions", "sanctions"]
    assert "Six" in agreement.limits
    assert "our own wording" in agreement.limits
    assert "(PrC)" in agreement.credit
    assert "(TPI)" in agreement.credit
    assert agreement.source_url == "https://repub.eur.nl/pub/77616"


def test_the_agreement_scorecard_sends_people_to_counsel(agreement: Scorecard) -> None:
    """Legal effect, sanctions, ownership, liability and the like: both questions name counsel, and no others do."""
    legal = {topic.id for _, topic in agreement.topics("full") if topic.is_legal}
    assert {"sanctions", "legal-effect", "ownership", "liability"} <= legal
    for _, topic in agreement.topics("full"):
        assert ("counsel" in topic.drafting, "counsel" in topic.reviewing) == (topic.is_legal, topic.is_legal)


def test_the_agreement_scorecard_reads_well(agreement: Scorecard) -> None:
    """Short titles, real questions, a review that asks what the agreement says, and no question twice."""
    topics = [topic for _, topic in agreement.topics("full")]
    assert 38 <= len(topics) <= 45
    assert len(agreement.topics("short")) == 14
    for topic in topics:
        assert 2 <= len(topic.title.split()) <= 4
        assert 2 <= len(topic.look_for) <= 4
        assert topic.drafting.endswith("?")
        assert topic.reviewing.endswith("?")
        assert "the agreement" in topic.reviewing
        assert topic.why.endswith(".")
    for texts in (
        [topic.title for topic in topics],
        [topic.drafting for topic in topics],
        [topic.reviewing for topic in topics],
        [topic.why for topic in topics],
    ):
        assert len(set(texts)) == len(texts)
