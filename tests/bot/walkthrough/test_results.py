"""What comes out of a walkthrough: counts, gaps, differences, actions, changes; never a total, never a hidden vote."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.walkthrough.commands import AddNote, Agree, Answer, FinishAction, Join, Leave, Reveal, TakeAction, VoteAgain
from bot.walkthrough.events import ActionId, NoteId, Status
from bot.walkthrough.results import differ, people_seen, results, spread_of, views_of
from tests.bot.walkthrough.meeting import (
    ACME,
    ALI,
    ANN,
    BEA,
    CAL,
    CITY,
    COSTS,
    EACH_FIRST,
    LEAVING,
    MISSIONS,
    OLA,
    START,
    TRUST,
    WINDING_UP,
    ZED,
    Meeting,
    everybody,
    vote,
)

TODAY = "2026-11-22"
VOTES: tuple[tuple[str, Status], ...] = ((ANN, "settled"), (BEA, "open"), (CAL, "settled"))
any_status = st.sampled_from(["settled", "partly", "open", "not_applicable"])


def voted(*votes: tuple[Any, Status]) -> Meeting:
    """Each partner answers first; these people have said something about the first topic."""
    meeting = everybody(EACH_FIRST)
    for person, status in votes:
        meeting.does(person, vote(status))
    return meeting


def action(name: str, due: str) -> TakeAction:
    return TakeAction(ActionId(name), COSTS, f"do {name}", BEA, due, "", TODAY)


def test_coverage_counts_each_theme_in_order() -> None:
    """Every standing is there, also with zero, and topics that nobody answered are counted as such."""
    meeting = everybody()
    meeting.does(ANN, Answer(MISSIONS, "settled"))
    meeting.does(ANN, Answer(LEAVING, "not_applicable"))
    found = [(each.theme.id, dict(each.counts)) for each in results(meeting.state).coverage]
    none = {"settled": 0, "partly": 0, "open": 0, "not_applicable": 0, "unanswered": 0}
    assert found == [
        ("partners", none | {"settled": 1}),
        ("money", none | {"unanswered": 1}),
        ("exit", none | {"not_applicable": 1, "unanswered": 1}),
    ]
    assert [list(each.counts) for each in results(meeting.state).coverage] == [list(none)] * 3


def test_only_themes_that_were_chosen_are_covered() -> None:
    """A theme that is not asked about is no gap."""
    meeting = Meeting(replace(START, form="full", themes=("money",)))
    found = results(meeting.state)
    assert [each.theme.id for each in found.coverage] == ["money"]
    assert [gap.topic for gap in found.gaps] == ["costs", "holder"]


def test_gaps_are_what_is_open_partly_or_unanswered() -> None:
    """In the order of the scorecard, with theme; what is settled or does not apply is none."""
    meeting = everybody()
    meeting.does(ANN, Answer(MISSIONS, "settled"))
    meeting.does(ANN, Answer(COSTS, "partly"))
    meeting.does(ANN, Answer(LEAVING, "open"))
    found = [(gap.topic, gap.theme.id, gap.standing) for gap in results(meeting.state).gaps]
    assert found == [(COSTS, "money", "partly"), (LEAVING, "exit", "open"), (WINDING_UP, "exit", "unanswered")]


def test_partners_that_do_not_say_the_same_differ() -> None:
    """The last answer of each person counts, whoever set the topic's status."""
    meeting = everybody()
    meeting.does(ANN, Answer(MISSIONS, "open"))
    meeting.does(BEA, Answer(MISSIONS, "open"))
    assert results(meeting.state).differences == ()
    meeting.does(ANN, Answer(MISSIONS, "settled"))
    (difference,) = results(meeting.state).differences
    assert difference.topic == MISSIONS
    assert [(view.partner, view.statuses) for view in difference.views] == [(CITY, ("settled",)), (ACME, ("open",))]


def test_a_partner_whose_people_differ_is_of_two_minds() -> None:
    """That is a difference too, even when no other partner has said anything."""
    meeting = everybody()
    meeting.does(ALI, Answer(MISSIONS, "open"))
    meeting.does(ANN, Answer(MISSIONS, "settled"))
    (difference,) = results(meeting.state).differences
    (view,) = difference.views
    assert view.is_of_two_minds
    assert view.statuses == ("settled", "open")
    assert [said.by for said in view.said] == [ALI, ANN]


def test_spread_counts_partners_and_not_people() -> None:
    """One that is of two minds is counted apart from the others, as is one that said nothing."""
    meeting = everybody()
    meeting.does(ANN, Answer(MISSIONS, "settled"))
    meeting.does(ALI, Answer(MISSIONS, "open"))
    meeting.does(CAL, Answer(MISSIONS, "settled"))
    spread = results(meeting.state).spreads[MISSIONS]
    assert (dict(spread.counts), spread.of_two_minds, spread.silent) == ({"settled": 1}, 1, 1)
    assert list(results(meeting.state).spreads) == [MISSIONS]


