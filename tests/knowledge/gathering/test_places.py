"""Whether a source can give anything, found without asking the web."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from knowledge.gathering.places import fault_of
from knowledge.web.addresses import PUBLIC_ONLY, AddressRules
from tests.fakes.sources import source


def path_fault(place: Path) -> str:
    return fault_of(source(place=str(place)), PUBLIC_ONLY)


def test_a_folder_with_a_file_and_a_file_have_no_fault(tmp_path: Path) -> None:
    """Whatever is in them; also relative to the list that names them."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.md").touch()
    assert path_fault(tmp_path) == path_fault(tmp_path / "sub" / "a.md") == ""
    assert fault_of(source(place="sub", file=str(tmp_path / "sources.yaml")), PUBLIC_ONLY) == ""


def test_a_place_that_gives_nothing_has_the_reason_of_a_refresh(tmp_path: Path) -> None:
    """Missing, empty but for hidden files, a pipe (which nobody opens), a link to itself, a name that cannot be."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".DS_Store").touch()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    told = {"none": "missing", "empty": "empty_folder", "pipe": "is_device", "loop": "is_link", "a\0b": "missing"}
    assert {name: path_fault(tmp_path / name) for name in told} == told


@pytest.mark.parametrize("kind", ["url", "sitemap"])
@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("https://example.org/a", ""),
        ("https://example.org:81/", "bad_url"),
        ("https://me@example.org/", "bad_url"),
        ("http://10.0.0.8/a", "private_address"),
        ("http://10.0.0.9/a", ""),
    ],
)
def test_an_address_must_be_one_that_may_be_asked(kind: str, place: str, reason: str) -> None:
    """By the same rules as a refresh, the hosts that staff allowed among them."""
    assert fault_of(source(kind=kind, place=place), AddressRules(frozenset({"10.0.0.9:80"}))) == reason
