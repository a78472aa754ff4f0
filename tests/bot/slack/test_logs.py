"""What the logs hold, and what they never hold."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.slack.logs import configure_logs

TOKENS = (
    "xoxb-1234-5678-AbCdEf",
    "xoxe.xoxb-1-AbC.def",
    "xapp-1-A1-2-abcdef",
    "wss://wss-primary.slack.com/link/?ticket=abc",
    "Bearer abcdef",
)


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """What is logged, at the most talkative level; afterwards logging is as it was."""
    root = logging.getLogger()
    before = (root.handlers, root.level)
    stream = io.StringIO()
    configure_logs("debug", stream)
    yield stream
    root.handlers, level = before
    root.setLevel(level)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    """Every line is a JSON object."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_is_one_json_line(stream: io.StringIO) -> None:
    """With its name, level, logger and time."""
    structlog.get_logger("bot.test").info("replied", key="k", ms=3)
    (line,) = lines(stream)
    assert {"event": "replied", "level": "info", "logger": "bot.test", "key": "k", "ms": 3}.items() <= line.items()
    assert "timestamp" in line


@pytest.mark.parametrize("token", TOKENS)
def test_tokens_are_redacted_wherever_they_stand(stream: io.StringIO, token: str) -> None:
    """In our own events and in what libraries say."""
    structlog.get_logger("bot.test").warning("odd", detail=f"a {token} b")
    logging.getLogger("slack_sdk.web").error("failed with %s", token)
    assert token not in stream.getvalue()
    assert stream.getvalue().count("[redacted]") == 2


def test_a_password_in_a_url_is_redacted(stream: io.StringIO) -> None:
    """Database URLs hold one."""
    logging.getLogger("sqlalchemy").error("no connection to postgresql://coach:canary@db/coach")
    assert "canary" not in stream.getvalue()


def test_an_exception_leaves_its_kind_and_place_but_not_its_text(stream: io.StringIO) -> None:
    """The text of an exception may quote what a person wrote."""

    def quote() -> None:
        raise ValueError("canary")

    for log in (structlog.get_logger("bot.test").exception, logging.getLogger("dbos").exception):
        try:
            quote()
        except ValueError:
            log("broke")
    assert "canary" not in stream.getvalue()
    assert [line["error"] for line in lines(stream)] == ["ValueError", "ValueError"]
    assert all("test_logs.py:" in str(line["trace"]) for line in lines(stream))


def test_libraries_that_log_messages_stay_quiet(stream: io.StringIO) -> None:
    """At DEBUG they print whole payloads."""
    for name in ("slack_sdk.socket_mode.aiohttp", "slack_bolt.AsyncApp", "dbos", "aiohttp.access", "sqlalchemy.engine"):
        logging.getLogger(name).debug("canary")
        logging.getLogger(name).info("canary")
    assert stream.getvalue() == ""
