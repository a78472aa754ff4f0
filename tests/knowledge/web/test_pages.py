"""The last good copy of a page stays."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

from knowledge.web.addresses import AddressRules
from knowledge.web.errors import PageNotKept
from knowledge.web.fetching import Fetcher
from knowledge.web.outcomes import Fetched, NotFetched, Reason, Unchanged
from knowledge.web.pages import Kept, PageStore, refresh_page
from tests.fakes.web import STARTED, FakeClock, FakePages
from tests.knowledge.web.dying_saves import NEW, OLD
from tests.knowledge.web.sites import PAGE, in_turn, page, serving, status

URL = OLD.url
LATER = STARTED + timedelta(days=1)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def came(body: bytes = b"new") -> Fetched:
    return Fetched(URL, URL, body, "text/html", '"2"', "", LATER)


def refreshed(folder: Path, outcome: Fetched | Unchanged | NotFetched) -> Kept | NotFetched:
    return refresh_page(URL, FakePages({URL: outcome}), PageStore(folder), lambda: LATER)


def test_a_page_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    """All of it; other addresses have their own copies."""
    store = PageStore(tmp_path / "pages")
    other = replace(OLD, url=f"{URL}?b", body=bytes(range(256)) * 10)
    store.save(OLD)
    store.save(other)
    assert (store.load(URL), store.load(other.url), store.load("https://example.org/none")) == (OLD, other, None)
    assert len(names(tmp_path / "pages")) == 4


def test_a_new_copy_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    """Nothing of the old one is left."""
    store = PageStore(tmp_path)
    for each in (OLD, NEW, NEW, OLD):
        store.save(each)
        assert store.load(URL) == each
        assert len(names(tmp_path)) == 2


@pytest.mark.parametrize("reason", get_args(Reason))
def test_a_failed_fetch_keeps_the_last_good_copy(tmp_path: Path, reason: Reason) -> None:
    """Whatever went wrong, "gone" too: it is stale, and says why. Not one file changes."""
    PageStore(tmp_path).save(OLD)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    found = refreshed(tmp_path, NotFetched(URL, reason))
    assert found == Kept(OLD, reason)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_page_that_never_came_is_not_kept(tmp_path: Path) -> None:
    """There is nothing to fall back on."""
    assert refreshed(tmp_path / "pages", NotFetched(URL, "slow")) == NotFetched(URL, "slow")
    assert refreshed(tmp_path / "pages", Unchanged(URL)) == NotFetched(URL, "server_error")
    assert not (tmp_path / "pages").exists()


def test_a_page_that_comes_is_kept(tmp_path: Path) -> None:
    """It is fresh, the first time and the next."""
    for _ in range(2):
        found = refreshed(tmp_path, came())
        assert isinstance(found, Kept)
        assert found.reason is None
        assert (found.page.body, found.page.checked_at) == (b"new", LATER)
        assert PageStore(tmp_path).load(URL) == found.page


def test_an_unchanged_page_is_fresh_again(tmp_path: Path) -> None:
    """Its server was asked with what is known of the copy; when it said so is remembered."""
    PageStore(tmp_path).save(OLD)
    source = FakePages({URL: Unchanged(URL)})
    assert refresh_page(URL, source, PageStore(tmp_path), lambda: LATER) == Kept(replace(OLD, checked_at=LATER))
    assert source.asked == [(URL, OLD.validators)]
    assert PageStore(tmp_path).load(URL) == replace(OLD, checked_at=LATER)


def test_a_damaged_copy_is_none_and_is_mended_by_the_next(tmp_path: Path) -> None:
    """A flipped byte anywhere, a file cut short or lost: asked for anew, without comparing."""
    store = PageStore(tmp_path)
    store.save(OLD)
    for path in list(tmp_path.iterdir()):
        good = path.read_bytes()
        for bad in (b"", good[:-1], b"x" + good[1:], bytes([good[0], good[1] ^ 1]) + good[2:], b"[]", b"{}", b"\xff"):
            path.write_bytes(bad)
            assert store.load(URL) is None
            assert refreshed(tmp_path, NotFetched(URL, "slow")) == NotFetched(URL, "slow")
            store.save(OLD)
            assert store.load(URL) == OLD
        path.unlink()
        assert store.load(URL) is None
        store.save(OLD)


def test_a_copy_of_another_release_is_none(tmp_path: Path) -> None:
    """It may mean something else."""
    store = PageStore(tmp_path)
    store.save(OLD)
    record = next(tmp_path.glob("*.json"))
    record.write_text(json.dumps(json.loads(record.read_text()) | {"format": 2}))
    assert store.load(URL) is None


def test_names_of_files_are_never_made_of_addresses(tmp_path: Path) -> None:
    """No address leaves the folder, however it is written."""
    store = PageStore(tmp_path / "pages")
    for url in ("https://example.org/../../a", "../../a", "/etc/passwd", "a\0b", "https://example.org/" + "a" * 5_000):
        store.save(replace(OLD, url=url))
        assert store.load(url) == replace(OLD, url=url)
    assert store.load("\ud800") is None
    assert names(tmp_path) == ["pages"]
    assert all(len(name) < 80 for name in names(tmp_path / "pages"))


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file where the folder should be; what is there is left alone."""
    (tmp_path / "pages").write_text("mine")
    with pytest.raises(PageNotKept, match="pages"):
        PageStore(tmp_path / "pages").save(OLD)
    assert (tmp_path / "pages").read_text() == "mine"
    assert PageStore(tmp_path / "pages").load(URL) is None


