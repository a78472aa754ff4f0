"""Errors of this package.

WordsError
└── MessageBroken   refused: a template or its message class must be mended
"""


class WordsError(Exception):
    """Something is wrong with the words."""


class MessageBroken(WordsError):
    """A template is missing, or it names a field that its message does not have."""
