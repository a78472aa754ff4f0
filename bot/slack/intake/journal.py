"""What was asked, on disk before Slack gets its ack, and worked off once: a durable workflow a question (DBOS)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Any

import structlog
from dbos import DBOS, DBOSClient, DBOSConfig, Serializer, SetWorkflowID, StepOptions
from dbos._core import WorkflowHandleFuture
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import SQLAlchemyError

from bot.slack.errors import SendLater
from bot.slack.scheduling import Timetable
from bot.store.engines import writing_trouble
from bot.store.errors import StoreUnavailable

log = structlog.get_logger(__name__)

Record = dict[str, str]
Work = Callable[[Record], str]
Turn = Callable[[Record], AbstractContextManager[None]]

# Fixed, so that a process that starts again takes up what its predecessor left behind.
_EXECUTOR = "coach"
_VERSION = "1"
_WORKFLOW = "answer"
# 1 s, 2 s, 4 s … up to an hour apart: about two hours in all, the time Slack's own longer troubles take.
_TRIES_MAX = 13
# Slack sends an event again for up to 5 minutes; a day leaves room for clocks and for looking into trouble.
JOURNAL_DAYS = 1.0
_DELETED_AT_ONCE_MAX = 500
# The work is over when we close, but the note that it is done may still be on its way to the disk.
_LAST_WRITES_S = 3
_OPEN_STATES = ["PENDING", "ENQUEUED"]
_DONE_STATES = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


class Journal:
    """The list of questions that must be answered. One a process: DBOS allows no second."""

    def __init__(self, engine: Engine, work: Work, turn: Turn, timetable: Timetable | None = None) -> None:
        """`work` is called in a thread of its own with what was recorded, and again after a crash or a passing trouble.

        All its tries happen inside one `turn`. What stands in the `timetable` is done beside it.
        """
        config: DBOSConfig = {
            "name": "partnership-coach",
            "system_database_engine": engine,
            "executor_id": _EXECUTOR,
            "application_version": _VERSION,
            "serializer": JsonSerializer(),
            "use_listen_notify": False,
            "log_level": "WARNING",
        }
        DBOS(config=config)

        def answer(record: Record) -> str:
            with turn(record):
                return _logged(work, record)

        self._workflow = DBOS.workflow(name=_WORKFLOW)(answer)
        self._timetable = timetable
        if timetable:
            timetable.register()

    def open(self) -> list[Record]:
        """What an earlier process left undone, oldest first; it is taken up again at once.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        try:
            DBOS.launch()
            if self._timetable:
                self._timetable.apply()
            left = DBOS.list_workflows(status=_OPEN_STATES, name=_WORKFLOW, load_output=False)
        except SQLAlchemyError as error:
            raise StoreUnavailable from error
        return [workflow.input["args"][0] for workflow in left if workflow.input]

    def record(self, key: str, record: Record) -> bool:
        """Whether this is new work; when this returns, it is on disk and will be done.

        Raises:
            StoreUnavailable: the database does not answer or has no space.
        """
        try:
            with SetWorkflowID(key):
                handle = DBOS.start_workflow(self._workflow, record)
        except SQLAlchemyError as error:
            raise StoreUnavailable from error
        # A polling handle means that the key was known already.
        return isinstance(handle, WorkflowHandleFuture)

    def find(self, key: str) -> Record | None:
        """What was recorded under this key, or None when there is nothing, or nothing any more.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble():
            found = DBOS.list_workflows(workflow_ids=[key], name=_WORKFLOW, load_output=False)
        record: Record | None = next((each.input["args"][0] for each in found if each.input), None)
        return record

    def forget_done(self, moment: float) -> int:
        """How many finished questions from before `moment` (seconds since 1970) were dropped, with what they asked."""
        before = datetime.fromtimestamp(moment, tz=UTC).isoformat()
        done = DBOS.list_workflows(
            status=_DONE_STATES, end_time=before, limit=_DELETED_AT_ONCE_MAX, load_input=False, load_output=False
        )
        if done:
            DBOS.delete_workflows([workflow.workflow_id for workflow in done])
        return len(done)

    def close(self) -> None:
        """Let go of the database; what is not done stays on disk for the next start."""
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=_LAST_WRITES_S)


class JournalPages:
    """What the journal holds of people; also for a process that does not work it off."""

    def __init__(self, engine: Engine) -> None:
        """Any engine on the journal's database."""
        self._engine = engine

    def of(self, person: str) -> list[Record]:
        """What this person (by Slack's id) asked lately.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with self._open() as client:
            return [record for _, record in _asked_by(client, person)] if client else []

    def forget(self, person: str) -> int:
        """How many questions of this person were taken out; what is being answered now stays until that is done.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with self._open() as client:
            theirs = [id_ for id_, _ in _asked_by(client, person, _DONE_STATES)] if client else []
            if client and theirs:
                client.delete_workflows(theirs)
            return len(theirs)

    @contextmanager
    def _open(self) -> Iterator[DBOSClient | None]:
        """None while there is no journal yet."""
        with writing_trouble():
            tables = inspect(self._engine)
            if not any(tables.has_table("workflow_status", schema=schema) for schema in (None, "dbos")):
                yield None
                return
            client = DBOSClient(system_database_engine=self._engine, serializer=JsonSerializer(), lazy=True)
            try:
                yield client
            finally:
                client.destroy()


def _asked_by(client: DBOSClient, person: str, states: list[str] | None = None) -> list[tuple[str, Record]]:
    found = client.list_workflows(name=_WORKFLOW, status=states, load_output=False)
    asked = [(each.workflow_id, each.input["args"][0]) for each in found if each.input]
    # Whoever asked about somebody else's message: the words are that person's.
    return [(id_, record) for id_, record in asked if person in {record.get("author"), record.get("writer")}]


class JsonSerializer(Serializer):
    """Plain JSON on disk: readable, and nothing in it can run (DBOS's own default is pickle)."""

    def name(self) -> str:
        """Written beside every value."""
        return "coach_json"

    def serialize(self, data: Any) -> str:
        """ASCII only: lone surrogates and NUL, which databases refuse, stay escaped."""
        return json.dumps(data, default=_record_of)

    def deserialize(self, serialized_data: str) -> Any:
        """Values as they were, but tuples come back as lists and exceptions as `RuntimeError`."""
        return json.loads(serialized_data, object_hook=_value_of)


_ERROR_KEY, _TIME_KEY = "__error__", "__time__"


def _record_of(value: object) -> dict[str, str]:
    if isinstance(value, datetime):
        return {_TIME_KEY: value.isoformat()}
    if isinstance(value, BaseException):
        # The class alone: the text of an exception may quote what a person wrote.
        return {_ERROR_KEY: type(value).__name__}
    raise TypeError(type(value).__name__)


def _value_of(value: dict[str, Any]) -> Any:
    if set(value) == {_TIME_KEY}:
        return datetime.fromisoformat(value[_TIME_KEY])
    return RuntimeError(value[_ERROR_KEY]) if set(value) == {_ERROR_KEY} else value


def _logged(work: Work, record: Record) -> str:
    options: StepOptions = {
        "name": "reply",
        "retries_allowed": True,
        "max_attempts": _TRIES_MAX,
        "backoff_rate": 2.0,
        "should_retry": _is_passing,
    }
    try:
        return DBOS.run_step(options, work, record)
    except Exception:
        log.exception("reply_given_up", key=record.get("key"))
        raise


def _is_passing(error: BaseException) -> bool:
    return isinstance(error, SendLater | StoreUnavailable)
