"""The command line: `coach play | serve | ask | refresh | eval | doctor`, each with words from `prompts/terminal`."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID
from rich.progress import Progress as Bar

from bot import wiring
from bot.asking.answers import Reply
from bot.asking.evaluating import Figures, NotJudged, Row, evaluate, figures, parse_judged
from bot.asking.wording import message_for
from bot.errors import BotError
from bot.settings import Settings, load_settings
from embeddings.errors import EmbeddingError, ModelMissing
from knowledge.errors import (
    BoundariesBroken,
    ContentBroken,
    IndexCorrupt,
    IndexMissing,
    KnowledgeError,
    PublishFailed,
)
from knowledge.refresh import Progress
from prompts.catalogue import (
    ContentFault,
    ContentFaults,
    EvaluationReport,
    KnowledgeTrouble,
    Playing,
    RefreshReport,
    TerminalTrouble,
)
from prompts.rendering import Message, render_terminal

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

# Source: sysexits.h: EX_DATAERR, EX_NOINPUT, EX_CANTCREAT, EX_CONFIG.
EX_DATA, EX_NO_INPUT, EX_CANT_CREATE, EX_CONFIG = 65, 66, 73, 78
PORT_DEFAULT = 3210
_SHOWN_MISSED = 3

Json = Annotated[bool, typer.Option("--json")]


def main() -> None:
    """Run the command line; trouble with an answer ends it with that answer and no traceback."""
    with _trouble_told():
        app()


@app.command()
def play(port: Annotated[int, typer.Option("--port")] = PORT_DEFAULT) -> None:
    """Try the coach in a small Slack on this machine; no account is needed."""
    from bot.play import BotEnded, play as run  # noqa: PLC0415 -- the servers are not needed by the other commands
    from bot.playground.errors import NotStarted  # noqa: PLC0415

    settings = load_settings(needs_slack=False)
    refreshed = _refresh(settings)

    def announce(url: str) -> None:
        _tell(Playing(url, wiring.model_name(settings), refreshed.manifest.name, refreshed.manifest.documents))

    try:
        asyncio.run(run(settings, port, announce))
    except NotStarted as error:
        _stop(TerminalTrouble("port_taken", str(error)), EX_CANT_CREATE)
    except BotEnded:
        _stop(TerminalTrouble("bot_ended", ""), EX_CONFIG)


@app.command()
def serve() -> None:
    """Answer people in Slack until stopped. Tokens come from the environment."""
    from bot.slack.app import serve as run  # noqa: PLC0415 -- as above
    from bot.slack.logs import configure_logs  # noqa: PLC0415

    settings = load_settings(needs_slack=True)
    configure_logs(settings.log_level)
    with _progress() as report:
        _, coach, broken = wiring.ready_coach(settings, report)
    if broken is not None:
        sys.stderr.write(render_terminal(_told(broken)) + "\n")
    asyncio.run(run(settings, coach, message_for))


@app.command()
def ask(question: str, *, as_json: Json = False) -> None:
    """Answer one question here, as Slack would see it."""
    settings = load_settings(needs_slack=False)
    with _progress() as report:
        _, coach, _ = wiring.ready_coach(settings, report)
    reply = coach.reply(question)
    if as_json:
        _print_json(_reply_json(reply))
    else:
        _tell(message_for(reply))


@app.command()
def refresh(*, force: Annotated[bool, typer.Option("--force")] = False, as_json: Json = False) -> None:
    """Build and publish an index of the content as it is now."""
    settings = load_settings(needs_slack=False)
    started = time.perf_counter()
    done = _refresh(settings, force=force)
    manifest = done.manifest
    seconds = f"{time.perf_counter() - started:.1f}"
    if as_json:
        _print_json({**asdict(manifest), "encoded": done.encoded, "changed": done.changed, "seconds": float(seconds)})
    else:
        _tell(RefreshReport(manifest.name, manifest.documents, manifest.entries, done.encoded, seconds, done.changed))


@app.command(name="eval")
def evaluate_file(file: Path, *, as_json: Json = False) -> None:
    """Put judged questions to the coach and print how well it did."""
    judged = _judged(file)
    settings = load_settings(needs_slack=False)
    with _progress() as report:
        _, coach, _ = wiring.ready_coach(settings, report)
    rows = evaluate(coach, judged)
    if as_json:
        scopes = sorted({row.judged.scope for row in rows})
        by_scope = {scope: _figures_json(figures(rows, scope)) for scope in scopes}
        _print_json({**_figures_json(figures(rows)), "by_scope": by_scope, "questions": [_row_json(row) for row in rows]})
    else:
        _tell(_report(rows))


@app.command()
def doctor(*, as_json: Json = False) -> None:
    """Check everything the coach needs and say how to mend what is wrong."""
    from bot.checkup import examine  # noqa: PLC0415 -- opens the database, which the other commands leave alone

    found = examine(load_settings(needs_slack=False))
    if as_json:
        _print_json([asdict(finding) for finding in found.findings])
    else:
        _tell(found)
    raise typer.Exit(any(finding.state == "mend" for finding in found.findings))


def _refresh(settings: Settings, *, force: bool = False) -> wiring.Refreshed:
    with _progress() as report:
        return wiring.refresh(settings, report, force=force)


def _judged(file: Path) -> Any:
    try:
        return parse_judged(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError):
        _stop(TerminalTrouble("no_file", str(file)), EX_NO_INPUT)
    except (NotJudged, yaml.YAMLError) as error:
        _stop(TerminalTrouble("not_judged", str(error)), EX_DATA)


@contextmanager
def _trouble_told() -> Iterator[None]:
    """Errors that have words end the command with them; anything else is a defect and keeps its traceback."""
    try:
        yield
    except BotError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(error.exit_code) from None
    except (KnowledgeError, EmbeddingError) as error:
        _stop(_told(error), EX_CONFIG)
    except PermissionError as error:
        _stop(TerminalTrouble("no_space", str(error.filename)), EX_CANT_CREATE)
    except BrokenPipeError:
        # Whoever read our output has gone (`coach ask … | head`). Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None


def _told(error: KnowledgeError | EmbeddingError) -> Message:
    match error:
        case ContentBroken(faults=faults):
            shown = (ContentFault(each.path, each.line, each.kind, each.about, each.hint) for each in faults)
            return ContentFaults(tuple(shown))
        case BoundariesBroken():
            return KnowledgeTrouble("boundaries", str(error))
        case IndexMissing():
            return KnowledgeTrouble("index_missing", "")
        case IndexCorrupt():
            return KnowledgeTrouble("index_corrupt", str(error))
        case PublishFailed():
            return KnowledgeTrouble("publish_failed", str(error))
        case ModelMissing():
            return KnowledgeTrouble("model_missing", str(error))
        case _:
            return KnowledgeTrouble("model_unfit", str(error))


def _stop(message: Message, code: int) -> Any:
    sys.stderr.write(render_terminal(message).strip() + "\n")
    raise SystemExit(code)


def _tell(message: Message) -> None:
    sys.stdout.write(render_terminal(message).strip("\n") + "\n")
    sys.stdout.flush()


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


@contextmanager
def _progress() -> Iterator[Callable[[Progress], None]]:
    """A bar on a terminal, on standard error so that output can be piped; silence elsewhere."""
    with Bar(BarColumn(), MofNCompleteColumn(), console=Console(stderr=True), transient=True) as bar:
        task: TaskID | None = None

        def report(progress: Progress) -> None:
            nonlocal task
            task = bar.add_task("", total=progress.total) if task is None else task
            bar.update(task, completed=progress.done)

        yield report


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
    shared = {"scope": row.judged.scope, "outcome": row.outcome, "refs": list(row.refs), "expect": list(row.judged.expect)}
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
