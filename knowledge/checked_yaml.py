"""YAML that staff write, checked against a model, with the line of every fault. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from rapidfuzz import process

FieldFaultKind = Literal["not_yaml", "no_mapping", "key_twice", "missing_field", "unknown_field", "bad_value"]
Place = tuple[str | int, ...]
"""Keys and positions that lead to a value: `("links", 1, "to")`."""
_Model = TypeVar("_Model", bound=BaseModel)
# What is this like a field's name counts as that one misspelt. Source: rapidfuzz's ratio, 0 to 100.
_LIKENESS_MIN = 75


class FieldFault(NamedTuple):
    """One thing to mend, as in `knowledge.documents.Fault`, which also names the file."""

    line: int
    kind: FieldFaultKind
    about: str = ""
    hint: str = ""


class FieldsBroken(Exception):
    """The text cannot be taken; `faults` says all that is wrong with it."""

    def __init__(self, faults: list[FieldFault]) -> None:
        super().__init__(faults)
        self.faults = faults


def parse_fields(text: str, model: type[_Model], first_line: int = 1) -> _Model:
    """What `text` says as a `model`; the text starts at `first_line` of its file.

    Raises:
        FieldsBroken: it is no YAML mapping, or fields are missing, unknown, given twice or have values they may not
            have.
    """
    root, loaded = _load(text, first_line)
    if not isinstance(loaded, dict) or root is None:
        raise FieldsBroken([FieldFault(first_line, "no_mapping")])
    faults = list(_twice(root, first_line))
    try:
        made = model.model_validate(loaded)
    except ValidationError as error:
        lines = _lines(root, first_line)
        faults += [_explain(dict(each), lines, model) for each in error.errors()]
        raise FieldsBroken(sorted(faults, key=lambda fault: fault.line)) from error
    if faults:
        raise FieldsBroken(faults)
    return made


def lines_of(text: str, places: Iterable[Place], first_line: int = 1) -> list[int]:
    """The line of each place: that of its key, or of the start of an entry in a list.

    What came in by an alias has the line of the alias.

    Raises:
        FieldsBroken: it is not YAML.
    """
    root, _ = _load(text, first_line)
    lines: dict[Place, int] = _lines(root, first_line) if root else {(): first_line}
    return [_nearest(place, lines) for place in places]


def _load(text: str, first_line: int) -> tuple[yaml.Node | None, Any]:
    """The tree with its lines, and the value made from it."""
    loader = yaml.CSafeLoader(text)  # the safe loader, in C: ten times as fast
    try:
        root = loader.get_single_node()
        return root, loader.construct_document(root) if root else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        about = str(getattr(error, "problem", "") or getattr(error, "reason", ""))
        raise FieldsBroken([FieldFault(line, "not_yaml", about)]) from error
    except ValueError as error:
        # A date or number that YAML reads as one and Python cannot make, such as 2014-13-45.
        raise FieldsBroken([FieldFault(first_line, "not_yaml", str(error))]) from error
    finally:
        loader.dispose()


def _lines(root: yaml.Node, first_line: int) -> dict[Place, int]:
    return {place: first_line + start.start_mark.line for place, _, start in _nodes(root)}


def _nearest(place: Place, lines: Mapping[Place, int]) -> int:
    return next(lines[place[:size]] for size in range(len(place), -1, -1) if place[:size] in lines)


def _nodes(root: yaml.Node) -> Iterator[tuple[Place, yaml.Node, yaml.Node]]:
    """Every node below `root`, itself first: its place, the node, and its key, or the node again where it has none."""
    seen: set[int] = set()

    def walk(at: yaml.Node, place: Place, start: yaml.Node) -> Iterator[tuple[Place, yaml.Node, yaml.Node]]:
        yield place, at, start
        # An alias brings a node back: below it nothing is new, and it may even contain itself.
        if id(at) in seen:
            return
        seen.add(id(at))
        if isinstance(at, yaml.MappingNode):
            for key, value in at.value:
                yield from walk(value, (*place, str(key.value)), key)
        elif isinstance(at, yaml.SequenceNode):
            for number, value in enumerate(at.value):
                yield from walk(value, (*place, number), value)

    return walk(root, (), root)


def _twice(root: yaml.Node, first_line: int) -> Iterator[FieldFault]:
    """Keys that stand twice in one mapping: YAML would keep the last and drop the others in silence."""
    for place, node, _ in _nodes(root):
        known: set[str] = set()
        for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
            name = str(key.value)
            if name in known:
                yield FieldFault(first_line + key.start_mark.line, "key_twice", _joined((*place, name)))
            known.add(name)


def _explain(error: dict[str, Any], lines: Mapping[Place, int], model: type[BaseModel]) -> FieldFault:
    place: Place = tuple(error["loc"])
    line = _nearest(place, lines)
    name = _joined(place)
    if error["type"] == "missing":
        return FieldFault(line, "missing_field", name)
    if error["type"] == "extra_forbidden":
        nearest = process.extractOne(str(place[-1]), _field_names(model), score_cutoff=_LIKENESS_MIN)
        return FieldFault(line, "unknown_field", name, nearest[0] if nearest else "")
    return FieldFault(line, "bad_value", name, str(error["msg"]))


def _field_names(model: type[BaseModel]) -> list[str]:
    """Of the model and of those inside it."""
    schema = model.model_json_schema()
    parts = (schema, *schema.get("$defs", {}).values())
    return [name for part in parts for name in part.get("properties", {})]


def _joined(place: Place) -> str:
    return ".".join(str(part) for part in place)
