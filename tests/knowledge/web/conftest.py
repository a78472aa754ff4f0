"""A site on this machine, and a clock that nobody waits for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.web import FakeClock
from tests.knowledge.web.sites import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()
