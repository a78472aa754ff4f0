"""A document as a card: the modal that shows it, and the question that its button asks. Data to data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.slack.block_kit.blocks import pack
from bot.slack.block_kit.elements import button, plain_text
from bot.slack.block_kit.list_blocks import label
from bot.slack.parsing import Ask, Wire, clean
from knowledge.documents import Document
from knowledge.front_matter import Kind
from knowledge.headings import IN_SHORT, NOT_ESTABLISHED, OUTCOME, WHAT_TO_DO, WHY_OPEN
from prompts.catalogue.browsing import CardMessage, CardNote
from prompts.rendering import render

CARD = "browse.card"
ASK, RELATED = "browse.ask", "browse.related."
# A response_url lives 30 minutes; the last one is left for what is on its way.
# Source: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
ADDRESS_S_MAX = 29 * 60
# Source: https://docs.slack.dev/reference/views/modal-views
PRIVATE_CHARS_MAX = 3_000
_BLOCKS_MAX = 90
_RELATED_MAX = 8
_POINTS_MAX = 10
_SHORT_CHARS_MAX = 900
# What a reader wants beside the summary: the first of these sections that a document has.
_MAIN_SECTIONS: Mapping[Kind, tuple[str, ...]] = {
    "tool": (WHAT_TO_DO,),
    "stage": (WHAT_TO_DO,),
    "theme": (WHAT_TO_DO,),
    "case": (OUTCOME, "How they worked", "The problem"),
    "resource": (WHY_OPEN, "What it says"),
    "study": ("What it found",),
    "page": (),
}


@dataclass(frozen=True, slots=True)
class Back:
    """The way back from a modal to the place where it was opened, as it travels in `private_metadata`.

    `opened_at` is in seconds since 1970; `about` is the ref of the card, or the stand of the list that is searched.
    """

    channel: str
    response_url: str
    opened_at: int
    about: str

    def to(self, about: str) -> Back:
        """The same way back from something else."""
        return replace(self, about=about)

    def is_open(self, now: float) -> bool:
        """Whether Slack still takes an answer there."""
        return 0 <= now - self.opened_at <= ADDRESS_S_MAX


def write_back(back: Back) -> str:
    """Text for `private_metadata`."""
    return json.dumps(asdict(back))


def read_back(text: str) -> Back | None:
    """What was written, or None for a text that we did not write."""
    try:
        found = json.loads(text)
        back = Back(**found)
    except (ValueError, TypeError, RecursionError):
        return None
    texts = (back.channel, back.response_url, back.about)
    is_ours = all(isinstance(each, str) for each in texts) and isinstance(back.opened_at, int)
    return back if is_ours and len(text) <= PRIVATE_CHARS_MAX else None


def card_view(documents: Sequence[Document], document: Document, back: Back, note: str = "") -> dict[str, Any]:
    """The modal for a document. With a `note` (a key of its template) in the place of the button that asks."""
    blocks = [block for packed in pack(render(_message(document))) for block in packed.blocks][:_BLOCKS_MAX]
    related = _related(documents, document)
    if related:
        names = [button(f"{RELATED}{number}", each.head.title, each.ref) for number, each in enumerate(related)]
        blocks += [*_note("related", document), {"type": "actions", "elements": names}]
    ask = button(ASK, label("ask"), document.head.title, style="primary")
    return {
        "type": "modal",
        "callback_id": CARD,
        "private_metadata": write_back(back.to(document.ref)),
        "title": plain_text(label(document.head.kind)),
        "close": plain_text(label("close")),
        "blocks": [*blocks, *(_note(note, document) if note else [{"type": "actions", "elements": [ask]}])],
    }


def note_view(kind: str) -> dict[str, Any]:
    """A modal with a note alone, for a card that cannot be shown."""
    blocks = [block for packed in pack(render(CardNote(kind, ""))) for block in packed.blocks]
    return {"type": "modal", "title": plain_text(label("coach")), "close": plain_text(label("close")), "blocks": blocks}


def read_card_question(body: Wire, now: float) -> Ask | None:
    """The question behind *Ask about this*, as `/coach ask` would put it; None for any other interaction.

    However often the same card is asked about the same document, it is the same question.
    """
    action: Wire = next(iter(body.get("actions") or ()), {})
    view = body.get("view") or {}
    if body.get("type") != "block_actions" or action.get("action_id") != ASK:
        return None
    back = read_back(str(view.get("private_metadata") or ""))
    if back is None or not back.is_open(now):
        return None
    team = str((body.get("team") or {}).get("id", ""))
    return Ask(
        key=f"{team}:card:{view.get('id', '')}:{back.about}",
        surface="command",
        team=team,
        channel=back.channel,
        thread_ts="",
        ts="",
        author=str((body.get("user") or {}).get("id", "")),
        text=clean(str(action.get("value") or ""), bot_user_id=""),
        response_url=back.response_url,
    )


def _message(document: Document) -> CardMessage:
    head = document.head
    main = next((each for each in _MAIN_SECTIONS[head.kind] if document.section(each)), "")
    return CardMessage(
        kind=head.kind,
        title=head.title,
        place=head.place,
        year=head.year,
        authors=", ".join(head.authors),
        stage=head.stage or "",
        form=head.type or "",
        availability=head.availability or "",
        status=head.status,
        status_note=head.status_note,
        in_short=_in_short(document),
        heading=main,
        points=tuple(_points(document.section(main))),
        unknown=tuple(_points(document.section(NOT_ESTABLISHED))),
        url=head.source_url,
        publisher=head.publisher,
    )


def _in_short(document: Document) -> str:
    """The summary; of a page, which has none, how it begins."""
    summary = document.section(IN_SHORT) or next((each.body for each in document.sections), "")
    flat = " ".join(summary.split())
    return flat if len(flat) <= _SHORT_CHARS_MAX else f"{flat[:_SHORT_CHARS_MAX].rsplit(' ', 1)[0]}…"


def _points(body: str) -> list[str]:
    """The bullets or paragraphs of a section, each on one line."""
    points: list[str] = []
    is_open = False
    for line in body.splitlines():
        text = line.strip()
        is_bullet = text.startswith(("- ", "* "))
        if text and is_open and not is_bullet:
            points[-1] += f" {text}"
        elif text:
            points.append(text[2:].strip() if is_bullet else text)
        is_open = bool(text)
    return points[:_POINTS_MAX]


def _related(documents: Sequence[Document], document: Document) -> list[Document]:
    by_ref = {each.ref: each for each in documents}
    linked = (by_ref.get(link.to) for link in document.head.links)
    return [each for each in linked if each is not None][:_RELATED_MAX]


def _note(kind: str, document: Document) -> list[dict[str, Any]]:
    return [block for packed in pack(render(CardNote(kind, document.head.title))) for block in packed.blocks]
