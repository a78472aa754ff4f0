"""What Slack refuses. Each rule returns quietly or raises the `Refusal` that Slack would send. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Literal

from bot.playground.block_limits import MESSAGE_TEXT_CHARS_MAX, limit_faults, text_chars, view_limit_faults
from bot.playground.errors import Refusal
from bot.playground.roster import BOT_USER_ID
from bot.playground.schema_rules import block_faults, view_faults
from bot.playground.workspace import Channel, Message, Wire

TEXT_CHARS_MAX = 40_000  # Source: https://docs.slack.dev/changelog/2018-truncating-really-long-messages


def check_token(header: str, token: str, good: str) -> None:
    """Nothing, when the bearer token is the right one.

    Raises:
        Refusal: `not_authed`, `invalid_auth`, `not_allowed_token_type`.
    """
    given = header.removeprefix("Bearer ").strip() if header.startswith("Bearer ") else token
    if not given:
        raise Refusal("not_authed")
    if given != good:
        same_kind = given.partition("-")[0] == good.partition("-")[0]
        raise Refusal("invalid_auth" if same_kind or "-" not in given else "not_allowed_token_type")


def check_bot_token(header: str, token: str, given: Sequence[str], *, is_installed: bool) -> None:
    """Nothing, when the bearer token is the last one `given` to the app here.

    Raises:
        Refusal: `account_inactive` for an earlier one, or when the app was taken out; or as `check_token`.
    """
    bearer = header.removeprefix("Bearer ").strip() if header.startswith("Bearer ") else token
    if bearer in given and not (is_installed and bearer == given[-1]):
        raise Refusal("account_inactive")
    check_token(header, token, given[-1] if given else "")


def need(args: Wire, *names: str) -> None:
    """Nothing, when each argument is there.

    Raises:
        Refusal: `invalid_arguments`, naming what is missing.
    """
    absent = [name for name in names if args.get(name) in (None, "")]
    if absent:
        raise Refusal("invalid_arguments", [f"missing required field: {name}" for name in absent])


def whole_number(args: Wire, name: str, default: int = 0) -> int:
    """The argument as a number; form bodies send digits.

    Raises:
        Refusal: `invalid_arguments`.
    """
    value = args.get(name) or default
    if isinstance(value, (int, str)) and str(value).isdecimal():
        return int(value)
    raise Refusal("invalid_arguments", [f"must be an integer [json-pointer:/{name}]"])


def parsed_json(args: Wire, name: str, code: str) -> object:
    """The argument's value; form bodies and some clients send it as a JSON string.

    Raises:
        Refusal: `code`, when the string is no JSON.
    """
    value = args.get(name)
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value else None
    except ValueError:
        raise Refusal(code) from None


def check_can_write(channel: Channel) -> None:
    """Nothing, when the app may write there.

    Raises:
        Refusal: `not_in_channel`, `is_archived`.
    """
    if channel.is_archived:
        raise Refusal("is_archived")
    if BOT_USER_ID not in channel.members:
        raise Refusal("not_in_channel")


def message_content(args: Wire) -> tuple[str, list[Wire]]:
    """The text and the checked blocks of a message to post.

    Raises:
        Refusal: `no_text`, `msg_too_long`, `invalid_blocks_format`, `invalid_blocks`, `msg_blocks_too_long`.
    """
    text = args.get("text") or args.get("markdown_text") or ""
    blocks = parsed_json(args, "blocks", "invalid_blocks_format") or []
    if not isinstance(text, str) or not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format" if isinstance(text, str) else "invalid_arguments")
    if args.get("markdown_text") and not blocks:
        blocks = [{"type": "markdown", "text": text}]
    if not text.strip() and not blocks and not args.get("attachments"):
        raise Refusal("no_text")
    if len(text) > TEXT_CHARS_MAX:
        raise Refusal("msg_too_long")
    if blocks:
        check_blocks(blocks)
    return text, blocks


def check_blocks(blocks: list[Wire]) -> None:
    """Nothing, when Slack would take these blocks in a message.

    Raises:
        Refusal: `invalid_blocks` with the faults, `msg_blocks_too_long`.
    """
    faults = block_faults(blocks) or limit_faults(blocks, "message")
    if faults:
        raise Refusal("invalid_blocks", faults)
    if text_chars(blocks) > MESSAGE_TEXT_CHARS_MAX:
        raise Refusal("msg_blocks_too_long")


def view_content(args: Wire, surface: Literal["modal", "home"]) -> Wire:
    """The checked view of a views.* call.

    Raises:
        Refusal: `invalid_arguments` with the faults.
    """
    view = parsed_json(args, "view", "invalid_arguments")
    if not isinstance(view, dict):
        raise Refusal("invalid_arguments", ["missing required field: view"])
    return checked_view(view, surface)


def checked_view(view: Wire, surface: Literal["modal", "home"]) -> Wire:
    """The view, when Slack would take it.

    Raises:
        Refusal: `invalid_arguments` with the faults.
    """
    faults = view_faults(view, "ModalView" if surface == "modal" else "HomeView") or view_limit_faults(view, surface)
    has_input = any(block.get("type") == "input" for block in view.get("blocks", []) if isinstance(block, dict))
    if not faults and surface == "modal" and has_input and "submit" not in view:
        faults = ["missing required field: submit [json-pointer:/view/submit]"]
    if faults:
        raise Refusal("invalid_arguments", faults)
    return view


def check_own_message(message: Message, code: str) -> None:
    """Nothing, when the app posted the message and all can see it.

    Raises:
        Refusal: `code` (`cant_update_message`, `cant_delete_message`), or `message_not_found` for an ephemeral.
    """
    if message.only_for:
        raise Refusal("message_not_found")
    if message.wire.get("user") != BOT_USER_ID:
        raise Refusal(code)
