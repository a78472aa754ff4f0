"""`coach generations` and `coach rollback`: what serves, what can come back, and going back to it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from bot.settings import load_settings
from bot.terminal import print_json, tell
from bot.wiring import publishing
from knowledge.manifests import Manifest
from prompts.catalogue.knowing import GenerationList, ListedGeneration, RolledBack

Name = Annotated[str, typer.Argument(metavar="NAME")]
Json = Annotated[bool, typer.Option("--json")]


def generations(*, as_json: Json = False) -> None:
    """List the indexes that are kept: when and by whom they were published, and which one serves."""
    store = publishing.generations(load_settings(needs_slack=False))
    serving = store.pointer()
    listed = tuple(_listed(name, manifest, serving) for name, manifest in store.listed())
    if as_json:
        print_json([asdict(each) | {"figures": dict(each.figures)} for each in listed])
    else:
        tell(GenerationList(listed, store.is_pinned()))


def rollback(name: Name = "", *, as_json: Json = False) -> None:
    """Go back to the index before the one that serves, or to the one of this name."""
    manifest = publishing.roll_back(load_settings(needs_slack=False), name)
    if as_json:
        print_json(asdict(manifest))
    else:
        tell(RolledBack(manifest.name, _when(manifest), manifest.documents))


def _listed(name: str, manifest: Manifest | None, serving: str) -> ListedGeneration:
    if manifest is None:
        return ListedGeneration(name, "", "", 0, 0, (), serves=False, is_whole=False)
    figures = manifest.judged.figures if manifest.judged else {}
    return ListedGeneration(
        name,
        _when(manifest),
        manifest.by,
        manifest.documents,
        manifest.entries,
        tuple((figure, f"{value:.3f}") for figure, value in figures.items()),
        serves=name == serving,
        is_whole=True,
    )


def _when(manifest: Manifest) -> str:
    """The minute, as it stands in the manifest: in UTC."""
    return f"{manifest.made_at[:16].replace('T', ' ')} UTC"
