"""Logs as one JSON object a line: ids, codes and durations. Never a message, never a token."""

from __future__ import annotations

import logging
import re
import sys
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# These libraries log whole messages at DEBUG, so they never go below WARNING.
_OTHERS = ("slack_sdk", "slack_bolt", "dbos", "aiohttp", "sqlalchemy", "alembic", "asyncio", "urllib3", "bm25s")
# Source: https://docs.slack.dev/authentication/tokens; the wss address of a socket holds a ticket.
_SECRET = re.compile(
    r"xox[a-z](?:\.xox[a-z])?-[\w.-]+|xapp-[\w-]+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)|wss?://\S+|Bearer \S+"
)
# Bolt warns about a token in the environment beside the client that it is given, which is how it is meant.
_LEVELS = {"slack_bolt": logging.ERROR}
_REDACTED = "[redacted]"


def configure_logs(level: str, stream: TextIO = sys.stderr) -> None:
    """Send our logs, and those of the libraries, to `stream`."""
    numeric = logging.getLevelNamesMapping()[level.upper()]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _redact,
                structlog.processors.JSONRenderer(),
            ],
            foreign_pre_chain=_shared(),
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(numeric)
    for name in _OTHERS:
        library = logging.getLogger(name)
        library.handlers = [logging.NullHandler()]
        library.propagate = True
        library.setLevel(max(numeric, _LEVELS.get(name, logging.WARNING)))
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(numeric),
        cache_logger_on_first_use=False,
    )


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _trace_without_values,
    ]


def _trace_without_values(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Where an exception came from, without its text: that may quote what a person wrote."""
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["trace"] = _places(error)
    return event


def _places(error: BaseException) -> list[str]:
    places, at = [], error.__traceback__
    while at is not None:
        places.append(f"{at.tb_frame.f_code.co_filename.rpartition('/')[2]}:{at.tb_lineno}")
        at = at.tb_next
    return places


def _redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {key: _SECRET.sub(_REDACTED, value) if isinstance(value, str) else value for key, value in event.items()}
