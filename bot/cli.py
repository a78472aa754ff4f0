"""The command line: one function a command, with words from `prompts/terminal`."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from bot import wiring
from bot.asking.answering import Answering
from bot.asking.answers import Reply
from bot.asking.evaluating import Figures, Judged, NotJudged, Row, evaluate, figures, parse_judged
from bot.asking.wording import message_for
from bot.audit_command import audit
from bot.contents import contents_page
from bot.gaps_command import gaps
from bot.generation_commands import generations, rollback
from bot.refresh_command import refresh
from bot.report_command import report
from bot.settings import Settings, load_settings
from bot.terminal import (
    EX_CANT_CREATE,
    EX_CONFIG,
    EX_DATA,
    EX_NO_INPUT,
    leave_after,
    print_json,
    progress_bar,
    stop,
    tell,
    trouble_told,
    warn,
    words_for,
)
from knowledge.browsing import SHELVES, Page, Unmatched, Wish, browse, facets_of
from knowledge.content_files import read_documents
from knowledge.documents import Document
from knowledge.scorecards import ScorecardFault
from prompts.catalogue.terminal import (
    BrowsePage,
    ContentFault,
    EvaluationReport,
    Listed,
    ListedScorecard,
    NothingMatched,
    Playing,
    ScorecardFaults,
    ScorecardList,
    TerminalTrouble,
)
from prompts.rendering import render_terminal

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

PORT_DEFAULT = 3210
PAGE_SIZE = 20
_SHOWN_MISSED = 3

Json = Annotated[bool, typer.Option("--json")]


def main() -> None:
    """Run the command line; trouble with an answer ends it with that answer and no traceback."""
    with trouble_told():
        app()


@app.command()
def play(port: Annotated[int, typer.Option("--port")] = PORT_DEFAULT) -> None:
    """Try the coach in a small Slack on this machine; no account is needed."""
    from bot.play import BotEnded
    from bot.play import play as run
    from bot.playground.errors import NotStarted

    settings = load_settings(needs_slack=False)
    with progress_bar() as shown:
        manifest = wiring.bring_up(settings, shown)

    def announce(url: str) -> None:
        tell(Playing(url, wiring.model_name(settings), manifest.name, manifest.documents))

    try:
        asyncio.run(run(settings, port, announce))
    except NotStarted as error:
        stop(TerminalTrouble("port_taken", str(error)), EX_CANT_CREATE)
    except BotEnded:
        stop(TerminalTrouble("bot_ended", ""), EX_CONFIG)


@app.command()
def serve() -> None:
    """Answer people in Slack until stopped. Tokens come from the environment."""
    from bot.slack.logs import configure_logs
    from bot.slack.presence import Coach
    from bot.slack.serving import serve as run
    from bot.slack.walkthrough.assembly import Knows

    settings = load_settings(needs_slack=True)
    configure_logs(settings.log_level)
    with progress_bar() as shown:
        coach, trouble = wiring.swapping_coach(settings, shown)
    if trouble is not None:
        warn(words_for(trouble))
    found, faults = wiring.scorecards(settings)
    if faults:
        warn(_scorecard_faults(faults))
    coach.start()
    leave_after(lambda: asyncio.run(run(settings, Coach(coach, message_for, Knows(found, coach)))))


@app.command()
def ask(question: str, *, as_json: Json = False) -> None:
    """Answer one question here, as Slack would see it."""
    reply = _coach(load_settings(needs_slack=False)).reply(question)
    if as_json:
        print_json(_reply_json(reply))
    else:
        tell(message_for(reply))


app.command()(refresh)
app.command()(generations)
app.command()(rollback)
app.command()(gaps)


@app.command(name="eval")
def evaluate_file(file: Path, *, as_json: Json = False) -> None:
    """Put judged questions to the coach and print how well it did."""
    judged = _judged(file)
    rows = evaluate(_coach(load_settings(needs_slack=False)), judged)
    if as_json:
        scopes = sorted({row.judged.scope for row in rows})
        by_scope = {scope: _figures_json(figures(rows, scope)) for scope in scopes}
        print_json(
            {**_figures_json(figures(rows)), "by_scope": by_scope, "questions": [_row_json(row) for row in rows]}
        )
    else:
        tell(_report(rows))


Search = Annotated[str, typer.Option("--search")]
PageNumber = Annotated[int, typer.Option("--page", min=1)]


@app.command()
def tools(
    stage: str = "", collection: str = "", search: Search = "", page: PageNumber = 1, *, as_json: Json = False
) -> None:
    """List the tools, stages and agreement themes."""
    _browse("tools", {"stage": stage, "collection": collection}, search, page, as_json=as_json)


@app.command()
def cases(
    issue_area: str = "",
    sector: str = "",
    place: str = "",
    search: Search = "",
    page: PageNumber = 1,
    *,
    as_json: Json = False,
) -> None:
    """List the cases."""
    _browse("cases", {"issue_area": issue_area, "sector": sector, "place": place}, search, page, as_json=as_json)


@app.command()
def library(
    issue_area: str = "",
    sector: str = "",
    kind: Annotated[str, typer.Option("--type")] = "",
    availability: str = "",
    search: Search = "",
    page: PageNumber = 1,
    *,
    as_json: Json = False,
) -> None:
    """List the library and the research."""
    facets = {"issue_area": issue_area, "sector": sector, "type": kind, "availability": availability}
    _browse("library", facets, search, page, as_json=as_json)


@app.command()
def scorecards(*, as_json: Json = False) -> None:
    """List the scorecards that a team can go through, and name what is wrong with any that cannot be used."""
    found, faults = wiring.scorecards(load_settings(needs_slack=False))
    listed = tuple(
        ListedScorecard(each.id, each.title, len(each.themes), len(each.topics("full")), len(each.topics("short")))
        for each in found
    )
    if as_json:
        print_json([asdict(each) for each in listed])
    else:
        tell(ScorecardList(listed))
    if faults:
        warn(_scorecard_faults(faults))
        raise typer.Exit(EX_CONFIG)


app.command()(report)
app.command()(audit)


@app.command()
def contents() -> None:
    """Print the list of what the coach knows, as knowledge/CONTENTS.md holds it."""
    tell(contents_page(read_documents()))


@app.command()
def doctor(*, as_json: Json = False) -> None:
    """Check everything the coach needs and say how to mend what is wrong."""
    from bot.checkup import examine

    found = examine(load_settings(needs_slack=False))
    if as_json:
        print_json([asdict(finding) for finding in found.findings])
    else:
        tell(found)
    raise typer.Exit(any(finding.state == "mend" for finding in found.findings))


def _scorecard_faults(faults: tuple[ScorecardFault, ...]) -> ScorecardFaults:
    return ScorecardFaults(tuple(ContentFault(**asdict(fault)) for fault in faults))


def _browse(name: str, facets: dict[str, str], search: str, page: int, *, as_json: bool) -> None:
    documents = read_documents()
    wish = Wish({facet: value for facet, value in facets.items() if value}, search)
    # A script wants the whole list; a person wants a page of it.
    found = browse(documents, SHELVES[name], wish, page, len(documents) if as_json else PAGE_SIZE)
    if isinstance(found, Unmatched):
        stop(_nothing_message(found), EX_DATA)
    if as_json:
        print_json([_document_json(each) for each in found.documents])
    else:
        tell(_page_message(found))


def _nothing_message(found: Unmatched) -> NothingMatched:
    about, elsewhere = found.about.replace("_", " "), found.elsewhere
    shelf, title = (elsewhere.shelf, elsewhere.title) if elsewhere else ("", "")
    return NothingMatched(about, found.value, found.nearest, found.existing, shelf, title)


def _page_message(page: Page) -> BrowsePage:
    listed = (Listed(each.ref, each.head.title, each.head.source_url) for each in page.documents)
    return BrowsePage(tuple(listed), page.number, page.pages, page.total)


def _document_json(document: Document) -> dict[str, Any]:
    head = document.head
    shared = {"ref": head.ref, "title": head.title, "kind": head.kind, "source_url": head.source_url}
    return {**shared, "status": head.status, **facets_of(document)}


def _coach(settings: Settings) -> Answering:
    """The coach; what keeps it from the newest content is told beside its answers."""
    with progress_bar() as report:
        _, coach, trouble = wiring.ready_coach(settings, report)
    if trouble is not None:
        warn(words_for(trouble))
    return coach


def _judged(file: Path) -> tuple[Judged, ...]:
    try:
        return parse_judged(yaml.safe_load(file.read_text(encoding="utf-8")))
    except OSError:
        stop(TerminalTrouble("no_file", str(file)), EX_NO_INPUT)
    except (NotJudged, UnicodeDecodeError, yaml.YAMLError) as error:
        stop(TerminalTrouble("not_judged", str(error)), EX_DATA)


def _reply_json(reply: Reply) -> dict[str, Any]:
    lead = " ".join(each.text for each in getattr(reply, "lead", ()))
    cited = getattr(reply, "citations", ()) or getattr(reply, "nearest", ())
    citations = [{"number": each.number, "ref": each.ref, "title": each.title, "url": each.url} for each in cited]
    return {"outcome": reply.outcome, "lead": lead, "citations": citations, "text": render_terminal(message_for(reply))}


def _figures_json(made: Figures) -> dict[str, Any]:
    return {
        "hit@1": made.hit_at_1,
        "hit@3": made.hit_at_3,
        "mrr": made.mrr,
        "ndcg@10": made.ndcg_at_10,
        "expecting": made.expecting,
        "declined": dict(made.declined),
    }


def _row_json(row: Row) -> dict[str, Any]:
    question = row.judged.turns[-1]
    shared = {
        "scope": row.judged.scope,
        "outcome": row.outcome,
        "refs": list(row.refs),
        "expect": list(row.judged.expect),
    }
    return {"question": question, **({"turns": list(row.judged.turns)} if len(row.judged.turns) > 1 else {}), **shared}


def _report(rows: tuple[Row, ...]) -> EvaluationReport:
    made = figures(rows)
    lines = [(name, f"{value:.3f}") for name, value in _figures_json(made).items() if isinstance(value, float)]
    lines += [(f"declined, {scope}", f"{share:.3f}") for scope, share in made.declined.items()]
    missed = [row for row in rows if row.judged.expect and not set(row.refs[:_SHOWN_MISSED]) & set(row.judged.expect)]
    shown = tuple((row.judged.turns[-1], ", ".join(row.refs[:_SHOWN_MISSED])) for row in missed)
    return EvaluationReport(tuple(lines), shown)


if __name__ == "__main__":
    main()
