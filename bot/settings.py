"""The environment as one frozen `Settings`; every fault is reported together, each with its mend."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

from croniter import croniter
from platformdirs import user_data_path
from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import SettingsBroken
from prompts.catalogue.terminal import SettingsFault, SettingsFaults

SLACK_API_URL = "https://slack.com/api/"
DATABASE_FILE = "coach.sqlite3"
INDEX_FOLDER = "index"
SCORECARDS_FOLDER = "scorecards"
SOURCES_FILE = "sources.yaml"
TEXTS_FOLDER = "read"
PAGES_FOLDER = "pages"
LogLevel = Literal["debug", "info", "warning", "error"]
FaultKind = Literal[
    "missing",
    "wrong_kind",
    "not_a_url",
    "not_secure",
    "not_a_database",
    "not_a_level",
    "not_a_person",
    "not_a_group",
    "not_a_channel",
    "not_a_schedule",
    "not_days",
    "not_yes_or_no",
]
QUESTIONS_DAYS = 90


@dataclass(frozen=True, slots=True)
class SlackTokens:
    """The two keys of the Slack app; printing them shows nothing."""

    bot: SecretStr
    app: SecretStr


@dataclass(frozen=True, slots=True)
class Staff:
    """Who keeps the knowledge current, by Slack's ids; nobody by default."""

    people: frozenset[str] = frozenset()
    group: str = ""
    """A user group whose members are staff as well, or empty."""
    channel: str = ""
    """Where staff hear of trouble and drop files, or empty."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be configured. Paths are absolute; the database URL may hold a password."""

    home: Path
    index: Path
    """Folder of the published generations. One that came with the installation may be read-only."""
    database_url: SecretStr
    model: str
    """Path or name of another embedding model; empty for the one that is installed with the coach."""
    log_level: LogLevel
    slack_api_url: str
    """Ends with a slash."""
    slack: SlackTokens | None
    """None when the command at hand needs no Slack."""
    staff: Staff = Staff()
    keeps_questions: bool = True
    """Whether the words of questions without an answer are kept, so that staff see what is missing."""
    questions_days: int = QUESTIONS_DAYS
    """How long questions are kept."""
    refresh_cron: str = ""
    """When web sources are read again, as a cron expression in UTC; empty for never."""

    def slack_tokens(self) -> SlackTokens:
        """The tokens.

        Raises:
            SettingsBroken: they were not loaded.
        """
        if self.slack is None:
            raise SettingsBroken(SettingsFaults(faults=(_fault("SLACK_BOT_TOKEN", "missing"),)))
        return self.slack


def load_settings(*, needs_slack: bool, env_file: Path | None = Path(".env")) -> Settings:
    """Settings from the environment, then from `env_file` when there is one.

    Raises:
        SettingsBroken: naming every fault.
    """
    given = _Environment(_env_file=env_file)
    faults = [*_slack_faults(given, needs_slack=needs_slack), *_url_faults(given), *_level_faults(given)]
    home = _path(given.coach_home) if given.coach_home else user_data_path("partnership-coach")
    database_url = given.coach_database_url.get_secret_value() or f"sqlite:///{home / DATABASE_FILE}"
    faults += [*_database_faults(database_url), *_staff_faults(given), *_keeping_faults(given)]
    if faults:
        raise SettingsBroken(SettingsFaults(faults=tuple(faults)))
    return Settings(
        home=home,
        index=_path(given.coach_index) if given.coach_index else home / INDEX_FOLDER,
        database_url=SecretStr(database_url),
        model=given.coach_model,
        log_level=_level(given),
        slack_api_url=given.slack_api_url.rstrip("/") + "/",
        slack=SlackTokens(bot=given.slack_bot_token, app=given.slack_app_token) if needs_slack else None,
        staff=Staff(frozenset(_names(given.coach_staff)), given.coach_staff_group, given.coach_staff_channel),
        keeps_questions=given.coach_keep_questions.lower() in _YES,
        questions_days=int(given.coach_questions_days),
        refresh_cron=given.coach_refresh_cron,
    )


