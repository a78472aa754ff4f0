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
from bot.keys import SlackKeys, is_for_several, key_faults, read_keys
from knowledge.web.addresses import intranet_authorities
from prompts.catalogue.terminal import SettingsFault, SettingsFaults

SLACK_API_URL = "https://slack.com/api/"
DATABASE_FILE = "coach.sqlite3"
INDEX_FOLDER = "index"
SCORECARDS_FOLDER = "scorecards"
SOURCES_FILE = "sources.yaml"
TEXTS_FOLDER = "read"
PAGES_FOLDER = "pages"
ADDED_FOLDER = "added"
LOOKS_FILE = "looks.json"
LogLevel = Literal["debug", "info", "warning", "error"]
FaultKind = Literal[
    "missing",
    "wrong_kind",
    "not_a_key",
    "not_a_url",
    "not_secure",
    "not_a_database",
    "not_a_level",
    "not_a_person",
    "not_a_team",
    "not_a_group",
    "not_a_channel",
    "not_a_schedule",
    "not_days",
    "not_days_or_none",
    "not_yes_or_no",
    "not_a_host",
    "not_a_count",
]
QUESTIONS_DAYS, AUDIT_DAYS = 90, 730


@dataclass(frozen=True, slots=True)
class Staff:
    """Who keeps the knowledge current, by Slack's ids; nobody by default."""

    people: frozenset[str] = frozenset()
    group: str = ""
    """A user group whose members are staff as well, or empty."""
    channel: str = ""
    """Where staff hear of trouble and drop files, or empty."""
    team: str = ""
    """The workspace of all of these; empty where there is only one."""


@dataclass(frozen=True, slots=True)
class Caps:
    """How many questions are answered; 0 for as many as come.

    A team that talks its whole afternoon with the coach stays below them; a program that went wild does not.
    """

    person_hour: int = 60
    channel_hour: int = 200
    day: int = 3_000
    """In the whole workspace."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be configured. Paths are absolute; the database URL may hold a password."""

    home: Path
    index: Path
    """Folder of the published generations."""
    database_url: SecretStr
    model: str
    """Path or name of another embedding model; empty for the one that is installed with the coach."""
    log_level: LogLevel
    slack_api_url: str
    """Ends with a slash."""
    slack: SlackKeys | None
    """None when the command at hand needs no Slack."""
    staff: Staff = Staff()
    keeps_questions: bool = True
    """Whether the words of questions without an answer are kept, so that staff see what is missing."""
    questions_days: int = QUESTIONS_DAYS
    audit_days: int = AUDIT_DAYS
    walkthroughs_days: int = 0
    """How long a closed walkthrough is kept; 0 for as long as there is the database."""
    """How long questions are kept."""
    refresh_cron: str = ""
    """When web sources are read again, as a cron expression in UTC; empty for never."""
    first_index: Path | None = None
    """Generations that came with the installation, perhaps only to be read: the first one here is copied from there."""
    intranet: frozenset[str] = frozenset()
    """Hosts in a private network that staff read on purpose, as `host:port`; all others stay closed."""
    caps: Caps = Caps()

    def slack_keys(self) -> SlackKeys:
        """The keys.

        Raises:
            SettingsBroken: they were not loaded.
        """
        if self.slack is None:
            raise SettingsBroken(SettingsFaults(faults=(_fault("SLACK_BOT_TOKEN", "missing"),)))
        return self.slack


def load_settings(*, needs_slack: bool, over_http: bool = False, env_file: Path | None = Path(".env")) -> Settings:
    """Settings from the environment, then from `env_file` when there is one.

    With `over_http` Slack sends signed requests, and not over a socket.

    Raises:
        SettingsBroken: naming every fault.
    """
    given = _Environment(_env_file=env_file)
    keys = key_faults(given, over_http=over_http) if needs_slack else ()
    faults = [*(_fault(*each) for each in keys), *_url_faults(given), *_level_faults(given)]
    home = _path(given.coach_home) if given.coach_home else user_data_path("partnership-coach")
    database_url = given.coach_database_url.get_secret_value() or f"sqlite:///{home / DATABASE_FILE}"
    faults += [*_database_faults(database_url), *_staff_faults(given), *_keeping_faults(given), *_cap_faults(given)]
    if faults:
        raise SettingsBroken(SettingsFaults(faults=tuple(faults)))
    return Settings(
        home=home,
        index=_path(given.coach_index) if given.coach_index else home / INDEX_FOLDER,
        database_url=SecretStr(database_url),
        model=given.coach_model,
        log_level=_level(given),
        slack_api_url=given.slack_api_url.rstrip("/") + "/",
        slack=read_keys(given, over_http=over_http) if needs_slack else None,
        staff=_staff(given),
        keeps_questions=given.coach_keep_questions.lower() in _YES,
        questions_days=int(given.coach_questions_days),
        audit_days=int(given.coach_audit_days),
        walkthroughs_days=int(given.coach_walkthroughs_days),
        refresh_cron=given.coach_refresh_cron,
        first_index=_path(given.coach_first_index) if given.coach_first_index else None,
        intranet=frozenset(at for host in _names(given.coach_intranet) for at in intranet_authorities(host)),
        caps=Caps(*(int(getattr(given, name)) for name in _CAPS)),
    )


