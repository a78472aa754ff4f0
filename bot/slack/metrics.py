"""What the coach counts, for Prometheus to scrape: numbers and codes, never an id of anybody and never a word.

One set a process, because everything that counts is one process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.slack.parsing import Wire
from bot.slack.web_api.failures import KNOWN_CODES

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# Slack waits 3 s for an ack, and people some seconds for an answer.
_ACK_BUCKETS_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 2.5, 3.0)
_ANSWER_BUCKETS_S = (0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.5, 3.0, 10.0, 60.0, 600.0)
_OTHER = "other"
# Whatever else arrives is counted as one: a label with a value for everything would grow without end.
_KNOWN_TYPES = """
    app_home_opened app_mention app_uninstalled block_actions command file_shared member_joined_channel
    member_left_channel message message_action reaction_added reaction_removed shortcut tokens_revoked view_closed
    view_submission app_context_changed agent_session_stopped
"""
_TYPES = frozenset(_KNOWN_TYPES.split())

_REGISTRY = CollectorRegistry()
EVENTS = Counter("coach_events", "What Slack sent, by type.", ("type",), registry=_REGISTRY)
ACK_S = Histogram("coach_ack_seconds", "From arrival to acknowledgement.", buckets=_ACK_BUCKETS_S, registry=_REGISTRY)
REFUSED = Counter(
    "coach_requests_refused", "Requests that were not let in, by HTTP status.", ("status",), registry=_REGISTRY
)
ANSWERS = Counter("coach_answers", "Questions worked off, by outcome.", ("outcome",), registry=_REGISTRY)
ANSWER_S = Histogram(
    "coach_answer_seconds", "From the start of the work to the reply.", buckets=_ANSWER_BUCKETS_S, registry=_REGISTRY
)
_CALLS = Counter("coach_slack_calls", "Calls to Slack, by how they ended.", ("code",), registry=_REGISTRY)
RETRIES = Counter("coach_slack_retries", "Calls to Slack made once more, by reason.", ("reason",), registry=_REGISTRY)


def type_of(body: Wire) -> str:
    """What kind of thing Slack sent."""
    event = body.get("event")
    kind = "command" if body.get("command") else (event if isinstance(event, dict) else body).get("type")
    return kind if isinstance(kind, str) and kind in _TYPES else _OTHER


def count_call(code: str) -> None:
    """A call to Slack ended; `code` is `ok` or Slack's own, or a word of ours."""
    _CALLS.labels(code if code in KNOWN_CODES | {"ok"} else _OTHER).inc()


@dataclass(frozen=True, slots=True)
class Reading:
    """Something that is looked up when it is asked for."""

    name: str
    about: str
    read: Callable[[], float]


class Readings(Collector):
    """The gauges of a coach that runs. What cannot be read is left out: no number is better than a wrong one."""

    def __init__(self, readings: Iterable[Reading], troubles: tuple[type[Exception], ...]) -> None:
        """`troubles` are what a reading may raise."""
        self._readings = tuple(readings)
        self._troubles = troubles

    def collect(self) -> Iterable[Metric]:
        """One gauge a reading."""
        for each in self._readings:
            try:
                value = each.read()
            except self._troubles:
                continue
            yield GaugeMetricFamily(each.name, each.about, value=value)


def exposition(readings: Readings) -> bytes:
    """Everything, in Prometheus's text form; the database may be asked, so it is for a thread."""
    gauges = CollectorRegistry()
    gauges.register(readings)
    return generate_latest(_REGISTRY) + generate_latest(gauges)
