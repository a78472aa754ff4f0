"""Web pages, read by trafilatura: the main text without menus and footers, below its headings."""

from __future__ import annotations

from typing import Any

from lxml import html
from trafilatura import bare_extraction

from knowledge.reading.errors import CannotRead
from knowledge.reading.outline import Outline
from knowledge.reading.texts import Outcome, Unreadable

_HEADING_LEVEL = {f"h{level}": level for level in range(1, 7)}
# Only dates that the page states about itself; a search through its text finds those of other things.
_STATED_DATES = {"extensive_search": False, "original_date": True}
_BLOCKS = frozenset({"p", "quote", "code", "div", "body", "main"})


def read_html(text: str, text_chars_max: int) -> Outcome:
    """The main text of the page.

    Raises:
        CannotRead: there is more than is taken, or it is nested deeper than the parser goes.
    """
    # A declared character set is of no use any more, and the parser takes it amiss.
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, collect_ids=False
    )
    page = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    if any(fault.type_name == "ERR_RESOURCE_LIMIT" for fault in parser.error_log):
        # What follows was left out without another word.
        raise CannotRead("too_large")
    found = bare_extraction(
        page, include_comments=False, with_metadata=True, date_extraction_params=dict(_STATED_DATES)
    )
    if found is None or isinstance(found, dict) or found.body is None:
        return Unreadable("no_text")
    outline = Outline(text_chars_max)
    _add(outline, found.body)
    return outline.finish(title=found.title or "", date=found.date or "")


def _add(outline: Outline, element: Any) -> None:
    """Everything in a block, in reading order; text that stands between inner blocks is a paragraph."""
    loose: list[str] = [element.text or ""]

    def end() -> None:
        outline.add_paragraph("".join(loose))
        loose.clear()

    for child in element:
        if child.tag == "head":
            end()
            outline.add_heading(_HEADING_LEVEL.get(child.get("rend"), 2), _flat(child))
        elif child.tag == "list":
            end()
            _add_list(outline, child)
        elif child.tag == "table":
            end()
            for row in child.iter("row"):
                outline.add_row([_flat(cell) for cell in row.iterchildren("cell")])
        # Code in the middle of a sentence is a part of it.
        elif child.tag in _BLOCKS and (element.tag, child.tag) != ("p", "code"):
            end()
            _add(outline, child)
        else:
            loose.append(f" {child.text or ''}" if child.tag == "lb" else _flat(child))
        loose.append(child.tail or "")
    end()


def _add_list(outline: Outline, element: Any) -> None:
    for item in element.iterchildren("item"):
        own = [item.text or ""]
        for child in item:
            if child.tag == "list":
                outline.add_bullet("".join(own))
                own = []
                _add_list(outline, child)
            else:
                own.append(_flat(child) if child.tag not in _BLOCKS | {"lb"} else f" {_flat(child)} ")
            own.append(child.tail or "")
        outline.add_bullet("".join(own))


def _flat(element: Any) -> str:
    """All text in the element; a space where it breaks a line or starts a block."""
    parts = [element.text or ""]
    for child in element:
        gap = " " if child.tag in _BLOCKS or child.tag in {"lb", "item", "cell", "row", "list"} else ""
        parts += [gap, _flat(child), gap, child.tail or ""]
    return "".join(parts)
