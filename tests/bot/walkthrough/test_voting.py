"""Each partner answers first, and nobody sees it before the votes are revealed."""

from __future__ import annotations

import pytest

from bot.walkthrough.commands import (
    Answer,
    Join,
    JoinAs,
    Leave,
    Reveal,
    VoteAgain,
)
from bot.walkthrough.events import (
    Answered,
    HandedOver,
    PersonId,
    Revealed,
    Voted,
    VoteOpened,
)
from tests.bot.walkthrough.meeting import (
    ACME,
    ALI,
    ANN,
    BEA,
    CAL,
    CITY,
    EACH_FIRST,
    MISSIONS,
    OLA,
    TRUST,
    ZED,
    Meeting,
    everybody,
    statuses,
    vote,
)


@pytest.fixture
def voting() -> Meeting:
    """All have joined; each partner answers first."""
    return everybody(EACH_FIRST)


def test_a_vote_is_hidden_and_sets_nothing(voting: Meeting) -> None:
    """It is known that a partner voted, and no more."""
    assert voting.does(ANN, vote("open")) == (Voted(MISSIONS, CITY, "open"),)
    assert (voting.topic().status, voting.topic().is_revealed) == (None, False)
    assert voting.state.voted == {CITY}


def test_a_vote_may_be_changed(voting: Meeting) -> None:
    """The last one counts; the same once more changes nothing."""
    voting.does(ANN, vote("open"))
    voting.does(ANN, vote("settled"))
    assert voting.does(ANN, vote("settled")) == ()
    assert statuses(voting.state) == {ANN: "settled"}


def test_the_last_partners_vote_reveals_all(voting: Meeting) -> None:
    """Once every partner has voted there is nothing to wait for."""
    voting.does(ANN, vote("open"))
    voting.does(BEA, vote("open"))
    assert voting.does(CAL, vote("settled")) == (Voted(MISSIONS, TRUST, "settled"), Revealed(MISSIONS))
    assert voting.topic().is_revealed


def test_colleagues_votes_do_not_stand_in_for_a_partner(voting: Meeting) -> None:
    """Two people of one partner are one partner that voted."""
    voting.does(ANN, vote("open"))
    voting.does(ALI, vote("settled"))
    voting.does(BEA, vote("open"))
    assert not voting.topic().is_revealed


def test_nobody_votes_for_two_partners(voting: Meeting) -> None:
    """Who joins one partner after the other takes the vote along."""
    for partner in (CITY, ACME, TRUST):
        voting.does(ZED, Join(partner))
        voting.does(ZED, vote("settled"))
    assert voting.state.voted == {TRUST}
    assert not voting.topic().is_revealed


def test_the_vote_of_somebody_who_left_stays(voting: Meeting) -> None:
    """What was said was said."""
    voting.does(BEA, vote("open"))
    voting.does(BEA, Leave())
    voting.does(ANN, vote("open"))
    assert Revealed(MISSIONS) in voting.does(CAL, vote("open"))


def test_a_new_partner_is_waited_for(voting: Meeting) -> None:
    """A partner who came while the others voted has a vote too."""
    voting.does(ANN, vote("open"))
    voting.does(BEA, vote("open"))
    voting.does(ZED, JoinAs("County"))
    voting.does(CAL, vote("open"))
    assert not voting.topic().is_revealed
    assert Revealed(MISSIONS) in voting.does(ZED, vote("open"))


def test_the_facilitator_reveals_early(voting: Meeting) -> None:
    """A partner with no people keeps nobody waiting."""
    voting.does(BEA, vote("open"))
    assert voting.does(ANN, Reveal(MISSIONS)) == (Revealed(MISSIONS),)
    assert voting.does(ANN, Reveal(MISSIONS)) == ()


@pytest.mark.parametrize("person", [BEA, OLA, ZED])
def test_nobody_else_reveals(voting: Meeting, person: PersonId) -> None:
    """Whether to wait for the others is the facilitator's to say."""
    voting.does(BEA, vote("open"))
    assert voting.refuses(person, Reveal(MISSIONS)) == "facilitator_only"


