"""What the environment may say, and what is answered when it says something else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.environment import SLACK_API_URL
from bot.errors import SettingsBroken
from bot.settings import DATABASE_FILE, INDEX_FOLDER, Caps, Settings, load_settings
from bot.wiring.publishing import generations
from knowledge.manifests import MANIFEST

BOT, APP = "xoxb-canary-1", "xapp-canary-2"
SAMPLE = Path(__file__).parents[2] / ".env.sample"
VARIABLES = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "COACH_ENCRYPTION_KEY",
    "SLACK_API_URL",
    "COACH_HOME",
    "COACH_INDEX",
    "COACH_FIRST_INDEX",
    "COACH_DATABASE_URL",
    "COACH_MODEL",
    "COACH_LOG_LEVEL",
    "COACH_STAFF",
    "COACH_STAFF_GROUP",
    "COACH_STAFF_CHANNEL",
    "COACH_STAFF_TEAM",
    "COACH_KEEP_QUESTIONS",
    "COACH_QUESTIONS_DAYS",
    "COACH_AUDIT_DAYS",
    "COACH_WALKTHROUGHS_DAYS",
    "COACH_REFRESH_CRON",
    "COACH_INTRANET",
    "COACH_LIMIT_PERSON_HOUR",
    "COACH_LIMIT_CHANNEL_HOUR",
    "COACH_LIMIT_DAY",
)


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)


def load(**given: str) -> Settings:
    """Settings for the Slack side from these variables."""
    with pytest.MonkeyPatch.context() as environment:
        for variable, value in given.items():
            environment.setenv(variable, value)
        return load_settings(needs_slack=True, env_file=None)


def test_two_tokens_are_enough() -> None:
    """Everything else has a good default."""
    settings = load(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP)
    assert settings.slack_keys().bot.get_secret_value() == BOT
    assert settings.slack_keys().app.get_secret_value() == APP
    assert settings.slack_api_url == SLACK_API_URL
    assert settings.database_url.get_secret_value() == f"sqlite:///{settings.home / DATABASE_FILE}"
    assert settings.home.is_absolute()
    assert settings.model == ""
    assert settings.log_level == "info"


def test_the_home_takes_database_and_index_with_it(tmp_path: Path) -> None:
    """`COACH_HOME` moves everything the coach keeps."""
    settings = load(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP, COACH_HOME=str(tmp_path))
    assert settings.database_url.get_secret_value() == f"sqlite:///{tmp_path / DATABASE_FILE}"
    assert settings.index == tmp_path / INDEX_FOLDER


def test_an_index_can_come_from_elsewhere(tmp_path: Path) -> None:
    """`COACH_INDEX` names another folder for it; the home stays where it is."""
    place = tmp_path / "installed"
    settings = load(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP, COACH_HOME=str(tmp_path / "home"), COACH_INDEX=str(place))
    assert settings.index == place
    assert settings.home == tmp_path / "home"
    assert generations(settings).names() == []
    (place / "one").mkdir(parents=True)
    (place / "one" / MANIFEST).touch()
    assert generations(settings).names() == ["one"]


def test_an_installation_can_bring_a_first_index(tmp_path: Path) -> None:
    """Beside the folder where the coach keeps its own; without one there is none."""
    tokens = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, "COACH_HOME": str(tmp_path)}
    settings = load(**tokens, COACH_FIRST_INDEX=str(tmp_path / "installed"))
    assert (settings.first_index, settings.index) == (tmp_path / "installed", tmp_path / INDEX_FOLDER)
    assert load(**tokens).first_index is None


def test_every_fault_is_told_at_once_with_its_mend() -> None:
    """A person mends everything in one go."""
    with pytest.raises(SettingsBroken) as caught:
        load(
            SLACK_BOT_TOKEN="canary",
            SLACK_API_URL="http://slack.example.org/api/",
            COACH_DATABASE_URL="mysql://x:canary@y/z",
            COACH_LOG_LEVEL="canary",
        )
    words = str(caught.value)
    for line in (
        "SLACK_BOT_TOKEN is not a bot token",
        "SLACK_APP_TOKEN is missing",
        "Use https://",
        "COACH_DATABASE_URL is not a database the coach knows",
        "COACH_LOG_LEVEL must be one of debug, info, warning, error",
    ):
        assert line in words
    assert "canary" not in words


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-1"),
        ("SLACK_BOT_TOKEN", "xoxb-1 2"),
        ("SLACK_BOT_TOKEN", "xoxb-1\n"),
        ("SLACK_BOT_TOKEN", "xoxb-ü"),
        ("SLACK_APP_TOKEN", "xoxb-1"),
        ("SLACK_API_URL", "slack.com"),
        ("SLACK_API_URL", "ftp://slack.com"),
        ("SLACK_API_URL", "http://[::1"),
        ("SLACK_API_URL", "http://10.0.0.1/api/"),
        ("COACH_DATABASE_URL", "not a url"),
        ("COACH_LOG_LEVEL", "loud"),
    ],
)
def test_an_unusable_value_is_refused_by_name(variable: str, value: str) -> None:
    """The fault names the variable."""
    good = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}
    with pytest.raises(SettingsBroken, match=variable):
        load(**{**good, variable: value})


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/api", "http://localhost/api/", "http://[::1]/api/"])
def test_a_slack_on_this_machine_needs_no_tls(url: str) -> None:
    """The address gets its closing slash."""
    settings = load(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP, SLACK_API_URL=url)
    assert settings.slack_api_url == url.rstrip("/") + "/"


def test_commands_without_slack_need_no_tokens() -> None:
    """`coach ask` runs on a machine that has never seen Slack; asking for the tokens then names the mend."""
    settings = load_settings(needs_slack=False, env_file=None)
    assert settings.slack is None
    with pytest.raises(SettingsBroken, match="SLACK_BOT_TOKEN is missing"):
        settings.slack_keys()


def test_tokens_do_not_show() -> None:
    """Printing the settings shows no secret."""
    settings = load(
        SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP, COACH_DATABASE_URL="postgresql://coach:canary@127.0.0.1/coach"
    )
    assert "canary" not in f"{settings} {settings!r}"


def test_an_env_file_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    """What is set for this one run counts more than the file."""
    file = tmp_path / ".env"
    file.write_text(f"SLACK_BOT_TOKEN={BOT}\nSLACK_APP_TOKEN={APP}\nCOACH_LOG_LEVEL=error\n")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("COACH_LOG_LEVEL", "debug")
        settings = load_settings(needs_slack=True, env_file=file)
    assert settings.log_level == "debug"
    assert settings.slack_keys().bot.get_secret_value() == BOT


def test_the_sample_names_every_variable() -> None:
    """Whoever copies it sees all there is."""
    assert set(re.findall(r"^#? ?([A-Z_]+)=", SAMPLE.read_text(), re.MULTILINE)) == set(VARIABLES)


def test_staff_are_named_by_their_slack_ids() -> None:
    """People with commas between them, a group and a channel; nobody by default."""
    tokens = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}
    assert load(**tokens).staff.people == frozenset()
    staff = load(**tokens, COACH_STAFF="U1A, W2B", COACH_STAFF_GROUP="S1", COACH_STAFF_CHANNEL="C1").staff
    assert (staff.people, staff.group, staff.channel) == (frozenset({"U1A", "W2B"}), "S1", "C1")


def test_what_is_kept_and_when_sources_are_read_can_be_set() -> None:
    """Questions are kept for 90 days unless somebody says otherwise, and nothing is read on a schedule."""
    tokens = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}
    plain = load(**tokens)
    assert (plain.keeps_questions, plain.questions_days, plain.refresh_cron) == (True, 90, "")
    other = load(**tokens, COACH_KEEP_QUESTIONS="No", COACH_QUESTIONS_DAYS="7", COACH_REFRESH_CRON="0 4 * * 1")
    assert (other.keeps_questions, other.questions_days, other.refresh_cron) == (False, 7, "0 4 * * 1")
    assert (plain.audit_days, plain.walkthroughs_days) == (730, 0)
    days = {"COACH_AUDIT_DAYS": "30", "COACH_WALKTHROUGHS_DAYS": "365"}
    assert (load(**tokens, **days).audit_days, load(**tokens, **days).walkthroughs_days) == (30, 365)


def test_limits_can_be_set_or_taken_away() -> None:
    """There are limits by default; 0 stands for none."""
    tokens = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}
    assert all((load(**tokens).caps.person_hour, load(**tokens).caps.channel_hour, load(**tokens).caps.day))
    caps = load(**tokens, COACH_LIMIT_PERSON_HOUR="5", COACH_LIMIT_CHANNEL_HOUR="0").caps
    assert caps == Caps(person_hour=5, channel_hour=0)


def test_hosts_of_an_intranet_are_allowed_by_name() -> None:
    """None by default; each at its own port, or at the two usual ones."""
    tokens = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}
    assert load(**tokens).intranet == frozenset()
    allowed = load(**tokens, COACH_INTRANET="Handbook.example.org, 10.0.0.8:8080").intranet
    assert allowed == {"handbook.example.org:80", "handbook.example.org:443", "10.0.0.8:8080"}


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("COACH_STAFF", "maya"),
        ("COACH_STAFF", "U1,@sam"),
        ("COACH_STAFF_GROUP", "staff"),
        ("COACH_STAFF_CHANNEL", "#staff"),
        ("COACH_KEEP_QUESTIONS", "perhaps"),
        ("COACH_QUESTIONS_DAYS", "0"),
        ("COACH_AUDIT_DAYS", "0"),
        ("COACH_WALKTHROUGHS_DAYS", "-1"),
        ("COACH_QUESTIONS_DAYS", "ninety"),
        ("COACH_QUESTIONS_DAYS", "\u0663"),
        ("COACH_REFRESH_CRON", "mondays"),
        ("COACH_INTRANET", "10.0.0.0/8"),
        ("COACH_LIMIT_PERSON_HOUR", "many"),
        ("COACH_LIMIT_CHANNEL_HOUR", "-1"),
        ("COACH_LIMIT_DAY", "1000001"),
        ("COACH_INTRANET", "handbook.example.org, http://other.example.org"),
    ],
)
def test_a_value_that_cannot_be_meant_is_named(variable: str, value: str) -> None:
    """With the variable, and how to write it."""
    with pytest.raises(SettingsBroken) as caught:
        load(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP, **{variable: value})
    assert variable in str(caught.value)


def load_over_http(**given: str) -> Settings:
    """Settings for Slack's signed requests from these variables."""
    with pytest.MonkeyPatch.context() as environment:
        for variable, value in given.items():
            environment.setenv(variable, value)
        return load_settings(needs_slack=True, over_http=True, env_file=None)


