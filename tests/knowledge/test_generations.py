"""Generations on disk: whole or not at all."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import IndexCorrupt, IndexMissing, IndexUnavailable, PublishFailed, RollbackRefused
from knowledge.generation import Generation, read_generation, read_known
from knowledge.generations import KEPT, POINTER, Generations
from knowledge.manifests import MANIFEST, JudgedFigures, check, files_in
from tests.fakes.documents import document
from tests.fakes.generations import generation_of, moment, numbered
from tests.knowledge.flipping import flipped, picked
from tests.knowledge.published import contents, publish, serving

FLIPS = 200


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A folder in which generation 2 serves and 1 came before."""
    publish(tmp_path, 1)
    publish(tmp_path, 2)
    return tmp_path


def equal(one: Generation, other: Generation) -> None:
    assert (one.documents, one.entries, one.boundaries) == (other.documents, other.entries, other.boundaries)
    np.testing.assert_array_equal(one.vectors.rows, other.vectors.rows)
    np.testing.assert_array_equal(one.boundary_vectors.rows, other.boundary_vectors.rows)
    for question in ("number case", "title", "zzz"):
        np.testing.assert_array_equal(one.words.scores(question), other.words.scores(question))


def test_what_is_published_comes_back_the_same(tmp_path: Path) -> None:
    """Documents, entries, vectors, words and boundaries; the manifest says what it was made from."""
    generation = generation_of([document("C1", "case", other_names=["Café “Ödön”"]), document("T1", "tool")])
    _, recipe = numbered(1)
    manifest = Generations(tmp_path).publish(generation, recipe, moment(1))
    found, path, broken = Generations(tmp_path).current()
    equal(read_generation(path), generation)
    assert found == manifest
    assert broken == []
    assert (manifest.recipe, manifest.documents, manifest.entries) == (recipe, 2, len(generation.entries))
    assert Generations(tmp_path).pointer() == manifest.name == path.name


def test_where_nothing_was_published_there_is_no_index(tmp_path: Path) -> None:
    """Neither in an empty folder nor in one that does not exist."""
    for folder in (tmp_path, tmp_path / "none"):
        assert Generations(folder).names() == []
        with pytest.raises(IndexMissing, match="coach refresh"):
            Generations(folder).current()


def test_every_flipped_byte_is_noticed(two: Path) -> None:
    """Any byte of any file of the newest generation, its manifest included: the one before serves, and it is named."""
    newest = two / Generations(two).names()[0]
    chance = random.Random(20_260_102)
    for path in picked(list(files_in(newest)), chance, FLIPS):
        with flipped(path, chance) as where:
            assert serving(two) == ("Number 1", [newest.name]), where
    assert serving(two) == ("Number 2", [])


def test_a_line_end_of_another_kind_in_the_manifest_is_noticed(two: Path) -> None:
    """It reads the same as text; it is still not what was written."""
    manifest = two / Generations(two).names()[0] / MANIFEST
    manifest.write_bytes(manifest.read_bytes().replace(b"\n", b"\r", 1))
    assert serving(two)[0] == "Number 1"


def test_a_flipped_byte_of_the_pointer_leaves_the_newest_serving(two: Path) -> None:
    """And says so, whichever byte it is."""
    size = (two / POINTER).stat().st_size
    chance = random.Random(20_260_103)
    for place in range(size):
        with flipped(two / POINTER, chance, place) as where:
            assert serving(two) == ("Number 2", [POINTER]), where


def _names(folder: Path) -> list[str]:
    return sorted(contents(folder))


@pytest.mark.parametrize("harm", ["truncated", "emptied", "missing", "added"])
def test_a_file_that_is_not_as_it_was_is_noticed(two: Path, harm: str) -> None:
    """Each file in turn cut short, emptied, removed; and any file added."""
    newest = two / Generations(two).names()[0]
    for name in _names(newest):
        aside = two.parent / f"{two.name}-whole"
        shutil.copytree(newest, aside)
        whole = (newest / name).read_bytes()
        if harm == "missing":
            (newest / name).unlink()
        elif harm == "added":
            (newest / name).with_suffix(".extra").write_bytes(b"")
        else:
            (newest / name).write_bytes(whole[:-1] if harm == "truncated" else b"")
        title, broken = serving(two)
        assert title == "Number 1"
        assert broken == [POINTER if (harm, name) == ("missing", MANIFEST) else newest.name]
        shutil.rmtree(newest)
        aside.rename(newest)


