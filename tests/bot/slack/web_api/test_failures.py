"""Each of Slack's error codes is known for what it is."""

from __future__ import annotations

import pytest

from bot.slack.web_api.failures import KNOWN_CODES, may_be_sent, verdict

TERMINAL = [
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "channel_is_limited_access",
    "restricted_action",
    "restricted_action_thread_locked",
    "team_access_not_granted",
    "cannot_reply_to_message",
    "thread_not_found",
    "messages_tab_disabled",
    "user_not_in_channel",
    "user_not_found",
    "no_text",
    "msg_too_long",
    "msg_blocks_too_long",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_thread_ts",
    "invalid_arguments",
    "metadata_too_large",
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "ekm_access_denied",
    "org_login_required",
    "enterprise_is_restricted",
    "expired_url",
    "used_url",
    "message_not_in_streaming_state",
    "stopped_by_user",
    "missing_recipient_user_id",
]
LATER = [
    "ratelimited",
    "rate_limited",
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
    "streaming_state_conflict",
]


@pytest.mark.parametrize("code", TERMINAL)
def test_a_terminal_code_ends_the_question(code: str) -> None:
    """The same message would be refused again, and nothing was posted."""
    assert verdict(code) == "terminal"
    assert not may_be_sent(code)


@pytest.mark.parametrize("code", [*LATER, "a_code_of_next_year", ""])
def test_a_passing_code_is_tried_again(code: str) -> None:
    """So is one that we have never seen."""
    assert verdict(code) == "later"


def test_the_table_is_large() -> None:
    """At least thirty codes are told apart by name."""
    assert len(KNOWN_CODES) >= 30


@pytest.mark.parametrize("code", ["internal_error", "fatal_error", "service_unavailable", "request_timeout"])
def test_a_breakdown_may_have_posted(code: str) -> None:
    """Only then is the echo waited for."""
    assert may_be_sent(code)
    assert not may_be_sent("ratelimited")
