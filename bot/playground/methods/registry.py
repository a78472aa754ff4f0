"""Every Web API method that the playground knows."""

from __future__ import annotations

from collections.abc import Callable

from bot.playground.local_slack import LocalSlack
from bot.playground.methods import agents, assistant, chat, conversations, files, reactions, streaming, team, views
from bot.playground.workspace import Wire

Method = Callable[[LocalSlack, Wire], Wire]

METHODS: dict[str, Method] = {
    "api.test": team.echo,
    "auth.test": team.who_am_i,
    "bots.info": team.show_bot,
    "team.info": team.show_team,
    "users.info": team.show_user,
    "users.list": team.list_users,
    "agents.sessions.setStatus": agents.set_status,
    "assistant.threads.setStatus": assistant.set_status,
    "assistant.threads.setSuggestedPrompts": assistant.set_prompts,
    "assistant.threads.setTitle": assistant.set_title,
    "chat.appendStream": streaming.append,
    "chat.delete": chat.delete,
    "chat.getPermalink": chat.permalink,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.postMessage": chat.post_message,
    "chat.startStream": streaming.start,
    "chat.stopStream": streaming.stop,
    "chat.update": chat.update,
    "conversations.history": conversations.history,
    "conversations.info": conversations.info,
    "conversations.list": conversations.list_all,
    "conversations.members": conversations.members,
    "conversations.open": conversations.open_direct,
    "conversations.replies": conversations.replies_of,
    "files.completeUploadExternal": files.complete,
    "files.getUploadURLExternal": files.upload_url,
    "files.info": files.info,
    "reactions.add": reactions.add,
    "reactions.remove": reactions.remove,
    "usergroups.list": team.list_groups,
    "usergroups.users.list": team.list_group,
    "views.open": views.open_modal,
    "views.publish": views.publish,
    "views.push": views.push,
    "views.update": views.update,
}
