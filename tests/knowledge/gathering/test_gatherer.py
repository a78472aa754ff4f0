"""Sources into items: everything that is there, and the reason for what is not."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from knowledge.errors import ReadingFailed, TextsNotKept
from knowledge.gathering.gathered import Gathered
from knowledge.gathering.gatherer import Gatherer
from knowledge.gathering.kept_texts import KeptTexts
from knowledge.gathering.looks import KeptLooks
from knowledge.gathering.ports import OpensReader, OpensWeb, ReadsFiles, WebList, WebPage
from knowledge.planning import Known, Lost, plan
from knowledge.reading.errors import ReaderBroken
from knowledge.reading.worker import Reader
from knowledge.sources import Source
from tests.fakes.sources import PlainReader, PlainWeb, source
from tests.fakes.web import STARTED

LONG_AGO = 1_700_000_000


@pytest.fixture
def guides(tmp_path: Path) -> Path:
    """A folder with two files in it, written long ago."""
    folder = tmp_path / "guides"
    (folder / "sub").mkdir(parents=True)
    write(folder / "van.md", "The van leaves at seven.")
    write(folder / "sub" / "key.txt", "The key hangs behind the board.")
    return folder


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, (LONG_AGO, LONG_AGO))


def gather(home: Path, sources: Sequence[Source], reader: PlainReader, web: PlainWeb | None = None) -> Gathered:
    return gatherer(home, reader.open, lambda: web or PlainWeb()).gather(sources)


def gatherer(home: Path, open_reader: OpensReader, open_web: OpensWeb = PlainWeb) -> Gatherer:
    return Gatherer(KeptTexts(home / "read"), KeptLooks(home / "looks.json", lambda: STARTED), open_reader, open_web)


def listing(folder: Path, **fields: str) -> Source:
    return source(place=str(folder), file=str(folder.parent / "sources.yaml"), **fields)


def names(found: Gathered) -> list[str]:
    return [Path(item.name).name for item in found.items]


def test_every_file_of_a_folder_becomes_an_item(tmp_path: Path, guides: Path) -> None:
    """With its path, its source and a mark; its document is made when it is asked for."""
    found = gather(tmp_path, [listing(guides)], PlainReader())
    assert names(found) == ["van.md", "key.txt"]
    assert all(item.mark and item.source == listing(guides).id and not item.reason for item in found.items)
    documents = [found.makers[item.ref]() for item in found.items]
    assert [each.mark for each in documents] == [item.mark for item in found.items]
    assert [each.path for each in documents] == [f"{guides}/van.md", f"{guides}/sub/key.txt"]
    assert documents[0].sections[0].body == "The van leaves at seven."


def test_an_unchanged_file_is_not_read_again(tmp_path: Path, guides: Path) -> None:
    """Nor is the reader even started; the items are the same."""
    first = gather(tmp_path, [listing(guides)], PlainReader())
    reader = PlainReader()
    again = gather(tmp_path, [listing(guides)], reader)
    assert (reader.opened, reader.read_names) == (0, [])
    assert again.items == first.items
    assert again.makers[again.items[0].ref]() == first.makers[first.items[0].ref]()


def test_the_same_content_under_another_name_or_time_is_not_read_again(tmp_path: Path, guides: Path) -> None:
    """A copy is another document of the same text."""
    gather(tmp_path, [listing(guides)], PlainReader())
    write(guides / "copy.md", "The van leaves at seven.")
    (guides / "van.md").touch()
    reader = PlainReader()
    found = gather(tmp_path, [listing(guides)], reader)
    assert reader.read_names == []
    assert len({item.ref for item in found.items}) == len({item.mark for item in found.items}) == 3


def test_a_changed_file_is_read_again(tmp_path: Path, guides: Path) -> None:
    """Also when size and time of writing are the same as before."""
    before = gather(tmp_path, [listing(guides)], PlainReader())
    write(guides / "van.md", "The van leaves at eight.")
    reader = PlainReader()
    after = gather(tmp_path, [listing(guides)], reader)
    assert reader.read_names == ["van.md"]
    assert [item.ref for item in after.items] == [item.ref for item in before.items]
    assert after.items[0].mark != before.items[0].mark
    assert after.items[1] == before.items[1]


def test_a_file_that_cannot_be_read_has_a_reason_and_the_others_go_through(tmp_path: Path, guides: Path) -> None:
    """Told again without reading it again, unless the reason may pass."""
    write(guides / "scan.pdf", "!scanned")
    write(guides / "slow.pdf", "!too_slow")
    write(guides / "blank.md", "   ")
    for read in (["blank.md", "scan.pdf", "slow.pdf", "van.md", "key.txt"], ["slow.pdf"]):
        reader = PlainReader()
        found = gather(tmp_path, [listing(guides)], reader)
        assert {Path(item.name).name: item.reason for item in found.items} == {
            "blank.md": "no_text", "scan.pdf": "scanned", "slow.pdf": "too_slow", "van.md": "", "key.txt": ""
        }  # fmt: skip
        assert reader.read_names == read
        assert [bool(item.mark) for item in found.items] == [False, False, False, True, True]


def test_what_is_no_file_is_told_and_hidden_files_are_passed_over(tmp_path: Path, guides: Path) -> None:
    """A link is not followed, a pipe is not opened."""
    (guides / "link.md").symlink_to(guides / "van.md")
    os.mkfifo(guides / "pipe.md")
    write(guides / ".DS_Store", "x")
    write(guides / "~$van.docx", "x")
    found = gather(tmp_path, [listing(guides)], PlainReader())
    assert {Path(item.name).name: item.reason for item in found.items} == {
        "link.md": "is_link", "pipe.md": "is_device", "van.md": "", "key.txt": ""
    }  # fmt: skip


@pytest.mark.parametrize("harm", ["missing", "empty"])
def test_a_folder_that_is_gone_takes_nothing_away(tmp_path: Path, guides: Path, harm: str) -> None:
    """A disk that is not there: what is known stays, and the source is told as failed; other sources go through."""
    other = tmp_path / "other"
    other.mkdir()
    write(other / "a.md", "Other words.")
    before = gather(tmp_path, [listing(guides), listing(other)], PlainReader())
    known = {item.ref: Known(item.name, item.mark, item.source) for item in before.items}
    guides.rename(tmp_path / "moved")
    if harm == "empty":
        guides.mkdir()
    after = gather(tmp_path, [listing(guides), listing(other)], PlainReader())
    made = plan(known, after.items, after.lost)
    assert after.lost == (Lost(listing(guides).id, str(guides), reason={"empty": "empty_folder"}.get(harm, harm)),)
    assert (len(made.stale), len(made.unchanged), len(made.failed), made.is_empty) == (2, 1, 1, True)
    (tmp_path / "moved").rename(tmp_path / "back")
    assert gather(tmp_path, [listing(other)], PlainReader()).lost == ()


def test_a_place_that_leads_nowhere_takes_nothing_away(tmp_path: Path, guides: Path) -> None:
    """A link to itself, a path through a file, a name that no file can have."""
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    places = {str(tmp_path / "loop"): "is_link", str(guides / "van.md" / "a.md"): "missing", "a\0b": "missing"}
    for place, reason in places.items():
        asked = source(place=place, file=str(tmp_path / "sources.yaml"))
        assert gather(tmp_path, [asked], PlainReader()).lost == (Lost(asked.id, place, reason=reason),)


def test_one_file_can_be_a_source(tmp_path: Path, guides: Path) -> None:
    """Relative to the list that names it; one that is not there is told."""
    alone = source(place="guides/van.md", file=str(tmp_path / "sources.yaml"))
    gone = source(place="guides/gone.md", file=str(tmp_path / "sources.yaml"))
    found = gather(tmp_path, [alone, gone], PlainReader())
    assert [item.name for item in found.items] == ["guides/van.md"]
    assert found.lost == (Lost(gone.id, "guides/gone.md", reason="missing"),)
    assert found.makers[found.items[0].ref]().head.file == "van.md"


def test_the_same_folder_for_two_channels_is_two_sets_of_documents(tmp_path: Path, guides: Path) -> None:
    """Each with its audience."""
    both = [listing(guides, audience=audience) for audience in ("channel:C1", "channel:C2")]
    found = gather(tmp_path, both, PlainReader())
    audiences = [found.makers[item.ref]().head.audience for item in found.items]
    assert (len({item.ref for item in found.items}), sorted(audiences)) == (4, ["channel:C1"] * 2 + ["channel:C2"] * 2)


PAGE, SITE = "https://example.org/a", "https://example.org/sitemap.xml"


def test_pages_and_sitemaps_are_sources(tmp_path: Path) -> None:
    """A page that is an older copy keeps its reason; one that never came has nothing else."""
    web = PlainWeb(
        {
            PAGE: WebPage(PAGE, b"Page A.", "text/html"),
            f"{PAGE}|b": WebPage(f"{PAGE}|b", b"Page B.", "text/html", "slow"),
        },
        {SITE: WebList((PAGE, f"{PAGE}|b", "https://example.org/none"))},
    )
    sources = [source(kind="url", place=PAGE), source(kind="sitemap", place=SITE)]
    reader = PlainReader()
    found = gather(tmp_path, sources, reader, web)
    assert [(item.name, bool(item.mark), item.reason) for item in found.items] == [
        (PAGE, True, ""),
        (PAGE, True, ""),
        (f"{PAGE}%7Cb", True, "slow"),
        ("https://example.org/none", False, "no_connection"),
    ]
    assert reader.read_names == ["page.html", "page.html"]
    assert found.makers[found.items[2].ref]().head.source_url == f"{PAGE}%7Cb"


def test_a_site_that_does_not_answer_takes_nothing_away(tmp_path: Path) -> None:
    """A sitemap that is missing or not whole says nothing about what it does not list."""
    site = source(kind="sitemap", place=SITE)
    assert gather(tmp_path, [site], PlainReader()).lost == (Lost(site.id, SITE, reason="no_connection"),)
    cut = PlainWeb({PAGE: WebPage(PAGE, b"Page A.", "text/html")}, {SITE: WebList((PAGE,), "sitemap_cut")})
    found = gather(tmp_path, [site], PlainReader(), cut)
    assert (len(found.items), found.lost) == (1, (Lost(site.id, SITE, reason="sitemap_cut"),))


def test_the_charset_that_a_server_names_counts(tmp_path: Path) -> None:
    """The reader sees bytes alone, so they reach it as UTF-8; a charset that does not exist changes nothing."""
    bodies = {"iso-8859-1": "Café".encode("latin-1"), "utf-8": "Café".encode(), "klingon": "Café".encode()}
    for charset, body in bodies.items():
        web = PlainWeb({PAGE: WebPage(PAGE, body, f"text/html; charset={charset}")})
        found = gather(tmp_path / charset, [source(kind="url", place=PAGE)], PlainReader(), web)
        assert found.makers[found.items[0].ref]().sections[0].body == "Café"


def test_a_kept_text_that_was_damaged_is_noticed(tmp_path: Path, guides: Path) -> None:
    """It never becomes a document, and is read again the next time."""
    found = gather(tmp_path, [listing(guides)], PlainReader())
    for path in (tmp_path / "read").glob("*.json"):
        if path.name != "known.json":
            path.write_text(path.read_text().replace("van", "bus"))
    with pytest.raises(TextsNotKept):
        found.makers[found.items[0].ref]()
    reader = PlainReader()
    again = gather(tmp_path, [listing(guides)], reader)
    assert reader.read_names == ["van.md"]
    assert again.makers[again.items[0].ref]().sections[0].body == "The van leaves at seven."


def test_what_is_known_can_be_damaged_or_deleted(tmp_path: Path, guides: Path) -> None:
    """Everything is then read again, and comes out the same."""
    before = gather(tmp_path, [listing(guides)], PlainReader()).items
    known = tmp_path / "read" / "known.json"
    whole = known.read_bytes()
    for broken in (b"", whole[:-1], whole.replace(b'"', b"'", 1), b"\xff", b"[]"):
        known.write_bytes(broken)
        reader = PlainReader()
        assert gather(tmp_path, [listing(guides)], reader).items == before
        assert len(reader.read_names) == 2


def test_what_is_gone_is_forgotten(tmp_path: Path, guides: Path) -> None:
    """But not while a source cannot be looked through."""
    gather(tmp_path, [listing(guides)], PlainReader())
    (guides / "van.md").unlink()
    gather(tmp_path, [listing(guides), listing(tmp_path / "none")], PlainReader())
    assert len(list((tmp_path / "read").iterdir())) == 3
    gather(tmp_path, [listing(guides)], PlainReader())
    assert len(list((tmp_path / "read").iterdir())) == 2


def test_texts_that_find_no_room_are_an_error(tmp_path: Path, guides: Path) -> None:
    """A file where the folder should be."""
    (tmp_path / "read").write_text("mine")
    with pytest.raises(TextsNotKept):
        gather(tmp_path, [listing(guides)], PlainReader())


def test_a_reader_that_does_not_start_is_an_error(tmp_path: Path, guides: Path) -> None:
    """Rather than a reason for every file, as if all of them were broken."""

    @contextmanager
    def broken() -> Iterator[ReadsFiles]:
        raise ReaderBroken
        yield PlainReader()

    with pytest.raises(ReadingFailed):
        gatherer(tmp_path, broken).gather([listing(guides)])


def test_the_real_reader_reads_a_folder(tmp_path: Path, guides: Path) -> None:
    """In its child process, which then ends."""
    shown: list[str] = []
    found = gatherer(tmp_path, Reader).gather([listing(guides)], shown.append)
    assert shown == [f"{guides}/van.md", f"{guides}/sub/key.txt"]
    bodies = [found.makers[item.ref]().sections[0].body for item in found.items]
    assert bodies == ["The van leaves at seven.", "The key hangs behind the board."]
