"""The environment as one frozen `Settings`; every fault is reported together, each with its mend."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from platformdirs import user_data_path
from pydantic import SecretStr

from bot.environment import (
    AUDIT_DAYS,
    CAPS,
    CHANNEL_HOUR_MAX,
    DAY_MAX,
    PERSON_HOUR_MAX,
    QUESTIONS_DAYS,
    YES,
    Environment,
    LogLevel,
    fault_of,
    faults_of,
    names_in,
)
from bot.errors import SettingsBroken
from bot.keys import SlackKeys, key_faults, read_keys
from knowledge.web.addresses import intranet_authorities
from prompts.catalogue.terminal import SettingsFaults

DATABASE_FILE = "coach.sqlite3"
INDEX_FOLDER = "index"
SCORECARDS_FOLDER = "scorecards"
SOURCES_FILE = "sources.yaml"
TEXTS_FOLDER = "read"
PAGES_FOLDER = "pages"
ADDED_FOLDER = "added"
LOOKS_FILE = "looks.json"


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
    """How many questions are answered; 0 for as many as come."""

    person_hour: int = PERSON_HOUR_MAX
    channel_hour: int = CHANNEL_HOUR_MAX
    day: int = DAY_MAX
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
    """How long questions are kept."""
    audit_days: int = AUDIT_DAYS
    walkthroughs_days: int = 0
    """How long a closed walkthrough is kept; 0 for as long as there is the database."""
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
            raise SettingsBroken(SettingsFaults(faults=(fault_of("SLACK_BOT_TOKEN", "missing"),)))
        return self.slack


def load_settings(*, needs_slack: bool, over_http: bool = False, env_file: Path | None = Path(".env")) -> Settings:
    """Settings from the environment, then from `env_file` when there is one.

    With `over_http` Slack sends signed requests, and not over a socket.

    Raises:
        SettingsBroken: naming every fault.
    """
    given = Environment(_env_file=env_file)
    home = _path(given.coach_home) if given.coach_home else user_data_path("partnership-coach")
    database_url = given.coach_database_url.get_secret_value() or f"sqlite:///{home / DATABASE_FILE}"
    keys = key_faults(given, over_http=over_http) if needs_slack else ()
    faults = [*(fault_of(*each) for each in keys), *faults_of(given, database_url)]
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
        keeps_questions=given.coach_keep_questions.lower() in YES,
        questions_days=int(given.coach_questions_days),
        audit_days=int(given.coach_audit_days),
        walkthroughs_days=int(given.coach_walkthroughs_days),
        refresh_cron=given.coach_refresh_cron,
        first_index=_path(given.coach_first_index) if given.coach_first_index else None,
        intranet=frozenset(at for host in names_in(given.coach_intranet) for at in intranet_authorities(host)),
        caps=Caps(*(int(getattr(given, name)) for name in CAPS)),
    )


def _path(given: str) -> Path:
    return Path(given).expanduser().absolute()


def _level(given: Environment) -> LogLevel:
    levels: dict[str, LogLevel] = {level: level for level in get_args(LogLevel)}
    return levels[given.coach_log_level.lower()]


def _staff(given: Environment) -> Staff:
    people = frozenset(names_in(given.coach_staff))
    return Staff(people, given.coach_staff_group, given.coach_staff_channel, given.coach_staff_team)