class _Environment(BaseSettings):
    """The raw words; `hide_input_in_errors` so that no token can reach an error text."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, hide_input_in_errors=True, frozen=True)

    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_client_id: str = ""
    slack_client_secret: SecretStr = SecretStr("")
    coach_encryption_key: SecretStr = SecretStr("")
    slack_api_url: str = SLACK_API_URL
    coach_home: str = ""
    coach_index: str = ""
    coach_database_url: SecretStr = SecretStr("")
    coach_model: str = ""
    coach_log_level: str = "info"
    coach_staff: str = ""
    coach_staff_group: str = ""
    coach_staff_channel: str = ""
    coach_staff_team: str = ""
    coach_keep_questions: str = "yes"
    coach_questions_days: str = str(QUESTIONS_DAYS)
    coach_audit_days: str = str(AUDIT_DAYS)
    coach_walkthroughs_days: str = "0"
    coach_refresh_cron: str = ""
    coach_intranet: str = ""
    coach_first_index: str = ""
    coach_limit_person_hour: str = str(Caps().person_hour)
    coach_limit_channel_hour: str = str(Caps().channel_hour)
    coach_limit_day: str = str(Caps().day)


def _path(given: str) -> Path:
    return Path(given).expanduser().absolute()


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


# Ids of people begin with U or W, of groups with S, of channels with C or G, of workspaces with T.
# Source: https://docs.slack.dev/reference/objects
_PERSON, _GROUP, _CHANNEL = re.compile(r"[UW][A-Z0-9]+"), re.compile(r"S[A-Z0-9]+"), re.compile(r"[CG][A-Z0-9]+")
_TEAM = re.compile(r"T[A-Z0-9]+")
_YES, _NO = frozenset({"yes", "true", "1", "on"}), frozenset({"no", "false", "0", "off"})
_DAYS_MAX = 3650
_DAYS_MIN = {"COACH_QUESTIONS_DAYS": 1, "COACH_AUDIT_DAYS": 1, "COACH_WALKTHROUGHS_DAYS": 0}


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
    is_named = bool(given.coach_staff or given.coach_staff_group or given.coach_staff_channel)
    if given.coach_staff_team and not _TEAM.fullmatch(given.coach_staff_team):
        faults.append(_fault("COACH_STAFF_TEAM", "not_a_team"))
    elif is_for_several(given) and is_named and not given.coach_staff_team:
        # The same id may be somebody else in another workspace.
        faults.append(_fault("COACH_STAFF_TEAM", "missing"))
    return faults


def _staff(given: _Environment) -> Staff:
    people = frozenset(_names(given.coach_staff))
    return Staff(people, given.coach_staff_group, given.coach_staff_channel, given.coach_staff_team)


def _keeping_faults(given: _Environment) -> list[SettingsFault]:
    faults = []
    if given.coach_keep_questions.lower() not in _YES | _NO:
        faults.append(_fault("COACH_KEEP_QUESTIONS", "not_yes_or_no"))
    for name, least in _DAYS_MIN.items():
        days = getattr(given, name.lower())
        if not (days.isascii() and days.isdigit() and least <= int(days) <= _DAYS_MAX):
            faults.append(_fault(name, "not_days" if least else "not_days_or_none"))
    if given.coach_refresh_cron and not croniter.is_valid(given.coach_refresh_cron):
        faults.append(_fault("COACH_REFRESH_CRON", "not_a_schedule"))
    if not all(map(intranet_authorities, _names(given.coach_intranet))):
        faults.append(_fault("COACH_INTRANET", "not_a_host"))
    return faults


_CAPS = ("coach_limit_person_hour", "coach_limit_channel_hour", "coach_limit_day")
_CAP_MAX = 1_000_000


def _cap_faults(given: _Environment) -> list[SettingsFault]:
    values = {name: str(getattr(given, name)) for name in _CAPS}
    broken = [
        name for name, value in values.items() if not (value.isascii() and value.isdigit() and int(value) <= _CAP_MAX)
    ]
    return [_fault(name.upper(), "not_a_count") for name in broken]


def _fault(variable: str, kind: FaultKind) -> SettingsFault:
    return SettingsFault(variable=variable, kind=kind)
