"""What a message holds that could be added: its files and links. Pure."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Literal

from bot.slack.parsing import Wire, storable
from knowledge.front_matter import URL_PATTERN

Kind = Literal["file", "link", "reply"]
"""A reply to somebody's question is proposed below that question, and never found in a message here."""
# Source: https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element, `options`
CANDIDATES_MAX = 10
NAME_CHARS_MAX = 120
# As long as a sources file takes.
_URL_CHARS_MAX = 2_000
# Recordings and pictures have no words that could be read.
_NO_DOCUMENTS = ("image/", "video/", "audio/")
# Source: https://docs.slack.dev/reference/objects/file-object, `mode`
_GONE_MODES = frozenset({"tombstone", "hidden_by_limit"})
_FILE_ID = re.compile(r"F[A-Z0-9]{1,30}")
_URL = re.compile(URL_PATTERN)
# Source: https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
_LINK = re.compile(r"<(https?://[^<>|\s]+)(?:\|([^<>]*))?>")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file, by Slack's id, or a link, by its address; `name` is what people call it, or empty."""

    kind: Kind
    place: str
    name: str


def read_message(message: Wire) -> tuple[Candidate, ...]:
    """The files of a message that may be documents, then its links, each once."""
    found: dict[str, Candidate] = {}
    for each in (*_files(message), *_links(str(message.get("text") or ""))):
        found.setdefault(each.place, each)
    return tuple(found.values())


def write_candidates(candidates: Sequence[Candidate], chars_max: int) -> str:
    """As many of them as fit, for a button or form; at most as many as one form can ask about."""
    kept: list[tuple[str, str, str]] = []
    for each in candidates[:CANDIDATES_MAX]:
        if len(_dump([*kept, astuple(each)])) > chars_max:
            break
        kept.append(astuple(each))
    return _dump(kept)


def read_candidates(written: str) -> tuple[Candidate, ...]:
    """What `write_candidates` wrote; nothing of what anybody else did."""
    try:
        rows = json.loads(written)
    except ValueError:
        return ()
    return tuple(each for row in rows if (each := _candidate(row))) if isinstance(rows, list) else ()


def titled(candidate: Candidate) -> str:
    """A first title for it: its name, as words."""
    name = candidate.name if candidate.kind == "link" else _ENDING.sub("", candidate.name).replace("_", " ")
    return " ".join(name.split())


def _files(message: Wire) -> Iterator[Candidate]:
    for file in message.get("files") or ():
        mode, media, id_ = (str(file.get(name) or "") for name in ("mode", "mimetype", "id"))
        is_ours = not file.get("is_external") and mode not in _GONE_MODES and not media.startswith(_NO_DOCUMENTS)
        if is_ours and _FILE_ID.fullmatch(id_):
            yield Candidate("file", id_, _short(str(file.get("title") or file.get("name") or "")))


def _links(text: str) -> Iterator[Candidate]:
    for url, name in _LINK.findall(text):
        address = html.unescape(url)
        words = _short(html.unescape(name))
        if _is_address(address):
            yield Candidate("link", address, "" if words in address else words)


def _candidate(row: object) -> Candidate | None:
    match row:
        case ["file", str(id_), str(name)] if _FILE_ID.fullmatch(id_):
            return Candidate("file", id_, _short(name))
        case ["link", str(url), str(name)] if _is_address(url):
            return Candidate("link", url, _short(name))
    return None


def _is_address(url: str) -> bool:
    return len(url) <= _URL_CHARS_MAX and _URL.fullmatch(url) is not None


def _short(name: str) -> str:
    return " ".join(storable(name).split())[:NAME_CHARS_MAX]


def _dump(rows: Iterable[Sequence[str]]) -> str:
    return json.dumps(list(rows), ensure_ascii=False, separators=(",", ":"))
