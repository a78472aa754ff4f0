"""What goes with an answer, as messages and modals for one person. Data to data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.asking.following import Basis, Quoted, Reasons
from bot.slack.block_kit.blocks import FALLBACK_CHARS_MAX, Packed, pack, split
from bot.slack.block_kit.elements import button, plain_text
from bot.slack.block_kit.list_blocks import OPEN, entry
from bot.slack.following.rows import label
from bot.slack.walkthrough.texts import fit
from knowledge.documents import Document
from prompts.catalogue.following import BasisLine, FollowNote, MoreHead, QuotedHead, QuotedSection, WhyMessage
from prompts.catalogue.message import Message
from prompts.rendering import Part, plain, render

# Source: https://docs.slack.dev/reference/views/modal-views, 100 blocks; three a section, and the head.
_SECTIONS_MAX = 30
# Slack takes a modal of 250 KB; nobody reads half as much as this.
_MODAL_CHARS_MAX = 12_000
_SECTION_CHARS_MAX = 2_400
_QUESTION_CHARS_MAX = 400


def more_message(kind: str, documents: Sequence[Document]) -> Packed:
    """Documents with the button that opens each; `kind` is `cases` or `tools`."""
    if not documents:
        return note(f"no_{kind}")
    head, rows = render(MoreHead(kind, len(documents))), [(each, render(entry(each))) for each in documents]
    blocks = [_blocks(parts)[0] | _opening(each) for each, parts in rows]
    texts = (*head, *(part for _, parts in rows for part in parts))
    return Packed(next(split(plain(texts), FALLBACK_CHARS_MAX)), (*_blocks(head), *blocks))


def passage_view(sections: Sequence[Quoted]) -> dict[str, Any]:
    """The modal with what an answer quotes."""
    shown: list[tuple[Part, ...]] = []
    chars = 0
    for each in sections[:_SECTIONS_MAX]:
        parts = render(_quoted(each))
        chars += sum(len(part.text) for part in parts)
        if shown and chars > _MODAL_CHARS_MAX:
            break
        shown.append(parts)
    head = render(QuotedHead(len(sections) - len(shown)))
    return _modal("passage_title", [*head, *(part for parts in shown for part in parts)])


def why_view(question: str, earlier: str, why: Reasons) -> dict[str, Any]:
    """The modal that says why an answer came out as it did."""
    message = WhyMessage(
        question=fit(question, _QUESTION_CHARS_MAX),
        earlier=fit(earlier, _QUESTION_CHARS_MAX),
        bases=tuple(_basis(each) for each in why.bases),
        is_strange=why.is_strange,
        limit=why.limit,
    )
    return _modal("why_title", render(message))


def note(kind: str) -> Packed:
    """Why there is nothing to show; `kind` is a key of its template."""
    return pack(render(FollowNote(kind)))[0]


def _opening(document: Document) -> dict[str, Any]:
    # What is somebody's own is not among what everybody may look through.
    return {} if document.head.audience else {"accessory": button(OPEN, label("open"), document.ref)}


def _quoted(each: Quoted) -> Message:
    head = each.document.head
    return QuotedSection(
        number=each.citation.number,
        headings=each.headings,
        texts=tuple(fit(text, _SECTION_CHARS_MAX) for text in each.texts),
        publisher=each.citation.publisher,
        url=each.citation.url,
        file=each.citation.file,
        page=each.page,
        dated=head.dated or head.year,
        is_summary=head.kind != "page",
        note=each.citation.note,
    )


def _basis(each: Basis) -> BasisLine:
    section = each.headings[-1] if len(each.headings) > 1 else ""
    return BasisLine(each.citation.number, each.citation.title, section, each.closeness, each.citation.note)


def _modal(title: str, parts: Sequence[Part]) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": plain_text(label(title)),
        "close": plain_text(label("close")),
        "blocks": _blocks(parts),
    }


def _blocks(parts: Sequence[Part]) -> list[dict[str, Any]]:
    return [block for packed in pack(parts) for block in packed.blocks]
