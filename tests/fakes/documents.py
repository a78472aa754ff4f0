"""Small documents as staff would write them, valid unless a test breaks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from knowledge.documents import Document, parse
from knowledge.headings import SECTIONS

PHRASINGS = tuple(
    f"{start} we do this" for start in ("how", "when", "why", "where", "should", "can", "must", "who says")
)


def head_of(ref: str, kind: str, /, **fields: Any) -> dict[str, Any]:
    """Front matter with everything that `kind` needs; `fields` replace or add, None takes one out."""
    head: dict[str, Any] = {
        "ref": ref,
        "kind": kind,
        "title": f"Title of {ref}",
        "publisher": "The Publisher",
        "source_url": f"https://example.org/{ref}",
        "status": "confirmed",
        "asked_as": list(PHRASINGS),
    }
    if kind == "tool":
        head["stage"] = "design"
    if kind == "resource":
        head |= {"type": "guide", "availability": "free", "listing": "listed"}
    return {name: value for name, value in (head | fields).items() if value is not None}


def file_of(head: Mapping[str, Any], sections: Mapping[str, str]) -> str:
    """The text of a content file."""
    body = "".join(f"\n## {heading}\n\n{text}\n" for heading, text in sections.items())
    return f"---\n{yaml.safe_dump(dict(head), sort_keys=False, allow_unicode=True)}---\n{body}"


def sections_of(kind: Any, **sections: str) -> dict[str, str]:
    """The sections that `kind` needs, in their order; `sections` are named with `_` for a space."""
    given = {name.replace("_", " "): text for name, text in sections.items()}
    wanted = {
        heading: f"Text of {heading.lower()}." for heading, required in SECTIONS[kind].items() if required
    } | given
    return {heading: wanted[heading] for heading in SECTIONS[kind] if heading in wanted}


def document(ref: str, kind: str, sections: Mapping[str, str] | None = None, /, **fields: Any) -> Document:
    """A document of its own; `sections` as in `sections_of`, `fields` as in `head_of`."""
    return parse(f"{ref}.md", file_of(head_of(ref, kind, **fields), sections_of(kind, **(sections or {}))))


def links(*refs: str) -> Sequence[Mapping[str, str]]:
    """Front matter links to `refs`."""
    return [{"to": ref, "basis": "confirmed"} for ref in refs]
