"""Beginning with the generation that came with an installation."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.errors import PublishFailed
from knowledge.generations import KEPT, Generations
from knowledge.manifests import Recipe
from tests.knowledge.published import contents, publish, serving


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """Two generations; the newer one serves."""
    publish(tmp_path / "image", 1)
    publish(tmp_path / "image", 2)
    return tmp_path / "image"


def recipe_in(folder: Path) -> Recipe:
    return Generations(folder).current()[0].recipe


def adopted(folder: Path, image: Path, recipe: Recipe | None = None) -> list[str]:
    """What there is afterward."""
    Generations(folder).adopt(image, recipe or recipe_in(image))
    return Generations(folder).names()


def test_the_one_that_serves_is_taken_over(tmp_path: Path, image: Path) -> None:
    """Byte for byte and under its name; what is published next follows it, and it can come back."""
    name = Generations(image).pointer()
    before = contents(image)
    assert adopted(tmp_path / "own", image) == [name]
    assert contents(tmp_path / "own" / name) == contents(image / name)
    assert serving(tmp_path / "own") == ("Number 2", [])
    publish(tmp_path / "own", 3)
    assert serving(tmp_path / "own") == ("Number 3", [])
    assert Generations(tmp_path / "own").roll_back().name == name
    assert contents(image) == before


def test_it_can_be_changed_where_it_is_now(tmp_path: Path, image: Path) -> None:
    """Also when it was read-only where it came from, so that it can be forgotten when there are enough."""
    for place in image.rglob("*"):
        place.chmod(0o555 if place.is_dir() else 0o444)
    (name,) = adopted(tmp_path / "own", image)
    assert all(place.stat().st_mode & 0o200 for place in (tmp_path / "own").rglob("*"))
    for number in range(3, 3 + KEPT):
        publish(tmp_path / "own", number)
    assert name not in Generations(tmp_path / "own").names()


def test_where_there_is_one_already_nothing_is_taken_over(tmp_path: Path, image: Path) -> None:
    """It may hold what staff published."""
    publish(tmp_path / "own", 3)
    before = contents(tmp_path / "own")
    adopted(tmp_path / "own", image)
    assert contents(tmp_path / "own") == before


def test_one_that_cannot_serve_is_left_where_it_is(tmp_path: Path, image: Path) -> None:
    """Another model's, a broken one, none at all: a generation is then made here."""
    assert adopted(tmp_path / "own", image, replace(recipe_in(image), encoder="another")) == []
    recipe = recipe_in(image)
    for folder in image.glob("2*"):
        (folder / "vectors.faiss").write_bytes(b"x")
    assert adopted(tmp_path / "own", image, recipe) == []
    shutil.rmtree(image)
    assert adopted(tmp_path / "own", image, recipe) == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, image: Path) -> None:
    """A file where the folder should be."""
    (tmp_path / "own").write_text("mine")
    with pytest.raises(PublishFailed):
        Generations(tmp_path / "own").adopt(image, recipe_in(image))
