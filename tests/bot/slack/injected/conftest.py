"""The two libraries, made once."""

from __future__ import annotations

import pytest

from tests.bot.slack.injected.hostile_library import Library, hostile_library, plain_library


@pytest.fixture(scope="package")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """One with every payload in every place of a document."""
    return hostile_library(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="package")
def plain() -> Library:
    """One without."""
    return plain_library()