def test_a_copy_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    """A folder stands in the way of the new record: nothing is lost, and the next run clears up."""
    store = PageStore(tmp_path)
    store.save(OLD)
    blocked = next(tmp_path.glob("*.json")).with_suffix(".json.tmp")
    blocked.mkdir()
    with pytest.raises(PageNotKept):
        store.save(NEW)
    assert store.load(URL) == OLD
    blocked.rmdir()
    store.sweep()
    assert len(names(tmp_path)) == 2


def test_a_save_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    """At every file operation: the old copy or the new one, whole; a sweep leaves no orphan."""
    command = [sys.executable, "-m", "tests.knowledge.web.dying_saves", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60, text=True)
    copies = done.stdout.split()
    assert len(copies) > 5
    assert set(copies) == {"old", "new"}
    assert copies[-1] == "new"


def test_a_sweep_keeps_what_is_in_use(tmp_path: Path) -> None:
    """Only leftovers go; an empty place is no trouble."""
    store = PageStore(tmp_path / "pages")
    store.sweep()
    store.save(OLD)
    before = names(tmp_path / "pages")
    for leftover in ("a.body", "b.json.tmp", "c.body.tmp"):
        (tmp_path / "pages" / leftover).touch()
    store.sweep()
    assert names(tmp_path / "pages") == before


def test_a_sweep_that_cannot_read_a_record_leaves_its_body(tmp_path: Path) -> None:
    """The disk may give it again, and then the last good copy must still be there."""
    store = PageStore(tmp_path)
    store.save(OLD)
    record = next(tmp_path.glob("*.json"))
    whole = record.read_bytes()
    record.unlink()
    record.mkdir()
    store.sweep()
    record.rmdir()
    record.write_bytes(whole)
    assert store.load(URL) == OLD


def test_a_real_page_is_refreshed(tmp_path: Path) -> None:
    """Over HTTP: it comes, is unchanged by its ETag, then its server breaks, then it comes anew."""
    with serving() as site:
        site.replies["/a"] = in_turn(page(ETag='"1"'), status(304), status(500), page(b"<p>New words</p>"))
        fetcher = Fetcher(rules=AddressRules(frozenset({site.authority})), clock=FakeClock())
        found = [refresh_page(site.url("/a"), fetcher, PageStore(tmp_path), lambda: LATER) for _ in range(4)]
        kept = [each for each in found if isinstance(each, Kept)]
        assert [(each.page.body, each.reason) for each in kept] == [
            (PAGE, None),
            (PAGE, None),
            (PAGE, "server_error"),
            (b"<p>New words</p>", None),
        ]
        asked = [headers.get("if-none-match") for path, headers in site.seen if path == "/a"]
        assert asked == [None, '"1"', '"1"', '"1"']
