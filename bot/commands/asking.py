"""`coach ask` and `coach eval`: questions put to the coach here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from bot.asking.answering import Answering
from bot.asking.answers import Reply
from bot.asking.evaluating import Figures, Judged, NotJudged, Row, evaluate, figures, parse_judged
from bot.asking.wording import message_for
from bot.settings import Settings, load_settings
from bot.terminal import EX_DATA, EX_NO_INPUT, print_json, progress_bar, stop, tell, warn, words_for
from bot.wiring import coaching
from prompts.catalogue.terminal import EvaluationReport, TerminalTrouble
from prompts.rendering import render_terminal

_SHOWN_MISSED = 3

Json = Annotated[bool, typer.Option("--json")]


def ask(question: str, *, as_json: Json = False) -> None:
    """Answer one question here, as Slack would see it."""
    reply = _coach(load_settings(needs_slack=False)).reply(question)
    if as_json:
        print_json(_reply_json(reply))
    else:
        tell(message_for(reply))


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


def _coach(settings: Settings) -> Answering:
    """The coach; what keeps it from the newest content is told beside its answers."""
    with progress_bar() as shown:
        _, coach, trouble = coaching.ready_coach(settings, shown.encoded)
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
