"""What each of Slack's error codes means for a message that waits to be posted. Pure."""

from __future__ import annotations

from typing import Literal

Verdict = Literal["terminal", "later"]

# Source: the error tables of https://docs.slack.dev/reference/methods/chat.postMessage, chat.postEphemeral,
# chat.startStream, chat.appendStream, chat.stopStream, chat.update, reactions.add, users.info, team.info,
# conversations.open, files.completeUploadExternal, files.info, assistant.threads.setStatus, views.publish and
# auth.test, and https://docs.slack.dev/messaging/ (response_url).
# The place is closed to us; somebody has to invite the app or open the channel again.
_CLOSED_TO_US = """
    channel_not_found not_in_channel is_archived channel_is_limited_access restricted_action
    restricted_action_read_only_channel restricted_action_thread_only_channel
    restricted_action_non_threadable_channel restricted_action_thread_locked team_access_not_granted
    cannot_reply_to_message thread_not_found messages_tab_disabled user_not_in_channel user_not_found cant_dm_bot
    no_dual_broadcast_content_update slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked
    external_channel_migrating is_inactive
"""
# The message is not one that Slack takes; a second try would be the same message.
_NOT_A_MESSAGE = """
    no_text msg_too_long msg_blocks_too_long invalid_blocks invalid_blocks_format invalid_attachments
    too_many_attachments markdown_text_conflict invalid_thread_ts invalid_arguments invalid_arg_name
    invalid_array_arg invalid_charset invalid_form_data invalid_post_type missing_post_type metadata_too_large
    invalid_metadata_format message_limit_exceeded duplicate_message_not_found
"""
# What we wanted to change, mark or look up is not there (any more), or not for us.
_NOT_THERE = """
    message_not_found cant_update_message edit_window_closed block_mismatch bad_timestamp already_reacted
    too_many_emoji too_many_reactions not_reactable invalid_name user_not_visible users_not_found team_not_found
    user_disabled cannot_dm_bot no_user is_bot file_not_found file_deleted posting_to_channel_denied malware_detected
    file_upload_size_restricted hash_conflict view_too_large
"""
# The app itself must be mended by the one who runs it.
_APP_BROKEN = """
    invalid_auth not_authed account_inactive token_revoked token_expired missing_scope no_permission
    not_allowed_token_type access_denied org_login_required ekm_access_denied enterprise_is_restricted
    method_deprecated deprecated_endpoint two_factor_setup_required as_user_not_supported unknown_method
"""
# No stream begins here, or this one takes no more.
_NOT_A_STREAM = """
    message_not_in_streaming_state stopped_by_user message_not_owned_by_app missing_recipient_team_id
    missing_recipient_user_id streaming_mode_mismatch invalid_chunks
"""
# A response_url lives 30 minutes and five uses.
_ADDRESS_SPENT = """
    expired_url used_url invalid_token no_team posting_to_general_channel_denied
"""
_PASSING = """
    ratelimited rate_limited internal_error fatal_error service_unavailable request_timeout team_added_to_org
    accesslimited streaming_state_conflict
"""

_CLOSED = frozenset(_CLOSED_TO_US.split())
_TERMINAL = frozenset(
    f"{_CLOSED_TO_US} {_NOT_A_MESSAGE} {_NOT_THERE} {_APP_BROKEN} {_NOT_A_STREAM} {_ADDRESS_SPENT}".split()
)
_LATER = frozenset(_PASSING.split())
KNOWN_CODES = _TERMINAL | _LATER


def verdict(code: str) -> Verdict:
    """Whether another try could work. A code we do not know gets its tries: they are few, and nothing was posted."""
    return "terminal" if code in _TERMINAL else "later"


def is_closed_to_us(code: str) -> bool:
    """Whether the place does not let us in, until somebody invites the app or opens the channel again."""
    return code in _CLOSED


# Slack says of these that it broke down while it worked: the message may be there all the same.
_BROKE_DOWN = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})


def may_be_sent(code: str) -> bool:
    """Whether Slack may have taken the message although it answered with this code."""
    return code in _BROKE_DOWN
