"""What staff write becomes documents, or faults that name file, line and mend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pytest

from knowledge.content_files import read_documents
from knowledge.documents import BrokenDocument, FaultKind, parse
from knowledge.errors import ContentBroken
from knowledge.headings import SECTIONS
from tests.fakes.documents import PHRASINGS, document, file_of, head_of, links, sections_of

ORDER = ", ".join(SECTIONS["tool"])


def tool(sections: Mapping[str, str] | None = None, **fields: Any) -> str:
    """A tool's file; `fields` change its head."""
    return file_of(head_of("T1", "tool", **fields), sections_of("tool") if sections is None else sections)


def line_of(text: str, start: str) -> int:
    """The line of `text`, counted from 1, that starts with `start`."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(start))


@dataclass(frozen=True)
class Broken:
    """A file, the kind of its one fault, and the start of the line that the fault must name (None: the first)."""

    text: str
    kind: FaultKind
    at: str | None
    about: str = ""
    hint: str = ""


BROKEN = {
    "no front matter": Broken("# A title\n\nText.\n", "no_head", None),
    "empty file": Broken("", "no_head", None),
    "front matter never closed": Broken("---\nref: T1\n", "no_head", None),
    "colon in a title": Broken(
        tool().replace("title: Title of T1", "title: Who: me"),
        "not_yaml",
        "title",
        "mapping values are not allowed in this context",
    ),
    "an impossible date": Broken(
        tool().replace("ref: T1\n", "ref: T1\nyear: 2014-13-45\n"), "not_yaml", "ref", "month must be in 1..12"
    ),
    "a list": Broken(tool().replace(tool().split("---\n")[1], "- ref\n- kind\n"), "no_mapping", "- ref"),
    "a field given twice": Broken(
        tool().replace("ref: T1\n", "ref: T1\nplace: Here\nplace: There\n"), "key_twice", "place: There", "place"
    ),
    "no ref": Broken(tool(ref=None), "missing_field", "kind", "ref"),
    "a field misspelt": Broken(tool(other_name="x"), "unknown_field", "other_name", "other_name", "other_names"),
    "a stage that is none": Broken(
        tool(stage="later"),
        "bad_value",
        "stage",
        "stage",
        "Input should be 'diagnosis', 'design', 'implementation' or 'assessment'",
    ),
    "an address that is no web page": Broken(
        tool(source_url="ftp://example.org"), "bad_value", "source_url", "source_url"
    ),
    "a link to something that is no ref": Broken(
        tool(links=[{"to": "T2", "basis": "confirmed"}, {"to": "tool two", "basis": "confirmed"}]),
        "bad_value",
        "- to: tool two",
        "links.1.to",
    ),
    "too few phrasings": Broken(tool(asked_as=list(PHRASINGS[:7])), "phrasing_count", "ref", "7", "8-15"),
    "too many phrasings": Broken(tool(asked_as=[f"way {n}" for n in range(16)]), "phrasing_count", "ref", "16", "8-15"),
    "a phrasing twice": Broken(tool(asked_as=[*PHRASINGS, PHRASINGS[0].upper()]), "phrasing_twice", "ref"),
    "partial and silent about it": Broken(tool(status="partial"), "status_note", "ref", "partial"),
    "a tool without a stage": Broken(tool(stage=None), "tool_stage", "ref"),
    "a resource without its kind": Broken(
        file_of(head_of("L1", "resource", type=None), sections_of("resource")), "resource_fields", "ref"
    ),
    "a link to itself": Broken(tool(links=links("T1")), "self_link", "ref", "T1"),
    "text before the first section": Broken(
        tool().replace("\n## In short", "\n\n# Title of T1\n\n## In short"), "text_before_sections", "# Title"
    ),
    "a section of another kind": Broken(
        tool(sections_of("tool") | {"Takeaways": "Text."}), "unknown_section", "## Takeaways", "Takeaways", ORDER
    ),
    "an empty section": Broken(tool(sections_of("tool") | {"Example": ""}), "empty_section", "## Example", "Example"),
    "sections out of order": Broken(
        tool(dict(reversed(sections_of("tool").items()))), "section_order", "## If you skip it", hint=ORDER
    ),
    "a section twice": Broken(tool() + "\n## If you skip it\n\nAgain.\n", "section_order", "## In short", hint=ORDER),
    "a section missing": Broken(
        tool({name: body for name, body in sections_of("tool").items() if name != "What to do"}),
        "missing_section",
        None,
        "What to do",
    ),
}
CASE_WITH_DEAD_LINK = file_of(head_of("C1", "case", links=links("T9")), sections_of("case"))
BETWEEN: dict[FaultKind, Callable[[Path], object]] = {
    "ref_twice": lambda folder: (folder / "b.md").write_text(tool(title="Another")),
    "dead_link": lambda folder: (folder / "b.md").write_text(CASE_WITH_DEAD_LINK),
    "not_utf8": lambda folder: (folder / "b.md").write_bytes(tool(title="Café").encode("latin-1")),
    "unreadable": lambda folder: (folder / "b.md").mkdir(),
    "no_documents": lambda folder: (folder / "a.md").unlink(),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_fault_names_its_kind_and_line(broken: Broken) -> None:
    """Every way in which one file can be wrong gives one fault, at the line where the mend goes."""
    with pytest.raises(BrokenDocument) as caught:
        parse("toolkit/T1.md", broken.text)
    (fault,) = caught.value.faults
    assert (fault.path, fault.kind) == ("toolkit/T1.md", broken.kind)
    assert fault.line == (line_of(broken.text, broken.at) if broken.at else 1)
    assert fault.about == broken.about
    assert fault.hint == broken.hint or (broken.kind == "bad_value" and fault.hint)


@pytest.mark.parametrize("kind", BETWEEN)
def test_a_folder_with_a_fault_is_not_taken(kind: FaultKind, tmp_path: Path) -> None:
    """Files are checked against each other, and one that cannot be read is named."""
    (tmp_path / "a.md").write_text(tool())
    BETWEEN[kind](tmp_path)
    with pytest.raises(ContentBroken) as caught:
        read_documents(tmp_path)
    (fault,) = caught.value.faults
    assert fault.kind == kind
    assert fault.path == (str(tmp_path) if kind == "no_documents" else "b.md")
    assert fault.line == (2 if kind in {"ref_twice", "dead_link"} else 1)
    assert fault.about == {"ref_twice": "T1", "dead_link": "T9", "unreadable": "Is a directory"}.get(kind, "")
    assert fault.hint == ("a.md" if kind == "ref_twice" else "")


def test_every_kind_of_fault_is_shown_by_a_test() -> None:
    """A new kind needs a broken file here."""
    assert {broken.kind for broken in BROKEN.values()} | set(BETWEEN) == set(get_args(FaultKind))


def test_every_fault_of_every_file_is_reported_together(tmp_path: Path) -> None:
    """Nobody mends one fault only to meet the next."""
    (tmp_path / "a.md").write_text(tool(status="partial", stage=None, links=links("T1")))
    (tmp_path / "b.md").write_text(tool(ref=None, kind="toll", more="x"))
    (tmp_path / "c.md").write_text("nothing")
    (tmp_path / "d.md").write_text(CASE_WITH_DEAD_LINK)
    with pytest.raises(ContentBroken) as caught:
        read_documents(tmp_path)
    assert [(fault.path, fault.kind) for fault in caught.value.faults] == [
        ("a.md", "status_note"),
        ("a.md", "tool_stage"),
        ("a.md", "self_link"),
        ("b.md", "missing_field"),
        ("b.md", "bad_value"),
        ("b.md", "unknown_field"),
        ("c.md", "no_head"),
        ("d.md", "dead_link"),
    ]


def test_a_link_to_a_broken_file_is_no_second_fault(tmp_path: Path) -> None:
    """Its ref is there; only the file itself has to be mended."""
    (tmp_path / "a.md").write_text(tool(stage=None))
    (tmp_path / "b.md").write_text(file_of(head_of("C1", "case", links=links("T1")), sections_of("case")))
    with pytest.raises(ContentBroken) as caught:
        read_documents(tmp_path)
    assert [(fault.path, fault.kind) for fault in caught.value.faults] == [("a.md", "tool_stage")]


def test_a_blurb_needs_only_its_summary() -> None:
    """A case that is known by two lines is not asked for sections which nobody can write."""
    only = file_of(head_of("T1", "tool", status="blurb", status_note="Two lines."), {"In short": "Text."})
    assert [section.heading for section in parse("a.md", only).sections] == ["In short"]
    with pytest.raises(BrokenDocument):
        parse("a.md", file_of(head_of("T1", "tool", status="blurb", status_note="Two lines."), {"Example": "Text."}))


@pytest.mark.parametrize(
    "change", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")], ids=["BOM", "CRLF"]
)
def test_files_from_other_systems_read_the_same(change: Callable[[str], str], tmp_path: Path) -> None:
    """A byte order mark or Windows line ends change nothing, parsed or read from disk."""
    plain = tool()
    assert parse("T1.md", change(plain)) == parse("T1.md", plain)
    (tmp_path / "T1.md").write_bytes(change(plain).encode())
    assert read_documents(tmp_path) == (parse("T1.md", plain),)


def test_a_document_knows_its_sections_and_where_they_stand() -> None:
    """Each body is a slice of the text; a heading that is missing has an empty body."""
    found = document("T1", "tool", {"Example": "One.\n\n- two"})
    assert found.section("Example") == "One.\n\n- two"
    assert found.section("Signs you need it") == ""
    assert all(found.text[each.start : each.start + len(each.body)] == each.body for each in found.sections)
    lines = found.file.splitlines()
    assert all(lines[each.line - 1] == f"## {each.heading}" for each in found.sections)
    assert (found.ref, found.collection) == ("T1", "toolkit")


def test_a_parsed_file_parses_again_to_the_same_document() -> None:
    """What a generation keeps gives back the document it was made from."""
    found = document("C4", "case", place="Flagstaff, Arizona", year=2014)
    assert parse(found.path, found.file) == found
    assert found.head.year == "2014"


def test_an_alias_that_contains_itself_is_a_fault() -> None:
    """YAML allows it; the checker still ends, and says what is wrong where."""
    looped = tool().replace("ref: T1\n", "ref: T1\nother_names: &loop [*loop]\n")
    with pytest.raises(BrokenDocument) as caught:
        parse("a.md", looped)
    assert {(fault.kind, fault.line) for fault in caught.value.faults} == {("bad_value", 3)}


def test_documents_come_in_the_order_of_their_refs(tmp_path: Path) -> None:
    """Whatever their files are called and whichever folder they are in."""
    (tmp_path / "z").mkdir()
    (tmp_path / "z" / "first.md").write_text(tool())
    (tmp_path / "a.md").write_text(file_of(head_of("T2", "tool", links=links("T1")), sections_of("tool")))
    assert [each.ref for each in read_documents(tmp_path)] == ["T1", "T2"]
