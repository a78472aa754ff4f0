"""Files in which a byte is not as it was written."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def flipped(path: Path, chance: random.Random, place: int | None = None) -> Iterator[str]:
    """As long as the block runs one byte of the file is another one; which one it is, for people.

    Args:
        path: the file.
        chance: what the byte becomes, and where it is unless that is given.
        place: the number of the byte.
    """
    whole = path.read_bytes()
    at = chance.randrange(len(whole)) if place is None else place
    broken = bytearray(whole)
    broken[at] ^= chance.randrange(1, 256)
    path.write_bytes(broken)
    yield f"byte {at} of {path.name}"
    path.write_bytes(whole)


def picked(files: Sequence[Path], chance: random.Random, count: int) -> list[Path]:
    """Each of the files once, the rest of `count` by chance, large ones more often."""
    weights = [path.stat().st_size for path in files]
    return [*files, *chance.choices(files, weights=weights, k=count - len(files))]
