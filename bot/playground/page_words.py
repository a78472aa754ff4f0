"""The page's templates: HTML, autoescaped, from prompts/playground."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from bot.playground import elements
from bot.playground.file_shelf import FileShelf
from bot.playground.mrkdwn import EMOJI, EMOJI_NAME, link_html, mrkdwn_html
from bot.playground.roster import Person
from bot.playground.workspace import Channel, Wire
from prompts.rendering import PROMPTS_DIR

TEMPLATES_DIR = PROMPTS_DIR / "playground"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Jinja2 for HTML; values are escaped, a missing one is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES_DIR),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["mrkdwn"] = mrkdwn_html
    made.filters["markdown"] = markdown_html
    made.filters["plain"] = _plain
    made.filters["emoji"] = _emoji
    made.globals.update(
        state_of=_state_of,
        rich_link=_rich_link,
        picture_url=_picture_url,
        chosen_values=_chosen_values,
        tick_rows=_tick_rows,
    )
    return made


def fill(template: str, **values: object) -> str:
    """The template's HTML."""
    return environment().get_template(template).render(**values)


def markdown_html(text: str) -> Markup:
    """Standard Markdown (Slack's `markdown` block) as HTML; raw HTML in it stays text, pictures become links."""
    return Markup(_markdown().render(text))  # noqa: S704 -- markdown-it escapes, with `html` off


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"]).disable("image")


def _emoji(name: str) -> str:
    return EMOJI.get(name, f":{name}:")


def _plain(text: str) -> str:
    """The text of a plain_text object: nothing but emoji names mean anything in it."""
    return EMOJI_NAME.sub(lambda match: EMOJI.get(match[1], match[0]), text)


def _rich_link(url: str, label: str) -> Markup:
    return Markup(link_html(url, label))  # noqa: S704 -- `link_html` escapes both


def _state_of(blocks: list[Wire]) -> Wire:
    values: Wire = elements.state(blocks, {})["values"]
    return values


def _picture_url(image: Wire, files: FileShelf) -> str:
    """Where the page can load the picture from; empty for pictures elsewhere, which stay unloaded."""
    slack_file = image.get("slack_file", {})
    wanted = slack_file.get("id", ""), slack_file.get("url", image.get("image_url", ""))
    for file in files.files.values():
        wire = files.wire(file)
        if file.id == wanted[0] or wanted[1] in {wire["url_private"], wire["permalink"]}:
            return f"/files-pri/{file.id}/{file.name}"
    return ""


def _chosen_values(entry: Wire) -> list[str]:
    """The values that an entry of a view's state holds, whatever its type."""
    found: list[str] = []
    for key, value in entry.items():
        several = value if isinstance(value, list) else [value]
        found += [one["value"] if isinstance(one, dict) else str(one) for one in several if one and key != "type"]
    return found


def _tick_rows(element: Wire, everyone: list[Person], channels: list[Channel]) -> list[tuple[str, str, str]]:
    """`(value, label, hint)` for each box of radio buttons, checkboxes or a multi-select."""
    if "users" in element["type"]:
        return [(person.id, person.name, person.organisation.name) for person in everyone]
    if "conversations" in element["type"] or "channels" in element["type"]:
        return [(channel.id, f"#{channel.name}", "") for channel in channels]
    rows = elements.options(element)
    return [(row["value"], row["text"]["text"], row.get("description", {}).get("text", "")) for row in rows]
