"""What the modals of a walkthrough do."""

from __future__ import annotations

from itertools import count

from bot.slack.walkthrough import clicks, modals
from bot.slack.walkthrough.arrivals import Submitted
from bot.slack.walkthrough.clicks import Click
from bot.slack.walkthrough.room import Effects, Room, digest, own_note
from bot.walkthrough.commands import AddNote, Agree, Command, EditNote, HandOver, JoinAs, Start, TakeAction
from bot.walkthrough.events import ActionId, PersonId, TopicId
from bot.walkthrough.guiding import Place, WalkthroughId
from bot.walkthrough.refusals import Refusal
from bot.walkthrough.state import State


class Submissions:
    """Threads may use it at once."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def submit(self, submitted: Submitted) -> Effects:
        """What a modal does; `errors` when something in it has to be mended first.

        Raises:
            StoreUnavailable: it was not kept.
        """
        if submitted.name == clicks.START:
            return self._start(submitted)
        click = clicks.read(submitted.metadata)
        walkthrough = WalkthroughId(click.walkthrough if click else "")
        state = self._room.guide.state(walkthrough) if click else None
        if click is None or state is None:
            return Effects(errors=modals.errors("gone", ""))
        key = f"view:{submitted.view_id}:{digest(submitted.values)}"
        person = PersonId(submitted.person)
        command = self._command_of(submitted, click, state)
        outcome = self._room.handle(walkthrough, key, command, person)
        if outcome.refusal:
            return Effects(errors=modals.errors(outcome.refusal.kind, outcome.refusal.about, submitted.name))
        return Effects(show=(walkthrough,))

    def _start(self, submitted: Submitted) -> Effects:
        channel, person = submitted.metadata, PersonId(submitted.person)
        form = modals.read_start(submitted.values, self._room.scorecards)
        today = self._room.today(self._room.tz(person))
        if form.due and form.due < today:
            return Effects(errors=modals.errors("past_due", form.due, clicks.START))
        walkthrough = self._id_for(submitted)
        place = Place(self._room.team, channel)
        previous = self._last_seen(place, form.scorecard.id, walkthrough)
        command = Start(form.scorecard, form.partners, form.form, form.mode, form.themes, form.way, form.due, previous)
        state = self._room.guide.start(walkthrough, place, command, person, self._room.clock())
        if isinstance(state, Refusal):
            return Effects(errors=modals.errors(state.kind, state.about, clicks.START))
        return Effects(show=(walkthrough,))

    def _id_for(self, submitted: Submitted) -> WalkthroughId:
        """The same modal sent twice is one walkthrough; sent again with something mended it is another.

        So it is when nothing had to be mended but the channel: the coach was not in it, and now it is.
        """
        for attempt in count():
            sent = {"view": submitted.view_id, "values": submitted.values, "attempt": attempt}
            walkthrough = WalkthroughId(digest(sent))
            state = self._room.guide.state(walkthrough)
            if state is None or state.phase != "closed" or self._room.messages.root_of(walkthrough):
                break
        return walkthrough

    def _last_seen(self, place: Place, scorecard: str, before: WalkthroughId) -> str:
        """The channel's last walkthrough of this scorecard that anybody could see, or nothing."""
        passed = {before}
        last = self._room.walkthroughs.last_in(place, scorecard, before)
        while last and last not in passed and self._room.messages.root_of(last) is None:
            passed.add(last)
            last = self._room.walkthroughs.last_in(place, scorecard, last)
        return last if last and last not in passed else ""

    def _command_of(self, submitted: Submitted, click: Click, state: State) -> Command:
        topic, person = TopicId(click.topic), submitted.person
        match submitted.name:
            case clicks.JOIN_AS:
                return JoinAs(modals.read_join(submitted.values))
            case clicks.NOTE:
                note = own_note(topic, person)
                text = modals.read_note(submitted.values)
                is_known = topic in state.topics and note in state.topics[topic].notes
                return EditNote(note, text) if is_known else AddNote(note, topic, text)
            case clicks.AGREE:
                text, partners = modals.read_agree(submitted.values)
                return Agree(topic, text, partners)
            case clicks.TAKE_ACTION:
                what, owner, due = modals.read_action(submitted.values)
                tz = self._room.tz(owner)
                action = ActionId(digest({"view": submitted.view_id}))
                return TakeAction(action, topic, what, owner, due, tz, self._room.today(tz))
            case _:
                return HandOver(modals.read_hand_over(submitted.values))
