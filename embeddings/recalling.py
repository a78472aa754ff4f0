"""An encoder that was asked before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder


class Recalling:
    """Gives the vectors of the `known` texts from memory, and asks for others as they come."""

    def __init__(self, encoder: Encoder, known: Mapping[str, NDArray[np.float32]]) -> None:
        self._encoder = encoder
        self.identity = encoder.identity
        self.dimensions = encoder.dimensions
        self._known = known

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text: float32 [n, dimensions], unit rows."""
        if not texts or any(text not in self._known for text in texts):
            return self._encoder.encode(texts)
        return np.stack([self._known[text] for text in texts])
