"""A command of the coach beside a running bot: `python -m bot.beside PARENT refresh --json`.

It takes what the processor has left, on one core, and ends with the bot that started it: whatever that bot was told
is then still true when it starts again.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_LOWEST = 19
# Source: https://man7.org/linux/man-pages/man2/prctl.2.html
_PR_SET_PDEATHSIG = 1
_ONE_CORE = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TOKENIZERS_PARALLELISM")


def main() -> None:
    """Run the command that follows the parent's process id."""
    parent, sys.argv = int(sys.argv[1]), ["coach", *sys.argv[2:]]
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        # It ended before it could be watched.
        return
    os.nice(_LOWEST)
    os.environ.update(dict.fromkeys(_ONE_CORE, "1"))
    # Numeric libraries read these as they are loaded.
    from bot.cli import main as run  # noqa: PLC0415

    run()


if __name__ == "__main__":
    main()
