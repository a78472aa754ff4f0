"""One reader for the tests of a module: its child is the real one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge.reading.worker import Reader


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as opened:
        yield opened
