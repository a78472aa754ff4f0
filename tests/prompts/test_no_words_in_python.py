"""Every sentence that a person reads is in a template: none stands in Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "embeddings", "knowledge", "prompts")
WORDS_MIN = 5
WORD = re.compile(r"(?<!\S)[\"'“(]?[A-Za-z][A-Za-z0-9'’-]*[,.;:!?)\"'”]*(?!\S)")  # noqa: RUF001 -- both apostrophes
# What a developer or a machine reads: texts of errors, log events, patterns.
NOT_FOR_PEOPLE = frozenset({"re", "log", "logger", "warnings", "text"})
# Strings of five words and more that no person reads as a message of the coach, each with its reason.
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("bot/playground/block_limits.py", "[json-pointer:"): "Slack's own error texts, as its API writes them",
    ("bot/playground/schema_rules.py", "must provide an object"): "Slack's own error text, as its API writes it",
    ("bot/playground/page.py", "default-src 'none'"): "a Content-Security-Policy header",
    ("bot/playground/roster.py", ""): "names and topics of the invented channels, as people would write them in Slack",
    ("bot/slack/metrics.py", ""): "what each number is, for whoever reads Prometheus",
    ("bot/slack/connection/doors.py", ""): "the same, for numbers that are looked up",
    ("bot/asking/phrases.py", ""): "word lists and patterns that questions are compared with",
    ("bot/store/migrations/versions/0010_gap_authors.py", "UPDATE gaps"): "a statement in SQL",
    ("bot/store/migrations/versions/0011_gap_contexts.py", "UPDATE gaps"): "statements in SQL",
    ("embeddings/terms.py", ""): "the list of stop words",
}


def sentences(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of every string that looks like a sentence, but for docstrings, errors, logs and patterns."""
    passed = {id(child) for node in ast.walk(tree) if _not_for_people(node) for child in ast.walk(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in passed:
            continue
        if len(WORD.findall(node.value)) >= WORDS_MIN:
            yield node.lineno, node.value


def _not_for_people(node: ast.AST) -> bool:
    match node:
        case ast.Raise() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name)) | ast.Name(id=name)):
            return name in NOT_FOR_PEOPLE
        case _:
            return False


def found() -> list[tuple[str, int, str]]:
    """File, line and text of each in our packages."""
    files = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return [
        (path.relative_to(ROOT).as_posix(), line, text)
        for path in files
        for line, text in sentences(ast.parse(path.read_text(encoding="utf-8")))
    ]


def excuses(path: str, text: str) -> list[tuple[str, str]]:
    return [(file, part) for file, part in EXCEPTIONS if path == file and part in text]


def test_no_sentence_for_people_stands_in_python() -> None:
    """Five words and more in a row are a message, and belong in a template."""
    assert [(path, line, text) for path, line, text in found() if not excuses(path, text)] == []


def test_every_exception_is_still_needed() -> None:
    """One that excuses nothing goes."""
    assert {excuse for path, _, text in found() for excuse in excuses(path, text)} == set(EXCEPTIONS)


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ('reply = "Sorry, I can\'t help with that."', 1),
        ('send(f"You have {count} more things to do here.")', 1),
        ('"""This is a docstring of a module."""', 0),
        ('def f():\n    """This is a docstring of a function."""', 0),
        ('raise KeyError("this is read by a developer only")', 0),
        ('log.info("this is read by a machine only")', 0),
        ('sql = text("select all of it from there")', 0),
        ('key = "index_missing"', 0),
    ],
)
def test_a_sentence_is_told_from_other_strings(code: str, count: int) -> None:
    """Docstrings, errors, logs, SQL and keys are no sentences for people."""
    assert len(list(sentences(ast.parse(code)))) == count
