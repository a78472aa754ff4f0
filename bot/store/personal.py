"""Everything that is kept about one person: shown to them, or taken out."""

from __future__ import annotations

import json
import secrets
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.store import tables
from bot.store.engines import writing_trouble
from bot.store.tables import walkthrough_events, walkthroughs
from bot.walkthrough.events import FORGOTTEN, Erased, PersonId, Recorded, from_json, to_json
from bot.walkthrough.forgetting import is_about, without

ROWS_OF_A_PERSON: tuple[Column[Any], ...] = (
    tables.turns.c.author,
    tables.gaps.c.author,
    tables.feedback.c.person,
    tables.people.c.user,
    tables.person_settings.c.person,
    tables.asked.c.person,
    tables.notices.c.about,
)
"""What is one person's own: the whole row goes."""
NAMES_IN_A_ROW: tuple[Column[Any], ...] = (
    tables.audit.c.person,
    tables.refreshes.c.person,
    tables.additions.c.person,
    tables.help_requests.c.asked_by,
    tables.help_requests.c.resolved_by,
)
"""What was done stays, as somebody's."""
NAMES_IN_JSON: tuple[Column[Any], ...] = (tables.refreshes.c.story, tables.additions.c.body)
"""What was done stays, as somebody's; ids stand in JSON as texts of their own."""
LISTS_OF_NAMES: tuple[Column[Any], ...] = (tables.help_requests.c.experts, tables.channel_settings.c.experts)
"""JSON lists of people who are called for help: a person is no longer in them."""

QUOTES: tuple[tuple[Column[Any], Column[Any]], ...] = ((tables.gaps.c.context_author, tables.gaps.c.context),)
"""Who wrote what stands in a row of somebody else's, and the words: they go, the row stays."""

Rows = list[dict[str, Any]]


class PersonalData:
    """What the database knows of people. Threads may use it at once."""

    def __init__(self, engine: Engine) -> None:
        """The tables must be up to date."""
        self._engine = engine

    def of(self, person: str) -> dict[str, Rows]:
        """All rows that tell of this person (by Slack's id), by table; tables without any are left out.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        found: dict[str, Rows] = {}
        with writing_trouble(), self._engine.connect() as connection:
            for column in (*ROWS_OF_A_PERSON, *NAMES_IN_A_ROW):
                _add_rows(connection, found, column, column == person)
            for column in (*NAMES_IN_JSON, *LISTS_OF_NAMES):
                _add_rows(connection, found, column, _holds(column, person))
            for column, words in QUOTES:
                _add_quotes(connection, found, column, words, person)
            told = [row for row, _ in _events(connection, PersonId(person))]
        return {**found, walkthrough_events.name: told} if told else found

    def forget(self, person: str, now: float) -> int:
        """How many rows told of this person; from now on none does.

        What is theirs alone goes, notes in walkthroughs included. What they did with others stays, as somebody's.

        Raises:
            StoreUnavailable: the database does not answer; then nothing has changed.
        """
        becomes = f"{FORGOTTEN}{secrets.token_hex(8)}"
        with writing_trouble(), self._engine.begin() as connection:
            changed = 0
            for column in ROWS_OF_A_PERSON:
                changed += connection.execute(delete(column.table).where(column == person)).rowcount
            for column in NAMES_IN_A_ROW:
                renamed = update(column.table).where(column == person).values({column: becomes})
                changed += connection.execute(renamed).rowcount
            for column in NAMES_IN_JSON:
                changed += _rename_in_json(connection, column, person, becomes)
            for column in LISTS_OF_NAMES:
                changed += _take_off(connection, column, person)
            for column, words in QUOTES:
                emptied = update(column.table).where(column == person).values({column: "", words: ""})
                changed += connection.execute(emptied).rowcount
            return changed + _forget_in_walkthroughs(connection, PersonId(person), PersonId(becomes), now)


def _add_rows(connection: Connection, found: dict[str, Rows], column: Column[Any], wanted: ColumnElement[bool]) -> None:
    rows = [dict(row) for row in connection.execute(select(column.table).where(wanted)).mappings()]
    known = found.get(column.table.name, [])
    if rows:
        found[column.table.name] = known + [row for row in rows if row not in known]


def _add_quotes(
    connection: Connection, found: dict[str, Rows], column: Column[Any], words: Column[Any], person: str
) -> None:
    """Nothing but their own words: the row is somebody else's."""
    quoted = connection.execute(select(column, words).where(column == person, words != "")).mappings()
    rows = [dict(row) for row in quoted]
    if rows:
        found[column.table.name] = found.get(column.table.name, []) + rows


def _holds(column: Column[Any], person: str) -> ColumnElement[bool]:
    return column.contains(json.dumps(person), autoescape=True)


def _rename_in_json(connection: Connection, column: Column[Any], person: str, becomes: str) -> int:
    renamed = func.replace(column, json.dumps(person), json.dumps(becomes))
    return connection.execute(update(column.table).where(_holds(column, person)).values({column: renamed})).rowcount


def _take_off(connection: Connection, column: Column[Any], person: str) -> int:
    lists = connection.execute(select(column).where(_holds(column, person)).distinct()).scalars().all()
    changed = 0
    for known in lists:
        others = json.dumps([each for each in json.loads(known) if each != person])
        changed += connection.execute(update(column.table).where(column == known).values({column: others})).rowcount
    return changed


def _events(connection: Connection, person: PersonId) -> list[tuple[dict[str, Any], Recorded]]:
    """The events that tell of the person, in order."""
    named = or_(walkthrough_events.c.by == person, _holds(walkthrough_events.c.body, person))
    wanted = (
        select(walkthrough_events).where(named).order_by(walkthrough_events.c.walkthrough, walkthrough_events.c.seq)
    )
    rows = [dict(row) for row in connection.execute(wanted).mappings()]
    read = ((row, Recorded(from_json(row["body"]), PersonId(row["by"]), row["at"])) for row in rows)
    return [(row, recorded) for row, recorded in read if is_about(recorded, person)]


def _forget_in_walkthroughs(connection: Connection, person: PersonId, becomes: PersonId, now: float) -> int:
    touched = sorted({str(row["walkthrough"]) for row, _ in _events(connection, person)})
    for walkthrough in touched:
        # Nobody adds to this log before we are done: the row is locked, and the version they decided on is gone.
        gone_on = update(walkthroughs).where(walkthroughs.c.id == walkthrough)
        connection.execute(gone_on.values(version=walkthroughs.c.version + 1))
    theirs = _events(connection, person)
    for row, recorded in theirs:
        cleaned = without(recorded, person, becomes)
        same = (walkthrough_events.c.walkthrough == row["walkthrough"], walkthrough_events.c.seq == row["seq"])
        values = {"by": cleaned.by, "body": to_json(cleaned.event)}
        connection.execute(update(walkthrough_events).where(*same).values(values))
    for walkthrough in touched:
        _add_erased(connection, walkthrough, becomes, now)
    return len(theirs)


def _add_erased(connection: Connection, walkthrough: str, becomes: PersonId, now: float) -> None:
    version = connection.execute(select(walkthroughs.c.version).where(walkthroughs.c.id == walkthrough)).scalar_one()
    values = {"walkthrough": walkthrough, "seq": version, "key": f"erase:{becomes}", "part": 0, "at": now}
    connection.execute(insert(walkthrough_events).values(**values, by=becomes, body=to_json(Erased())))
