"""The command line: one function a command, with words from `prompts/terminal`."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Annotated

import typer

from bot.asking.wording import message_for
from bot.commands.asking import ask, evaluate_file
from bot.commands.audit import audit
from bot.commands.browsing import cases, library, tools
from bot.commands.gaps import gaps
from bot.commands.generations import generations, rollback
from bot.commands.privacy import export_data, forget
from bot.commands.refreshing import refresh
from bot.commands.reports import report
from bot.contents import contents_page
from bot.settings import load_settings
from bot.terminal import (
    EX_CANT_CREATE,
    EX_CONFIG,
    leave_after,
    print_json,
    progress_bar,
    stop,
    tell,
    trouble_told,
    warn,
    words_for,
)
from bot.wiring import coaching, publishing
from knowledge.content_files import read_documents
from knowledge.scorecards import ScorecardFault
from prompts.catalogue.terminal import (
    ContentFault,
    ListedScorecard,
    Playing,
    ScorecardFaults,
    ScorecardList,
    TerminalTrouble,
)

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

PORT_DEFAULT = 3210
# Only this machine, unless somebody says otherwise: from outside, a proxy with TLS passes on what begins with /slack/.
HOST_DEFAULT = "127.0.0.1"
HTTP_PORT_DEFAULT = 3000

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
        manifest = publishing.bring_up(settings, shown.encoded)

    def announce(url: str) -> None:
        tell(Playing(url, publishing.model_name(settings), manifest.name, manifest.documents))

    try:
        asyncio.run(run(settings, port, announce))
    except NotStarted as error:
        stop(TerminalTrouble("port_taken", str(error)), EX_CANT_CREATE)
    except BotEnded:
        stop(TerminalTrouble("bot_ended", ""), EX_CONFIG)


@app.command()
def serve(
    *,
    http: Annotated[bool, typer.Option("--http")] = False,
    host: Annotated[str, typer.Option("--host")] = HOST_DEFAULT,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535)] = None,
) -> None:
    """Answer people in Slack until stopped. Tokens come from the environment.

    With --http Slack sends signed requests to /slack/events. With --port also /livez, /readyz and /metrics are there.
    """
    from bot.slack.connection.http.site import Address
    from bot.slack.connection.serving import serve as run
    from bot.slack.logs import configure_logs
    from bot.slack.presence import Coach
    from bot.slack.walkthrough.assembly import Knows

    settings = load_settings(needs_slack=True, over_http=http)
    address = Address(host, HTTP_PORT_DEFAULT if port is None else port) if http or port is not None else None
    configure_logs(settings.log_level)
    with progress_bar() as shown:
        coach, trouble = coaching.swapping_coach(settings, shown.encoded)
    if trouble is not None:
        warn(words_for(trouble))
    found, faults = coaching.scorecards(settings)
    if faults:
        warn(_scorecard_faults(faults))
    coach.start()
    leave_after(lambda: asyncio.run(run(settings, Coach(coach, message_for, Knows(found, coach)), address)))


app.command()(ask)
app.command()(refresh)
app.command()(generations)
app.command()(rollback)
app.command()(gaps)
app.command(name="eval")(evaluate_file)
app.command()(tools)
app.command()(cases)
app.command()(library)


@app.command()
def scorecards(*, as_json: Json = False) -> None:
    """List the scorecards that a team can go through, and name what is wrong with any that cannot be used."""
    found, faults = coaching.scorecards(load_settings(needs_slack=False))
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
app.command()(forget)
app.command()(export_data)


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


if __name__ == "__main__":
    main()
