"""`coach audit`: who did what to the knowledge."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.settings import load_settings
from bot.store.audit import Entry
from bot.terminal import print_json, tell
from bot.wiring import stores
from prompts.catalogue.refreshing import AuditLine, AuditLog

_LIMIT = 50

Limit = Annotated[int, typer.Option("--limit", min=1, max=100_000)]
Json = Annotated[bool, typer.Option("--json")]


def audit(*, limit: Limit = _LIMIT, as_json: Json = False) -> None:
    """List who published, undid, added or was refused what, newest first."""
    with stores.audit_log(load_settings(needs_slack=False)) as log:
        entries = log.listed(limit)
    if as_json:
        print_json([asdict(entry) | {"at": _moment(entry).isoformat()} for entry in entries])
    else:
        tell(AuditLog(tuple(_line(entry) for entry in entries)))


def _line(entry: Entry) -> AuditLine:
    return AuditLine(f"{_moment(entry):%Y-%m-%d %H:%M} UTC", entry.person, entry.deed, entry.about)


def _moment(entry: Entry) -> datetime:
    return datetime.fromtimestamp(entry.at, UTC)
