"""Settings of channels, how much was asked, and what is said once: on both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from sqlalchemy import Engine, select

from bot.settings import Caps
from bot.slack.channels.limits import THREAD_LIMIT, Limits
from bot.slack.parsing import Ask
from bot.store import tables
from bot.store.asked import Asked, Asking, Limit
from bot.store.audit import Audit, Entry
from bot.store.channel_settings import ChannelChoice, ChannelSettings
from bot.store.notices import GREETED, Notice, Notices

ASKING = Asking("k0", "T1", "C1", "1.0", "U1", 1_000.0)
PERSON, DAY = Limit("person", 2, 3_600.0), Limit("day", 3, 86_400.0)


def test_a_channel_keeps_what_was_chosen_and_who_chose_it(engine: Engine) -> None:
    """The last choice holds, for this channel of this workspace alone."""
    settings = ChannelSettings(engine)
    assert settings.of("T1", "C1") == ChannelChoice()
    chosen = ChannelChoice("every", ("cases", "team"), True, ("U1", "S1"), "18:00", "08:00")
    entry = Entry("T1", "U1", "set_up", "C1", 5.0)
    settings.keep("C1", ChannelChoice("every"), entry)
    settings.keep("C1", chosen, entry)
    assert settings.of("T1", "C1") == chosen
    assert settings.of("T2", "C1") == settings.of("T1", "C2") == ChannelChoice()
    assert Audit(engine).listed(5) == (entry, entry)


def test_so_many_are_taken_within_the_time_and_no_more(engine: Engine) -> None:
    """What is refused does not count, and what is long ago does no more."""
    asked, limits = Asked(engine), (PERSON, DAY)
    for number in (0, 1):
        assert asked.take(replace(ASKING, key=f"k{number}"), limits) is None
    assert asked.is_taken("k1")
    assert asked.take(replace(ASKING, key="k2"), limits) == PERSON
    assert not asked.is_taken("k2")
    assert asked.take(replace(ASKING, key="k3", person="U2"), limits) is None
    assert asked.take(replace(ASKING, key="k4", person="U3"), limits) == DAY
    assert asked.take(replace(ASKING, key="k5", team="T2"), limits) is None
    assert asked.take(replace(ASKING, key="k6", at=1_000.0 + 86_400.0), limits) is None
    assert asked.forget_before(2_000.0) == 4


def test_people_and_threads_are_counted_apart(engine: Engine) -> None:
    """A channel counts everybody in it; a thread only the one who asks there."""
    asked = Asked(engine)
    thread, channel = Limit("thread", 1, 60.0), Limit("channel", 2, 60.0)
    assert asked.take(ASKING, (thread,)) is None
    assert asked.take(replace(ASKING, key="k1"), (thread,)) == thread
    assert asked.take(replace(ASKING, key="k2", person="U2"), (thread,)) is None
    assert asked.take(replace(ASKING, key="k3", thread_ts="2.0", person="U3"), (thread, channel)) == channel


def test_what_has_no_thread_counts_as_one_of_its_own(engine: Engine) -> None:
    """Also where the database counts characters: the key of a command, or of a card, is longer than any thread's."""
    limits = Limits(Asked(engine), Notices(engine), Caps(person_hour=2), lambda: 1_000.0)
    command = Ask(f"T0TEAM:command:{'9' * 60}", "command", "T0TEAM", "C1", "", "", "U1", "Who pays?")
    assert limits.take(command) is limits.take(command) is None
    assert limits.take(replace(command, key=f"{command.key}1")) is None
    refused = limits.take(replace(command, key=f"{command.key}2"))
    assert refused is not None
    assert (refused.limit.kind, refused.is_told) == ("person", True)


def test_who_was_not_answered_unasked_hears_of_the_limit_when_they_ask(engine: Engine) -> None:
    """The one notice is not spent on a question that was not put to the coach."""
    limits = Limits(Asked(engine), Notices(engine), Caps(person_hour=1), lambda: 1_000.0)
    ask = Ask("k0", "mention", "T1", "C1", "1.0", "1.0", "U1", "Who pays?")
    assert limits.take(ask) is None
    refused = [limits.take(replace(ask, key=f"k{surface}", surface=surface)) for surface in ("question", "mention")]
    assert [each and each.is_told for each in refused] == [False, True]


def test_a_notice_for_a_thread_names_nobody(engine: Engine) -> None:
    """The id of who was silenced stands nowhere but where it can be forgotten."""
    limits = Limits(Asked(engine), Notices(engine), Caps(), lambda: 1_000.0)
    ask = Ask("k", "thread", "T1", "C1", "1.0", "1.0", "U0SAM", "Who pays?")
    taken = [limits.take(replace(ask, key=f"k{number}")) for number in range(THREAD_LIMIT.most + 1)]
    assert [each is None for each in taken] == [True] * THREAD_LIMIT.most + [False]
    with engine.connect() as connection:
        (row,) = connection.execute(select(tables.notices)).all()
    assert not any("U0SAM" in str(value) for value in row)


def test_something_is_said_once_for_a_while(engine: Engine) -> None:
    """To the event that came first, also when that one asks again after a crash; later it is said anew."""
    notices, notice = Notices(engine), Notice("T1", "person", "U1")
    assert notices.may_say(notice, "k1", 100.0, 60.0)
    assert notices.may_say(notice, "k1", 101.0, 60.0)
    assert not notices.may_say(notice, "k2", 160.0, 60.0)
    assert notices.may_say(replace(notice, about="U2"), "k2", 160.0, 60.0)
    assert notices.said_at(notice) == 100.0
    assert notices.may_say(notice, "k3", 161.0, 60.0)
    assert notices.forget_before(200.0) == 2
    assert notices.said_at(notice) is None


def test_what_is_said_once_for_ever_is_never_forgotten(engine: Engine) -> None:
    """Of many who come at once, one may say it."""
    notices, notice = Notices(engine), Notice("T1", GREETED, "C1")
    with ThreadPoolExecutor(4) as workers:
        said = list(workers.map(lambda number: notices.may_say(notice, f"k{number}", 1.0), range(8)))
    assert said.count(True) == 1
    assert notices.forget_before(1e12) == 0
    assert not notices.may_say(notice, "k9", 1e12)