def test_when_no_generation_is_whole_nothing_serves(two: Path) -> None:
    """Rather an honest refusal, with every broken one named, than a wrong answer."""
    names = Generations(two).names()
    for name in names:
        (two / name / "documents.jsonl").write_text("")
    with pytest.raises(IndexCorrupt, match=f"{names[0]}.*{names[1]}"):
        Generations(two).current()


def test_a_generation_of_another_release_is_passed_over(two: Path) -> None:
    """Its format may have changed: it is not guessed at."""
    generation, recipe = numbered(3)
    later = type(recipe)(recipe.content, recipe.encoder, recipe.chunker, format=recipe.format + 1)
    with pytest.raises(PublishFailed, match="another release"):
        Generations(two).publish(generation, later, moment(3))
    assert serving(two) == ("Number 2", [])


def test_the_last_five_are_kept(tmp_path: Path) -> None:
    """Newest first, the one that serves among them."""
    manifests = [publish(tmp_path, number) for number in range(1, 9)]
    assert Generations(tmp_path).names() == [each.name for each in reversed(manifests)][:KEPT]
    assert serving(tmp_path) == ("Number 8", [])
    assert all(check(tmp_path / name) for name in Generations(tmp_path).names())


def test_the_one_that_serves_is_never_forgotten(two: Path) -> None:
    """Not even when the clock went back and it is the oldest by its name."""
    generation, recipe = numbered(0)
    for _ in range(KEPT + 2):
        manifest = Generations(two).publish(generation, recipe, moment(-100))
    assert Generations(two).pointer() == manifest.name
    assert serving(two) == ("Number 0", [])
    assert len(Generations(two).names()) == KEPT


def test_what_a_killed_refresh_left_is_swept(two: Path) -> None:
    """By the next one, whether it left a folder or a file; until then it does not serve."""
    shutil.copytree(two / Generations(two).names()[0], two / "20990101T000000Z-deadbeef.tmp")
    (two / f"{POINTER}.tmp").write_text("nonsense")
    assert serving(two) == ("Number 2", [])
    publish(two, 3)
    assert list(two.glob("*.tmp")) == []
    assert serving(two) == ("Number 3", [])


def test_what_was_left_is_tidied_away_though_nothing_is_published(tmp_path: Path) -> None:
    """What lies aside, and generations above those that are kept; where nothing can be tidied, nothing is told."""
    for number in range(1, KEPT + 1):
        publish(tmp_path, number)
    newest = Generations(tmp_path).names()[0]
    shutil.copytree(tmp_path / newest, tmp_path / "20250101T000000Z-deadbeef")
    shutil.copytree(tmp_path / newest, tmp_path / "20250101T000001Z-deadbeef.tmp")
    Generations(tmp_path).tidy()
    assert {path.name for path in tmp_path.iterdir()} == {*Generations(tmp_path).names(), POINTER}
    assert (len(Generations(tmp_path).names()), serving(tmp_path)) == (KEPT, (f"Number {KEPT}", []))
    Generations(tmp_path / POINTER).tidy()


def test_a_place_that_cannot_be_read_is_not_taken_for_an_empty_one(two: Path) -> None:
    """Neither is the index built anew without any guard then, nor does another generation serve in silence."""
    (two / POINTER).unlink()
    (two / POINTER).mkdir()
    for ask in (Generations(two).current, Generations(two).pointer, Generations(two).is_pinned):
        with pytest.raises(IndexUnavailable, match=two.name):
            ask()


def test_a_generation_that_cannot_be_read_is_told_apart(two: Path) -> None:
    """The disk may give its files again: nothing says that they are broken."""
    folder = two / Generations(two).pointer()
    (folder / "documents.jsonl").unlink()
    for read in (read_generation, read_known):
        with pytest.raises(IndexUnavailable, match=folder.name):
            read(folder)


