"""Whatever people do in whatever order, a walkthrough stays whole, and its end can be reached."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

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
    Start,
    TakeAction,
    Turn,
    VoteAgain,
)
from bot.walkthrough.decisions import decide
from bot.walkthrough.events import (
    NOBODY,
    OBSERVER,
    STATUSES,
    ActionId,
    Event,
    NoteId,
    PartnerId,
    PersonId,
    Recorded,
    Status,
    TopicId,
    from_json,
    to_json,
)
from bot.walkthrough.joining import PARTNER_CHARS_MAX, start
from bot.walkthrough.refusals import Refusal, RefusalKind
from bot.walkthrough.state import State, fold
from tests.bot.walkthrough.faults import faults, losses
from tests.bot.walkthrough.meeting import ANN, COSTS, EACH_FIRST, MISSIONS, START, Meeting, statuses
from tests.fakes.scorecards import SCORECARD

RUNS, STEPS = 2_000, 25
FORGED = 99
NEWCOMER = PersonId("U0NEW")
CROWD = tuple(PersonId(f"U{number}") for number in range(6))
"""People who may have joined a partner or look on; with Ann, who begins, a stranger and the coach itself."""

people = st.sampled_from((*CROWD, ANN, ANN, PersonId("U0ZED"), NOBODY))
partners = st.sampled_from([PartnerId(name) for name in ("p1", "p2", "p1", "p2", "p3", "p4", OBSERVER)])
places = st.sampled_from((None, None, None, 0, 1, 2, 3, 4, 5, FORGED))
"""The current topic (None), one of the others by its place, or one that is not asked."""
notes = st.sampled_from([NoteId(name) for name in ("n1", "n2")])
actions = st.sampled_from([ActionId(name) for name in ("a1", "a2")])
texts = st.sampled_from((" ", "Who pays?", "=1+1 {{ x }}\n<!channel>", "\x00"))
days = st.sampled_from(("soon", "2030-05-01", "2030-05-02", "2030-06-01"))
starts = st.builds(
    Start,
    st.just(SCORECARD),
    st.sampled_from([("City", "Acme"), ("City", "Acme", "Trust"), ("City", "Acme", "Trust", "County")]),
    form=st.sampled_from(["short", "full"]),
    mode=st.sampled_from(["drafting", "reviewing"]),
    themes=st.sampled_from([(), ("partners", "exit"), ("money",)]),
    way=st.sampled_from(["together", "each_first"]),
)

seen: Counter[str] = Counter()
"""The kinds of events and refusals that the runs came by: a proof that they go everywhere."""


class Walkthroughs(RuleBasedStateMachine):
    """Any command of anybody at any time."""

    @initialize(command=starts, joined=st.tuples(*[partners] * len(CROWD)))
    def begin(self, command: Start, joined: tuple[PartnerId, ...]) -> None:
        started = start(command)
        assert not isinstance(started, Refusal)
        self.log = [Recorded(started, ANN, 1.0)]
        self.lines = [to_json(started)]
        self.state = fold(self.log)
        self.replayed = fold(self._read(0))
        assert self.replayed == self.state
        # The definition never changes, so that comparing it once is enough.
        self.replayed = replace(self.replayed, setup=self.state.setup)
        for person, partner in zip(CROWD, joined, strict=True):
            self.do(Join(partner), person)

    def do(self, command: Command, by: PersonId) -> None:
        """Decides, records and looks at what came of it."""
        before = self.state
        decision = decide(before, command, by)
        if isinstance(decision, Refusal):
            seen[decision.kind] += 1
            return
        count = len(self.log)
        self.log += [Recorded(event, by, float(count + 1)) for event in decision]
        self.lines += [to_json(event) for event in decision]
        self.state = fold(self.log[count:], before)
        self.replayed = fold(self._read(count), self.replayed)
        seen.update(event.kind for event in decision)
        assert losses(before, self.state, decision, by) == []
        # Whoever presses a button twice does what it says once. A joint answer that became the vote which reveals all,
        # because a new vote was opened meanwhile, is the one that may still be given then.
        is_crossed = isinstance(command, Answer) and not command.is_vote and before.is_voting(command.topic)
        again = decide(self.state, command, by)
        assert is_crossed or isinstance(again, Refusal) or again == ()

    def topic(self, place: int | None) -> TopicId:
        """The topic that is meant."""
        if place is None:
            return self.state.current
        return TopicId("forged") if place == FORGED else self.state.order[place % len(self.state.order)]

    def _read(self, count: int) -> list[Recorded]:
        pairs = zip(self.lines[count:], self.log[count:], strict=True)
        return [Recorded(from_json(line), each.by, each.at) for line, each in pairs]

    @rule(partner=partners, by=people)
    def join(self, partner: PartnerId, by: PersonId) -> None:
        self.do(Join(partner), by)

    @rule(name=st.sampled_from(("", "acme", "Guild", "Union", "x" * (PARTNER_CHARS_MAX + 1))), by=people)
    def join_as(self, name: str, by: PersonId) -> None:
        self.do(JoinAs(name), by)

    @rule(by=people)
    def leave(self, by: PersonId) -> None:
        self.do(Leave(), by)

    @rule(to=people, by=people)
    def hand_over(self, to: PersonId, by: PersonId) -> None:
        self.do(HandOver(to), by)

    @rule(place=places, status=st.sampled_from(STATUSES), by=people, is_vote=st.booleans())
    def answer(self, place: int | None, status: Status, by: PersonId, *, is_vote: bool) -> None:
        self.do(Answer(self.topic(place), status, is_vote=is_vote), by)

    @rule(status=st.sampled_from(STATUSES), by=people)
    def hold_a_vote(self, status: Status, by: PersonId) -> None:
        for person in CROWD:
            self.answer_as_shown(person, status)
        self.do(Reveal(self.state.current), self.state.facilitator)
        self.do(VoteAgain(self.state.current), by)

    @rule(by=people, status=st.sampled_from(STATUSES))
    def answer_as_shown(self, by: PersonId, status: Status) -> None:
        topic = self.state.current
        self.do(Answer(topic, status, is_vote=self.state.is_voting(topic)), by)

    @rule(place=places, by=people)
    def reveal(self, place: int | None, by: PersonId) -> None:
        self.do(Reveal(self.topic(place)), by)

    @rule(place=places, by=people)
    def vote_again(self, place: int | None, by: PersonId) -> None:
        self.do(VoteAgain(self.topic(place)), by)

    @rule(place=places, text=texts, agreed=st.lists(partners, max_size=3), by=people)
    def agree(self, place: int | None, text: str, agreed: list[PartnerId], by: PersonId) -> None:
        self.do(Agree(self.topic(place), text, tuple(agreed)), by)

    @rule(note=notes, place=places, text=texts, by=people)
    def add_note(self, note: NoteId, place: int | None, text: str, by: PersonId) -> None:
        self.do(AddNote(note, self.topic(place), text), by)

    @rule(note=notes, text=texts, by=people)
    def edit_note(self, note: NoteId, text: str, by: PersonId) -> None:
        self.do(EditNote(note, text), by)

    @rule(note=notes, text=texts)
    def edit_own_note(self, note: NoteId, text: str) -> None:
        for topic in self.state.topics.values():
            if note in topic.notes:
                self.do(EditNote(note, text), topic.notes[note].by)

    @rule(note=notes, by=people)
    def remove_note(self, note: NoteId, by: PersonId) -> None:
        self.do(RemoveNote(note), by)

    @rule(way=st.sampled_from(("next", "back")), by=people)
    def turn(self, way: str, by: PersonId) -> None:
        self.do(Turn(self.state.current, "next" if way == "next" else "back"), by)

    @rule(place=places, by=people)
    def turn_from_an_old_button(self, place: int | None, by: PersonId) -> None:
        self.do(Turn(self.topic(place), "next"), by)

    @rule(place=places, by=people)
    def go_to(self, place: int | None, by: PersonId) -> None:
        self.do(GoTo(self.topic(place)), by)

    @rule(action=actions, place=places, what=texts, owner=people, due=days, by=people)
    def take_action(
        self, action: ActionId, place: int | None, what: str, owner: PersonId, due: str, by: PersonId
    ) -> None:
        self.do(TakeAction(action, self.topic(place), what, owner, due, "Europe/Rome", "2030-05-02"), by)

    @rule(action=actions, owner=people, by=people)
    def take_fit_action(self, action: ActionId, owner: PersonId, by: PersonId) -> None:
        today = "2030-05-02"
        self.do(TakeAction(action, self.state.current, "Ask the board", owner, today, "Europe/Rome", today), by)

    @rule(action=actions, by=people)
    def finish_action(self, action: ActionId, by: PersonId) -> None:
        self.do(FinishAction(action), by)

    @rule(action=actions, until=days, by=people)
    def snooze_action(self, action: ActionId, until: str, by: PersonId) -> None:
        self.do(SnoozeAction(action, until), by)

    @rule(action=actions, day=days)
    def remind(self, action: ActionId, day: str) -> None:
        self.do(Remind(action, day), NOBODY)

    @rule(by=people)
    def pause(self, by: PersonId) -> None:
        self.do(Pause(), by)

    @rule(by=people)
    def resume(self, by: PersonId) -> None:
        self.do(Resume(), by)

    @rule(partner=partners, by=people)
    def take_up_again(self, partner: PartnerId, by: PersonId) -> None:
        self.do(Join(partner), by)
        self.do(Resume(), by)

    @rule(by=people)
    def close(self, by: PersonId) -> None:
        self.do(Close(), by)

    @rule()
    def nudge(self) -> None:
        self.do(Nudge(), NOBODY)

    @invariant()
    def nothing_is_wrong(self) -> None:
        assert faults(self.state, self.log) == []

    @invariant()
    def the_log_tells_it_all(self) -> None:
        assert self.replayed == self.state

    @invariant()
    def the_end_is_near(self) -> None:
        """Somebody who has only just come can close it."""
        assert after(self.state, Join(PartnerId("p1")), Close()).phase == "closed"

    def teardown(self) -> None:
        """The same log read at once is the same; and pressing Next, again and again, comes to an end."""
        if not hasattr(self, "state"):
            return
        assert fold(self._read(0)) == self.state
        state = after(self.state, Join(PartnerId("p1")), Resume())
        for _ in state.topics:
            if state.phase == "running":
                state = after(state, Turn(state.current, "next"))
        assert state.phase == "closed"


def after(state: State, *commands: Command) -> State:
    """The state after a newcomer did all of this; nothing of it is refused."""
    for command in commands:
        decision = decide(state, command, NEWCOMER)
        assert not isinstance(decision, Refusal), decision
        state = fold([Recorded(event, NEWCOMER, state.last_at) for event in decision], state)
    return state


def test_whatever_is_done_the_walkthrough_stays_whole() -> None:
    """Always a valid state, replay equals state, nothing lost, and the end within reach; by all ways there are."""
    seen.clear()
    run_state_machine_as_test(
        Walkthroughs,
        settings=settings(max_examples=RUNS, stateful_step_count=STEPS, suppress_health_check=[HealthCheck.too_slow]),
    )
    assert set(seen) >= KINDS


KINDS = {
    *(kind.__dataclass_fields__["kind"].default for kind in get_args(get_args(Event)[0])),
    *get_args(RefusalKind),
} - {"started", "erased", "few_partners", "many_partners", "twice_partner", "no_topics"}
"""All kinds of events and refusals that people cause after the start."""
answers = st.dictionaries(st.sampled_from(CROWD), st.sampled_from(STATUSES), min_size=2)


def crowd(command: Start) -> Meeting:
    """Everybody of the crowd speaks for one of three partners."""
    meeting = Meeting(command)
    for number, person in enumerate(CROWD):
        meeting.does(person, Join(PartnerId(f"p{number % 3 + 1}")))
    return meeting


@given(said=answers, command=st.sampled_from([START, EACH_FIRST]), data=st.data())
@settings(max_examples=300)
def test_answers_given_at_once_are_all_kept(said: dict[PersonId, Status], command: Start, data: st.DataObject) -> None:
    """In whatever order they arrive, each once or twice; a vote that crosses the reveal stays a vote."""
    meeting = crowd(command)
    arriving = data.draw(st.permutations([*said, *said]))
    for person in arriving:
        meeting.does(person, Answer(MISSIONS, said[person], is_vote=command is EACH_FIRST))
    assert statuses(meeting.state) == said
    assert (meeting.topic().status is None) == (command is EACH_FIRST)
    assert meeting.topic().is_revealed == (command is EACH_FIRST and len(meeting.state.voted) == 3)


@given(data=st.data())
@settings(max_examples=300)
def test_notes_written_at_once_are_all_kept(data: st.DataObject) -> None:
    """In whatever order they arrive, among people who answer and turn the page."""
    written = {NoteId(person): f"Note of {person}" for person in CROWD}
    commands: list[tuple[PersonId, Command]] = [
        (PersonId(note), AddNote(note, MISSIONS, text)) for note, text in written.items()
    ]
    commands += [(CROWD[0], Answer(MISSIONS, "open")), (CROWD[1], GoTo(COSTS))]
    meeting = crowd(START)
    for person, command in data.draw(st.permutations(commands)):
        meeting.does(person, command)
    assert {note.id: note.text for note in meeting.topic().notes.values()} == written
    assert meeting.topic().status == "open"
