"""Messages into text, through strict Jinja2 templates.

A template in `messages/` is Slack text, one in `terminal/` is plain text for staff, one in `reports/` a plain line
of a document.
A line `--- text` or `--- small` starts a new part, so that whoever words a
message also decides where it breaks; the Slack side packs the parts into blocks. Every value that a template
shows is escaped on its way in: text of people and of documents can neither mention, nor link, nor format.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    Undefined,
)

from prompts.catalogue.message import Message
from prompts.errors import MessageBroken
from prompts.invisible import INVISIBLE

PROMPTS_DIR = Path(__file__).parent
PartKind = Literal["text", "small"]


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a message: `text` is body, `small` is fine print. Slack mrkdwn, already safe."""

    kind: PartKind
    text: str


class Markup(str):
    """Text that is Slack markup already (our own links, and what a template says of its own); never escaped again."""

    __slots__ = ()


def render(message: Message) -> tuple[Part, ...]:
    """The message's parts, in order, none of them empty.

    Raises:
        MessageBroken: the template is missing or uses a field which the message lacks.
    """
    return tuple(_parts(_fill(message)))


def render_terminal(message: Message) -> str:
    """A message for a terminal: a template of `terminal/` or `reports/`, or one of Slack's without its markup.

    Raises:
        MessageBroken: as `render`.
    """
    if message.template.startswith(_PLAIN):
        return _fill(message).strip("\n")
    text = plain(render(message))
    unlinked = _SLACK_LINK.sub(lambda match: f"{match['label']} <{match['url']}>", text)
    return _BOLD.sub(r"\1", unlinked).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def render_line(message: Message) -> str:
    """A message that is a single line of plain text (a status, a button's label)."""
    return " ".join(_fill(message).split())


def plain(parts: tuple[Part, ...]) -> str:
    """The parts as one text: what notifications and screen readers get."""
    return "\n\n".join(part.text for part in parts)


def escape(value: object) -> str:
    """Text as data: `&`, `<`, `>` become entities, format and part marks their look-alikes, invisible marks go.

    Source: https://api.slack.com/reference/surfaces/formatting#escaping for the three entities.
    """
    if isinstance(value, Markup):
        return value
    return _PART.sub("\u2014 \\1", INVISIBLE.sub("", str(value)).translate(_SAFE))


def link(url: str, label: str) -> Markup:
    """`<url|label>` on one line that opens only `url`; just the label when `url` is not http or https."""
    words = escape(" ".join(label.split()))
    if _WEB.match(url) is None:
        return Markup(words)
    return Markup(f"<{quote(url, safe=_URL_SAFE, errors='replace')}|{words}>")


_SAFE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb", "\r": "\n"}
)
_PLAIN = ("terminal/", "reports/")
_SLACK_LINK = re.compile(r"<(?P<url>https?://[^|>]+)\|(?P<label>[^>]*)>")
_BOLD = re.compile(r"\*([^*\n]+)\*")
_URL_SAFE = "%/:?#[]@!$&'()*+,;=~-._"
_WEB = re.compile(r"https?://\S", re.IGNORECASE)
_PART = re.compile(r"^--- (text|small)$", re.MULTILINE)


def _fill(message: Message) -> str:
    values = {field.name: getattr(message, field.name) for field in fields(message)}  # type: ignore[arg-type]
    try:
        return _environment(is_plain=message.template.startswith(_PLAIN)).get_template(message.template).render(values)
    except TemplateError as error:
        raise MessageBroken(f"{message.template}: {error}") from error


def _parts(text: str) -> list[Part]:
    pieces = _PART.split(text)
    kinds: list[PartKind] = ["text", *pieces[1::2]]  # type: ignore[list-item]
    bodies = (re.sub(r"\n{3,}", "\n\n", body).strip() for body in pieces[0::2])
    return [Part(kind, body) for kind, body in zip(kinds, bodies, strict=True) if body]


@lru_cache(maxsize=2)
def _environment(*, is_plain: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PROMPTS_DIR),
        undefined=StrictUndefined,
        finalize=_for_plain if is_plain else _for_slack,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        autoescape=False,  # noqa: S701 -- the output is Slack text, not HTML; `finalize` escapes for Slack
    )
    environment.filters["link"] = link
    environment.filters["ours"] = Markup
    return environment


def _for_slack(value: Any) -> Any:
    # An undefined value must reach Jinja2's own check, not be turned into text here.
    return value if isinstance(value, Undefined) else escape(value)


def _for_plain(value: Any) -> Any:
    # A carriage return would let a value write over the words before it.
    return value if isinstance(value, Undefined) else INVISIBLE.sub("", str(value)).replace("\r", "\n")
