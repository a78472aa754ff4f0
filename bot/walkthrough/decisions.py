"""What may happen next: a command becomes events, or a refusal that says what to do. Pure."""

from __future__ import annotations

from bot.walkthrough.commands import (
    AddNote,
    Agree,
    Answer,
    Close,
    Command,
    EditNote,
    FinishAction,
    GoTo,
    HandOver,
    Join,
    JoinAs,
    Leave,
    Nudge,
    Pause,
    Remind,
    RemoveNote,
    Resume,
    Reveal,
    SnoozeAction,
    TakeAction,
    Turn,
    VoteAgain,
)
from bot.walkthrough.events import (
    NOBODY,
    ActionDone,
    ActionSnoozed,
    ActionTaken,
    Agreed,
    Answered,
    Closed,
    Event,
    HandedOver,
    Noted,
    NoteEdited,
    NoteRemoved,
    Nudged,
    Partner,
    Paused,
    PersonId,
    Reminded,
    Reopened,
    Resumed,
    Revealed,
    Voted,
    VoteOpened,
    WentTo,
)
from bot.walkthrough.joining import about_people, not_a_speaker, not_steering
from bot.walkthrough.refusals import Decision, Refusal, unfit_date
from bot.walkthrough.state import Action, State, TopicState, topic_of_note


def decide(state: State, command: Command, by: PersonId) -> Decision:  # noqa: PLR0911 -- one line for each sort
    """What follows when `by` wants this now."""
    if by == NOBODY and not isinstance(command, _OWN):
        return Refusal("not_joined")
    match command:
        case Join() | JoinAs() | Leave() | HandOver():
            return about_people(state, command, by)
        case AddNote() | EditNote() | RemoveNote():
            return _about_notes(state, command, by)
        case FinishAction() | SnoozeAction() | Remind():
            return _about_action(state, command, by)
        case Nudge():
            return () if state.is_nudged or state.phase != "running" else (Nudged(),)
        case Resume():
            return _resume(state, by)
        case Pause() | Close():
            return _stop(state, command, by)
        case _:
            return _about_topic(state, command, by)


# What the coach itself does: ask and remind, and stop where the channel is gone.
_OWN = (Remind, Nudge, Pause, Close)


def _about_notes(state: State, command: AddNote | EditNote | RemoveNote, by: PersonId) -> Decision:
    if isinstance(command, AddNote):
        return _add_note(state, command)
    found = topic_of_note(state, command.note)
    if found is None:
        return Refusal("unknown_note")
    note = state.topics[found].notes[command.note]
    if note.by != by:
        return Refusal("not_the_author")
    if isinstance(command, RemoveNote) or not command.text.strip():
        return (NoteRemoved(command.note),)
    return () if command.text == note.text else (NoteEdited(command.note, command.text),)


def _add_note(state: State, command: AddNote) -> Decision:
    if state.phase == "closed":
        return Refusal("closed")
    if command.topic not in state.topics:
        return Refusal("unknown_topic")
    if not command.text.strip():
        return Refusal("nothing_written")
    is_known = topic_of_note(state, command.note) is not None
    return () if is_known else (Noted(command.note, command.topic, command.text),)


def _about_action(state: State, command: FinishAction | SnoozeAction | Remind, by: PersonId) -> Decision:
    action = state.actions.get(command.action)
    if action is None:
        return Refusal("unknown_action")
    if isinstance(command, Remind):
        return () if action.is_done or command.day in action.reminded else (Reminded(action.id, command.day),)
    if not _is_concerned(state, action, by):
        return Refusal("not_concerned", action.what)
    if isinstance(command, SnoozeAction):
        unfit = unfit_date(command.until)
        if unfit:
            return unfit
        is_later = not action.is_done and command.until > action.snoozed_until
        return (ActionSnoozed(action.id, command.until),) if is_later else ()
    return () if action.is_done else (ActionDone(action.id),)


def _is_concerned(state: State, action: Action, by: PersonId) -> bool:
    return by in {action.owner, state.facilitator} or state.speaks_for(by) is not None


def _resume(state: State, by: PersonId) -> Decision:
    if state.phase == "running":
        return ()
    refusal = not_steering(state, by)
    if refusal:
        return refusal
    return (*_taking_over(state, by), Resumed() if state.phase == "paused" else Reopened())


def _stop(state: State, command: Pause | Close, by: PersonId) -> Decision:
    wanted = "paused" if isinstance(command, Pause) else "closed"
    if state.phase == wanted:
        return ()
    refusal = None if by == NOBODY else not_steering(state, by)
    if refusal:
        return refusal
    if state.phase == "closed":
        return Refusal("closed")
    return (*_taking_over(state, by), Paused() if wanted == "paused" else Closed())