def test_going_back_makes_the_one_before_serve(tmp_path: Path) -> None:
    """Step by step, then no further; it is pinned until the next publish, and any whole one can be named."""
    manifests = [publish(tmp_path, number) for number in range(1, 4)]
    store = Generations(tmp_path)
    assert not store.is_pinned()
    assert store.roll_back() == manifests[1]
    assert (serving(tmp_path), store.pointer(), store.is_pinned()) == (("Number 2", []), manifests[1].name, True)
    assert store.roll_back() == manifests[0]
    with pytest.raises(RollbackRefused) as caught:
        store.roll_back()
    assert caught.value.reason == "none_before"
    assert store.roll_back(manifests[2].name) == manifests[2]
    publish(tmp_path, 4)
    assert (serving(tmp_path), store.is_pinned()) == (("Number 4", []), False)


def test_a_pin_can_be_taken_away(two: Path) -> None:
    """What serves stays the same."""
    store = Generations(two)
    store.roll_back()
    store.unpin()
    assert (serving(two), store.is_pinned()) == (("Number 1", []), False)


def test_only_what_is_whole_comes_back(tmp_path: Path) -> None:
    """A damaged generation is passed over, and refused when it is named; so are unknown names and what serves."""
    manifests = [publish(tmp_path, number) for number in range(1, 4)]
    store = Generations(tmp_path)
    (tmp_path / manifests[1].name / "documents.jsonl").write_text("")
    for name, reason in ((manifests[1].name, "broken"), ("nope", "no_such"), (manifests[2].name, "serving")):
        with pytest.raises(RollbackRefused) as caught:
            store.roll_back(name)
        assert (caught.value.reason, caught.value.names) == (reason, tuple(store.names()))
    assert [(name, bool(manifest)) for name, manifest in store.listed()] == [
        (manifests[2].name, True), (manifests[1].name, False), (manifests[0].name, True)
    ]  # fmt: skip
    assert store.roll_back() == manifests[0]


def test_a_generation_of_another_model_does_not_come_back(two: Path) -> None:
    """It could not answer; the same goes for one that was cut, or whose words were read, in another way."""
    store = Generations(two)
    made = numbered(1)[1]
    for change in ({"encoder": "other"}, {"chunker": made.chunker + 1}, {"words": made.words + 1}):
        other = replace(made, **change)
        with pytest.raises(RollbackRefused) as caught:
            store.roll_back(store.names()[1], other)
        assert caught.value.reason == "other_model"
        with pytest.raises(RollbackRefused):
            store.roll_back("", other)
    assert store.roll_back("", made).recipe == made


def test_every_flipped_byte_of_a_pinned_pointer_leaves_a_whole_one_serving(two: Path) -> None:
    """And says so."""
    Generations(two).roll_back()
    chance = random.Random(20_260_104)
    for place in range((two / POINTER).stat().st_size):
        with flipped(two / POINTER, chance, place) as where:
            assert serving(two) == ("Number 2", [POINTER]), where
    assert serving(two) == ("Number 1", [])


def test_a_manifest_of_an_earlier_release_can_be_read(two: Path) -> None:
    """Without who made it, without judged figures, and with words read as they still are."""
    path = two / Generations(two).pointer() / MANIFEST
    body = json.loads(path.read_text().partition("\n")[2])
    del body["by"], body["judged"], body["recipe"]["words"]
    text = json.dumps(body, indent=1)
    path.write_text(f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}")
    manifest, _, broken = Generations(two).current()
    assert (manifest.by, manifest.judged, manifest.recipe.words, broken) == ("", None, 1, [])


def test_who_published_and_how_well_it_answers_come_back(tmp_path: Path) -> None:
    """As they were given."""
    generation, recipe = numbered(1)
    judged = JudgedFigures("questions", 304, 0.92, 0.81)
    Generations(tmp_path).publish(generation, recipe, moment(1), "ann", judged)
    manifest, _, _ = Generations(tmp_path).current()
    assert (manifest.by, manifest.judged) == ("ann", judged)
