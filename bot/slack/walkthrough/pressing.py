"""What the buttons and menus of a walkthrough do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.slack.block_kit.blocks import Packed
from bot.slack.parsing import Ask
from bot.slack.walkthrough import cards, clicks, modals
from bot.slack.walkthrough.arrivals import Pressed
from bot.slack.walkthrough.clicks import Click
from bot.slack.walkthrough.room import Effects, Room, own_note
from bot.walkthrough.commands import (
    Answer,
    Close,
    Command,
    FinishAction,
    GoTo,
    Join,
    Pause,
    Resume,
    Reveal,
    SnoozeAction,
    Turn,
    VoteAgain,
)
from bot.walkthrough.events import NOBODY, OBSERVER, ActionId, PartnerId, PersonId, TopicId, Voted
from bot.walkthrough.guiding import Place, WalkthroughId
from bot.walkthrough.state import State

_ON_TOPIC = frozenset(
    {
        clicks.ANSWER,
        clicks.NOTE,
        clicks.AGREE,
        clicks.TAKE_ACTION,
        clicks.ASK,
        clicks.NEXT,
        clicks.BACK,
        clicks.CHANGE,
        clicks.GO_TO,
        clicks.REVEAL,
        clicks.VOTE_AGAIN,
    }
)
"""What is pressed about a topic means nothing without one."""


@dataclass(frozen=True, slots=True)
class _Press:
    """A button of ours, found in its walkthrough."""

    sent: Pressed
    walkthrough: WalkthroughId
    click: Click
    state: State


class Presses:
    """Threads may use it at once."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._presses: dict[str, Callable[[_Press], Effects]] = {
            clicks.JOIN: self._join,
            clicks.JOIN_AS: self._open_join,
            clicks.OBSERVE: self._join,
            clicks.ANSWER: self._answer,
            clicks.NOTE: self._open_note,
            clicks.AGREE: self._open_agree,
            clicks.TAKE_ACTION: self._open_action,
            clicks.HAND_OVER: self._open_hand_over,
            clicks.ASK: self._ask,
            clicks.REPORT: self._report,
            clicks.DONE: self._finish_action,
            clicks.SNOOZE: self._snooze,
        }

    def open_start(self, channel: str) -> Effects:
        """The modal that starts a walkthrough in this channel."""
        if channel.startswith("D") or not channel:
            return Effects(tell=(cards.said("needs_channel"),))
        if not self._room.scorecards:
            return Effects(tell=(cards.said("no_scorecards"),))
        return Effects(view=modals.start_view(self._room.scorecards, channel))

    def press(self, pressed: Pressed) -> Effects:
        """What a button or menu does.

        Raises:
            StoreUnavailable: it was not kept.
        """
        if pressed.name == clicks.START:
            return self.open_start(pressed.channel)
        press = self._found(pressed)
        if press is None:
            return Effects(tell=(cards.said("elsewhere"),))
        is_about_topic = pressed.name in _ON_TOPIC or bool(press.click.topic)
        if is_about_topic and press.click.topic not in press.state.topics:
            return Effects(tell=(cards.said("unknown_topic"),))
        act = self._presses.get(pressed.name)
        if act:
            return act(press)
        command = _plain_command(pressed.name, TopicId(press.click.topic))
        if command is None:
            return Effects(tell=(cards.said("elsewhere"),))
        return self._move(press, command)

    def _move(self, press: _Press, command: Command) -> Effects:
        effects = self._room.do(press.walkthrough, press.sent.key, command, press.sent.person)
        # Far from the thread nothing can be seen of it, so the person is told where the team stands.
        state = self._room.guide.state(press.walkthrough)
        if effects.tell or state is None or not press.sent.channel.startswith("D"):
            return effects
        names = self._room.directory.names((*state.people, state.facilitator))
        return replace(effects, tell=(cards.overview(press.walkthrough, state, names),))

    def _found(self, pressed: Pressed) -> _Press | None:
        """The press with its walkthrough; None when it is forged, or from somewhere else."""
        if pressed.click is None:
            return None
        walkthrough = WalkthroughId(pressed.click.walkthrough)
        place, state = self._room.walkthroughs.place(walkthrough), self._room.guide.state(walkthrough)
        if place is None or state is None or not self._is_there(place, pressed.channel):
            return None
        return _Press(pressed, walkthrough, pressed.click, state)

    def _is_there(self, place: Place, channel: str) -> bool:
        """Whether a button of this walkthrough can have been pressed in this channel: its own, or a reminder's."""
        return place.team == self._room.team and (place.channel == channel or channel.startswith("D"))

    def _join(self, press: _Press) -> Effects:
        partner, _, answer = press.click.extra.partition(",")
        joined = self._room.handle(
            press.walkthrough, f"{press.sent.key}:join", Join(PartnerId(partner)), PersonId(press.sent.person)
        )
        if joined.refusal:
            return Effects(tell=(self._room.refused(press.walkthrough, joined, press.sent.person, None),))
        if answer:
            then = Click(press.walkthrough, press.click.topic, answer)
            return self._answer(replace(press, click=then))
        name = press.state.partners[PartnerId(partner)].name if partner != OBSERVER else ""
        told = cards.said("joined", name) if name else cards.said("observing")
        return Effects(show=(press.walkthrough,), tell=(told,))

    def _answer(self, press: _Press) -> Effects:
        answer = clicks.read_answer(press.click.extra)
        if answer is None:
            return Effects(tell=(cards.said("elsewhere"),))
        status, is_vote = answer
        command = Answer(TopicId(press.click.topic), status, is_vote=is_vote)
        outcome = self._room.handle(press.walkthrough, press.sent.key, command, PersonId(press.sent.person))
        if outcome.refusal:
            return Effects(tell=(self._room.refused(press.walkthrough, outcome, press.sent.person, press.click),))
        told: tuple[Packed, ...] = ()
        if any(isinstance(event, Voted) for event in outcome.events):
            told = (cards.said("vote_kept", status),)
        elif outcome.events and command.topic != outcome.state.current:
            told = (cards.said("kept_elsewhere", outcome.state.topic(command.topic).title),)
        return Effects(show=(press.walkthrough,), tell=told)

    def _open_join(self, press: _Press) -> Effects:
        _, proposed = self._room.directory.proposal(press.state, press.sent.person)
        return Effects(view=modals.join_view(press.walkthrough, press.state, proposed))

    def _open_note(self, press: _Press) -> Effects:
        topic = TopicId(press.click.topic)
        own = press.state.topics[topic].notes.get(own_note(topic, press.sent.person))
        return Effects(view=modals.note_view(press.walkthrough, press.state, topic, own.text if own else ""))

    def _open_agree(self, press: _Press) -> Effects:
        topic = TopicId(press.click.topic)
        return Effects(view=modals.agree_view(press.walkthrough, press.state, topic))

    def _open_action(self, press: _Press) -> Effects:
        topic, person = TopicId(press.click.topic), PersonId(press.sent.person)
        today = self._room.today(self._room.tz(person))
        return Effects(view=modals.action_view(press.walkthrough, press.state, topic, person, today))

    def _open_hand_over(self, press: _Press) -> Effects:
        if press.state.facilitator not in {NOBODY, press.sent.person}:
            return Effects(tell=(cards.said("facilitator_only"),))
        return Effects(view=modals.hand_over_view(press.walkthrough, press.state))

    def _ask(self, press: _Press) -> Effects:
        topic = TopicId(press.click.topic)
        root = self._room.messages.root_of(press.walkthrough)
        if root is None:
            return Effects(tell=(cards.said("gone"),))
        ask = Ask(
            key=f"{self._room.team}:walk:{press.sent.message_ts}:{topic}",
            surface="mention",
            team=self._room.team,
            channel=press.sent.channel,
            thread_ts=root,
            ts=f"{self._room.clock():.6f}",
            author=press.sent.person,
            text=press.state.topic(topic).question(press.state.setup.mode),
        )
        return Effects(ask=ask, tell=(cards.said("asked"),))

    def _report(self, press: _Press) -> Effects:
        return Effects(report=press.walkthrough, tell=(cards.said("report_coming"),))

    def _finish_action(self, press: _Press) -> Effects:
        return self._about_action(press, FinishAction(ActionId(press.click.extra)), cards.said("action_done"))

    def _snooze(self, press: _Press) -> Effects:
        action = press.state.actions.get(ActionId(press.click.extra))
        until = self._room.today(action.tz if action else "", days=1)
        return self._about_action(press, SnoozeAction(ActionId(press.click.extra), until), cards.said("snoozed", until))

    def _about_action(self, press: _Press, command: FinishAction | SnoozeAction, told: Packed) -> Effects:
        effects = self._room.do(press.walkthrough, press.sent.key, command, press.sent.person)
        return effects if effects.tell else Effects(show=(press.walkthrough,), tell=(told,))


def _plain_command(name: str, topic: TopicId) -> Command | None:
    """The command of a button that needs nothing more."""
    commands: dict[str, Command] = {
        clicks.NEXT: Turn(topic, "next"),
        clicks.BACK: Turn(topic, "back"),
        clicks.CHANGE: GoTo(topic),
        clicks.GO_TO: GoTo(topic),
        clicks.REVEAL: Reveal(topic),
        clicks.VOTE_AGAIN: VoteAgain(topic),
        clicks.PAUSE: Pause(),
        clicks.RESUME: Resume(),
        clicks.CLOSE: Close(),
    }
    return commands.get(name)
