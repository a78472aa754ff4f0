"""Run every benchmark and print one table: what was measured, the figure, what was promised."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

from tests.benchmarks import (
    answering,
    building,
    bursting,
    clicking,
    faults,
    journeys,
    judged,
    limited,
    reading,
    refreshing,
    reports,
    starting,
    steady,
    storm,
    swaps,
    walkthroughs,
)
from tests.benchmarks.figures import Figure

BENCHMARKS = {
    "answering": answering.measure,
    "building": building.measure,
    "starting": starting.measure,
    "journeys": journeys.measure,
    "judged": judged.measure,
    "reading": reading.measure,
    "walkthroughs": walkthroughs.measure,
    "clicking": clicking.measure,
    "burst-socket": bursting.over_socket,
    "burst-http": bursting.over_http,
    "storm": storm.measure,
    "steady": steady.measure,
    "limited": limited.measure,
    "reports": reports.measure,
    "refreshing": refreshing.measure,
    "swaps": swaps.measure,
    "faults": faults.measure,
}


def main() -> None:
    """Measure what was named on the command line, or everything."""
    chosen = sys.argv[1:] or list(BENCHMARKS)
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as folder:
        home = Path(folder)
        figures: list[Figure] = []
        for name in chosen:
            print(f"measuring {name} ...", file=sys.stderr, flush=True)
            figures += BENCHMARKS[name](home)
    width = max(len(figure.name) for figure in figures)
    for figure in figures:
        print(f"{figure.name:{width}}  {figure.value:>12}  {figure.promise}")
    if any(not figure.kept for figure in figures):
        sys.exit("some figures miss their promise")


if __name__ == "__main__":
    main()
