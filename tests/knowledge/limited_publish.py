"""A publish under a limit on the size of every file. A program, as the limit is one of a whole process.

    python -m tests.knowledge.limited_publish FOLDER BYTES

Ends with 0 when it published and with 75 when it was refused as it should be.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from knowledge.errors import PublishFailed
from knowledge.generations import Generations
from tests.fakes.generations import moment, numbered


def main() -> int:
    """Publish once."""
    limit = int(sys.argv[2])
    generation, recipe = numbered(2, documents=20)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        Generations(Path(sys.argv[1])).publish(generation, recipe, moment(2))
    except PublishFailed:
        return 75
    return 0


if __name__ == "__main__":
    sys.exit(main())
