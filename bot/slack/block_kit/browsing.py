"""Where somebody stands while they look through a shelf, small enough to travel inside the message itself. Pure.

Nothing is remembered between two clicks: each button and menu carries the whole of a `Stand`, so that a list goes on
working after a restart, and one that was forged or has gone stale is only text that does not read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from knowledge.browsing import SHELVES, Page, Shelf, Unmatched, Wish, browse, facets_of
from knowledge.documents import Document

PAGE_SIZE = 8
# What is searched for; the `block_id` that carries it has 255 characters for everything.
# Source: https://docs.slack.dev/reference/block-kit/blocks/actions-block
WORDS_CHARS_MAX = 60
ALL = "*"
"""The choice of a menu that takes its filter away."""


class Shows(Protocol):
    """What is known, to look through."""

    def documents(self) -> tuple[Document, ...]:
        """Every document that is served now."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A shelf, what is wished of it, and the page. `facets` holds tokens (`token_of`), not values."""

    shelf: str
    facets: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    page: int = 1

    @property
    def is_wishing(self) -> bool:
        """Whether anything but the whole shelf is wanted."""
        return bool(self.facets or self.words)

    def turned(self, page: int) -> Stand:
        """The same wish on another page."""
        return replace(self, page=page)

    def with_choice(self, facet: str, token: str) -> Stand:
        """The first page for one more filter, or for one less when the token is `ALL`."""
        others = {name: known for name, known in self.facets.items() if name != facet}
        # Ours are short and have no separator; one that was forged becomes a value that does not exist.
        short = token[:_TOKEN_CHARS_MAX].replace(_SEPARATOR, " ").replace("\n", " ")
        return replace(self, facets=others if token == ALL else {**others, facet: short}, page=1)

    def with_words(self, words: str) -> Stand:
        """The first page for these words instead."""
        return replace(self, words=tidy(words), page=1)


def tidy(words: str) -> str:
    """Search words on one line, no longer than can travel."""
    return " ".join(words.split())[:WORDS_CHARS_MAX].strip()


def token_of(value: str) -> str:
    """A short name for a facet's value: the value itself, or its start and a digest when it is long."""
    if len(value) <= _TOKEN_CHARS_MAX and _SEPARATOR not in value and "\n" not in value and value != ALL:
        return value
    digest = hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()[:_DIGEST_CHARS]
    start = value[: _TOKEN_CHARS_MAX - _DIGEST_CHARS - 1].replace(_SEPARATOR, " ").replace("\n", " ")
    return f"{start}~{digest}"


def write(stand: Stand) -> str:
    """The stand as text of at most 255 characters."""
    facets = (stand.facets.get(name, "") for name in SHELVES[stand.shelf].facets)
    return _SEPARATOR.join([stand.shelf, str(stand.page), *facets, tidy(stand.words)])


def read(text: str) -> Stand | None:
    """The stand that was written, or None for a text that we did not write."""
    name, _, rest = text.partition(_SEPARATOR)
    shelf = SHELVES.get(name)
    if shelf is None or len(text) > _TEXT_CHARS_MAX:
        return None
    page, *values = rest.split(_SEPARATOR, len(shelf.facets) + 1)
    if len(values) != len(shelf.facets) + 1 or not page.isascii() or not page.isdecimal() or len(page) > _PAGE_DIGITS:
        return None
    *tokens, words = values
    if any(len(token) > _TOKEN_CHARS_MAX for token in tokens):
        return None
    facets = {facet: token for facet, token in zip(shelf.facets, tokens, strict=True) if token}
    return Stand(name, facets, tidy(words), int(page))


def look(documents: Sequence[Document], stand: Stand) -> Page | Unmatched:
    """What stands there: a page of it, or why there is nothing."""
    return browse(documents, SHELVES[stand.shelf], wish_of(documents, stand), stand.page, PAGE_SIZE)


def wish_of(documents: Sequence[Document], stand: Stand) -> Wish:
    """The wish with whole values again; a token that no value has stays as it is, and will match nothing."""
    own = shelf_documents(documents, SHELVES[stand.shelf])
    values = {name: {token_of(value): value for value in _values(own, name)} for name in stand.facets}
    return Wish({name: values[name].get(token, token) for name, token in stand.facets.items()}, stand.words)


def choices(documents: Sequence[Document], stand: Stand, facet: str) -> list[str]:
    """The values of a facet among what meets the rest of the wish, so that no choice leads to an empty page."""
    others = stand.with_choice(facet, ALL)
    own = shelf_documents(documents, SHELVES[stand.shelf])
    found = browse(own, SHELVES[stand.shelf], wish_of(documents, others), 1, max(len(own), 1))
    return _values(found.documents if isinstance(found, Page) else own, facet)


def elsewhere(documents: Sequence[Document], stand: Stand) -> list[tuple[str, int]]:
    """The other shelves, and the whole of this one, that have something for the same words, and how much."""
    names = [name for name in SHELVES if stand.words and (name != stand.shelf or stand.facets)]
    found = ((name, look(documents, Stand(name, words=stand.words))) for name in names)
    return [(name, page.total) for name, page in found if isinstance(page, Page)]


def shelf_documents(documents: Sequence[Document], shelf: Shelf) -> list[Document]:
    """Everything on a shelf."""
    return [each for each in documents if each.collection in shelf.collections]


_SEPARATOR = "|"
_TEXT_CHARS_MAX = 255
_TOKEN_CHARS_MAX = 40
_DIGEST_CHARS = 8
_PAGE_DIGITS = 4


def _values(documents: Sequence[Document], facet: str) -> list[str]:
    return sorted({value for each in documents for value in facets_of(each).get(facet, ())})