def _about_topic(
    state: State, command: Answer | Reveal | VoteAgain | Agree | Turn | GoTo | TakeAction, by: PersonId
) -> Decision:
    topic = command.seen if isinstance(command, Turn) else command.topic
    if topic not in state.topics:
        return Refusal("unknown_topic")
    if state.phase != "running":
        return Refusal("closed" if state.phase == "closed" else "paused")
    return _decide_on_topic(state, command, by)


def _decide_on_topic(
    state: State, command: Answer | Reveal | VoteAgain | Agree | Turn | GoTo | TakeAction, by: PersonId
) -> Decision:
    match command:
        case Answer():
            return _answer(state, command, by)
        case Reveal() | VoteAgain():
            return _about_votes(state, command, by)
        case Agree():
            return _agree(state, command, by)
        case TakeAction():
            return _take_action(state, command, by)
        case Turn() | GoTo():
            return _move(state, command, by)


def _answer(state: State, command: Answer, by: PersonId) -> Decision:
    partner = state.speaks_for(by)
    if partner is None:
        return not_a_speaker(state, by)
    topic = state.topics[command.topic]
    said = topic.said.get(by)
    is_late_vote = command.is_vote and state.setup.way == "each_first"
    if not is_late_vote and not state.is_voting(command.topic):
        is_said = topic.status == command.status and (topic.is_revealed or _says(said, partner, command))
        return () if is_said else (Answered(command.topic, command.status),)
    if _says(said, partner, command):
        return ()
    voted = Voted(command.topic, partner.id, command.status)
    votes = {**{person: each.partner for person, each in topic.said.items()}, by: partner.id}
    is_complete = set(votes.values()) >= set(state.partners)
    return (voted, Revealed(command.topic)) if is_complete and not topic.is_revealed else (voted,)


def _says(said: object, partner: Partner, command: Answer) -> bool:
    return getattr(said, "status", None) == command.status and getattr(said, "partner", None) == partner.id


def _about_votes(state: State, command: Reveal | VoteAgain, by: PersonId) -> Decision:
    if state.setup.way != "each_first":
        return Refusal("not_a_vote")
    topic = state.topics[command.topic]
    refusal = not_steering(state, by)
    if isinstance(command, VoteAgain):
        return refusal or _vote_again(topic, command)
    if state.facilitator not in {NOBODY, by}:
        return Refusal("facilitator_only")
    if topic.is_revealed or refusal:
        return refusal or ()
    return (*_taking_over(state, by), Revealed(command.topic)) if topic.said else Refusal("no_votes")


def _vote_again(topic: TopicState, command: VoteAgain) -> Decision:
    if topic.is_revealed:
        return (VoteOpened(command.topic),)
    # Before anybody has voted the vote is as open as it can be: somebody pressed twice.
    return Refusal("not_revealed") if topic.said else ()


def _agree(state: State, command: Agree, by: PersonId) -> Decision:
    if state.speaks_for(by) is None and by != state.facilitator:
        return not_a_speaker(state, by)
    if any(partner not in state.partners for partner in command.partners):
        return Refusal("unknown_partner")
    known = state.topics[command.topic].agreement
    text = command.text.strip()
    partners = tuple(partner for partner in state.partners if partner in command.partners)
    if not text and known is None:
        return Refusal("nothing_written")
    is_known = known is not None and (known.text, known.partners) == (text, partners)
    return () if is_known else (Agreed(command.topic, text, partners),)


def _take_action(state: State, command: TakeAction, by: PersonId) -> Decision:
    refusal = not_steering(state, by)
    if refusal:
        return refusal
    if not command.what.strip():
        return Refusal("no_action_text")
    if command.owner == NOBODY:
        return Refusal("unknown_person")
    if command.action in state.actions:
        return ()
    unfit = unfit_date(command.due, command.today)
    if unfit:
        return unfit
    what = command.what.strip()
    return (ActionTaken(command.action, command.topic, what, command.owner, command.due, command.tz),)


def _move(state: State, command: Turn | GoTo, by: PersonId) -> Decision:
    refusal = not_steering(state, by)
    if refusal:
        return refusal
    if isinstance(command, GoTo):
        return () if command.topic == state.current else (*_taking_over(state, by), WentTo(command.topic))
    if command.seen != state.current:
        # Two people pressed at once, or the button is an old one: the team moves once.
        return Refusal("moved_on", state.topic(state.current).title)
    place = state.order.index(state.current) + (1 if command.way == "next" else -1)
    if place < 0:
        return Refusal("first_topic")
    if place == len(state.order):
        return (*_taking_over(state, by), Closed())
    return (*_taking_over(state, by), WentTo(state.order[place]))


def _taking_over(state: State, by: PersonId) -> tuple[Event, ...]:
    """The one who steers after the facilitator left is the facilitator from then on."""
    return (HandedOver(by),) if state.facilitator == NOBODY and by != NOBODY else ()