def test_without_facilitator_a_speaker_reveals_and_leads(voting: Meeting) -> None:
    """Votes never stay hidden because somebody left; observers still cannot reveal them."""
    voting.does(BEA, vote("open"))
    voting.does(ANN, Leave())
    assert voting.refuses(OLA, Reveal(MISSIONS)) == "observer"
    assert voting.does(BEA, Reveal(MISSIONS)) == (HandedOver(BEA), Revealed(MISSIONS))


def test_no_votes_cannot_be_revealed(voting: Meeting) -> None:
    """There is nothing to show yet."""
    assert voting.refuses(ANN, Reveal(MISSIONS)) == "no_votes"


def test_after_the_reveal_an_answer_is_the_joint_status(voting: Meeting) -> None:
    """The team says together how the topic stands; what each partner said first stays as it was."""
    voting.does(BEA, vote("open"))
    voting.does(ANN, Reveal(MISSIONS))
    assert voting.does(BEA, Answer(MISSIONS, "settled")) == (Answered(MISSIONS, "settled"),)
    assert voting.does(CAL, Answer(MISSIONS, "settled")) == ()
    assert voting.topic().status == "settled"
    assert statuses(voting.state) == {BEA: "open"}


def test_a_vote_that_crossed_the_reveal_is_still_a_vote(voting: Meeting) -> None:
    """Somebody who voted at the moment of the reveal did not see the others: it is kept, and sets no status."""
    for person in (ANN, BEA, CAL):
        voting.does(person, vote("open"))
    assert voting.does(ALI, vote("settled")) == (Voted(MISSIONS, CITY, "settled"),)
    assert voting.topic().status is None
    assert statuses(voting.state)[ALI] == "settled"


def test_a_joint_answer_that_crossed_a_new_vote_is_a_vote(voting: Meeting) -> None:
    """While votes are hidden nothing that is said sets the status, whichever button it came from."""
    assert voting.does(BEA, Answer(MISSIONS, "settled")) == (Voted(MISSIONS, ACME, "settled"),)
    assert (voting.topic().status, voting.topic().is_revealed) == (None, False)


def test_a_double_click_on_the_last_vote_sets_no_status(voting: Meeting) -> None:
    """The second click of the one who completed the votes is no joint answer."""
    for person in (ANN, BEA, CAL):
        voting.does(person, vote("open"))
    assert voting.does(CAL, vote("open")) == ()
    assert voting.topic().status is None


def test_the_partners_vote_again(voting: Meeting) -> None:
    """Everybody starts anew, hidden again; the joint status stays until there is another."""
    voting.does(BEA, vote("open"))
    voting.does(ANN, Reveal(MISSIONS))
    voting.does(ANN, Answer(MISSIONS, "partly"))
    assert voting.does(BEA, VoteAgain(MISSIONS)) == (VoteOpened(MISSIONS),)
    assert (voting.topic().is_revealed, statuses(voting.state), voting.topic().status) == (False, {}, "partly")


def test_a_double_click_on_vote_again_opens_one_vote(voting: Meeting) -> None:
    """A vote that is open and empty is as wanted; one that people take part in is revealed first."""
    voting.does(BEA, vote("open"))
    assert voting.refuses(ANN, VoteAgain(MISSIONS)) == "not_revealed"
    voting.does(ANN, Reveal(MISSIONS))
    voting.does(ANN, VoteAgain(MISSIONS))
    assert voting.does(ANN, VoteAgain(MISSIONS)) == ()


def test_an_observer_opens_no_vote(voting: Meeting) -> None:
    """Only those who may answer, and the facilitator, may ask for it."""
    voting.does(BEA, vote("open"))
    voting.does(ANN, Reveal(MISSIONS))
    assert voting.refuses(OLA, VoteAgain(MISSIONS)) == "observer"