class _Environment(BaseSettings):
    """The raw words; `hide_input_in_errors` so that no token can reach an error text."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, hide_input_in_errors=True, frozen=True)

    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_api_url: str = SLACK_API_URL
    coach_home: str = ""
    coach_index: str = ""
    coach_database_url: SecretStr = SecretStr("")
    coach_model: str = ""
    coach_log_level: str = "info"
    coach_staff: str = ""
    coach_staff_group: str = ""
    coach_staff_channel: str = ""
    coach_keep_questions: str = "yes"
    coach_questions_days: str = str(QUESTIONS_DAYS)
    coach_refresh_cron: str = ""


def _path(given: str) -> Path:
    return Path(given).expanduser().absolute()


# Source: https://docs.slack.dev/authentication/tokens
_TOKEN_PREFIXES = {"SLACK_BOT_TOKEN": "xoxb-", "SLACK_APP_TOKEN": "xapp-"}


def _slack_faults(given: _Environment, *, needs_slack: bool) -> list[SettingsFault]:
    if not needs_slack:
        return []
    faults = []
    for variable, prefix in _TOKEN_PREFIXES.items():
        token: SecretStr = getattr(given, variable.lower())
        value = token.get_secret_value()
        if not value:
            faults.append(_fault(variable, "missing"))
        elif not value.startswith(prefix) or not value.isascii() or any(mark.isspace() for mark in value):
            faults.append(_fault(variable, "wrong_kind"))
    return faults


def _url_faults(given: _Environment) -> list[SettingsFault]:
    try:
        url = urlsplit(given.slack_api_url)
        host = url.hostname
    except ValueError:
        return [_fault("SLACK_API_URL", "not_a_url")]
    if url.scheme not in {"http", "https"} or not host:
        return [_fault("SLACK_API_URL", "not_a_url")]
    # The token travels in a header: without TLS it may go no further than this machine.
    if url.scheme == "http" and not _is_loopback(host):
        return [_fault("SLACK_API_URL", "not_secure")]
    return []


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _level_faults(given: _Environment) -> list[SettingsFault]:
    known = given.coach_log_level.lower() in get_args(LogLevel)
    return [] if known else [_fault("COACH_LOG_LEVEL", "not_a_level")]


def _level(given: _Environment) -> LogLevel:
    levels: dict[str, LogLevel] = {level: level for level in get_args(LogLevel)}
    return levels[given.coach_log_level.lower()]


def _database_faults(database_url: str) -> list[SettingsFault]:
    try:
        backend = make_url(database_url).get_backend_name()
    except (ArgumentError, ValueError):
        backend = ""
    return [] if backend in {"sqlite", "postgresql"} else [_fault("COACH_DATABASE_URL", "not_a_database")]


# Ids of people begin with U or W, of groups with S, of channels with C or G.
# Source: https://docs.slack.dev/reference/objects
_PERSON, _GROUP, _CHANNEL = re.compile(r"[UW][A-Z0-9]+"), re.compile(r"S[A-Z0-9]+"), re.compile(r"[CG][A-Z0-9]+")
_YES, _NO = frozenset({"yes", "true", "1", "on"}), frozenset({"no", "false", "0", "off"})
_DAYS_MAX = 3650


def _names(given: str) -> list[str]:
    return [name.strip() for name in given.split(",") if name.strip()]


def _staff_faults(given: _Environment) -> list[SettingsFault]:
    faults = []
    if not all(_PERSON.fullmatch(name) for name in _names(given.coach_staff)):
        faults.append(_fault("COACH_STAFF", "not_a_person"))
    if given.coach_staff_group and not _GROUP.fullmatch(given.coach_staff_group):
        faults.append(_fault("COACH_STAFF_GROUP", "not_a_group"))
    if given.coach_staff_channel and not _CHANNEL.fullmatch(given.coach_staff_channel):
        faults.append(_fault("COACH_STAFF_CHANNEL", "not_a_channel"))
    return faults


def _keeping_faults(given: _Environment) -> list[SettingsFault]:
    faults = []
    if given.coach_keep_questions.lower() not in _YES | _NO:
        faults.append(_fault("COACH_KEEP_QUESTIONS", "not_yes_or_no"))
    days = given.coach_questions_days
    if not (days.isascii() and days.isdigit() and 0 < int(days) <= _DAYS_MAX):
        faults.append(_fault("COACH_QUESTIONS_DAYS", "not_days"))
    if given.coach_refresh_cron and not croniter.is_valid(given.coach_refresh_cron):
        faults.append(_fault("COACH_REFRESH_CRON", "not_a_schedule"))
    return faults


def _fault(variable: str, kind: FaultKind) -> SettingsFault:
    return SettingsFault(variable=variable, kind=kind)
