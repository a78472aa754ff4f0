"""Word files: headings by their style, paragraphs, lists, and tables row by row.

python-docx leaves out what stands in content controls and in tracked insertions, both common in agreements, and unpacks
every picture; so the XML is walked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from knowledge.reading.cleaning import one_line
from knowledge.reading.outline import Outline
from knowledge.reading.texts import Outcome
from knowledge.reading.word_parts import open_parts

# What was deleted or moved away, the older twin of a drawing, and codes of fields.
_SKIPPED = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "tblPr", "tcPr"})
_SPACES = frozenset({"tab", "br", "cr", "ptab"})
_HEADING_NAME = re.compile(r"heading (\d)$")
_NO_LIST = "0"
# Styles may rest on one another in a circle.
_STYLE_DEPTH_MAX = 12
_LEVELS = 9
# Word's own templates, and python-docx's, leave these as the title.
_NO_TITLE = re.compile(r"(?:word document|document\d*|untitled)$|.*\.(?:docx?|dotx?)$", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
# That of python-docx's template: files made with it say so for ever.
_NO_DATE = "2013-12-23T23:15:00Z"


@dataclass(frozen=True, slots=True)
class _Style:
    name: str = ""
    level: int = 0
    is_list: bool = False


def read_word(data: bytes, text_chars_max: int) -> Outcome:
    """The text of the document itself, without comments, notes, heads and feet.

    Raises:
        CannotRead: it wants a password, is not as Word writes it, or there is more than is taken.
    """
    parts = open_parts(data)
    walk = _Walk(Outline(text_chars_max), _styles(parts.styles))
    body = next(_children(parts.document, "body"), None)
    if body is not None:
        walk.add_blocks(body)
    title = _property(parts.properties, "title")
    changed = _property(parts.properties, "modified") or _property(parts.properties, "created")
    date = _DATE.match(changed if changed != _NO_DATE else "")
    return walk.outline.finish(
        own_title=walk.title, title="" if _NO_TITLE.match(title) else title, date=date[0] if date else ""
    )


class _Walk:
    """The way through a document."""

    def __init__(self, outline: Outline, styles: dict[str, _Style]) -> None:
        self.outline = outline
        self.title = ""
        self._styles = styles

    def add_blocks(self, element: Any) -> None:
        """Every paragraph and table below `element`, in order."""
        for child in element:
            tag = _tag(child)
            if tag == "p":
                self._add_paragraph(child)
            elif tag == "tbl":
                self._add_table(child)
            elif tag not in _SKIPPED:
                self.add_blocks(child)

    def _add_paragraph(self, element: Any) -> None:
        text = one_line("".join(_texts(element)))
        style = self._style(element)
        if style.name == "title" and not self.title:
            self.title = text
        elif style.level:
            self.outline.add_heading(style.level, text)
        elif style.is_list:
            self.outline.add_bullet(text)
        # A table of contents says nothing that does not come again.
        elif not style.name.startswith("toc"):
            self.outline.add_paragraph(text)
        for box in _boxes(element):
            self.add_blocks(box)

    def _add_table(self, table: Any) -> None:
        rows = [list(_children(row, "tc", through="sdt")) for row in _children(table, "tr", through="sdt")]
        for cells in rows:
            if len(cells) == 1:
                # A frame around text, or a line over all columns.
                self.add_blocks(cells[0])
            else:
                self.outline.add_row([" ".join(map("".join, map(_texts, _paragraphs(cell)))) for cell in cells])

    def _style(self, paragraph: Any) -> _Style:
        settings = next(_children(paragraph, "pPr"), ())
        own = {_tag(each): each for each in settings}
        style = self._styles.get(_value(own.get("pStyle")), _Style())
        level = _outline_level(own.get("outlineLvl")) or style.level
        numbering = own.get("numPr")
        is_list = style.is_list if numbering is None else _is_list(numbering)
        return _Style(style.name, level, is_list)


def _styles(root: Any) -> dict[str, _Style]:
    """Every style by its id, with what it takes over from those that it rests on."""
    elements = {_attribute(each, "styleId"): each for each in _children(root, "style")} if root is not None else {}
    return {name: _resolved(name, elements) for name in elements}


def _resolved(style_id: str, elements: dict[str, Any]) -> _Style:
    name, level, is_list = "", 0, False
    for _ in range(_STYLE_DEPTH_MAX):
        element = elements.get(style_id)
        if element is None:
            break
        own = {_tag(each): each for each in element}
        own |= {_tag(each): each for each in own.get("pPr", ())}
        # Built-in styles keep their English names in the file, whatever the language of Word.
        own_name = _value(own.get("name")).lower()
        name = name or own_name
        named = _HEADING_NAME.match(own_name)
        level = level or (int(named[1]) if named else 0) or _outline_level(own.get("outlineLvl"))
        is_list = is_list or own_name.startswith("list") or _is_list(own.get("numPr", ()))
        style_id = _value(own.get("basedOn"))
    return _Style(name, level, is_list)


def _outline_level(element: Any) -> int:
    """1 to 9; 0 for text.  Source: ECMA-376 part 1, 17.3.1.20: 0 is the outermost level, 9 is none."""
    value = _value(element)
    return int(value) + 1 if value.isdecimal() and int(value) < _LEVELS else 0


def _is_list(numbering: Any) -> bool:
    return any(_tag(each) == "numId" and _value(each) != _NO_LIST for each in numbering)


def _texts(element: Any) -> Iterator[str]:
    """The text in an element, without that of the boxes that hang on it."""
    for child in element:
        tag = _tag(child)
        if tag == "t":
            yield child.text or ""
        elif tag in _SPACES:
            yield " "
        elif tag == "noBreakHyphen":
            yield "-"
        elif tag not in _SKIPPED and tag != "txbxContent":
            yield from _texts(child)


def _boxes(element: Any) -> Iterator[Any]:
    for child in element:
        if _tag(child) == "txbxContent":
            yield child
        elif _tag(child) not in _SKIPPED:
            yield from _boxes(child)


def _paragraphs(cell: Any) -> Iterator[Any]:
    return (each for each in cell.iter() if _tag(each) == "p")


def _children(element: Any, tag: str, through: str = "") -> Iterator[Any]:
    """Those with the tag, also inside of `through` and what it holds its content in."""
    for child in element:
        if _tag(child) == tag:
            yield child
        elif through and _tag(child) in {through, "sdtContent"}:
            yield from _children(child, tag, through)


def _tag(element: Any) -> str:
    """The name without its namespace: strict and transitional files differ in nothing else."""
    return str(element.tag).rpartition("}")[2]


def _attribute(element: Any, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _value(element: Any) -> str:
    return "" if element is None else _attribute(element, "val")


def _property(root: Any, tag: str) -> str:
    return next((str(each.text or "") for each in _children(root, tag)), "") if root is not None else ""
