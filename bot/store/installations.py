"""The workspaces that installed the coach, with their tokens under a seal, and installs that were used once."""

from __future__ import annotations

import hashlib
import json
import time

from cryptography.fernet import Fernet, InvalidToken
from pydantic import SecretStr
from sqlalchemy import Engine, delete, select

from bot.store.engines import writing_trouble
from bot.store.errors import StoreRefused
from bot.store.inserting import insert_once, put
from bot.store.tables import install_states, installations

# Who starts an install finishes it within this, or starts again.
STATE_S_MAX = 600
_INSTALL = b"install"


class Installations:
    """Threads may use it at once."""

    def __init__(self, engine: Engine, key: SecretStr) -> None:
        """The tables must be up to date; `key` is one of Fernet's."""
        self._engine = engine
        self._seal = Fernet(key.get_secret_value())

    def keep(self, team: str, token: SecretStr) -> None:
        """This token opens the workspace from now on.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        # The workspace is under the seal as well: a token cannot be put beside another one's name.
        sealed = self._seal.encrypt(json.dumps([team, token.get_secret_value()]).encode()).decode()
        with writing_trouble(), self._engine.begin() as connection:
            put(connection, installations, team=team, sealed=sealed, at=time.time())

    def all(self) -> dict[str, SecretStr]:
        """The token of each workspace.

        Raises:
            StoreRefused: they were sealed with another key.
            StoreUnavailable: the database does not answer.
        """
        statement = select(installations.c.team, installations.c.sealed).order_by(installations.c.team)
        with writing_trouble(), self._engine.connect() as connection:
            rows = connection.execute(statement).all()
        return {team: self._opened(team, sealed) for team, sealed in rows}

    def drop(self, team: str) -> None:
        """The coach is not installed there any more.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with writing_trouble(), self._engine.begin() as connection:
            connection.execute(delete(installations).where(installations.c.team == team))

    def new_state(self) -> str:
        """What a browser takes along on an install that starts now."""
        return self._seal.encrypt(_INSTALL).decode()

    def use_state(self, state: str) -> bool:
        """Whether an install goes on that was started here, lately, and not finished before.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        try:
            sealed = self._seal.decrypt(state.encode(), ttl=STATE_S_MAX)
        except InvalidToken:
            return False
        if sealed != _INSTALL:
            return False
        now, digest = time.time(), hashlib.sha256(state.encode()).hexdigest()
        with writing_trouble(), self._engine.begin() as connection:
            connection.execute(delete(install_states).where(install_states.c.at < now - 2 * STATE_S_MAX))
            return insert_once(connection, install_states, digest=digest, at=now)

    def _opened(self, team: str, sealed: str) -> SecretStr:
        try:
            named, token = json.loads(self._seal.decrypt(sealed.encode()))
        except InvalidToken:
            named, token = "", ""
        if named != team:
            raise StoreRefused("sealed", found=team)
        return SecretStr(token)
