"""The Bolt app of one workspace: the inbox in front of everything, then one listener a surface."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.adding import assembly as adding_assembly
from bot.slack.answers.sessions import Sessions
from bot.slack.block_kit.browsing import Shows
from bot.slack.channels import assembly as channels_assembly
from bot.slack.feedback import assembly as feedback_assembly
from bot.slack.following.desk import FollowDesk
from bot.slack.helping import assembly as help_assembly
from bot.slack.home import assembly as home_assembly
from bot.slack.intake.inbox import Inbox
from bot.slack.intake.keeping import Keeping
from bot.slack.listeners import (
    adding,
    browsing,
    channels,
    commands,
    feedback,
    following,
    gaps,
    helping,
    home,
    outdated,
    private,
    refreshing,
    stopping,
    walkthrough,
)
from bot.slack.refreshing import assembly as refresh_assembly
from bot.slack.walkthrough.desk import Desk
from bot.slack.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Surfaces:
    """What the listeners hand things to."""

    inbox: Inbox
    shows: Shows
    desk: Desk
    refreshes: refresh_assembly.Parts
    thoughts: feedback_assembly.Parts
    adding: adding_assembly.Parts
    following: FollowDesk
    helping: help_assembly.Parts
    home: home_assembly.Parts
    sessions: Sessions
    channels: channels_assembly.Parts
    keeping: Keeping


def build_app(workspace: Workspace, asking: AsyncWebClient, surfaces: Surfaces) -> AsyncApp:
    """The app; calls of its listeners go through `asking`."""

    async def authorize() -> AuthorizeResult:
        # `auth.test` was called once at the start; nothing about it changes while the token stays the same.
        return AuthorizeResult(
            enterprise_id=None,
            team_id=workspace.team,
            bot_user_id=workspace.bot.user_id,
            bot_id=workspace.bot.bot_id,
            bot_token=asking.token,
        )

    app = AsyncApp(
        name="partnership-coach",
        logger=logging.getLogger("slack_bolt"),
        client=AsyncWebClient(base_url=asking.base_url, session=asking.session),
        authorize=authorize,
        # Socket Mode carries no signature, and our own posts must reach the inbox: their echo is the proof of a post.
        request_verification_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    adding.register(app, surfaces.adding)
    app.middleware(surfaces.inbox.receive)
    home.register(app, surfaces.home.desk, surfaces.home.prompting)
    stopping.register(app, surfaces.sessions)
    browsing.register(app, asking, surfaces.shows)
    walkthrough.register(app, surfaces.desk)
    refreshing.register(app, surfaces.refreshes.desk)
    feedback.register(app, asking, surfaces.thoughts.feedback, surfaces.helping.desk)
    helping.register(app, asking, surfaces.helping)
    following.register(app, surfaces.following, surfaces.desk)
    gaps.register(app, surfaces.thoughts.desk)
    private.register(app, workspace.bot, surfaces.keeping, surfaces.channels.private)
    channels.register(
        app, surfaces.channels.desk, lambda person: commands.help_for(surfaces.refreshes.identity, person)
    )
    commands.register(app, surfaces.refreshes.identity)
    outdated.register(app, surfaces.following)
    return app
