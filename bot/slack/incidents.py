"""A defect meets a person: they get a number, and the log gets everything else under it."""

from __future__ import annotations

import secrets

import structlog

from bot.slack.block_kit.blocks import Packed, pack
from prompts.catalogue.answers import TroubleMessage
from prompts.rendering import render

log = structlog.get_logger(__name__)

_ID_BYTES = 4


def note_incident(event: str, **about: str) -> str:
    """The number under which the exception that is being handled now stands in the log."""
    incident = secrets.token_hex(_ID_BYTES)
    log.exception(event, incident=incident, **about)  # noqa: LOG004 -- whoever calls is handling it
    return incident


def apology(event: str, **about: str) -> TroubleMessage:
    """What to say about the exception that is being handled now; it is in the log."""
    return TroubleMessage(note_incident(event, **about))


def packed_apology(event: str) -> Packed:
    """The same as a message."""
    return pack(render(apology(event)))[0]
