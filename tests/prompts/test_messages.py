"""Every message: its class, its template and its words."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, ClassVar

import pytest
from jinja2 import Environment, meta, nodes

from prompts import catalogue
from prompts.catalogue.answers import DeclinedMessage
from prompts.catalogue.message import Message
from prompts.errors import MessageBroken
from prompts.rendering import PROMPTS_DIR, Markup, link, render, render_terminal
from tests.conftest import Golden
from tests.prompts.samples import SAMPLES

ROOMS = [import_module(f"prompts.catalogue.{room.name}") for room in iter_modules(catalogue.__path__)]
CLASSES = [
    each
    for room in ROOMS
    for _, each in inspect.getmembers(room, inspect.isclass)
    if is_dataclass(each) and isinstance(each.__dict__.get("template"), str) and each.__module__ == room.__name__
]
# The playground's pages are HTML with views of their own, not messages.
PAGES = "playground/"
LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}|\bNone\b|\bUndefined\b|<prompts|\(\)|['\"]\)")

each_class = pytest.mark.parametrize("message_class", CLASSES, ids=lambda each: each.__name__)
each_sample = pytest.mark.parametrize("name", SAMPLES)


def source(template: str) -> str:
    return (PROMPTS_DIR / template).read_text(encoding="utf-8")


def shown(message: Message) -> str:
    """A message as a golden file holds it: parts of a Slack message under their marks, or plain text."""
    if message.template.startswith(("terminal/", "reports/")):
        return render_terminal(message) + "\n"
    return "".join(f"--- {part.kind}\n{part.text}\n" for part in render(message))


def values(value: Any) -> Iterator[tuple[str, Any]]:
    """Every field of a message with its value, those of the things in it included."""
    if is_dataclass(value):
        for field in fields(value):
            yield field.name, getattr(value, field.name)
            yield from values(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from values(each)


@each_class
def test_a_template_uses_exactly_the_fields_of_its_message(message_class: Any) -> None:
    """Neither more nor fewer, so that no wording can fail when it is shown."""
    environment = Environment()
    environment.filters |= {"link": link, "ours": Markup}
    template = environment.parse(source(message_class.template))
    # What a template sets for itself inside a condition counts as undeclared too.
    own = {name.name for name in template.find_all(nodes.Name) if name.ctx == "store"}
    assert meta.find_undeclared_variables(template) - own == {field.name for field in dataclasses.fields(message_class)}


def test_every_template_has_a_message() -> None:
    """One class a template, and no template without one, but for the playground's pages."""
    templates = {path.relative_to(PROMPTS_DIR).as_posix() for path in PROMPTS_DIR.rglob("*.j2")}
    assert sorted(each.template for each in CLASSES) == sorted(name for name in templates if not name.startswith(PAGES))


@each_class
def test_every_message_has_a_sample(message_class: Any) -> None:
    """A message whose words nobody looked at is none."""
    assert any(type(sample) is message_class for sample in SAMPLES.values())


@each_class
def test_every_case_that_a_template_tells_apart_has_a_sample(message_class: Any) -> None:
    """Every value that a template compares a field with is in one of its samples."""
    compared = set(re.findall(r"(\w+) == \"(\w+)\"", source(message_class.template)))
    samples = [sample for sample in SAMPLES.values() if type(sample) is message_class]
    assert compared <= {
        (field, value) for sample in samples for field, value in values(sample) if isinstance(value, str)
    }


@each_sample
def test_the_words_are_those_that_were_agreed(name: str, golden: Golden) -> None:
    """Each message as it looks; `make golden` after a change that is meant."""
    text = shown(SAMPLES[name])
    assert text.strip()
    assert LEFT_OVER.search(text) is None, "a value shows as a program would write it"
    golden.check(f"{name}.txt", text)


def test_no_golden_file_is_left_over(golden: Golden) -> None:
    """A file that nothing renders any more goes."""
    golden.check_unused({f"{name}.txt" for name in SAMPLES})


@each_sample
def test_no_line_of_a_message_is_crooked(name: str) -> None:
    """No space at the ends of lines, no two spaces within words for Slack, no more than one empty line."""
    text = shown(SAMPLES[name])
    assert re.search(r"[ \t]$", text, re.MULTILINE) is None
    assert "\n\n\n" not in text
    if name.startswith("messages/"):
        assert "  " not in text


def test_a_field_that_the_message_lacks_is_an_error() -> None:
    """Never an empty place in a sentence."""

    @dataclass(frozen=True)
    class Lacking:
        template: ClassVar[str] = DeclinedMessage.template
        limit: str

    with pytest.raises(MessageBroken, match=r"declined\.j2.*offer"):
        render(Lacking("law"))


def test_a_template_that_is_missing_is_an_error() -> None:
    """Named, so that it can be mended."""

    @dataclass(frozen=True)
    class Lost:
        template: ClassVar[str] = "messages/no_such.j2"

    with pytest.raises(MessageBroken, match="no_such"):
        render(Lost())


@pytest.mark.parametrize("kind", ["suggested_prompts", "suggested_prompts.new", "suggested_prompts.walkthrough"])
def test_suggested_prompts_are_pairs(kind: str) -> None:
    """A title and a question on each line, as many as Slack shows, and each question is what its title says.

    Source: https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts, at most four.
    """
    (part,) = render(SAMPLES[f"messages/{kind}"])
    pairs = [line.split(" | ") for line in part.text.splitlines()]
    assert 1 <= len(pairs) <= 4
    assert all(len(pair) == 2 and all(pair) for pair in pairs)
