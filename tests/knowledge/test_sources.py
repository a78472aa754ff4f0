"""Lists of sources, as staff write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import SourcesBroken
from knowledge.source_files import SOURCES_FILE, read_sources
from knowledge.sources import BrokenSources, Source, SourceFault, parse_sources

GOOD = """sources:
  # our guides
  - path: guides
    collection: library
    publisher: Lakeside Schools

  - url: https://example.org/a
    collection: research
    publisher: Example
    title: A study
    trust: staff
    licence: CC BY 4.0
    audience: channel:C0PLANS
  - {sitemap: "https://example.org/sitemap.xml", collection: cases, publisher: Example}
"""


def broken(text: str) -> list[SourceFault]:
    with pytest.raises(BrokenSources) as caught:
        parse_sources("s.yaml", text)
    return list(caught.value.faults)


def test_a_list_says_where_documents_come_from() -> None:
    """Folders are trusted as staff's own unless they say otherwise, pages as the web's; each knows its line."""
    folder, page, site = parse_sources("s.yaml", GOOD)
    assert folder == Source("path", "guides", "library", "Lakeside Schools", "", "staff", "", "", "s.yaml", 3)
    assert (page.kind, page.trust, page.licence, page.audience) == ("url", "staff", "CC BY 4.0", "channel:C0PLANS")
    assert (site.kind, site.trust, site.line) == ("sitemap", "web", 14)
    assert len({folder.id, page.id, site.id}) == 3


def test_a_list_says_how_many_pages_of_a_sitemap_are_read() -> None:
    """500 unless it says so, and never more than one night has time for."""
    assert parse_sources("s.yaml", GOOD)[2].pages_max == 500
    more = GOOD.replace('sitemap.xml",', 'sitemap.xml", pages_max: 5000,')
    assert parse_sources("s.yaml", more)[2].pages_max == 5_000
    (fault,) = broken(more.replace("5000", "5001"))
    assert (fault.line, fault.kind, fault.about) == (14, "bad_value", "sources.2.pages_max")


@pytest.mark.parametrize("text", ["sources: []\n", "sources:\n", "sources:\n  # - path: guides\n"])
def test_a_list_may_be_empty(text: str) -> None:
    """Also with every entry commented out."""
    assert parse_sources("s.yaml", text) == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- path: a\n", SourceFault("s.yaml", 1, "no_mapping")),
        ("sources: [\n", SourceFault("s.yaml", 2, "not_yaml", "did not find expected node content")),
        (
            GOOD + "  - path: guides\n    url: https://a.org\n    collection: team\n    publisher: We\n",
            SourceFault("s.yaml", 15, "one_place"),
        ),
        (GOOD + "  - {collection: team, publisher: We}\n", SourceFault("s.yaml", 15, "one_place")),
        (
            GOOD + "  - {path: a, pages_max: 9, collection: team, publisher: We}\n",
            SourceFault("s.yaml", 15, "pages_of_no_sitemap"),
        ),
        (GOOD + "  - {path: b, publisher: We}\n", SourceFault("s.yaml", 15, "missing_field", "sources.3.collection")),
        (
            GOOD + "  - path: b\n    publisher: We\n    collection: team\n    licens: x\n",
            SourceFault("s.yaml", 18, "unknown_field", "sources.3.licens", "licence"),
        ),
        (
            GOOD + "  - {path: guides, publisher: We, collection: team}\n",
            SourceFault("s.yaml", 15, "source_twice", "guides", "s.yaml:3"),
        ),
    ],
)
def test_a_fault_has_its_line(text: str, fault: SourceFault) -> None:
    """And the field, and what may be meant."""
    assert broken(text) == [fault]


@pytest.mark.parametrize("value", ["url: 'file:///etc/passwd'", "url: 'javascript:x'", "path: ''"])
def test_only_places_are_places(value: str) -> None:
    """A web address is http or https."""
    assert [each.kind for each in broken(f"sources:\n - {value}\n   collection: team\n   publisher: We\n")] == [
        "bad_value"
    ]


@pytest.mark.parametrize("audience", ["everyone", "channel:general", "team:", "channel:C1 team:T1"])
def test_an_audience_is_a_workspace_or_a_channel(audience: str) -> None:
    """By its id; a slip of the pen must not make it everybody's."""
    text = f"sources:\n - path: a\n   collection: team\n   publisher: We\n   audience: {audience!r}\n"
    assert [each.kind for each in broken(text)] == ["bad_value"]


def test_the_same_place_for_somebody_else_is_another_source() -> None:
    """Its documents are others."""
    text = "sources:\n" + "".join(
        f" - {{path: a, collection: team, publisher: We, audience: '{audience}'}}\n" for audience in ("", "team:T1")
    )
    one, other = parse_sources("s.yaml", text)
    assert one.id != other.id


def test_the_bundled_list_can_be_read() -> None:
    """It has nothing but its comment."""
    assert SOURCES_FILE.is_file()
    assert read_sources() == ()


def test_lists_are_read_one_after_the_other(tmp_path: Path) -> None:
    """One that is not there is no fault; one with a fault stops all of them, and every fault is told."""
    mine, yours = tmp_path / "mine.yaml", tmp_path / "yours.yaml"
    mine.write_text(GOOD, encoding="utf-8")
    assert len(read_sources(mine, yours)) == 3
    yours.write_bytes(b"\xff\xfe")
    with pytest.raises(SourcesBroken) as caught:
        read_sources(mine, yours)
    assert [(each.path, each.kind) for each in caught.value.faults] == [(str(yours), "not_utf8")]
    yours.write_text("sources:\n - {path: guides, collection: team, publisher: We}\n")
    with pytest.raises(SourcesBroken) as caught:
        read_sources(mine, yours)
    assert [(each.line, each.kind) for each in caught.value.faults] == [(2, "source_twice")]
    yours.unlink()
    yours.mkdir()
    with pytest.raises(SourcesBroken) as caught:
        read_sources(yours)
    assert [each.kind for each in caught.value.faults] == ["unreadable"]
