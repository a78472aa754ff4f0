"""A measured figure beside its promise."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings, load_settings


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table. `kept` is True where nothing was promised."""

    name: str
    value: str
    promise: str
    kept: bool


def at_most(name: str, value: float, limit: float, unit: str) -> Figure:
    """A figure that may not be above `limit`."""
    return Figure(name, f"{value:.2f} {unit}", f"at most {limit:g} {unit}", value <= limit)


def at_least(name: str, value: float, limit: float, unit: str = "") -> Figure:
    """A figure that may not be below `limit`."""
    return Figure(name, f"{value:.3f} {unit}".rstrip(), f"at least {limit:g} {unit}".rstrip(), value >= limit)


def said(name: str, value: str) -> Figure:
    """A figure that nobody promised."""
    return Figure(name, value, "", kept=True)


def times_ms(work: Callable[[str], object], inputs: Sequence[str]) -> list[float]:
    """How long `work` takes for each input, ms, sorted."""
    taken = []
    for each in inputs:
        started = time.perf_counter()
        work(each)
        taken.append((time.perf_counter() - started) * 1000)
    return sorted(taken)


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the sorted `values` lie."""
    return values[min(len(values) - 1, int(share * len(values)))]


def settings_in(home: Path) -> Settings:
    """Settings of a coach that lives in `home`, whatever the environment says; child processes get the same."""
    os.environ["COACH_HOME"] = str(home)
    for name in ("COACH_INDEX", "COACH_DATABASE_URL", "COACH_MODEL"):
        os.environ.pop(name, None)
    return load_settings(needs_slack=False, env_file=None)
