"""Tokens of workspaces under a seal, and installs that are finished once."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import Engine, select, update

from bot.store.errors import StoreRefused
from bot.store.installations import Installations
from bot.store.tables import installations

KEY, OTHER_KEY = (SecretStr(Fernet.generate_key().decode()) for _ in range(2))
TOKEN = SecretStr("xoxb-canary")


@pytest.fixture
def kept(engine: Engine) -> Installations:
    return Installations(engine, KEY)


def test_the_last_token_of_a_workspace_is_kept_until_it_leaves(kept: Installations) -> None:
    """Whoever installs again replaces the token."""
    kept.keep("T1", SecretStr("xoxb-old"))
    kept.keep("T1", TOKEN)
    kept.keep("T2", SecretStr("xoxb-two"))
    assert {team: token.get_secret_value() for team, token in kept.all().items()} == {
        "T1": "xoxb-canary",
        "T2": "xoxb-two",
    }
    kept.drop("T1")
    kept.drop("T9")
    assert list(kept.all()) == ["T2"]


def test_tokens_stand_nowhere_in_the_open(kept: Installations, engine: Engine) -> None:
    """Nor do they show when they are printed."""
    kept.keep("T1", TOKEN)
    with engine.connect() as connection:
        rows = connection.execute(select(installations)).all()
    assert "canary" not in str(rows)
    assert "canary" not in str(kept.all())


def test_another_key_opens_nothing_and_says_so(kept: Installations, engine: Engine) -> None:
    """The mend is named, and the token stays for the key that it was sealed with."""
    kept.keep("T1", TOKEN)
    with pytest.raises(StoreRefused, match="COACH_ENCRYPTION_KEY"):
        Installations(engine, OTHER_KEY).all()
    assert list(kept.all()) == ["T1"]


def test_a_token_cannot_be_put_beside_another_name(kept: Installations, engine: Engine) -> None:
    """Whoever may write into the database cannot have the coach speak elsewhere."""
    kept.keep("T1", TOKEN)
    with engine.begin() as connection:
        connection.execute(update(installations).values(team="T2"))
    with pytest.raises(StoreRefused, match="T2"):
        kept.all()


def test_an_install_is_finished_once_where_it_was_started(kept: Installations, engine: Engine) -> None:
    """Not a second time, not after ten minutes, not with words that somebody made up or sealed with another key."""
    state = kept.new_state()
    assert kept.use_state(state)
    assert not kept.use_state(state)
    for other in ("", "made-up", "ü", Installations(engine, OTHER_KEY).new_state()):
        assert not kept.use_state(other)
    late = Fernet(KEY.get_secret_value()).encrypt_at_time(b"install", 1_000).decode()
    assert not kept.use_state(late)
    sealed_token = Fernet(KEY.get_secret_value()).encrypt(b'["T1", "xoxb"]').decode()
    assert not kept.use_state(sealed_token)
