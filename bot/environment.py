"""The words of the environment, and what is wrong with them."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Literal, get_args
from urllib.parse import urlsplit

from croniter import croniter
from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from knowledge.web.addresses import intranet_authorities
from prompts.catalogue.terminal import SettingsFault

SLACK_API_URL = "https://slack.com/api/"
QUESTIONS_DAYS, AUDIT_DAYS = 90, 730
# A team that talks its whole afternoon with the coach stays below these; a program that went wild does not.
PERSON_HOUR_MAX, CHANNEL_HOUR_MAX, DAY_MAX = 60, 200, 3_000
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
CAPS = ("coach_limit_person_hour", "coach_limit_channel_hour", "coach_limit_day")
YES, _NO = frozenset({"yes", "true", "1", "on"}), frozenset({"no", "false", "0", "off"})


class Environment(BaseSettings):
    """The words as they were given; `hide_input_in_errors` so that no token can reach an error text."""

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
    coach_limit_person_hour: str = str(PERSON_HOUR_MAX)
    coach_limit_channel_hour: str = str(CHANNEL_HOUR_MAX)
    coach_limit_day: str = str(DAY_MAX)

    @property
    def is_for_several(self) -> bool:
        """Whether workspaces install the app themselves: no token opens one of them, and some key for it is there."""
        sealed = (self.slack_client_secret, self.coach_encryption_key)
        has_keys = self.slack_client_id or any(each.get_secret_value() for each in sealed)
        return not self.slack_bot_token.get_secret_value() and bool(has_keys)


def faults_of(given: Environment, database_url: str) -> list[SettingsFault]:
    """Each variable that must be mended, but for the keys of the Slack app; the database may be a default."""
    return [
        *_url_faults(given),
        *_level_faults(given),
        *_database_faults(database_url),
        *_staff_faults(given),
        *_keeping_faults(given),
        *_cap_faults(given),
    ]


def names_in(given: str) -> list[str]:
    """What stands between commas."""
    return [name.strip() for name in given.split(",") if name.strip()]


def fault_of(variable: str, kind: FaultKind) -> SettingsFault:
    """What is wrong with a variable."""
    return SettingsFault(variable=variable, kind=kind)


def _url_faults(given: Environment) -> list[SettingsFault]:
    try:
        url = urlsplit(given.slack_api_url)
        host = url.hostname
    except ValueError:
        return [fault_of("SLACK_API_URL", "not_a_url")]
    if url.scheme not in {"http", "https"} or not host:
        return [fault_of("SLACK_API_URL", "not_a_url")]
    # The token travels in a header: without TLS it may go no further than this machine.
    if url.scheme == "http" and not _is_loopback(host):
        return [fault_of("SLACK_API_URL", "not_secure")]
    return []


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _level_faults(given: Environment) -> list[SettingsFault]:
    known = given.coach_log_level.lower() in get_args(LogLevel)
    return [] if known else [fault_of("COACH_LOG_LEVEL", "not_a_level")]


def _database_faults(database_url: str) -> list[SettingsFault]:
    try:
        backend = make_url(database_url).get_backend_name()
    except (ArgumentError, ValueError):
        backend = ""
    return [] if backend in {"sqlite", "postgresql"} else [fault_of("COACH_DATABASE_URL", "not_a_database")]


# Ids of people begin with U or W, of groups with S, of channels with C or G, of workspaces with T.
# Source: https://docs.slack.dev/reference/objects
_PERSON, _GROUP, _CHANNEL = re.compile(r"[UW][A-Z0-9]+"), re.compile(r"S[A-Z0-9]+"), re.compile(r"[CG][A-Z0-9]+")
_TEAM = re.compile(r"T[A-Z0-9]+")
_DAYS_MAX = 3650
_DAYS_MIN = {"COACH_QUESTIONS_DAYS": 1, "COACH_AUDIT_DAYS": 1, "COACH_WALKTHROUGHS_DAYS": 0}


def _staff_faults(given: Environment) -> list[SettingsFault]:
    faults = []
    if not all(_PERSON.fullmatch(name) for name in names_in(given.coach_staff)):
        faults.append(fault_of("COACH_STAFF", "not_a_person"))
    if given.coach_staff_group and not _GROUP.fullmatch(given.coach_staff_group):
        faults.append(fault_of("COACH_STAFF_GROUP", "not_a_group"))
    if given.coach_staff_channel and not _CHANNEL.fullmatch(given.coach_staff_channel):
        faults.append(fault_of("COACH_STAFF_CHANNEL", "not_a_channel"))
    is_named = bool(given.coach_staff or given.coach_staff_group or given.coach_staff_channel)
    if given.coach_staff_team and not _TEAM.fullmatch(given.coach_staff_team):
        faults.append(fault_of("COACH_STAFF_TEAM", "not_a_team"))
    elif given.is_for_several and is_named and not given.coach_staff_team:
        # The same id may be somebody else in another workspace.
        faults.append(fault_of("COACH_STAFF_TEAM", "missing"))
    return faults


def _keeping_faults(given: Environment) -> list[SettingsFault]:
    faults = []
    if given.coach_keep_questions.lower() not in YES | _NO:
        faults.append(fault_of("COACH_KEEP_QUESTIONS", "not_yes_or_no"))
    for name, least in _DAYS_MIN.items():
        days = getattr(given, name.lower())
        if not (days.isascii() and days.isdigit() and least <= int(days) <= _DAYS_MAX):
            faults.append(fault_of(name, "not_days" if least else "not_days_or_none"))
    if given.coach_refresh_cron and not croniter.is_valid(given.coach_refresh_cron):
        faults.append(fault_of("COACH_REFRESH_CRON", "not_a_schedule"))
    if not all(map(intranet_authorities, names_in(given.coach_intranet))):
        faults.append(fault_of("COACH_INTRANET", "not_a_host"))
    return faults


_CAP_MAX = 1_000_000


def _cap_faults(given: Environment) -> list[SettingsFault]:
    values = {name: str(getattr(given, name)) for name in CAPS}
    broken = [
        name for name, value in values.items() if not (value.isascii() and value.isdigit() and int(value) <= _CAP_MAX)
    ]
    return [fault_of(name.upper(), "not_a_count") for name in broken]
