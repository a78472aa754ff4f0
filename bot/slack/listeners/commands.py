"""`/coach` without a question: answered with the ack itself. `/coach ask` is taken by the inbox."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.block_kit.blocks import Packed, pack
from bot.slack.commands import UnknownCommand, read_command_text
from bot.slack.identity import Identity
from bot.slack.parsing import Wire
from prompts.catalogue.answers import HelpMessage, UnknownCommandMessage
from prompts.catalogue.refreshing import StaffHelp
from prompts.rendering import render

COMMAND = "/coach"


def register(app: AsyncApp, identity: Identity) -> None:
    """Listen on `app`; `identity` tells who is staff, and is told more."""

    async def help_out(ack: AsyncAck, command: Wire) -> None:
        match read_command_text(str(command.get("text") or "")):
            case UnknownCommand(nearest=nearest):
                packed = pack(render(UnknownCommandMessage(nearest=nearest)))[0]
            case _:
                packed = await help_for(identity, str(command.get("user_id") or ""))
        await ack(text=packed.text, blocks=list(packed.blocks), response_type="ephemeral")

    app.command(COMMAND)(help_out)


async def help_for(identity: Identity, person: str) -> Packed:
    """What the coach can do for this person."""
    is_staff = await identity.is_staff(person)
    return pack((*render(HelpMessage()), *(render(StaffHelp()) if is_staff else ())))[0]
