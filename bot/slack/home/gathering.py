"""What there is for one person, read from everywhere. For any thread but the loop's."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.slack.errors import SendError, SendRefused
from bot.slack.home.facts import Facts, OpenWalk, OwnAction, OwnQuestion
from bot.slack.home.knowledge import Knowledge
from bot.slack.home.view import QUESTIONS_MAX
from bot.slack.walkthrough.pieces import answered, scorecard_title, title_of
from bot.slack.walkthrough.room import Room
from bot.slack.web_api.room_calls import RoomCalls
from bot.store.conversations import Conversations, Turn
from bot.store.person_settings import PersonSettings
from bot.walkthrough.events import PersonId
from bot.walkthrough.guiding import WalkthroughId
from bot.walkthrough.state import State

# Of more walkthroughs than this at once nobody keeps an overview; each is read from its log.
_WALKS_READ_MAX = 50
_LINKS_MAX = 2_000


class Links:
    """Addresses of messages, asked of Slack once each. Threads may use it at once."""

    def __init__(self, calls: RoomCalls) -> None:
        self._calls = calls
        self._known: OrderedDict[tuple[str, str], str] = OrderedDict()

    def to(self, channel: str, ts: str) -> str:
        """The address, or empty when Slack does not give one."""
        key = channel, ts
        if key not in self._known:
            try:
                self._known[key] = self._calls.link_to(channel, ts)
            except SendRefused:
                self._known[key] = ""
            except SendError:
                return ""
            if len(self._known) > _LINKS_MAX:
                self._known.popitem(last=False)
        return self._known[key]


@dataclass(frozen=True, slots=True)
class Gathering:
    """Where everything is read."""

    room: Room
    conversations: Conversations
    settings: PersonSettings
    knowledge: Knowledge
    links: Links

    def facts(self, person: str, *, is_staff: bool) -> Facts:
        """Everything for this person as it is now.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        choice = self.settings.of(self.room.team, person)
        found = self.states(person)
        turns = self.conversations.last_of(self.room.team, person, QUESTIONS_MAX)
        # Who has nothing here is not looked up either: what Slack says of a person is kept, and they may have left it.
        zone = _zone(self.room.tz(person) if turns or is_staff else "")
        return Facts(
            walks=tuple(self._walk(*each) for each in found if _goes_on_for(each[1], person)),
            actions=tuple(sorted(self._actions(person, found), key=lambda each: each.due)),
            questions=tuple(self._question(each, zone) for each in turns),
            is_private=choice.is_private,
            dates=choice.dates,
            staff=self.knowledge.facts(zone) if is_staff else None,
        )

    def states(self, person: str) -> list[tuple[WalkthroughId, State]]:
        """The walkthroughs that may concern this person, last touched first.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        named = self.room.walkthroughs.concerning(self.room.team, person, _WALKS_READ_MAX)
        states = ((each, self.room.guide.state(each)) for each in named)
        return [(each, state) for each, state in states if state is not None]

    def open_walks(self, person: str) -> tuple[OpenWalk, ...]:
        """The walkthroughs that this person takes part in.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        return tuple(self._walk(*each) for each in self.states(person) if _goes_on_for(each[1], person))

    def has_asked(self, person: str) -> bool:
        """Whether this person ever asked anything that is still kept.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        return bool(self.conversations.last_of(self.room.team, person, 1))

    def _walk(self, walkthrough: WalkthroughId, state: State) -> OpenWalk:
        return OpenWalk(
            id=walkthrough,
            title=scorecard_title(state),
            topic=title_of(state, state.current),
            answered=answered(state),
            topics=len(state.order),
            is_paused=state.phase == "paused",
            link=self._thread(walkthrough),
        )

    def _thread(self, walkthrough: WalkthroughId) -> str:
        place, root = self.room.walkthroughs.place(walkthrough), self.room.messages.root_of(walkthrough)
        return self.links.to(place.channel, root) if place and root else ""

    def _actions(self, person: str, found: list[tuple[WalkthroughId, State]]) -> Iterator[OwnAction]:
        for walkthrough, state in found:
            title = scorecard_title(state)
            for each in state.actions.values():
                if each.owner == person and not each.is_done:
                    is_late = each.due < self.room.today(each.tz)
                    yield OwnAction(each.id, walkthrough, each.what, each.due, is_late, title)

    def _question(self, turn: Turn, zone: tzinfo) -> OwnQuestion:
        link = self.links.to(turn.thread.channel, turn.message_ts)
        return OwnQuestion(turn.question, turn.outcome, _day(turn.asked_at, zone), link)


def concerns(state: State, person: str) -> bool:
    """Whether this walkthrough stands on the person's Home tab, or did until a moment ago."""
    owners = {action.owner for action in state.actions.values()}
    return person in {*state.people, *state.former, *owners, state.facilitator}


def _goes_on_for(state: State, person: str) -> bool:
    return state.phase != "closed" and (PersonId(person) in state.people or state.facilitator == person)


def _day(at: float, zone: tzinfo) -> date:
    return datetime.fromtimestamp(at, zone).date()


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
