"""Hostile names, partners, notes and actions: shown in walkthroughs, reminders, modals and the Home tab as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest

from bot.slack.adding.cards import added
from bot.slack.adding.wishes import Item, Wish
from bot.slack.block_kit.blocks import Packed, pack
from bot.slack.channels.form import Group, settings_view
from bot.slack.home.facts import Facts, LastRefresh, Note, OpenWalk, OwnAction, StaffFacts
from bot.slack.home.prompting import suggested_prompts
from bot.slack.home.view import home_view
from bot.slack.refreshing.cards import card as refresh_card
from bot.slack.refreshing.stories import Phase, Story
from bot.slack.walkthrough import modals
from bot.slack.walkthrough.cards import (
    Names,
    Reading,
    card,
    closing,
    idle_question,
    join_first,
    overview,
    reminder,
    said,
    visit,
)
from bot.slack.walkthrough.start_modal import start_view
from bot.slack.walkthrough.texts import fit
from bot.store.channel_settings import ChannelChoice
from bot.store.refreshes import Kept
from bot.walkthrough.events import (
    ActionId,
    ActionTaken,
    Agreed,
    Answered,
    Closed,
    Event,
    Joined,
    Noted,
    NoteId,
    Partner,
    PartnerId,
    Paused,
    PersonId,
    Recorded,
    Revealed,
    Started,
    Voted,
    WentTo,
)
from bot.walkthrough.refusals import RefusalKind
from bot.walkthrough.results import results
from bot.walkthrough.state import State, fold
from knowledge.scorecards import Scorecard
from prompts.catalogue.private import SharedHead
from prompts.rendering import render
from tests.bot.slack.injected.strict_slack import Allowed, message_faults, text_faults, view_faults
from tests.bot.slack.walkthrough.shown_states import (
    ACME,
    ANA,
    BEN,
    COSTS,
    MISSIONS,
    NAMES,
    PARTNERS,
    READINGS,
    RIVER,
    WALKTHROUGH,
)
from tests.fakes.payloads import PAYLOADS
from tests.fakes.scorecards import SCORECARD

LINK = "https://riverton.slack.example/archives/C1/p1"
DAY = date(2026, 3, 4)
ALLOWED = Allowed(
    {LINK, SCORECARD.source_url, *(each.url for each in READINGS.values())}, {f"<@{each}>" for each in (ANA, BEN)}
)


def walkthrough(note: str, partners: tuple[Partner, ...], *more: tuple[PersonId, Event]) -> State:
    """One in which the text is a note, an agreement and an action, and the partners answer each for themselves."""
    events: list[tuple[PersonId, Event]] = [
        (ANA, Started(SCORECARD, "short", "drafting", (), partners, "each_first", "2026-12-04")),
        (ANA, Joined(RIVER)),
        (BEN, Joined(ACME)),
        (ANA, Voted(MISSIONS, RIVER, "settled")),
        (BEN, Voted(MISSIONS, ACME, "open")),
        (ANA, Revealed(MISSIONS)),
        (ANA, Answered(MISSIONS, "partly")),
        (ANA, Noted(NoteId("1"), MISSIONS, note)),
        (BEN, Agreed(MISSIONS, note, (RIVER, ACME))),
        (BEN, ActionTaken(ActionId("1"), MISSIONS, note, BEN, "2026-12-01", "")),
        *more,
    ]
    return fold(Recorded(event, by, 1_700_000_000.0 + at) for at, (by, event) in enumerate(events))


def stages(note: str) -> Iterator[State]:
    """Under way, at another topic, paused, closed."""
    yield walkthrough(note, PARTNERS)
    for end in (WentTo(COSTS), Paused(), Closed()):
        yield walkthrough(note, PARTNERS, (ANA, end))


def messages(state: State, names: Names, readings: Mapping[str, Reading] = READINGS) -> Iterator[Packed]:
    """Every message of a walkthrough."""
    yield card(WALKTHROUGH, state, names)
    for number in range(len(state.visits)):
        yield visit(WALKTHROUGH, state, number, names, readings)
    yield closing(WALKTHROUGH, state, results(state, state), names)
    yield overview(WALKTHROUGH, state, names)
    yield join_first(WALKTHROUGH, state, None, ACME)
    yield idle_question(WALKTHROUGH, state, LINK)
    for action in state.actions.values():
        yield reminder(WALKTHROUGH, state, action, "overdue", LINK)


def views(state: State, text: str) -> Iterator[dict[str, Any]]:
    """Every modal of a walkthrough; the text is what was written before, or proposed."""
    yield modals.join_view(WALKTHROUGH, state, text)
    yield modals.note_view(WALKTHROUGH, state, MISSIONS, text)
    yield modals.agree_view(WALKTHROUGH, state, MISSIONS)
    yield modals.action_view(WALKTHROUGH, state, MISSIONS, ANA, "2026-11-22")


def check(state: State, names: Names, text: str) -> None:
    """Nothing but the scorecard's address and the readings' is live."""
    for message in messages(state, names):
        assert message_faults(message, ALLOWED) == []
    for view in views(state, text):
        assert view_faults(view, ALLOWED) == []


each_payload = pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)


@each_payload
def test_a_note_is_text(payload: str) -> None:
    """Also as an agreement and as an action; in the thread, at the end, in reminders, in the form that changes it."""
    for state in stages(payload):
        check(state, NAMES, payload)
    home = Facts(actions=(OwnAction("a1", "3f2a", payload, "2026-03-04", is_late=True, title=payload),))
    assert view_faults(home_view(home), ALLOWED) == []


@each_payload
def test_the_name_of_a_partner_is_text(payload: str) -> None:
    """On buttons and in menus too, of few partners and of many."""
    hostile = tuple(replace(each, name=payload) for each in PARTNERS)
    many = (*hostile, *(Partner(PartnerId(f"p{number}"), f"{payload}{number}") for number in range(4, 20)))
    ended = walkthrough("We agree.", hostile, (ANA, Closed()))
    for state in (walkthrough("We agree.", hostile), ended, walkthrough("We agree.", many)):
        check(state, NAMES, payload)


@each_payload
def test_the_name_of_a_person_is_text(payload: str) -> None:
    """Of who answered, wrote, took something on, asked, shared, pressed, added."""
    names = {ANA: payload, BEN: payload}
    for state in (walkthrough("We agree.", PARTNERS), walkthrough("We agree.", PARTNERS, (ANA, Closed()))):
        check(state, names, payload)
    for phase in get_args(Phase):
        kept = Kept("0123456789abcdef", "T1", "C1", ANA, phase, "{}", 1.0)
        assert message_faults(refresh_card(kept, Story(by=BEN), names, None), ALLOWED) == []
    for wish in (Wish((Item("file", "F1", "a.pdf", "k"),)), Wish((Item("file", "F1", "a.pdf", "k"),), by=BEN)):
        assert message_faults(added("1", wish, ANA, names), ALLOWED) == []
    for message in pack(render(SharedHead(payload, "Who pays?"))):
        assert message_faults(message, ALLOWED) == []
    staff = StaffFacts("g1", DAY, False, LastRefresh("planned", payload, DAY), 1, (payload,), False, 0, 0, 0, DAY, 9)
    assert view_faults(home_view(Facts(staff=staff)), ALLOWED) == []


@each_payload
def test_what_a_note_for_one_person_names_is_text(payload: str) -> None:
    """Refusals and acknowledgements, beside the field of a modal as well."""
    for kind in get_args(RefusalKind):
        assert message_faults(said(kind, payload), ALLOWED) == []
        for words in modals.errors(kind, payload).values():
            assert "\u202e" not in words


@each_payload
def test_a_title_of_a_walkthrough_is_text(payload: str) -> None:
    """Staff may write scorecards of their own; their titles and those of documents stand in cards and on Home tabs."""
    scorecard: Scorecard = replace(SCORECARD, title=payload, limits=payload, credit=payload)
    state = walkthrough("We agree.", PARTNERS)
    named = replace(state, setup=replace(state.setup, scorecard=scorecard))
    readings = {ref: Reading(payload, each.url) for ref, each in READINGS.items()}
    for message in messages(named, NAMES, readings):
        assert message_faults(message, ALLOWED) == []
    for view in (*views(named, payload), modals.hand_over_view(WALKTHROUGH, named), start_view([scorecard], "C1")):
        assert view_faults(view, ALLOWED) == []
    for is_paused in (True, False):
        walk = OpenWalk("3f2a", payload, payload, 1, 4, is_paused, LINK)
        assert view_faults(home_view(Facts(walks=(walk,)), Note("asked")), ALLOWED) == []
    prompts = suggested_prompts("walkthrough", fit(payload, 50))
    assert all(text_faults(each["title"], Allowed()) == [] for each in prompts)
    assert {each["message"] for each in prompts} >= {"Continue my walkthrough"}


@each_payload
def test_the_name_of_a_user_group_is_text(payload: str) -> None:
    """In the settings of a channel."""
    view = settings_view("C1", ChannelChoice(experts=("S1",)), [Group("S1", payload)])
    assert view_faults(view, Allowed()) == []
