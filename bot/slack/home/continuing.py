"""Somebody wants to go on with a walkthrough: where it is. Data to data."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.block_kit.blocks import Packed
from bot.slack.home.facts import OpenWalk
from bot.slack.home.view import WALKS_MAX, walk_row
from bot.slack.walkthrough import clicks
from bot.slack.walkthrough.pieces import message
from prompts.catalogue.home import ContinuedWalks
from prompts.rendering import render


def continued(walks: Sequence[OpenWalk]) -> Packed:
    """The walkthroughs with a way into each, or that there are none."""
    shown = walks[:WALKS_MAX]
    return message(*render(ContinuedWalks(len(shown))), *(walk_row(each, clicks.RESUME) for each in shown))
