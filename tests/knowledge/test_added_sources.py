"""Sources that are added one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.added_sources import About, AddedSources
from knowledge.errors import SourceNotKept, SourcesBroken
from knowledge.gathering.gatherer import path_of
from knowledge.reading.safe_names import file_name
from knowledge.source_files import read_sources
from knowledge.sources import BrokenSources, Source

ABOUT = About("team", "The clinic's team", "A: guide # one", "channel:C0PLANS")
PAGE = "https://example.org/a?b=1"
HAND = f"""# Staff wrote this.
sources:
  - url: {PAGE}
    collection: research
    publisher: Staff
    audience: channel:C0PLANS
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "added"


@pytest.fixture
def added(folder: Path) -> AddedSources:
    return AddedSources(folder)


def listed(folder: Path, *extra: Path) -> tuple[Source, ...]:
    return read_sources(*extra, added=folder, bundled=folder / "none.yaml")


def content_of(source: Source) -> bytes:
    return path_of(source).read_bytes()


def test_a_link_and_a_file_are_sources_like_any_other(added: AddedSources, folder: Path) -> None:
    """With all that was said of them; the file itself lies beside its list."""
    added.add_link(PAGE, ABOUT)
    added.add_file("Guide.pdf", [b"one ", b"two"], replace(ABOUT, audience="", title=""), "w-0")
    by_kind = {source.kind: source for source in listed(folder)}
    page, file = by_kind["url"], by_kind["path"]
    assert (page.place, page.title, page.publisher, page.audience) == (
        PAGE,
        ABOUT.title,
        ABOUT.publisher,
        ABOUT.audience,
    )
    assert (page.trust, file.trust, file.audience) == ("web", "staff", "")
    assert path_of(file).name == "Guide.pdf"
    assert content_of(file) == b"one two"


def test_the_same_for_the_same_people_is_one_source_described_anew(added: AddedSources, folder: Path) -> None:
    """Under whatever name the file comes; for other people it is another source."""
    first = added.add_file("a.md", [b"text"], ABOUT, "w-0")
    again = added.add_file("b.md", [b"te", b"xt"], replace(ABOUT, title="New"), "w-1")
    other = added.add_file("a.md", [b"text"], replace(ABOUT, audience=""), "w-2")
    assert (first == again, first == other) == (True, False)
    sources = listed(folder)
    assert sorted((path_of(each).name, each.title) for each in sources) == [("a.md", ABOUT.title), ("b.md", "New")]
    assert sorted(path.name for path in (folder / first).iterdir()) == ["b.md"]


def test_taking_out_leaves_nothing_behind(added: AddedSources, folder: Path) -> None:
    """Once; other sources stay, and nothing outside can be named."""
    key = added.add_file("a.md", [b"text"], ABOUT, "w-0")
    added.add_link(PAGE, ABOUT)
    assert [added.remove(each) for each in (key, key, "../home", "")] == [True, False, False, False]
    assert [source.kind for source in listed(folder)] == ["url"]
    assert not (folder / key).exists()


def test_a_hand_written_entry_goes_before_the_same_that_was_added(
    added: AddedSources, folder: Path, tmp_path: Path
) -> None:
    """It is no fault: staff may write down what they had added, and their file is never changed."""
    added.add_link(PAGE, ABOUT)
    by_hand = tmp_path / "sources.yaml"
    by_hand.write_text(HAND, encoding="utf-8")
    assert [source.publisher for source in listed(folder, by_hand)] == ["Staff"]
    assert by_hand.read_text(encoding="utf-8") == HAND


def test_a_file_that_stops_coming_leaves_no_source(added: AddedSources, folder: Path) -> None:
    """Nor a part of it; the next try succeeds."""

    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        added.add_file("a.md", broken(), ABOUT, "w-0")
    assert list(folder.iterdir()) == []
    added.add_file("a.md", [b"whole"], ABOUT, "w-0")
    assert [content_of(source) for source in listed(folder)] == [b"whole"]


def test_what_no_list_may_hold_is_not_listed(added: AddedSources, folder: Path) -> None:
    """It would hold up every refresh; the others are not touched."""
    added.add_link(PAGE, ABOUT)
    with pytest.raises(BrokenSources):
        added.add_link("https://example.org/b", replace(ABOUT, publisher="x"))
    with pytest.raises(BrokenSources):
        added.add_file("a.md", [b"text"], replace(ABOUT, audience="everybody"), "w-0")
    assert [source.place for source in listed(folder)] == [PAGE]
    assert len(list(folder.iterdir())) == 1


def test_a_disk_that_takes_nothing_is_told(tmp_path: Path) -> None:
    """With the cause."""
    (tmp_path / "added").write_text("a file where the folder should be", encoding="utf-8")
    added = AddedSources(tmp_path / "added")
    with pytest.raises(SourceNotKept):
        added.add_link(PAGE, ABOUT)
    with pytest.raises(SourceNotKept):
        added.add_file("a.md", [b"text"], ABOUT, "w-0")


def test_a_list_that_somebody_broke_is_named(added: AddedSources, folder: Path) -> None:
    """As any list: nothing is taken away in silence."""
    key = added.add_link(PAGE, ABOUT)
    (folder / f"{key}.yaml").write_text("sources: [", encoding="utf-8")
    with pytest.raises(SourcesBroken) as caught:
        listed(folder)
    assert caught.value.faults[0].path.endswith(f"{key}.yaml")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Plan 2024.docx", "Plan 2024.docx"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\x\\y.pdf", "C:__x__y.pdf"),
        ("..", "file"),
        ("", "file"),
        ("~$plan.docx", "$plan.docx"),
        (".hidden.md", "hidden.md"),
        ("a\x00b\u202ec.md", "a_u{0000}b_u{202e}c.md"),
        (f"{'é' * 300}.pdf", f"{'é' * 60}.pdf"),
        ("no ending but a very.longlonglonglonglong", "no ending but a very.longlonglonglonglong"),
        ("plan.md ", "plan.md"),
    ],
)
def test_names_of_files_lead_nowhere_else(name: str, expected: str) -> None:
    """Whatever somebody called a file in Slack."""
    assert file_name(name) == expected
