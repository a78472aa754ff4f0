"""Checks blocks against Slack's own types (JSON Schemas made from `@slack/types`, see schemas/README.md).

Slack's types are unions told apart by `type`. Trying every branch is slow (25 ms for six blocks) and explains
nothing, so each union becomes a table by `type` when the schemas are read: a check takes about a millisecond and
its pointers are exact.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from jsonschema import Draft7Validator, ValidationError
from jsonschema.validators import extend

from bot.playground.workspace import Wire

_SCHEMAS = Path(__file__).parent / "schemas"
ViewKind = Literal["ModalView", "HomeView"]


def block_faults(blocks: object) -> list[str]:
    """What Slack's types say against a message's blocks (`text [json-pointer:/blocks/...]`); empty when fine."""
    return [_explain(error, "/blocks") for error in _validator("Blocks").iter_errors(blocks)]


def view_faults(view: object, kind: ViewKind) -> list[str]:
    """What Slack's types say against a modal or a Home tab."""
    return [_explain(error, "/view") for error in _validator(kind).iter_errors(view)]


def load_schemas() -> None:
    """Read all schemas now, so that the first message does not wait for them."""
    view = {"type": "home", "blocks": [{"type": "divider"}]}
    block_faults(view["blocks"])
    view_faults(view, "HomeView")
    view_faults(view, "ModalView")


@lru_cache(maxsize=8)
def _validator(definition: str) -> Any:
    name = "Blocks" if definition == "Blocks" else "AnyView"
    schema = json.loads((_SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    definitions = schema["definitions"]
    if "AnyBlock" in definitions:  # Slack's type lets any unknown block pass in a view; its API does not.
        definitions["AnyBlock"] = definitions["KnownBlock"]
    tabled = {key: _with_tables(value, definitions) for key, value in definitions.items()}
    return _ByType({**schema, "$ref": f"#/definitions/{definition}", "definitions": tabled})


def _with_tables(node: Any, definitions: Wire) -> Any:
    """The schema node with each `anyOf` of typed objects replaced by `byType`."""
    if isinstance(node, list):
        return [_with_tables(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _with_tables(value, definitions) for key, value in node.items()}
    table: dict[str, list[Wire]] = {}
    for branch in node.get("anyOf", []):
        for kind, leaf in _leaves(branch, definitions):
            table.setdefault(kind, []).append(_with_tables(leaf, definitions))
    if table and "" not in table:
        del kept["anyOf"]
        kept["byType"] = table
    return kept


def _leaves(branch: Wire, definitions: Wire) -> Iterator[tuple[str, Wire]]:
    """The `(type, schema)` of every object that a branch stands for; type "" when it names none."""
    target = definitions[branch["$ref"].rsplit("/", 1)[-1]] if "$ref" in branch else branch
    kind = target.get("properties", {}).get("type", {}).get("const")
    if kind:
        yield kind, branch
    elif "anyOf" in target:
        for inner in target["anyOf"]:
            yield from _leaves(inner, definitions)
    else:
        yield "", branch


def _check_by_type(
    validator: Any,
    table: dict[str, list[Wire]],
    instance: Any,
    _schema: Wire,
) -> Iterator[ValidationError]:
    branches = table.get(instance.get("type", "")) if isinstance(instance, dict) else None
    if not branches:
        known = ", ".join(sorted(table))
        yield ValidationError(f"must provide an object whose type is one of: {known}")
        return
    tries = [list(validator.descend(instance, branch)) for branch in branches]
    if all(tries):
        yield from min(tries, key=len)


_ByType = extend(Draft7Validator, {"byType": _check_by_type})  # type: ignore[no-untyped-call]


def _explain(error: ValidationError, root: str) -> str:
    pointer = "/".join([root, *(str(step) for step in error.absolute_path)])
    return f"{error.message[:200]} [json-pointer:{pointer}]"