SIGNING, KEY = "canary-8f742231b10e", "bm90LWEtcmVhbC1rZXktYnV0LW9mLXRoZS1zaGFwZSE="


def test_over_http_a_signing_secret_stands_in_for_the_app_level_token() -> None:
    """The socket's token is not asked for, and the other way round."""
    keys = load_over_http(SLACK_BOT_TOKEN=BOT, SLACK_SIGNING_SECRET=SIGNING).slack_keys()
    assert (keys.over_http, keys.signing.get_secret_value(), keys.oauth) == (True, SIGNING, None)
    assert "canary" not in repr(keys)
    with pytest.raises(SettingsBroken, match="SLACK_SIGNING_SECRET is missing"):
        load_over_http(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP)


def test_several_workspaces_need_no_bot_token() -> None:
    """They bring theirs; a bot token in the settings means that there is only the one workspace."""
    oauth = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": SIGNING, "COACH_ENCRYPTION_KEY": KEY}
    keys = load(SLACK_APP_TOKEN=APP, **oauth).slack_keys()
    assert keys.oauth
    assert keys.oauth.client_id == "1.2"
    assert "canary" not in repr(keys)
    assert KEY not in repr(keys)
    assert load(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP, **oauth).slack_keys().oauth is None


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"SLACK_SIGNING_SECRET": "xoxb-1"}, "SLACK_SIGNING_SECRET is not a signing secret"),
        ({"SLACK_CLIENT_ID": "1.2"}, "COACH_ENCRYPTION_KEY is missing"),
        ({"SLACK_CLIENT_ID": "1.2"}, "SLACK_CLIENT_SECRET is missing"),
        ({"COACH_ENCRYPTION_KEY": KEY}, "SLACK_CLIENT_ID is missing"),
        ({"COACH_ENCRYPTION_KEY": "canary"}, "COACH_ENCRYPTION_KEY is not a key"),
        ({"SLACK_CLIENT_SECRET": "xoxb-1"}, "SLACK_CLIENT_SECRET is not a client secret"),
        ({"SLACK_CLIENT_ID": "1.2", "COACH_STAFF": "U1"}, "COACH_STAFF_TEAM is missing"),
        ({"COACH_STAFF_TEAM": "riverton"}, "COACH_STAFF_TEAM must be the Slack id of a workspace"),
    ],
)
def test_what_several_workspaces_lack_is_named(given: dict[str, str], fault: str) -> None:
    """Each with its mend, and without the value."""
    with pytest.raises(SettingsBroken) as caught:
        load_over_http(**given)
    assert fault in str(caught.value)
    assert "canary" not in str(caught.value)
