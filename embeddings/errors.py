"""Errors of this package.

EmbeddingError
├── ModelMissing    refused: no model at the place that the settings name
├── ModelUnfit      refused: the model cannot be used here (not safetensors, cannot be loaded)
└── IndexUnreadable refused: a stored index cannot be read or does not fit the rest of its generation
"""


class EmbeddingError(Exception):
    """Text could not be turned into vectors, or vectors not searched."""


class ModelMissing(EmbeddingError):
    """There is no model where one was expected."""


class ModelUnfit(EmbeddingError):
    """There is a model, and it cannot be used."""


class IndexUnreadable(EmbeddingError):
    """Stored vectors or terms that cannot be read back."""
