"""`/coach` without a question: answered with the ack itself. `/coach ask` is taken by the inbox."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.blocks import pack
from bot.slack.commands import UnknownCommand, read_command_text
from bot.slack.parsing import Wire
from prompts.catalogue.answers import HelpMessage, UnknownCommandMessage
from prompts.rendering import render

COMMAND = "/coach"


def register(app: AsyncApp) -> None:
    """Listen on `app`."""

    async def help_out(ack: AsyncAck, command: Wire) -> None:
        match read_command_text(str(command.get("text") or "")):
            case UnknownCommand(nearest=nearest):
                packed = pack(render(UnknownCommandMessage(nearest=nearest)))[0]
            case _:
                packed = pack(render(HelpMessage()))[0]
        await ack(text=packed.text, blocks=list(packed.blocks), response_type="ephemeral")

    app.command(COMMAND)(help_out)
