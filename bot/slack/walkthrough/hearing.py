"""What people write in the thread of a walkthrough: notes, words that steer, and what they change later."""

from __future__ import annotations

from bot.slack.walkthrough import cards, clicks
from bot.slack.walkthrough.arrivals import Deleted, Edited, Heard, LeftChannel, Replied
from bot.slack.walkthrough.clicks import Click
from bot.slack.walkthrough.room import Effects, Room
from bot.walkthrough import words
from bot.walkthrough.commands import AddNote, Answer, Command, EditNote, Leave, RemoveNote
from bot.walkthrough.events import NoteId, PersonId, Voted
from bot.walkthrough.guiding import WalkthroughId
from bot.walkthrough.state import State

NOTED, STEERED = "memo", "white_check_mark"
"""The emoji below a reply that became a note, and below one that moved the walkthrough."""


class Ear:
    """Threads may use it at once."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def hear(self, heard: Heard) -> Effects | None:
        """What a message does to the walkthrough of its thread; None when it does nothing there.

        Raises:
            StoreUnavailable: it was not kept.
        """
        if isinstance(heard, LeftChannel):
            return self._leave(heard)
        thread_ts = heard.thread_ts or heard.ts
        walkthrough = self._room.messages.thread_of(self._room.team, heard.channel, thread_ts)
        if walkthrough is None:
            return None
        match heard:
            case Replied():
                return self._reply(walkthrough, heard)
            case Edited(ts=ts, text=text, person=person, key=key):
                command: Command = EditNote(NoteId(ts), self._room.read(text))
            case Deleted(ts=ts, person=person):
                # It may have been one of ours, which then is shown again.
                self._room.messages.spoil(walkthrough, ts)
                command, key = RemoveNote(NoteId(ts)), f"delete:{ts}"
                self._room.do(walkthrough, key, command, person, is_quiet=True)
                return Effects(show=(walkthrough,))
        # A message that is no note can be edited as well.
        return self._room.do(walkthrough, key, command, person, is_quiet=True)

    def _reply(self, walkthrough: WalkthroughId, replied: Replied) -> Effects | None:
        state = self._room.guide.state(walkthrough)
        if state is None:
            return None
        text, person = self._room.read(replied.text), replied.person
        meaning = words.read_words(text, state)
        if isinstance(meaning, words.Steering):
            return self._steer(walkthrough, f"reply:{replied.ts}", meaning.command, person)
        if not isinstance(meaning, words.Plain):
            return self._wish(walkthrough, state, meaning)
        if replied.is_mention:
            return None
        note = AddNote(NoteId(replied.ts), state.current, text)
        outcome = self._room.handle(walkthrough, f"reply:{replied.ts}", note, PersonId(person))
        # After the end the thread is a thread like any other: what is said there is nobody's note.
        return Effects() if outcome.refusal else Effects(show=(walkthrough,), react=NOTED)

    def _wish(self, walkthrough: WalkthroughId, state: State, wish: words.Wish | words.NoSuchTopic) -> Effects:
        match wish:
            case words.NoSuchTopic(nearest=nearest):
                return Effects(tell=(cards.said("which_topic", ", ".join(nearest)),))
            case words.Wish(kind="report"):
                return Effects(report=walkthrough, react=STEERED)
            case words.Wish(kind="status"):
                names = self._room.directory.names((*state.people, state.facilitator))
                return Effects(tell=(cards.overview(walkthrough, state, names),))
        return Effects(tell=(cards.said("help"),))

    def _steer(self, walkthrough: WalkthroughId, key: str, command: Command, person: str) -> Effects:
        outcome = self._room.handle(walkthrough, key, command, PersonId(person))
        if outcome.refusal:
            return Effects(tell=(self._room.refused(walkthrough, outcome, person, _click_of(walkthrough, command)),))
        is_vote = any(isinstance(event, Voted) for event in outcome.events)
        told = (cards.said("vote_in_public"),) if is_vote else ()
        return Effects(show=(walkthrough,), react=STEERED, tell=told)

    def _leave(self, left: LeftChannel) -> Effects | None:
        found = self._room.walkthroughs.in_channel(self._room.team, left.channel)
        done = [self._room.do(each, left.key, Leave(), left.person, is_quiet=True) for each in found]
        return Effects(show=tuple(each for effects in done for each in effects.show)) if done else None


def _click_of(walkthrough: WalkthroughId, command: Command) -> Click | None:
    """The click that would have done the same as a typed answer."""
    if not isinstance(command, Answer):
        return None
    return Click(walkthrough, command.topic, clicks.write_answer(command.status, is_vote=command.is_vote))
