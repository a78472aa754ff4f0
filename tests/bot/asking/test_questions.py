"""What was asked, whatever was typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking.phrases import asked_kinds, greets, leans
from bot.asking.questions import CLEANED_CHARS_MAX, FOLLOW_UP_SHARE, SEARCHED_CHARS_MAX, Question, read, resolve

MARKUP = re.compile(r"[<>*_~`|\n\r\t]|:[a-z0-9_+'-]+:|  ")
HIDDEN = re.compile("[\x00-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
pieces = st.sampled_from(
    [
        "<@U1>",
        "<!channel>",
        "<!subteam^S1|@team>",
        "<#C1|general>",
        "<https://a.example|label>",
        "&lt;",
        "&amp;lt;",
        "&gt;",
        ":smile:",
        "::",
        "*",
        "_",
        "`",
        "<",
        ">",
        "|",
        "\u200b",
        "\u202e",
        "\x1b[31m",
        "\ud800",
        "\n",
        "who",
        " pays ",
        "东",
        "\uff1c",
        "\uff1a",
    ]
)
typed = st.one_of(st.text(st.characters(), max_size=80), st.lists(pieces, max_size=25).map("".join))

NOTHING = (
    "",
    " ",
    "\n" * 10_000,
    "?",
    "?!… — ·",
    "...",
    "🤝",
    "👨‍👩‍👧‍👦🏳️‍🌈👍🏽",
    ":tada:",
    ":custom_emoji: :another-one:",
    "\u200b\u200d\ufeff",
    "\u202e\u202c",
    "<!channel>",
    "<!here> <!everyone>",
    "<!subteam^S1>",
    "<@U1>" * 500,
    "<@U0123456> ?",
    "<https://example.org>",
    "<#C0123456>",
    "\ud800",
    "\x1b[31m\x1b[0m",
    "**",
    "```\n```",
    "&lt;&gt;&amp;",
    "hi",
    "Hello there!",
    "thanks",
    "Thank you so much!!",
    "ok",
    "good morning everyone",
    "hi " * 5_000,
)


@pytest.mark.parametrize("raw", NOTHING, ids=lambda raw: ascii(raw[:30]))
def test_a_message_without_a_question_is_none(raw: str) -> None:
    """Empty, punctuation, emoji, mentions, a bare link, invisible characters, or only a greeting."""
    assert read(raw) is None


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("who pays?", "who pays?"),
        ("  who\n\n pays\t? ", "who pays ?"),
        ("<@U1> who pays?", "who pays?"),
        ("<@U1|ann> who pays <!channel>", "ann who pays"),
        ("<!subteam^S1|@team> who pays", "@team who pays"),
        ("*who* _pays_ ~or~ `not`", "who pays or not"),
        ("read <https://example.org/a_b|this guide> first", "read this guide first"),
        ("see <https://example.org> now", "see now"),
        ("cost &lt; 5 &amp; more", "cost 5 & more"),
        ("&lt;!channel&gt; hello world", "!channel hello world"),
        ("&amp;lt;!channel&amp;gt; all", "&lt;!channel&gt; all"),
        (":tada: who pays :+1:", "who pays"),
        ("at 10:30:45 we meet", "at 10 45 we meet"),
        ("who\u200b pa\u00adys", "who pays"),
        ("\u202ewho pays\u202c", "who pays"),
        ("\x1b[31mwho\x1b[0m pays", "who pays"),
        ("who \ud800pays", "who pays"),
        ("{{7*7}} and {% raw %}", "{{7 7}} and {% raw %}"),
        ("\uff57\uff48\uff4f \uff50\uff41\uff59\uff53\uff1f", "who pays?"),
        ("cafe\u0301 money", "café money"),
        ("من يدفع؟", "من يدفع؟"),
        ("谁来付钱\uff1f", "谁来付钱?"),
        ("# heading [label](https://example.org)", "# heading [label](https://example.org)"),
        ("hi, who pays?", "hi, who pays?"),
        ("42", "42"),
    ],
)
def test_a_question_is_read_as_plain_text(raw: str, text: str) -> None:
    """Mentions, markup, link addresses and invisible characters go; words stay, in every script."""
    assert read(raw) == Question(text, shortened=False)


@given(typed)
def test_any_message_can_be_read(raw: str) -> None:
    """Never an error, never a mention, markup or a hidden character, never more than is searched."""
    question = read(raw)
    if question is not None:
        assert MARKUP.search(question.text) is None
        assert HIDDEN.search(question.text) is None
        assert 0 < len(question.text) <= SEARCHED_CHARS_MAX
        assert any(character.isalnum() for character in question.text)


@given(typed)
def test_twins_in_unicode_are_one_question(raw: str) -> None:
    """Reading what was read changes nothing."""
    question = read(raw)
    if question is not None and "&" not in question.text:
        assert read(question.text) in {question, None}


@pytest.mark.parametrize(
    "raw",
    [
        "who pays " * 4_500,
        "x" * 40_000,
        "<@" * 20_000 + "who",
        "<https:" * 6_000,
        ":" * 40_000 + "who",
        ":a" * 20_000,
        "*" * 40_000 + "who",
        "and " * 10_000,
        "ﷺ" * 40_000,
        "who\n" * 10_000,
        "&lt;" * 10_000 + "who",
        "a-" * 20_000,
        "any the some " * 3_000,
    ],
    ids=lambda raw: ascii(raw[:12]),
)
def test_the_work_does_not_grow_with_the_message(raw: str) -> None:
    """Only the first 16,000 characters are looked at: what follows changes nothing, however long it is."""
    assert len(raw) > CLEANED_CHARS_MAX
    other = raw[:CLEANED_CHARS_MAX] + "entirely other words"
    assert read(raw) == read(other)
    question = read(raw)
    if question is not None:
        assert question.shortened
        assert len(question.text) <= SEARCHED_CHARS_MAX
        resolve(question, [raw])


@pytest.mark.parametrize(
    ("size", "shortened"), [(SEARCHED_CHARS_MAX, False), (SEARCHED_CHARS_MAX + 1, True), (4_000, True)]
)
def test_a_person_hears_when_only_the_start_was_read(size: int, shortened: bool) -> None:  # noqa: FBT001 -- a table
    """As soon as one character was left out."""
    question = read("x" * size)
    assert question is not None
    assert question.shortened is shortened
    assert len(question.text) == min(size, SEARCHED_CHARS_MAX)


@pytest.mark.parametrize(
    "text",
    [
        "and who pays for that?",
        "What about the school?",
        "what if they refuse?",
        "any example of this?",
        "how do we write that down?",
        "why?",
        "tell me more",
        "who else?",
        "ok, and then?",
        "an example?",
        "has anybody done it that way?",
        "can we do this instead",
    ],
)
def test_a_follow_up_leans_on_the_question_before(text: str) -> None:
    """It opens with "and", "what if", or points at something unnamed."""
    assert leans(text)


@pytest.mark.parametrize(
    "text",
    [
        "who should be in the room before we start?",
        "How do we write down who pays for what?",
        "Show me a case about a rural county.",
        "our coalition can't agree which numbers to report",
        "Our partner left and they took the list of all the families we had served with them.",
    ],
)
def test_a_whole_question_stands_alone(text: str) -> None:
    """Also a long one with a "they" in it."""
    assert not leans(text)


def question(text: str) -> Question:
    made = read(text)
    assert made is not None
    return made


def test_a_follow_up_is_searched_with_the_last_whole_question() -> None:
    """Follow-ups, greetings and emoji between them are passed over."""
    earlier = [
        "Who should sit at the table?",
        "How do we share costs between partners?",
        "and then?",
        ":tada:",
        "thanks",
    ]
    query = resolve(question("and who pays for that?"), earlier)
    assert query.texts == (
        ("and who pays for that?", FOLLOW_UP_SHARE),
        ("How do we share costs between partners?", 1 - FOLLOW_UP_SHARE),
    )


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("and who pays?", []),
        ("and who pays?", ["🤝", ""]),
        ("Who should sit at the table?", ["How do we share costs?"]),
    ],
)
def test_a_question_with_nothing_to_lean_on_stands_alone(text: str, earlier: list[str]) -> None:
    """Or one that needs nothing."""
    assert resolve(question(text), earlier).texts == ((text, 1.0),)


def test_a_thread_that_only_ever_leaned_hangs_on_its_first_question() -> None:
    """A complaint opens a thread; what follows is about that."""
    query = resolve(question("and what then?"), ["They won't share it", "who could help them?"])
    assert query.texts[1] == ("They won't share it", 1 - FOLLOW_UP_SHARE)


@given(typed, st.lists(typed, max_size=4))
def test_shares_add_up(raw: str, earlier: list[str]) -> None:
    """Whatever was said before: one or two texts, whose shares are one together."""
    asked = read(raw)
    if asked is not None:
        texts = resolve(asked, earlier).texts
        assert texts[0][0] == asked.text
        assert sum(share for _, share in texts) == 1.0


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Show me a case about a rural county.", {"case"}),
        ("is there a case study", {"case"}),
        ("any examples of a city doing that?", {"case"}),
        ("has anyone done this with a bus company", {"case"}),
        ("did any other city try it", {"case"}),
        ("is there a paper on shared measures?", {"resource"}),
        ("the guide by Ros Tennyson", {"resource"}),
        ("anything to read on trust", {"resource"}),
        ("something good to read", {"resource"}),
        ("what does the research say", {"study", "resource"}),
        ("is there evidence that it works", {"study", "resource"}),
        ("which tool helps us", {"tool", "stage"}),
        ("what does the toolkit say about trust", {"tool", "stage"}),
        ("who pays for what", set()),
        ("in this case we need a lawyer", set()),
        ("we wrote a report together", set()),
        ("partners keep their own books", set()),
    ],
)
def test_a_kind_of_document_is_asked_for_as_a_thing(text: str, kinds: set[str]) -> None:
    """The bare word is not enough: partners write reports and keep books too."""
    assert asked_kinds(text) == kinds


@given(typed)
def test_any_text_has_phrases_or_none(text: str) -> None:
    """Never an error, and only kinds that exist."""
    assert asked_kinds(text) <= {"case", "resource", "study", "tool", "stage"}
    assert leans(text) in {True, False}
    assert greets(text) in {True, False}
