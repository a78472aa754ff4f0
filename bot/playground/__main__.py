"""`python -m bot.playground --port N`: the playground alone, for an app that runs elsewhere."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys

from bot.playground.page_words import fill
from bot.playground.roster import APP_TOKEN, BOT_TOKEN
from bot.playground.server import Playground

_PORT_DEFAULT = 3210


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m bot.playground")
    parser.add_argument("--port", type=int, default=_PORT_DEFAULT)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(parser.parse_args().port))


async def _serve(port: int) -> None:
    async with Playground(port, is_furnished=True) as playground:
        values = {"url": playground.url, "api_url": playground.api_url, "bot_token": BOT_TOKEN, "app_token": APP_TOKEN}
        sys.stdout.write(fill("started.j2", **values) + "\n")
        sys.stdout.flush()
        await playground.serve()


if __name__ == "__main__":
    main()
