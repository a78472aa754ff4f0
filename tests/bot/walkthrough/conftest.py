"""Engines for walkthroughs that are kept."""

from __future__ import annotations

from tests.bot.store.conftest import database_url, engine, postgresql_url

__all__ = ["database_url", "engine", "postgresql_url"]