def test_votes_are_nowhere_until_they_are_revealed() -> None:
    """Neither views, nor spread, nor differences; then all of them."""
    meeting = voted(*VOTES[:2])
    before = results(meeting.state)
    assert (before.differences, dict(before.spreads), views_of(meeting.state, MISSIONS)) == ((), {}, ())
    assert spread_of(meeting.state, MISSIONS).silent == 3
    meeting.does(ANN, Reveal(MISSIONS))
    after = results(meeting.state)
    assert [view.partner for view in after.differences[0].views] == [CITY, ACME]
    assert dict(after.spreads[MISSIONS].counts) == {"settled": 1, "open": 1}


def test_votes_are_hidden_again_when_the_partners_vote_once_more() -> None:
    """What they said before is in the log alone."""
    meeting = voted(*VOTES)
    assert results(meeting.state).differences
    meeting.does(ANN, VoteAgain(MISSIONS))
    meeting.does(BEA, vote("partly"))
    assert results(meeting.state).differences == ()
    assert dict(results(meeting.state).spreads) == {}


@given(st.lists(st.tuples(st.sampled_from([ANN, ALI, BEA]), any_status), max_size=12))
def test_no_result_depends_on_hidden_votes(votes: list[tuple[Any, Status]]) -> None:
    """Whatever is said before the reveal, what comes out is what came out before anybody said anything."""
    assert results(voted(*votes).state) == results(everybody(EACH_FIRST).state)


def test_actions_that_are_to_be_done_come_first() -> None:
    """Each part by due date."""
    meeting = everybody()
    for each in (action("late", "2026-12-24"), action("soon", "2026-12-01"), action("done", "2026-11-23")):
        meeting.does(ANN, each)
    meeting.does(BEA, FinishAction(ActionId("done")))
    assert [each.id for each in results(meeting.state).actions] == ["soon", "late", "done"]


def test_what_applies_is_split_by_nature() -> None:
    """Relational and transactional topics, settled and not; those that do not apply are in neither."""
    meeting = everybody()
    meeting.does(ANN, Answer(MISSIONS, "settled"))
    meeting.does(ANN, Answer(COSTS, "open"))
    meeting.does(ANN, Answer(WINDING_UP, "not_applicable"))
    found = [(each.nature, each.settled, each.unsettled) for each in results(meeting.state).splits]
    assert found == [("relational", (MISSIONS,), (LEAVING,)), ("transactional", (), (COSTS,))]


def test_changes_since_last_time() -> None:
    """By topic: changed, newly answered, no longer answered; what stands as it did is left out."""
    then, now = everybody(), everybody(replace(START, form="full"))
    for answer in (Answer(MISSIONS, "open"), Answer(COSTS, "settled"), Answer(LEAVING, "partly")):
        then.does(ANN, answer)
    for answer in (Answer(MISSIONS, "settled"), Answer(COSTS, "settled"), Answer(WINDING_UP, "open")):
        now.does(ANN, answer)
    since = results(now.state, then.state).since
    assert since is not None
    assert since.last_at == then.state.last_at
    assert [(each.topic, each.kind, each.before, each.now) for each in since.changes] == [
        (MISSIONS, "changed", "open", "settled"),
        (LEAVING, "no_longer_answered", "partly", None),
        (WINDING_UP, "newly_answered", None, "open"),
    ]


def test_a_walkthrough_of_another_scorecard_is_not_compared() -> None:
    """Nor is there anything to compare with the first time."""
    other = everybody(replace(START, scorecard=replace(START.scorecard, id="other")))
    assert results(everybody().state, other.state).since is None
    assert results(everybody().state).since is None


def test_everybody_of_whom_something_can_be_seen_is_named() -> None:
    """Those who joined first; then who wrote, agreed, answered and left, or was given something to do."""
    meeting = everybody()
    meeting.does(CAL, Answer(MISSIONS, "open"))
    meeting.does(CAL, Leave())
    meeting.does(ZED, AddNote(NoteId("1"), MISSIONS, "hello"))
    meeting.does(ANN, Agree(COSTS, "half each", (CITY, ACME)))
    assert people_seen(meeting.state) == (ANN, ALI, BEA, OLA, CAL, ZED)


def test_somebody_who_voted_and_left_is_not_given_away() -> None:
    """As long as the votes are hidden."""
    meeting = voted((CAL, "open"))
    meeting.does(CAL, Leave())
    assert CAL not in people_seen(meeting.state)
    meeting.does(CAL, Join(TRUST))
    assert CAL in people_seen(meeting.state)


def test_there_is_no_total_and_no_share() -> None:
    """No field of the results adds up over themes, and no number in them is a fraction but times."""
    meeting = voted(*VOTES)
    named = {field.name for each in parts(results(meeting.state, everybody().state)) for field in fields(each)}
    assert not named & {"total", "score", "percent", "percentage", "share", "mark", "grade", "rank"}


def test_views_that_say_the_same_do_not_differ() -> None:
    """Nor does nobody at all."""
    meeting = voted((ANN, "open"), (BEA, "open"), (CAL, "open"))
    assert not differ(views_of(meeting.state, MISSIONS))
    assert not differ(())


def parts(value: Any) -> list[Any]:
    """The dataclasses in a value, itself included."""
    if isinstance(value, tuple):
        return [part for each in value for part in parts(each)]
    if not is_dataclass(value):
        return []
    return [value, *(part for field in fields(value) for part in parts(getattr(value, field.name)))]
