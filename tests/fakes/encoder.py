"""An encoder without a model: texts that share words are near."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+")


class WordEncoder:
    """Every word has a direction of its own, and a text points along the sum of its words.

    A vector is a pure function of its text; `asked` remembers what was encoded, so that a test can count.
    """

    def __init__(self, dimensions: int = 256) -> None:
        self.dimensions = dimensions
        self.identity = f"words:{dimensions}"
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text: float32 [n, dimensions], unit rows."""
        self.asked.extend(texts)
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for place, text in enumerate(texts):
            rows[place] = self._vector(text)
        return rows

    def _vector(self, text: str) -> NDArray[np.float32]:
        # A text without words has a direction too, as it has with a real model.
        words = _WORD.findall(text.casefold()) or [""]
        total = np.sum([self._direction(word) for word in words], axis=0)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)

    def _direction(self, word: str) -> NDArray[np.float64]:
        raw = hashlib.shake_256(word.encode("utf-8", "replace")).digest(self.dimensions)
        return np.frombuffer(raw, dtype=np.uint8).astype(np.float64) - 127.5
