"""The keys of the Slack app: which are needed, and what may be wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.environment import Environment

KeyFault = Literal["missing", "wrong_kind", "not_a_key"]


@dataclass(frozen=True, slots=True)
class OAuth:
    """What other workspaces install the app with."""

    client_id: str
    client_secret: SecretStr
    encryption_key: SecretStr
    """Seals the tokens of the workspaces; one of Fernet's."""


@dataclass(frozen=True, slots=True)
class SlackKeys:
    """The keys; printing them shows nothing. Those that are not needed are empty."""

    bot: SecretStr
    app: SecretStr
    signing: SecretStr
    oauth: OAuth | None
    """None where the bot token opens the one workspace there is."""
    over_http: bool
    """Whether Slack sends its events by HTTP, signed, and not over a socket."""


def read_keys(given: Environment, *, over_http: bool) -> SlackKeys:
    """The keys, in which no fault was found."""
    oauth = OAuth(given.slack_client_id, given.slack_client_secret, given.coach_encryption_key)
    return SlackKeys(
        given.slack_bot_token,
        given.slack_app_token,
        given.slack_signing_secret,
        oauth if given.is_for_several else None,
        over_http,
    )


def key_faults(given: Environment, *, over_http: bool) -> Iterator[tuple[str, KeyFault]]:
    """Each variable that must be mended, with what is wrong with it."""
    if given.is_for_several:
        yield from _oauth_faults(given)
    else:
        yield from _token_faults("SLACK_BOT_TOKEN", given.slack_bot_token, "xoxb-")
    if over_http:
        yield from _token_faults("SLACK_SIGNING_SECRET", given.slack_signing_secret, "")
    else:
        yield from _token_faults("SLACK_APP_TOKEN", given.slack_app_token, "xapp-")


def _oauth_faults(given: Environment) -> Iterator[tuple[str, KeyFault]]:
    if not given.slack_client_id:
        yield "SLACK_CLIENT_ID", "missing"
    yield from _token_faults("SLACK_CLIENT_SECRET", given.slack_client_secret, "")
    key = given.coach_encryption_key.get_secret_value()
    if not key:
        yield "COACH_ENCRYPTION_KEY", "missing"
        return
    try:
        Fernet(key)
    except ValueError:
        yield "COACH_ENCRYPTION_KEY", "not_a_key"


# Source of the prefixes: https://docs.slack.dev/authentication/tokens; secrets have none.
_TOKEN_STARTS = ("xoxb-", "xoxp-", "xapp-")


def _token_faults(variable: str, secret: SecretStr, prefix: str) -> Iterator[tuple[str, KeyFault]]:
    value = secret.get_secret_value()
    is_token = value.startswith(prefix) if prefix else not value.startswith(_TOKEN_STARTS)
    if not value:
        yield variable, "missing"
    elif not is_token or not value.isascii() or any(mark.isspace() for mark in value):
        yield variable, "wrong_kind"
