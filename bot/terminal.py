"""How commands speak on a terminal: words from `prompts`, trouble with an answer, progress on standard error."""

from __future__ import annotations

import json
import logging
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, NamedTuple, NoReturn

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from bot.errors import BotError
from embeddings.errors import EmbeddingError, ModelMissing, ModelUnfit
from knowledge.errors import (
    BoundariesBroken,
    ContentBroken,
    IndexCorrupt,
    IndexMissing,
    IndexUnavailable,
    KnowledgeError,
    PublishFailed,
    ReadingFailed,
    RefreshRefused,
    RollbackRefused,
    SourcesBroken,
    TextsNotKept,
)
from knowledge.refresh import Progress
from knowledge.spelling import nearest_name
from knowledge.web.errors import PageNotKept
from prompts.catalogue.knowing import Encoding, Looking, ReasonWords, RefreshHeld, RollbackTrouble, SourceFaults
from prompts.catalogue.message import Message
from prompts.catalogue.terminal import ContentFault, ContentFaults, KnowledgeTrouble, TerminalTrouble
from prompts.rendering import render_terminal

# Source: sysexits.h: EX_DATAERR, EX_NOINPUT, EX_CANTCREAT, EX_CONFIG.
EX_DATA, EX_NO_INPUT, EX_CANT_CREATE, EX_CONFIG = 65, 66, 73, 78
# Standard error may be a log, or the card of a refresh in Slack.
_LINE_GAP_S = 2.0
# The end of a path tells more than its start.
_NAME_CHARS_MAX = 50
_KINDS: dict[type[Exception], str] = {
    BoundariesBroken: "boundaries",
    IndexMissing: "index_missing",
    IndexCorrupt: "index_corrupt",
    IndexUnavailable: "index_unavailable",
    PublishFailed: "publish_failed",
    TextsNotKept: "texts_not_kept",
    PageNotKept: "texts_not_kept",
    ReadingFailed: "reading_failed",
    ModelMissing: "model_missing",
    ModelUnfit: "model_unfit",
    EmbeddingError: "index_corrupt",
}


def tell(message: Message) -> None:
    """Put a message on standard output."""
    _write(render_terminal(message).strip("\n"))


def print_json(value: Any) -> None:
    """Put a value on standard output as JSON."""
    _write(json.dumps(value, ensure_ascii=False, indent=1))


def print_text(text: str) -> None:
    """Put text that is no message on standard output, as it is."""
    _write(text)


def warn(message: Message) -> None:
    """Put a message on standard error."""
    sys.stderr.write(render_terminal(message).strip("\n") + "\n")


def stop(message: Message, code: int) -> NoReturn:
    """End the command with a message and an exit code."""
    warn(message)
    raise SystemExit(code)


@contextmanager
def trouble_told() -> Iterator[None]:
    """Errors that have words end the command with them; anything else is a defect and keeps its traceback."""
    try:
        yield
    except BotError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(error.exit_code) from None
    except (KnowledgeError, EmbeddingError) as error:
        stop(words_for(error), EX_CONFIG)
    except PermissionError as error:
        stop(TerminalTrouble("no_space", str(error.filename)), EX_CANT_CREATE)


def _write(text: str) -> None:
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone (`coach ask … | head`). Caught here, as typer would make it a failure, and
        # Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None


def leave_after(work: Callable[[], None]) -> NoReturn:
    """Do the work and end the process at once, whatever its threads still wait for; trouble and defects are told.

    Work that waits for Slack's patience is on disk and goes on at the next start; it must not hold up a stop.
    """
    code = 0
    try:
        with trouble_told():
            work()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception:  # noqa: BLE001 -- a defect too ends the process; its traceback is what there is to say
        traceback.print_exc()
        code = 1
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def words_for(error: KnowledgeError | EmbeddingError) -> Message:
    """The message that says what is wrong with the knowledge or the model, and the mend."""
    if isinstance(error, ContentBroken):
        shown = (ContentFault(each.path, each.line, each.kind, each.about, each.hint) for each in error.faults)
        return ContentFaults(tuple(shown))
    if isinstance(error, SourcesBroken):
        return SourceFaults(
            tuple(ContentFault(each.path, each.line, each.kind, each.about, each.hint) for each in error.faults)
        )
    if isinstance(error, RefreshRefused):
        return RefreshHeld(error.reason, tuple((name, f"{value:.0f}") for name, value in error.figures.items()))
    if isinstance(error, RollbackRefused):
        nearest = nearest_name(error.name, [(each, each) for each in error.names])
        return RollbackTrouble(error.reason, error.name, (nearest,) if nearest else ())
    kind = next(kind for known, kind in _KINDS.items() if isinstance(error, known))
    return KnowledgeTrouble(kind, str(error))


def reason_words(reason: str) -> str:
    """Why a file or page could not be read, in words; empty when it could."""
    return render_terminal(ReasonWords(reason)).strip() if reason else ""


class Shown(NamedTuple):
    """Told how far a refresh is."""

    looked: Callable[[str], None]
    """The name of each file and page, as it is looked at."""
    encoded: Callable[[Progress], None]


@contextmanager
def progress_bar() -> Iterator[Shown]:
    """A bar on a terminal, on standard error so that output can be piped; silence elsewhere."""
    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        looking, encoding = (bar.add_task("", total=None, visible=False) for _ in range(2))
        numbers = count(1)

        def look(name: str) -> None:
            bar.update(looking, completed=next(numbers), description=name[-_NAME_CHARS_MAX:], visible=True)

        def encode(progress: Progress) -> None:
            bar.update(looking, visible=False)
            bar.update(encoding, completed=progress.done, total=progress.total, visible=True)

        yield Shown(look, encode)


@contextmanager
def progress_shown() -> Iterator[Shown]:
    """As `progress_bar`; where there is no terminal plain lines on standard error: now and then, and for each step."""
    if sys.stderr.isatty():
        with progress_bar() as shown:
            yield shown
    else:
        yield Shown(now_and_then(time.monotonic), lambda progress: warn(Encoding(progress.done, progress.total)))


def now_and_then(clock: Callable[[], float]) -> Callable[[str], None]:
    """Counts what is looked at, and says so every two seconds: ten thousand files make a few lines, a few files none.

    Args:
        clock: seconds since some moment.
    """
    numbers, next_at = count(1), clock() + _LINE_GAP_S

    def look(_name: str) -> None:
        nonlocal next_at
        number = next(numbers)
        if clock() >= next_at:
            next_at = clock() + _LINE_GAP_S
            warn(Looking(number))

    return look
