"""`coach report`: the walkthroughs that are kept, and the report of one as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rapidfuzz import process

from bot.settings import load_settings
from bot.store.walkthroughs import Head
from bot.terminal import EX_CANT_CREATE, EX_NO_INPUT, print_json, print_text, stop, tell
from bot.walkthrough.guiding import WalkthroughId
from bot.walkthrough.reporting.wording import day_words
from bot.walkthrough.reports import ReportFormat, write_report
from bot.wiring import stores
from prompts.catalogue.reports import ListedWalkthrough, ReportTrouble, ReportWritten, WalkthroughList

_NEAREST = 2
# What is less like an id than this was hardly meant to be it.  Source: rapidfuzz's ratio, 0 to 100.
_LIKENESS_MIN = 60
_SAFE_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")

Walkthrough = Annotated[str, typer.Argument(metavar="ID")]
Format = Annotated[ReportFormat, typer.Option("--format")]
Output = Annotated[Path | None, typer.Option("--output")]
Json = Annotated[bool, typer.Option("--json")]


def report(
    walkthrough: Walkthrough = "", form: Format = "docx", output: Output = None, *, as_json: Json = False
) -> None:
    """Write the report of a walkthrough as a Word, CSV or Markdown file, or list the walkthroughs that there are."""
    with stores.archive(load_settings(needs_slack=False)) as archive:
        if not walkthrough:
            _list(archive.walkthroughs.listed(), as_json=as_json)
            return
        made = archive.reporter.report_of(WalkthroughId(walkthrough))
        if made is None:
            ids = [each.id for each in archive.walkthroughs.listed()]
            stop(ReportTrouble("no_walkthrough", walkthrough, _nearest(walkthrough, ids)), EX_NO_INPUT)
    written = write_report(made.report, form)
    if form == "md" and output is None:
        _print(walkthrough, written.decode(), as_json=as_json)
    else:
        _write(walkthrough, form, output or _file_of(walkthrough, form), written, as_json=as_json)


def _list(heads: Sequence[Head], *, as_json: bool) -> None:
    started = [datetime.fromtimestamp(head.started_at, UTC) for head in heads]
    if as_json:
        print_json([asdict(head) | {"started": at.isoformat()} for head, at in zip(heads, started, strict=True)])
        return
    listed = (
        ListedWalkthrough(head.id, head.scorecard, head.channel, head.phase, day_words(at.date()))
        for head, at in zip(heads, started, strict=True)
    )
    tell(WalkthroughList(tuple(listed)))


def _print(walkthrough: str, text: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"id": walkthrough, "format": "md", "text": text})
    else:
        print_text(text.removesuffix("\n"))


def _write(walkthrough: str, form: ReportFormat, file: Path, content: bytes, *, as_json: bool) -> None:
    try:
        file.write_bytes(content)
    except OSError:
        stop(ReportTrouble("not_written", str(file), ()), EX_CANT_CREATE)
    if as_json:
        print_json({"id": walkthrough, "format": form, "file": str(file)})
    else:
        tell(ReportWritten(str(file)))


def _file_of(walkthrough: str, form: ReportFormat) -> Path:
    """A file in the current folder; an id that holds more than letters and digits must not lead out of it."""
    return Path("".join(sign if sign in _SAFE_NAME else "-" for sign in walkthrough) + f".{form}")


def _nearest(wanted: str, ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(found for found, _, _ in process.extract(wanted, ids, limit=_NEAREST, score_cutoff=_LIKENESS_MIN))
