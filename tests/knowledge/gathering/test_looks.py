"""What is remembered of the last look at each source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge.errors import TextsNotKept
from knowledge.gathering.gathered import Gathered
from knowledge.gathering.looks import KeptLooks, Look
from knowledge.planning import Item, Lost
from knowledge.sources import Source
from tests.fakes.sources import source
from tests.fakes.web import STARTED

GUIDES, SITE = source(place="guides"), source(kind="sitemap", place="https://example.org/sitemap.xml")
FIRST, SECOND = "2026-11-22T12:00:00+00:00", "2026-11-22T13:00:00+00:00"


def found(*items: Item, lost: Sequence[Lost] = ()) -> Gathered:
    return Gathered(items, tuple(lost), {})


def keep(path: Path, sources: Sequence[Source], gathered: Gathered, hours: int = 0) -> KeptLooks:
    looks = KeptLooks(path, lambda: STARTED + timedelta(hours=hours))
    looks.keep(sources, gathered)
    return looks


def test_each_source_is_told_apart(tmp_path: Path) -> None:
    """What was read, what was not and why, for the first of them; an old copy that stands in is both."""
    good, old = Item("a", "a.md", "1", GUIDES.id), Item("b", "b.md", "2", SITE.id, "slow")
    none, lost = Item("c", "c.md", "", SITE.id, "not_found"), Lost(SITE.id, SITE.place, reason="sitemap_cut")
    looks = keep(tmp_path / "looks.json", [GUIDES, SITE], found(good, old, none, lost=[lost]))
    assert looks.known() == {GUIDES.id: Look(FIRST, FIRST, 1, 0, ""), SITE.id: Look(FIRST, "", 1, 3, "slow")}


def test_the_last_time_that_all_was_read_is_kept(tmp_path: Path) -> None:
    """Over any number of looks that went worse; a source that is listed no more is forgotten."""
    path = tmp_path / "home" / "looks.json"
    keep(path, [GUIDES, SITE], found(Item("a", "a.md", "1", GUIDES.id)))
    looks = keep(path, [GUIDES], found(lost=[Lost(GUIDES.id, "guides", reason="missing")]), hours=1)
    assert looks.known() == {GUIDES.id: Look(SECOND, FIRST, 0, 1, "missing")}


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": {}}', '{"a": 1}', "\u00e9"])
def test_a_file_that_is_not_ours_tells_nothing(tmp_path: Path, text: str) -> None:
    """And is written anew."""
    path = tmp_path / "looks.json"
    assert KeptLooks(path, lambda: STARTED).known() == {}
    path.write_text(text, encoding="utf-8")
    assert KeptLooks(path, lambda: STARTED).known() == {}
    assert set(keep(path, [GUIDES], found()).known()) == {GUIDES.id}


def test_no_room_is_an_error(tmp_path: Path) -> None:
    """A file where the folder should be."""
    (tmp_path / "home").write_text("mine")
    with pytest.raises(TextsNotKept):
        keep(tmp_path / "home" / "looks.json", [GUIDES], found())
